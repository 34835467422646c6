/** Memory of the viewer while it indexes, searches and replays; the series goes to `memory.csv`. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { KEYS, openInquest, type TestTerminal } from '../test/support/terminal.ts';
import { corpus, type Amount, type Shape } from './corpus.ts';
import { atMost, told, type Bench, type Figure } from './measure.ts';

const SAMPLE_MS = 250;
const ANSWER_MS = 1500;
/** Ten minutes, unless the environment says otherwise. */
const REPLAY_SECONDS = Number(process.env['REPLAY_SECONDS'] ?? 600);
const PHASES = ['indexing', 'searching', 'replaying'] as const;
type Phase = (typeof PHASES)[number];
type Sample = { readonly at: number; readonly phase: Phase; readonly megabytes: number };

type Watched = readonly [Shape, Amount, string, number];
const LARGE: readonly Watched[] = [
  ['unique', { bytes: 1e9 }, '1 GB', REPLAY_SECONDS],
  ['study', { bytes: 1e9 }, '1 GB', REPLAY_SECONDS],
  ['tiny', { trials: 1_000_000 }, '1,000,000 trials', 5],
  ['long', { bytes: 50e6 }, '50 MB', 5],
];
const SMALL: readonly Watched[] = [
  ['unique', { bytes: 50e6 }, '50 MB', 3],
  ['long', { bytes: 5e6 }, '5 MB', 3],
];

const SEARCHES = ['unethical', 'blackmial', '"the tare"', 'leverage conpra', 'lin'];

export async function memory(bench: Bench): Promise<readonly Figure[]> {
  const collections = bench.quick ? SMALL : LARGE;
  const rows = ['collection,seconds,phase,megabytes'];
  const figures: Figure[] = [];
  for (const [shape, amount, size, seconds] of collections) {
    const file = await corpus(bench, shape, amount);
    rmSync(bench.env.XDG_CACHE_HOME, { recursive: true, force: true });
    const samples = await watched(bench, file, seconds);
    for (const { at, phase, megabytes } of samples) {
      rows.push(`${shape},${at.toFixed(1)},${phase},${megabytes.toFixed(0)}`);
    }
    for (const phase of PHASES) {
      const peak = Math.max(
        0,
        ...samples.filter((one) => one.phase === phase).map(({ megabytes }) => megabytes),
      );
      const what = `peak memory, ${phase} ${size} (${shape})`;
      // A trial that is shown is held whole; one of 50 MB is told for information.
      figures.push(shape === 'long' ? told(what, peak, ' MB') : atMost(what, peak, 300, ' MB'));
    }
  }
  writeFileSync(path.join(import.meta.dirname, 'memory.csv'), `${rows.join('\n')}\n`);
  return figures;
}

/** Opens a file in the viewer and uses it for so many seconds. */
async function watched({ env }: Bench, file: string, seconds: number): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  let phase: Phase = 'indexing';
  const started = performance.now();
  const terminal = openInquest([file], { env });
  const timer = setInterval(() => {
    const megabytes = residentMegabytes(terminal.pid);
    if (megabytes > 0) samples.push({ at: (performance.now() - started) / 1000, phase, megabytes });
  }, SAMPLE_MS);
  try {
    await terminal.until((text) => /[\d,]+ trials?/.test(text) && !/reading/.test(text), 600_000);
    phase = 'searching';
    for (const query of SEARCHES) await search(terminal, query);
    phase = 'replaying';
    const end = performance.now() + seconds * 1000;
    terminal.type(KEYS.enter);
    for (let step = 0; performance.now() < end; step += 1) {
      await setTimeout(100);
      terminal.type(step % 12 === 11 ? ']' : KEYS.right);
    }
  } finally {
    clearInterval(timer);
    terminal.kill('SIGKILL');
    await terminal.exit;
  }
  return samples;
}

async function search(terminal: TestTerminal, query: string): Promise<void> {
  terminal.type(KEYS.esc);
  await setTimeout(200);
  terminal.type('/');
  await setTimeout(200);
  terminal.type(KEYS.ctrlU);
  for (const key of query) {
    terminal.type(key);
    await setTimeout(40);
  }
  await setTimeout(ANSWER_MS);
}

/** What the system says a process holds; 0 where it does not say (only Linux does, here). */
function residentMegabytes(pid: number): number {
  try {
    const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(found ?? 0) / 1024;
  } catch {
    return 0;
  }
}
