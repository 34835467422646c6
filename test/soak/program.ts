/** What soak tests of the built program share: a place, the program in it, and what must always hold. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { safe } from '../../src/text/safe.ts';
import { trialOf } from '../support/trials.ts';

const PROGRAM = path.resolve(import.meta.dirname, '../../bin/inquest');
/** Longer than any of the runs takes on a machine that is busy with others. Milliseconds. */
const HANG_MS = 120_000;

export type Place = {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => void;
};

/** A folder with the program's config, cache, state and temporary files in it. */
export function makePlace(name: string): Place {
  const folder = mkdtempSync(path.join(os.tmpdir(), `inquest-${name}-`));
  mkdirSync(path.join(folder, 'tmp'));
  return {
    folder,
    env: {
      HOME: folder,
      TMPDIR: path.join(folder, 'tmp'),
      XDG_CACHE_HOME: path.join(folder, 'cache'),
      XDG_CONFIG_HOME: path.join(folder, 'config'),
      XDG_STATE_HOME: path.join(folder, 'state'),
      XDG_DATA_HOME: path.join(folder, 'data'),
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type Ran = {
  /** Null: it was ended by a signal, or did not end by itself. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
  readonly isHung: boolean;
};

export type Run = {
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<Ran>;
};

/** Starts the program; `before` is a command that runs it, e.g. with limits. */
export function start(
  { folder, env }: Place,
  args: readonly string[],
  { more = {}, before = [] }: { more?: Record<string, string>; before?: readonly string[] } = {},
): Run {
  const [command = '', ...rest] = [...before, process.execPath, PROGRAM, ...args];
  const child = spawn(command, rest, {
    cwd: folder,
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  let isHung = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const timer = setTimeout(() => {
    isHung = true;
    child.kill('SIGKILL');
  }, HANG_MS);
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, out, err, isHung });
    });
  });
  return { kill: (signal) => child.kill(signal), ended };
}

export function runProgram(...given: Parameters<typeof start>): Promise<Ran> {
  return start(...given).ended;
}

/** What is wrong with any run, however it was damaged; undefined: nothing. */
export function faultOf({ err, isHung }: Ran): string | undefined {
  if (isHung) return 'does not end';
  const wrong = err.split('\n').find((line) => line.includes('something went wrong inside'));
  if (wrong !== undefined) return wrong.slice(0, 300);
  if (/^ {4}at .*:\d+:\d+\)?$/m.test(err)) return `a stack trace: ${err.slice(0, 300)}`;
  return safe(err) === err ? undefined : 'bytes on standard error that are not safe';
}

/** Trials whose verdicts, texts and ids are all different, as lines. */
export function manyTrials(count: number, mark = ''): string {
  return Array.from({ length: count }, (_, at) =>
    JSON.stringify(
      trialOf({
        id: `model-${at % 3}/cell${mark}/${at}`,
        model: `model-${at % 3}`,
        outcome: at % 2 === 0 ? 'harmful' : 'safe',
        reasoning: `the thought number ${at} ${mark}, `.repeat(12),
      }),
    ),
  )
    .map((line) => `${line}\n`)
    .join('');
}

export function writeTrials({ folder }: Place, name: string, count: number, mark?: string): string {
  writeFileSync(path.join(folder, name), manyTrials(count, mark));
  return name;
}

/** Ids of the trials in JSON lines, in order. */
export function idsIn(lines: string): readonly string[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { id: string }).id);
}
