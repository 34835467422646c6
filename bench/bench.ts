/**
 * Measures the budgets of docs/performance.md as ratios against a peer in the same run, and prints
 * budget, figure, pass or miss. `npm run bench`; `-- --quick` uses smaller collections.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Fuse from 'fuse.js';
import { rolldown } from 'rolldown';
import { createEngine } from '../src/cli/engine.ts';
import { ingest } from '../src/ingest/ingest.ts';
import { BUILT_IN_SIGNALS } from '../src/query/signals.ts';
import { openReader } from '../src/store/sqlite/reader.ts';
import { KEYS, openInquest, openTerminal, type TestTerminal } from '../test/support/terminal.ts';
import { writeCorpus, type Shape } from './corpus.ts';

type Figure = {
  readonly what: string;
  readonly budget: string;
  readonly figure: string;
  readonly isMet: boolean;
};

const QUICK = process.argv.includes('--quick');
const MEGABYTES = QUICK ? 10 : 100;
const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-bench-'));
const env = { XDG_CACHE_HOME: path.join(folder, 'cache'), XDG_CONFIG_HOME: folder };

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Start to the first frame with trials, against one line drawn by Node and Ink. */
async function startUp(): Promise<Figure> {
  const hello = path.join(folder, 'hello.mjs');
  const bundle = await rolldown({
    input: path.join(import.meta.dirname, 'hello.mjs'),
    platform: 'node',
    plugins: [
      {
        name: 'without-react-devtools',
        resolveId: (id) => (id === 'react-devtools-core' ? { id: '\0none' } : undefined),
        load: (id) =>
          id === '\0none'
            ? 'export default { initialize() {}, connectToDevTools() {} }'
            : undefined,
      },
    ],
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  });
  await bundle.write({ file: hello, format: 'esm', minify: true, codeSplitting: false });
  const until = async (terminal: TestTerminal, text: string): Promise<void> => {
    await terminal.until(text);
    terminal.kill('SIGKILL');
    await terminal.exit;
  };
  const own: number[] = [];
  const peer: number[] = [];
  for (let run = 0; run < (QUICK ? 7 : 15); run += 1) {
    own.push(await timed(() => until(openInquest([], { env }), '2,221 trials')));
    peer.push(await timed(() => until(openTerminal(process.execPath, [hello], { env }), 'hello')));
  }
  // The first run fills the caches.
  const ratio = median(own.slice(1)) / median(peer.slice(1));
  return figure('start → first trials, against Node + Ink hello', ratio, 1.5, '×', 'most');
}

/** Reading and indexing a file, against `JSON.parse` of the same lines. */
async function indexing(shape: Shape, most: number): Promise<readonly Figure[]> {
  const file = path.join(folder, `${shape}.jsonl`);
  await writeCorpus(file, shape, MEGABYTES * 1e6);
  const parse = await timed(() => {
    for (const line of readFileSync(file, 'utf8').split('\n')) if (line !== '') JSON.parse(line);
  });
  let database = '';
  const own = await timed(() =>
    ingest(
      { paths: [file], cwd: folder, cacheFolder: env.XDG_CACHE_HOME },
      {
        send: (message) => {
          if (message.type === 'opened') ({ database } = message);
        },
        signal: new AbortController().signal,
      },
    ),
  );
  const figures = [
    figure(`index ${MEGABYTES} MB (${shape}), against JSON.parse`, own / parse, most, '×', 'most'),
    figure(
      `size of that index, against the file`,
      statSync(database).size / statSync(file).size,
      shape === 'unique' ? 0.8 : 0.3,
      '×',
      'most',
    ),
  ];
  return shape === 'unique' ? [...figures, await searching(database)] : figures;
}

/** A fuzzy search, against Fuse.js over the passages themselves. */
async function searching(database: string): Promise<Figure> {
  const store = openReader(database);
  const engine = createEngine(store, { signals: BUILT_IN_SIGNALS });
  const search = (text: string): Promise<unknown> =>
    engine.ask('search', { query: { text }, limit: 100 });
  await search('leverage');
  const own = median([
    await timed(() => search('unethical')),
    await timed(() => search('unehtical')),
    await timed(() => search('blackmial')),
  ]);
  const ids = Array.from({ length: (await store.totals()).passages }, (_, index) => index + 1);
  const passages = [...(await store.passages(ids)).values()];
  const fuse = new Fuse(passages, { threshold: 0.24, ignoreLocation: true });
  const peer = await timed(() => fuse.search('unethical'));
  await store.close();
  return figure(
    'fuzzy search, faster than Fuse.js over passages by',
    peer / own,
    100,
    '×',
    'least',
  );
}

/** A key written to the frame complete, at 200x60, in a real terminal. */
async function keys(): Promise<Figure> {
  const terminal = openInquest([], { columns: 200, rows: 60, env });
  await terminal.until('2,221 trials');
  await terminal.until('Signal');
  const times: number[] = [];
  for (let press = 0; press < 170; press += 1) {
    // Whatever the key before set in motion has come to rest.
    await setTimeout(60);
    const frame = terminal.frame();
    times.push(
      await timed(() => {
        terminal.type(press % 60 < 30 ? KEYS.down : KEYS.up);
        return frame;
      }),
    );
  }
  terminal.kill('SIGKILL');
  await terminal.exit;
  return figure('key → frame, 200x60, p95', percentile(times.slice(20), 0.95), 16, ' ms', 'most');
}

function figure(
  what: string,
  value: number,
  budget: number,
  unit: string,
  is: 'most' | 'least',
): Figure {
  return {
    what,
    budget: `${is === 'most' ? '≤' : '≥'} ${budget}${unit}`,
    figure: `${value.toFixed(value < 10 ? 2 : 0)}${unit}`,
    isMet: is === 'most' ? value <= budget : value >= budget,
  };
}

try {
  const figures = [
    await startUp(),
    await keys(),
    ...(await indexing('unique', 4)),
    ...(await indexing('study', 2)),
  ];
  console.table(
    figures.map(({ what, budget, figure: value, isMet }) => ({
      what,
      budget,
      figure: value,
      '': isMet ? 'pass' : 'MISS',
    })),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
