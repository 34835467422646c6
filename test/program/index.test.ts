/** What the viewer and the commands do where their index is damaged or deleted under them. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { createPlace } from '../support/place.ts';
import { KEYS, ROOT } from '../support/terminal.ts';
import { linesOf } from '../soak/index-answers.ts';

const place = createPlace();
const WAIT = { timeout: 60_000, interval: 100 };

function database(): string {
  const folder = path.join(place.folder, 'cache/inquest');
  const [name = ''] = readdirSync(folder).filter((one) => one.endsWith('.db'));
  return path.join(folder, name);
}

it('makes an index anew that is overwritten while the viewer has it open', async () => {
  const file = path.join(place.folder, 'a.jsonl');
  writeFileSync(file, linesOf(0, 30));
  const terminal = place.start([file]);
  await terminal.until((text) => /30 trials/.test(text));
  await vi.waitFor(() => expect(existsSync(`${database()}.sums`)).toBe(true), WAIT);
  writeFileSync(database(), Buffer.alloc(statSync(database()).size, 0xee));
  // What SQLite has in memory already stays right; words were not asked for yet.
  terminal.type('/unethical');
  await terminal.until('the index was damaged; the files are read anew');
  await terminal.until(/30 trials/);
  terminal.type('/');
  await terminal.until(' Search ');
  terminal.type('unethical');
  await terminal.until(/\d+ passages in \d+ trials/);
  terminal.type(KEYS.esc);
  terminal.type('q');
  await terminal.exit;
});

it('goes on where index clear deletes what it has open, and reads what comes then', async () => {
  const file = path.join(place.folder, 'a.jsonl');
  writeFileSync(file, linesOf(0, 30));
  const terminal = place.start([file]);
  await terminal.until((text) => /30 trials/.test(text));
  const clear = async (): Promise<void> => {
    const child = spawn(process.execPath, [path.join(ROOT, 'bin/inquest'), 'index', 'clear'], {
      env: { ...process.env, ...place.env() },
    });
    let out = '';
    child.stdout.on('data', (text) => (out += String(text)));
    const code = await new Promise((resolve) => {
      child.on('close', resolve);
    });
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^1 index deleted/),
    });
  };
  await vi.waitFor(clear, WAIT);
  writeFileSync(file, linesOf(0, 30) + linesOf(3, 12));
  await terminal.until((text) => /42 trials/.test(text));
  rmSync(path.join(place.folder, 'cache'), { recursive: true });
  writeFileSync(file, linesOf(4, 12));
  await terminal.until((text) => /12 trials/.test(text) && !/42 trials/.test(text));
  terminal.type('q');
  await terminal.exit;
});
