import type { Result } from '../protocol.ts';
import { patternsOf } from '../../query/plan.ts';
import type { Plan } from '../../query/plan-types.ts';
import type { RawHits } from '../../query/results.ts';
import { readHits, type ReadPieces } from '../../query/search.ts';
import { pause } from '../../store/pause.ts';
import { ALL_IN_ORDER } from '../../store/store.ts';
import { planned } from '../planned.ts';
import type { Handler } from '../request.ts';

/**
 * How many hits are ranked by the distance of their words before the best are taken: each must be
 * read. Where there are more, the answer says how many were ranked.
 */
const RANKED_HITS = 1000;

/** Hits of a first part: more than a screen shows. Reading one costs a third of a millisecond. */
const SCREENFUL = 60;

/** Passages that match, best first; partial results go to `onPart` meanwhile. */
export const search: Handler<'search'> = async (
  context,
  { query, filter, limit },
  { signal, onPart },
) => {
  const { store, firstPart } = context;
  const started = performance.now();
  const passed = (): number => Math.round((performance.now() - started) * 10) / 10;
  const how = { signal, selects: true, prepares: false };
  const text = await planned(context, query, how);
  const only = filter === undefined ? undefined : (await planned(context, filter, how)).plan;
  const patterns = patternsOf(text.plan);
  // A single word has no distance to another: the order of the store is final.
  const isFinal = patterns.length < 2 || limit === undefined;
  const pieces: ReadPieces = new Map();
  const read = async (raw: RawHits): Promise<Result<'search'>> => {
    const found = await readHits(raw, patterns, store, () => pause(signal), pieces);
    const hits = found.slice(0, limit);
    const { trials, passages, looked } = raw;
    const isCapped = patterns.length > 1 && raw.hits.length < passages;
    const said = {
      ...(isCapped ? { ranked: raw.hits.length } : {}),
      ...(looked === undefined ? {} : { looked }),
    };
    return { terms: text.terms, hits, trials, passages, ...said, ms: passed(), patterns };
  };
  let due = firstPart;
  let parts = 0;
  const give = async (part: RawHits): Promise<void> => {
    parts += 1;
    const most = parts === 1 ? SCREENFUL : limit;
    onPart?.(await read({ ...part, hits: part.hits.slice(0, most) }));
  };
  const raw = await store.hits(text.plan, {
    limit: isFinal ? limit : Math.max(limit, RANKED_HITS),
    filter: only,
    signal,
    isDue: () => onPart !== undefined && passed() >= due,
    onPart: async (part) => {
      await give(part);
      due = due === 0 ? 0 : 2 * passed();
    },
  });
  // All is counted; the first hits need not wait until all of them have been read.
  const isLong = raw.hits.length > SCREENFUL && passed() >= firstPart / 2;
  if (onPart !== undefined && parts === 0 && isLong) await give(raw);
  const found = await read(raw);
  const hasWords = text.terms.length > 0 || patterns.length > 0;
  if (hasWords || found.passages > 0) return found;
  // No word is searched for: the trials themselves are what is found.
  const plan: Plan = only === undefined ? text.plan : { type: 'and', parts: [text.plan, only] };
  await store.prepare(plan, signal);
  const page = await store.page({ plan, sort: ALL_IN_ORDER.sort }, { offset: 0, limit });
  return { ...found, rows: page.rows, trials: page.total, ms: passed() };
};
