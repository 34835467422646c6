/** Reading and indexing, against `JSON.parse` of the same lines; and how large the index gets. */
import { readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { StoreLocation } from '../src/store/backend.ts';
import { startIngest } from '../src/ingest/start.ts';
import { ROOT } from '../test/support/terminal.ts';
import { corpus, type Shape } from './corpus.ts';
import { atMost, timed, told, type Bench, type Figure } from './measure.ts';

/** The worker as it is shipped. */
const WORKER = pathToFileURL(path.join(ROOT, 'dist/ingest-worker.js'));

export async function indexing(bench: Bench): Promise<readonly Figure[]> {
  return [
    ...(await measured(bench, 'unique', 4, 0.8)),
    ...(await measured(bench, 'study', 2, 0.3)),
    ...(await unspaced(bench, 'chinese')),
    ...(await unspaced(bench, 'thai')),
  ];
}

/** Both in turns, and the quietest of each: whatever else the machine does only ever adds. */
async function measured(
  bench: Bench,
  shape: Shape,
  most: number,
  largest: number,
): Promise<readonly Figure[]> {
  const megabytes = bench.quick ? 20 : 100;
  const file = await corpus(bench, shape, { bytes: megabytes * 1e6 });
  const own: number[] = [];
  const peer: number[] = [];
  let share = 0;
  for (let run = 0; run < (bench.quick ? 3 : 5); run += 1) {
    peer.push(await timed(() => parseLines(file)));
    rmSync(bench.env.XDG_CACHE_HOME, { recursive: true, force: true });
    let store: StoreLocation | undefined;
    own.push(
      await timed(async () => {
        store = await index(file, bench.env.XDG_CACHE_HOME);
      }),
    );
    share = statSync(store?.scheme === 'file' ? store.path : '').size / statSync(file).size;
  }
  const ratio = Math.min(...own) / Math.min(...peer);
  return [
    atMost(`index ${megabytes} MB (${shape}), against JSON.parse`, ratio, most, '×'),
    told('the same', (megabytes * 1000) / Math.min(...own), ' MB/s'),
    atMost('size of that index, against the file', share, largest, '×'),
  ];
}

/** Scripts without spaces, of which each letter is a word of the index: told, and no budget. */
async function unspaced(bench: Bench, shape: Shape): Promise<readonly Figure[]> {
  const megabytes = bench.quick ? 10 : 50;
  const file = await corpus(bench, shape, { bytes: megabytes * 1e6 });
  rmSync(bench.env.XDG_CACHE_HOME, { recursive: true, force: true });
  let store: StoreLocation | undefined;
  const took = await timed(async () => {
    store = await index(file, bench.env.XDG_CACHE_HOME);
  });
  const size = statSync(store?.scheme === 'file' ? store.path : '').size;
  return [
    told(`index ${megabytes} MB (${shape})`, (megabytes * 1000) / took, ' MB/s'),
    told('size of that index, against the file', size / statSync(file).size, '×'),
  ];
}

/** What a short script does: the file as text, cut into lines, each parsed. */
function parseLines(file: string): void {
  for (const line of readFileSync(file, 'utf8').split('\n')) if (line !== '') JSON.parse(line);
}

/** Indexes a file; gives the store. */
export async function index(file: string, cacheFolder: string): Promise<StoreLocation> {
  const ended = Promise.withResolvers<void>();
  let location: StoreLocation | undefined;
  const ingest = startIngest(
    { paths: [file], cwd: ROOT, cacheFolder },
    (message) => {
      if (message.type === 'opened') ({ location } = message);
      else if (message.type === 'done') ended.resolve();
      else if (message.type === 'failed') ended.reject(new Error(message.message));
    },
    WORKER,
  );
  await ended.promise;
  await ingest.stop();
  if (location === undefined) throw new Error('no store was opened');
  return location;
}
