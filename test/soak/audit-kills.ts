/** An audit that is killed at random moments: every answer that was called given is in the file. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readAudit } from '../../src/audit/audit-file.ts';
import { createAudit, openAudit } from '../../src/audit-files/append.ts';
import { recordsOf } from '../support/audits.ts';
import { isOver, randomOf, type SoakOptions, type SoakResult } from './soak.ts';

export const name = 'audit-kills';
export const suite = 8;

const ITEMS = 500;
/** Kills of one file, one after the other. */
const IN_ONE_FILE = 20;
/** The latest moment of a kill after the first answer. Milliseconds. */
const LATEST = 60;

export async function run(options: SoakOptions): Promise<SoakResult> {
  const random = randomOf(options.seed);
  let runs = 0;
  while (!isOver(options, runs)) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-audit-kills-'));
    const file = path.join(folder, 'review.audit.jsonl');
    try {
      const trials = Array.from({ length: ITEMS }, () => ({ outcome: 'safe' as const }));
      const sketch = { auditor: 'anna', trials, sizes: { safe: ITEMS }, said: [], isOpen: true };
      await createAudit(file, recordsOf(sketch), () => new Date());
      const given = new Map<number, string>();
      const kills = Math.min(IN_ONE_FILE, (options.count ?? Infinity) - runs);
      for (let kill = 0; kill < kills; kill += 1) {
        for (const [item, note] of await killed(file, kill, random.below(LATEST))) {
          given.set(item, note);
        }
        const wrong = await wrongIn(file, given);
        if (wrong !== undefined) options.report({ what: `kill ${kill + 1}: ${wrong}` });
      }
      runs += kills;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return { runs };
}

/** Answers in a process that is killed so long after its first one. Gives what it called given. */
async function killed(
  file: string,
  kill: number,
  ms: number,
): Promise<ReadonlyMap<number, string>> {
  const child = spawn(process.execPath, [import.meta.filename, file, String(kill)]);
  let said = '';
  const first = Promise.withResolvers<void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    first.resolve();
  });
  const end = new Promise<void>((resolve) => child.on('close', () => resolve()));
  await Promise.race([first.promise, end]);
  await setTimeout(ms);
  child.kill('SIGKILL');
  await end;
  const whole = said.slice(0, said.lastIndexOf('\n') + 1);
  const lines = whole.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [Number(line.split(' ')[0]), line]));
}

async function wrongIn(
  file: string,
  given: ReadonlyMap<number, string>,
): Promise<string | undefined> {
  const writer = await openAudit(file, () => new Date());
  await writer.close();
  const { chain, misfits, records } = readAudit(readFileSync(file), file);
  if (!chain.ok) return `the chain is broken at line ${chain.line}: ${chain.reason}`;
  if (misfits.length > 0) return `line ${misfits[0]?.line ?? 0} is no record`;
  // An answer that was written and not told of before the kill may be newer.
  const notes = new Set(records.flatMap((one) => (one.type === 'answer' ? one.note : [])));
  for (const [item, note] of given) {
    if (!notes.has(note)) return `the answer of item ${item} is lost`;
  }
  return given.size === 0 ? 'nothing was given' : undefined;
}

/** The process that is killed: answers one item after the other, and says so when each is given. */
async function answer(file: string, round: string): Promise<void> {
  const writer = await openAudit(file, () => new Date());
  const { items } = writer.audit();
  for (const { item, content, shown } of items) {
    // Of all lengths, so that kills fall into writes too.
    const note = `${item} in round ${round} ${'ü'.repeat((item * 97) % 3000)}`;
    await writer.append({ type: 'answer', item, content, shown, outcome: 'safe', note });
    process.stdout.write(`${note}\n`);
  }
}

if (import.meta.main) {
  const [, , file = '', round = ''] = process.argv;
  await answer(file, round);
}
