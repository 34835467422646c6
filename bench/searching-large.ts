/** Searching a gigabyte, against ripgrep over the same file: how soon the first hits come, and all. */
import { createEngine } from '../src/collection/engine.ts';
import { BUILT_IN_SIGNALS } from '../src/query/signals.ts';
import { openStore } from '../src/store/open.ts';
import { corpus } from './corpus.ts';
import { index } from './indexing.ts';
import { atMost, median, told, type Bench, type Figure } from './measure.ts';
import { ripgrep } from './others.ts';

const RUNS = 3;
/** What an answer may take. Milliseconds. */
const MOST_FIRST = 150;
const MOST_ALL = 1000;
/** A query, and the words of it that ripgrep is to look for. */
const QUERIES = [
  ['unethical', 'unethical'],
  ["'leverage", 'leverage'],
  ['blackmial', 'blackmial'],
  ['leverage blackmail', 'leverage'],
  ['in:reasoning unethical -leverage', 'unethical'],
] as const;
/** Patterns have no budget but that first hits come: what they match is read text by text. */
const PATTERNS = [String.raw`/leverag\w+/`, String.raw`/u\w{3,}l, \w+/i`];

export async function searchingLarge(bench: Bench): Promise<readonly Figure[]> {
  const megabytes = bench.quick ? 50 : 1000;
  const file = await corpus(bench, 'unique', { bytes: megabytes * 1e6 });
  const store = await openStore(await index(file, bench.env.XDG_CACHE_HOME)).reader();
  const engine = createEngine(store, { signals: BUILT_IN_SIGNALS });
  const times = async (text: string): Promise<{ readonly first: number; readonly all: number }> => {
    const started = performance.now();
    let first = Number.NaN;
    const note = (): void => {
      if (Number.isNaN(first)) first = performance.now() - started;
    };
    const { status } = await engine.ask(
      'search',
      { query: { text }, limit: 400 },
      // What has been found so far, once it is something.
      { onPart: ({ hits }) => hits.length > 0 && note() },
    );
    if (status === 'refused') throw new Error(`a search for ${text} failed`);
    note();
    return { first, all: performance.now() - started };
  };
  // The dictionary is read at the first search.
  await times('leverage');
  const [commonest, next] = (await store.words()).toSorted((a, b) => b.count - a.count);
  const common = [commonest?.word ?? '', `${commonest?.word} ${next?.word}`] as const;
  const queries = [...QUERIES, [common[0], common[0]], [common[1], common[0]]] as const;
  const figures: Figure[] = [];
  const size = `${megabytes} MB`;
  for (const [query, word] of queries) {
    const found = [];
    for (let run = 0; run < RUNS; run += 1) found.push(await times(query));
    const all = median(found.map((one) => one.all));
    const first = median(found.map((one) => one.first));
    figures.push(
      atMost(`${query} in ${size}, first hits`, first, MOST_FIRST, ' ms'),
      atMost('all', all, MOST_ALL, ' ms'),
      ...against(all, word, file),
    );
  }
  // What was found is kept: each is looked for once.
  for (const pattern of PATTERNS) {
    const { first, all } = await times(pattern);
    figures.push(told(`${pattern} in ${size}, first hits`, first, ' ms'), told('all', all, ' ms'));
  }
  if (ripgrep('leverage', file) === undefined) {
    process.stderr.write('ripgrep is not installed: nothing is compared with it\n');
  }
  await store.close();
  return figures;
}

/** The time against that of ripgrep; nothing where it is not installed. */
function against(all: number, word: string, file: string): readonly Figure[] {
  const peer = ripgrep(word, file);
  return peer === undefined
    ? []
    : [atMost(`against ripgrep for ${word}`, all / peer, 1, '×'), told('ripgrep', peer, ' ms')];
}
