/** Searching, against Fuse.js over the passages themselves: how fast, and what of it is found. */
import Fuse from 'fuse.js';
import { createEngine } from '../src/collection/engine.ts';
import { THRESHOLD } from '../src/query/expand.ts';
import { SCOPES } from '../src/query/fields.ts';
import { BUILT_IN_SIGNALS } from '../src/query/signals.ts';
import { openStore } from '../src/store/open.ts';
import { words } from '../src/text/words.ts';
import { corpus } from './corpus.ts';
import { index } from './indexing.ts';
import { lnav, ripgrep } from './others.ts';
import { atLeast, median, timed, told, type Bench, type Figure } from './measure.ts';

const QUERIES = ['unethical', 'unehtical', 'blackmial', 'leverage'];

export async function searching(bench: Bench): Promise<readonly Figure[]> {
  const megabytes = bench.quick ? 20 : 100;
  const file = await corpus(bench, 'unique', { bytes: megabytes * 1e6 });
  const store = await openStore(await index(file, bench.env.XDG_CACHE_HOME)).reader();
  const engine = createEngine(store, { signals: BUILT_IN_SIGNALS });
  const search = async (text: string, limit: number) => {
    const answer = await engine.ask('search', { query: { text }, limit });
    if (answer.status === 'refused') throw new Error('a search failed');
    return answer.result;
  };
  // The dictionary is read at the first search.
  await search('leverage', 1);
  const own: number[] = [];
  for (const query of QUERIES) own.push(await timed(() => search(query, 100)));

  const ids = Array.from({ length: (await store.totals()).passages }, (_, at) => at + 1);
  const passages = [...(await store.passages(ids))].map(([id, text]) => ({ id, text }));
  const fuse = new Fuse(passages, { keys: ['text'], threshold: THRESHOLD, ignoreLocation: true });
  const peer: number[] = [];
  let expected = 0;
  let found = 0;
  for (const query of QUERIES) {
    let hits: readonly { item: { id: number; text: string } }[] = [];
    peer.push(await timed(() => (hits = fuse.search(query))));
    const { terms } = await search(query, 1);
    const places = terms.map(({ variants }) => variants.filter(({ on }) => on));
    // In the judge's words too, which Fuse.js was given as well.
    const all = await store.hits({ type: 'text', places, in: SCOPES }, { limit: passages.length });
    const ours = new Set(all.hits.map(({ passage }) => passage));
    const inside = hits.filter(({ item }) => isInsideWord(item.text, query));
    expected += inside.length;
    found += inside.filter(({ item }) => ours.has(item.id)).length;
  }
  const [commonest, next] = (await store.words()).toSorted((a, b) => b.count - a.count);
  const common = await timed(() => search(commonest?.word ?? '', 100));
  const two = `${commonest?.word} ${next?.word}`;
  const early: number[] = [];
  const both: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const times: number[] = [];
    const started = performance.now();
    const noteTime = (): void => void times.push(performance.now() - started);
    await engine.ask('search', { query: { text: two }, limit: 400 }, { onPart: noteTime });
    noteTime();
    early.push(times[0] ?? Number.NaN);
    both.push(times.at(-1) ?? Number.NaN);
  }
  // Two words that stand beside each other somewhere, as a phrase.
  const [first, second] = [...words(passages.at(-1)?.text ?? '')].slice(0, 2);
  const phrase = `${first?.word} ${second?.word}`;
  const exact = await timed(() => search(`'"${phrase}"`, 100));
  const peerExact = ripgrep(phrase, file);
  const peerRead = lnav(file);
  await store.close();
  const size = `${megabytes} MB`;
  return [
    atLeast(
      `fuzzy search of ${size}, faster than Fuse.js over passages by`,
      median(peer) / median(own),
      100,
      '×',
    ),
    atLeast('of its hits that lie inside a word, found', (100 * found) / expected, 99, ' %'),
    told('the same search', median(own), ' ms'),
    told('a search for an exact phrase', exact, ' ms'),
    ...(peerExact === undefined ? [] : [told('ripgrep, for the same phrase', peerExact, ' ms')]),
    ...(peerRead === undefined ? [] : [told(`lnav, to read the ${size}`, peerRead, ' ms')]),
    told('a search for the commonest word', common, ' ms'),
    told('a search for the two commonest words, first results', median(early), ' ms'),
    told('a search for the two commonest words, all', median(both), ' ms'),
  ];
}

/** Whether Fuse.js finds a query in one of the words of a text, and not only across several. */
function isInsideWord(text: string, query: string): boolean {
  const distinct = [...new Set([...words(text)].map(({ word }) => word))];
  return (
    new Fuse(distinct, { threshold: THRESHOLD, ignoreLocation: true }).search(query).length > 0
  );
}
