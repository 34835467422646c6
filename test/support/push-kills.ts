/** A push that is killed, and another one that completes it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { jsonText } from '../../src/text/json.ts';
import { migrate } from '../../src/store/postgres/migrate.ts';
import { openDatabase } from '../../src/store/postgres/connection.ts';
import { pullTrials } from '../../src/store/postgres/pull.ts';
import type { Trial } from '../../src/trial/types.ts';
import type { Server } from './postgres.ts';
import { faultsOf } from './pushed.ts';
import { trialOf } from './trials.ts';

const CHILD = path.resolve(import.meta.dirname, '../ingest/push-child.ts');
const TRIALS_A_FILE = 40;

/** The address of a new database with the tables. */
export async function prepare(server: Server): Promise<string> {
  const address = server.newDatabase();
  const database = openDatabase(address);
  await database.withClient((client) => migrate(client));
  await database.close();
  return address;
}

/**
 * Writes files of trials; each shares an id with the next one, and words and mails with all. Returns what they
 * are as native JSONL.
 */
export function writeFiles(
  folder: string,
  { files, seed }: { readonly files: number; readonly seed: number },
): string {
  mkdirSync(folder, { recursive: true });
  const given = new Map<string, number>();
  let expected = '';
  for (let file = 0; file < files; file += 1) {
    const trials = Array.from({ length: TRIALS_A_FILE }, (_, n): Trial => {
      const id = n === 0 ? `shared/${Math.floor(file / 2)}` : `own/${file}/${n}`;
      return trialOf({
        id,
        model: `model-${(file + n + seed) % 3}`,
        outcome: n % 2 === 0 ? 'harmful' : 'safe',
        reasoning: `Words ${seed} of file ${file} and trial ${n % 7}.`,
        meta: { file },
      });
    });
    const lines = trials.map((trial) => `${jsonText(trial)}\n`);
    writeFileSync(path.join(folder, `${String(file).padStart(4, '0')}.jsonl`), lines.join(''));
    for (const trial of trials) {
      const count = (given.get(trial.id) ?? 0) + 1;
      given.set(trial.id, count);
      expected += `${jsonText(count === 1 ? trial : { ...trial, id: `${trial.id} #${count}` })}\n`;
    }
  }
  return expected;
}

/** The collection as native JSONL. */
export async function pulledOf(address: string): Promise<string> {
  const database = openDatabase(address);
  try {
    let text = '';
    for await (const trial of pullTrials(database)) text += `${jsonText(trial)}\n`;
    return text;
  } finally {
    await database.close();
  }
}

export type Killed = {
  /** What is wrong after another push has completed it. */
  readonly faults: readonly string[];
  /** Files that were there when it was killed. */
  readonly files: number;
};

/**
 * Pushes a folder in several jobs, kills that after so many files and milliseconds, and has another push complete
 * it. `expected`: the files as native JSONL.
 */
export async function killPush(
  server: Server,
  folder: string,
  expected: string,
  after: { readonly files: number; readonly ms: number },
): Promise<Killed> {
  const address = await prepare(server);
  const start = (): ChildProcess =>
    spawn(process.execPath, [CHILD, address, folder, '3', '20000'], { stdio: 'ignore' });
  const done = (): number =>
    Number(server.psql(address, 'SELECT count(*) FROM inquest.source WHERE complete'));
  const child = start();
  const ended = once(child, 'exit');
  while (child.exitCode === null && done() < after.files) await delay(1);
  await delay(after.ms);
  child.kill('SIGKILL');
  await ended;
  const files = done();
  const [code] = (await once(start(), 'exit')) as [number];
  const faults = [
    ...(code === 0 ? [] : [`the push that completes ended with ${code}`]),
    ...faultsOf(server, address),
    ...((await pulledOf(address)) === expected
      ? []
      : ['the trials differ from those of the files']),
  ];
  server.psql(address, 'DROP SCHEMA inquest CASCADE');
  return { faults, files };
}
