/** `INQUEST_LOG`: what a person did, played again, gives the screen that the person saw. */
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { shownIn } from '../support/frames.tsx';
import { createPlace, walk } from '../support/place.ts';
import { replayLog } from '../support/replay-log.ts';
import { KEYS } from '../support/terminal.ts';

const place = createPlace();

const trimmed = (text: string): string => text.replaceAll(/ +$/gm, '').trimEnd();

it('is a log that gives the same screen when it is played again', async () => {
  const log = path.join(place.folder, 'session.log');
  const terminal = place.start([], { env: { INQUEST_LOG: log } });
  await terminal.until(/^Inquest sample study {2}1\/2,221 trials +synthetic sample/);
  await walk(terminal, [
    ['m', 'Filter by model'],
    ['grok', 'narrow: grok'],
    [KEYS.enter, 'filter: model:grok-3-beta'],
    ['/', 'Search'],
    ['unethical', /19 passages/],
    [KEYS.tab, 'Words searched for'],
    [KEYS.enter, /grok-3-beta 012 .* step/],
    ['V', /step (\d+)\/\1 /],
  ]);
  const shown = trimmed(terminal.text());
  const state = replayLog(log);
  expect(trimmed(shownIn(state))).toBe(shown);
  expect(state.filter).toBe('model:grok-3-beta');
  expect(statSync(log).mode & 0o777).toBe(0o600);
  expect(readFileSync(log, 'utf8').split('\n')[0]).toContain('Do not share it');
});

it('is never written over a file, or through a link', async () => {
  const [file, link] = [path.join(place.folder, 'file'), path.join(place.folder, 'link')];
  writeFileSync(file, 'mine');
  symlinkSync(path.join(place.folder, 'elsewhere'), link);
  for (const log of [file, link]) {
    const terminal = place.start([], { env: { INQUEST_LOG: log } });
    expect((await terminal.exit).code).toBe(2);
    expect(terminal.text()).toMatch(/inquest: cannot write .*: it is there already/);
  }
  expect(readFileSync(file, 'utf8')).toBe('mine');
  expect(existsSync(path.join(place.folder, 'elsewhere'))).toBe(false);
});
