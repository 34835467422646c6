/** The first audit of docs/auditing.md: every line of it works as it stands. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openAudit } from '../../src/audit-files/append.ts';
import { ROOT } from '../support/terminal.ts';
import { createPlace } from './support.ts';

const place = createPlace();
const page = readFileSync(path.join(ROOT, 'docs/auditing.md'), 'utf8');
const [, section = ''] = page.split('## A first audit\n');
const lines = (/```sh\n([^]*?)```/.exec(section)?.[1] ?? '').trim().split('\n');

/** Gives every answer, as `run` does by keys. */
async function answered(file: string): Promise<void> {
  const writer = await openAudit(path.join(place.folder, file), () => new Date());
  for (const { item, content, shown } of writer.audit().items) {
    await writer.append({ type: 'answer', item, content, shown, outcome: 'harmful' });
  }
  await writer.close();
}

it('is tried line by line', { timeout: 120_000 }, async () => {
  const steps = lines.map((line) => line.split(' ')[2]);
  expect(steps).toEqual(['plan', 'new', 'run', 'close', 'report', 'verify']);
  for (const line of lines) {
    const [, ...args] = line.split(' ');
    if (args[1] === 'run') await answered(args[2] ?? '');
    else expect(await place.run(args), line).toMatchObject({ code: 0 });
  }
});

it('shows pictures that are there', () => {
  const pictures = [...page.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, file = '']) => file);
  expect(pictures).toEqual(['pictures/audit.svg', 'pictures/audit-report.svg']);
  for (const file of pictures) {
    const svg = readFileSync(path.join(ROOT, 'docs', file), 'utf8');
    expect(svg).toContain('</svg>');
  }
});
