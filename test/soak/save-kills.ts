/**
 * The viewer killed right after it has said that a walkthrough is saved, or at any moment while it saves:
 * the file has every stop that was confirmed, and can be read; what is not in it is still a draft.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseWalkthrough } from '../../src/walkthrough/parse.ts';
import { KEYS, openInquest, type TestTerminal } from '../support/terminal.ts';
import { KILLS } from './kills.ts';
import { makePlace, writeTrials, type Place } from './program.ts';
import { isOver, randomOf, type Random, type SoakOptions, type SoakResult } from './soak.ts';

export const name = 'save-kills';
export const suite = 2;

export async function run(options: SoakOptions): Promise<SoakResult> {
  const random = randomOf(options.seed);
  let runs = 0;
  for (; !isOver(options, runs); runs += 1) {
    const place = makePlace('saves');
    try {
      writeTrials(place, 'trials.jsonl', 20);
      const wrong = await oneKill(place, random);
      if (wrong !== undefined) options.report({ what: wrong });
    } finally {
      place.remove();
    }
  }
  return { runs };
}

async function oneKill(place: Place, random: Random): Promise<string | undefined> {
  const terminal = openInquest(['--no-cache', 'trials.jsonl'], {
    cwd: place.folder,
    env: { ...place.env, LANG: 'C.UTF-8' },
  });
  const signal = random.pick(KILLS);
  const isAwaited = random.chance(0.5);
  const wait = random.below(60);
  try {
    const note = `Note ${random.below(1e6)}`;
    await bookmarkAndSave(terminal, note);
    if (isAwaited) await terminal.until('inquest present');
    else await new Promise((resolve) => setTimeout(resolve, wait));
    terminal.kill(signal);
    await terminal.exit;
    const story = `${signal} ${isAwaited ? 'after' : `${wait} ms into`} a save`;
    const file = path.join(place.folder, 'saved.walkthrough.yaml');
    const saved = existsSync(file) ? notesIn(file) : [];
    if (isAwaited && saved[0] !== note) return `${story}: the file has not what was saved`;
    const drafts = path.join(place.env['XDG_STATE_HOME'] ?? '', 'inquest/bookmarks');
    const kept = existsSync(drafts)
      ? readdirSync(drafts)
          .filter((one) => one.endsWith('.yaml'))
          .flatMap((one) => notesIn(path.join(drafts, one)))
      : [];
    const isThere = saved.includes(note) || kept.includes(note);
    return isThere ? undefined : `${story}: the bookmark is neither in the file nor a draft`;
  } finally {
    terminal.kill('SIGKILL');
    await terminal.exit;
  }
}

async function bookmarkAndSave(terminal: TestTerminal, note: string): Promise<void> {
  await terminal.until(/harmful +model-0/);
  terminal.type(KEYS.enter);
  await terminal.until(/step \d/);
  terminal.type('rb');
  await terminal.until(/^Note /m);
  terminal.type(`${note}${KEYS.enter}`);
  await terminal.until('Bookmarked');
  terminal.type('B');
  await terminal.until(/^Bookmarks/m);
  terminal.type('w');
  await terminal.until('Save as');
  terminal.type(`${KEYS.ctrlU}saved.walkthrough.yaml${KEYS.enter}`);
}

function notesIn(file: string): readonly (string | undefined)[] {
  return parseWalkthrough(readFileSync(file, 'utf8'), file).stops.map(({ note }) => note);
}
