/** Ends the viewer by a signal right after it has confirmed a bookmark, again and again. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { leftDrafts } from '../../src/walkthrough/drafts.ts';
import { KEYS, openInquest, type TestTerminal } from '../support/terminal.ts';
import { SMALL_STUDY } from '../support/trials.ts';

export const KILLS = ['SIGHUP', 'SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGKILL'] as const;
export type Kill = (typeof KILLS)[number];

/** What a round has found wrong, in a line. */
export type Finding = { readonly signal: Kill; readonly round: number; readonly what: string };

const WAYS_OUT = { altScreen: '\u001B[?1049l', cursor: '\u001B[?25h' };

/**
 * Opens the viewer `count` times, bookmarks a turn with a note, and sends the signal as soon as the
 * screen says "Bookmarked". Finds lost bookmarks, wrong exit codes, a terminal that is not given back
 * and temporary files that are left.
 */
export async function killAfterBookmarks(signal: Kill, count: number): Promise<readonly Finding[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-kills-'));
  const TMPDIR = path.join(folder, 'tmp');
  mkdirSync(TMPDIR);
  const lines = SMALL_STUDY.map((trial) => `${JSON.stringify(trial)}\n`).join('');
  writeFileSync(path.join(folder, 'trials.jsonl'), lines);
  const env = {
    TMPDIR,
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    XDG_CONFIG_HOME: path.join(folder, 'config'),
    XDG_STATE_HOME: path.join(folder, 'state'),
  };
  const findings: Finding[] = [];
  try {
    for (let round = 0; round < count; round += 1) {
      const terminal = openInquest(['--no-cache', 'trials.jsonl'], { cwd: folder, env });
      try {
        const found = await oneKill(terminal, signal, `Note of round ${round}`, folder);
        findings.push(...found.map((what) => ({ signal, round, what })));
      } finally {
        terminal.kill('SIGKILL');
        await terminal.exit;
      }
    }
    const left = readdirSync(TMPDIR).filter((name) => name.startsWith('inquest-'));
    // What the last one could not remove itself is removed by the next start.
    if (left.length > (signal === 'SIGKILL' ? 1 : 0)) {
      findings.push({ signal, round: count, what: `left in TMPDIR: ${left.join(', ')}` });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return findings;
}

async function oneKill(
  terminal: TestTerminal,
  signal: Kill,
  note: string,
  folder: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  await terminal.until(/model-a +001/);
  terminal.type(KEYS.enter);
  await terminal.until(/step \d/);
  terminal.type('rb');
  await terminal.until(/^Note /m);
  terminal.type(`${note}${KEYS.enter}`);
  await terminal.until('Bookmarked');
  terminal.kill(signal);
  const { code } = await terminal.exit;
  if (signal !== 'SIGKILL') {
    const expected = 128 + os.constants.signals[signal];
    if (code !== expected) found.push(`ended with ${code} instead of ${expected}`);
    for (const [what, sequence] of Object.entries(WAYS_OUT)) {
      const enters = sequence.replace(/.$/, sequence.endsWith('h') ? 'l' : 'h');
      const raw = terminal.raw();
      if (raw.lastIndexOf(sequence) < raw.lastIndexOf(enters))
        found.push(`${what} is not given back`);
    }
  }
  const drafts = path.join(folder, 'state/inquest/bookmarks');
  const [name = ''] = existsSync(drafts) ? readdirSync(drafts) : [];
  const prefix = name.replace(/\d+\.walkthrough\.yaml$/, '');
  const left = await leftDrafts(drafts, prefix);
  found.push(...left.problems);
  const notes = left.drafts.flatMap(({ walkthrough }) =>
    walkthrough.stops.map((stop) => stop.note),
  );
  if (notes.length !== 1 || notes[0] !== note) {
    found.push(`the bookmark is lost: ${JSON.stringify(notes)} instead of ${note}`);
  }
  for (const draft of left.drafts) {
    rmSync(draft.file);
    draft.release();
  }
  return found;
}
