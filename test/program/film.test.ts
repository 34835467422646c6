/** A trial played as a film in a real terminal, by the real clock. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { KEYS, openInquest, type TestTerminal } from '../support/terminal.ts';
import { SMALL_STUDY } from '../support/trials.ts';

let folder: string;
let terminal: TestTerminal;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-film-'));
  const lines = SMALL_STUDY.map((trial) => `${JSON.stringify(trial)}\n`).join('');
  writeFileSync(path.join(folder, 'trials.jsonl'), lines);
  mkdirSync(path.join(folder, 'config/inquest'), { recursive: true });
  writeFileSync(path.join(folder, 'config/inquest/config.json'), '{"wordsPerMinute": 3000}');
});

afterEach(async () => {
  terminal.kill('SIGKILL');
  await terminal.exit;
  rmSync(folder, { recursive: true, force: true });
});

it('plays to the verdict, through a change of size and a pause', async () => {
  terminal = openInquest(['trials.jsonl'], {
    columns: 80,
    rows: 24,
    cwd: folder,
    env: {
      XDG_CACHE_HOME: path.join(folder, 'cache'),
      XDG_CONFIG_HOME: path.join(folder, 'config'),
      XDG_STATE_HOME: path.join(folder, 'state'),
      XDG_DATA_HOME: path.join(folder, 'data'),
    },
  });
  // The row under the cursor: before that there is nothing that Enter could open.
  await terminal.until('› ✘ harmful');
  terminal.type(KEYS.enter);
  await terminal.until('step 1/');
  terminal.type('p');
  await terminal.until(/^▶ 1× ·+ 0:00 \/ 0:0\d/m);
  terminal.resize(120, 40);
  await terminal.until('step 3/');
  terminal.type(' ');
  await terminal.until(/^‖ 1× █+·+ 0:0\d \/ 0:0\d/m);
  terminal.type(' ');
  await terminal.until('step 6/');
  // The verdict stands beside the text as well: the step says that it is reached.
  await terminal.until('step 8/8');
  const text = await terminal.until(/Outcome +harmful/);
  expect(text).toContain('step 8/8');
  expect(text).toMatch(/^‖ 1× █+ (0:0\d) \/ \1/m);
});
