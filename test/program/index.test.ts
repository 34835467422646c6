/** What the viewer and the commands do where their index is damaged or deleted under them. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { createPlace } from '../support/place.ts';
import { ROOT } from '../support/terminal.ts';
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
  // Many blocks of texts, of which the list and the preview of the first trial need one.
  const records = Array.from({ length: 400 }, (_, at) => ({
    id: `t${at}`,
    model: 'm',
    response: `the words of ${at} ${randomBytes(3000).toString('base64')}`,
  }));
  writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const terminal = place.start([file]);
  await terminal.until('400 trials');
  await terminal.until('the words of 0 ');
  // A part of it may be in the log alone.
  for (const one of [database(), `${database()}-wal`]) {
    writeFileSync(one, Buffer.alloc(statSync(one).size, 0xee), { flag: 'r+' });
  }
  terminal.type('G');
  await terminal.until('the index was damaged; the files are read anew');
  // The list is short for a moment, which takes the cursor along.
  await vi.waitFor(() => {
    terminal.type('G');
    expect(terminal.text()).toMatch(/400 trials[^]*the words of 399 /);
  }, WAIT);
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
