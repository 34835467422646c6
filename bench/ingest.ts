/** Reading and indexing against `JSON.parse` of the same lines; searching against Fuse.js alone. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import Fuse from 'fuse.js';
import { createEngine } from '../src/cli/engine.ts';
import { ingest as readIn } from '../src/ingest/ingest.ts';
import { BUILT_IN_SIGNALS } from '../src/query/signals.ts';
import { openReader } from '../src/store/sqlite/reader.ts';
import { writeCorpus, type Shape } from './corpus.ts';
import { atLeast, atMost, median, timed, type Bench, type Figure } from './measure.ts';

export async function ingest(bench: Bench): Promise<readonly Figure[]> {
  return [...(await indexing(bench, 'unique', 4)), ...(await indexing(bench, 'study', 2))];
}

async function indexing(bench: Bench, shape: Shape, most: number): Promise<readonly Figure[]> {
  const { folder, env } = bench;
  const megabytes = bench.quick ? 10 : 100;
  const file = path.join(folder, `${shape}.jsonl`);
  await writeCorpus(file, shape, megabytes * 1e6);
  const parse = await timed(() => {
    for (const line of readFileSync(file, 'utf8').split('\n')) if (line !== '') JSON.parse(line);
  });
  let database = '';
  const own = await timed(() =>
    readIn(
      { paths: [file], cwd: folder, cacheFolder: env.XDG_CACHE_HOME },
      {
        send: (message) => {
          if (message.type === 'opened') ({ database } = message);
        },
        signal: new AbortController().signal,
      },
    ),
  );
  const size = statSync(database).size / statSync(file).size;
  const figures = [
    atMost(`index ${megabytes} MB (${shape}), against JSON.parse`, own / parse, most, '×'),
    atMost('size of that index, against the file', size, shape === 'unique' ? 0.8 : 0.3, '×'),
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
  return atLeast('fuzzy search, faster than Fuse.js over passages by', peer / own, 100, '×');
}
