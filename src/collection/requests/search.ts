import type { Result } from '../protocol.ts';
import { patternsOf } from '../../query/plan.ts';
import type { RawHits } from '../../query/results.ts';
import { readHits } from '../../query/search.ts';
import { pause } from '../../store/pause.ts';
import { planned } from '../planned.ts';
import type { Handler } from '../request.ts';

/** The number of hits looked for where no limit is set: all. */
const ALL_HITS = Number.MAX_SAFE_INTEGER;
/**
 * How many hits are ranked by the distance of their words before the best are taken: each must be
 * read. Where there are more, the answer says how many were ranked.
 */
const RANKED_HITS = 1000;

/** Passages that match, best first; partial results go to `onPart` meanwhile. */
export const search: Handler<'search'> = async (
  { store, current, firstPart },
  { query, filter, limit },
  { signal, onPart },
) => {
  const started = performance.now();
  const passed = (): number => Math.round((performance.now() - started) * 10) / 10;
  const cache = await current();
  const text = await planned(store, cache, query, { signal });
  const only = filter === undefined ? undefined : (await planned(store, cache, filter)).plan;
  const patterns = patternsOf(text.plan);
  const wanted = limit ?? ALL_HITS;
  // A single word has no distance to another: the order of the store is final.
  const ranked = patterns.length < 2 ? wanted : Math.max(wanted, RANKED_HITS);
  const read = async (raw: RawHits): Promise<Result<'search'>> => {
    const hits = (await readHits(raw, patterns, store, () => pause(signal))).slice(0, wanted);
    const { trials, passages } = raw;
    const isCapped = patterns.length > 1 && raw.hits.length < passages;
    const capped = isCapped ? { ranked: raw.hits.length } : {};
    return { terms: text.terms, hits, trials, passages, ...capped, ms: passed(), patterns };
  };
  let due = firstPart;
  const raw = await store.hits(text.plan, ranked, {
    filter: only,
    signal,
    isDue: () => onPart !== undefined && passed() >= due,
    onPart: async (part) => {
      onPart?.(await read({ ...part, hits: part.hits.slice(0, wanted) }));
      due = due === 0 ? 0 : 2 * passed();
    },
  });
  return read(raw);
};
