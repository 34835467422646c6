/** Search results as lines: each trial once, with its hits below it, best trial first. */
import { switchName } from '../../../query/plan.ts';
import type { Hit, SearchResult, TrialRow } from '../../../query/results.ts';
import { createWeakCache } from '../../../text/remember.ts';
import type { SearchScreen } from './state.ts';
import type { Term, Variant } from '../../../query/plan-types.ts';

export type HitLine =
  | { readonly type: 'trial'; readonly hit: Hit }
  /** `index` is the hit's place among all hits in the order shown. */
  | { readonly type: 'hit'; readonly hit: Hit; readonly index: number }
  /** A trial that was asked for without words. */
  | { readonly type: 'row'; readonly hit: Hit; readonly index: number };

const cache = createWeakCache<SearchResult, readonly HitLine[]>();

/** The lines of a result; cached, since a result never changes. */
export function hitLines(result: SearchResult): readonly HitLine[] {
  return cache(result, makeLines);
}

function makeLines({ hits: all, rows = [] }: SearchResult): readonly HitLine[] {
  if (rows.length > 0) return rows.map((row, at) => ({ type: 'row', hit: hitOf(row), index: at }));
  let index = 0;
  return [...Map.groupBy(all, ({ key }) => key).values()].flatMap((hits) => {
    const first = hits[0];
    if (first === undefined) return [];
    return [
      { type: 'trial' as const, hit: first },
      ...hits.map((hit) => ({ type: 'hit' as const, hit, index: index++ })),
    ];
  });
}

/** A trial as if its beginning were a hit. */
function hitOf({ key, id, model, outcome }: TrialRow): Hit {
  const nothing = { excerpt: '', ranges: [], score: 0, sameIn: 1 } as const;
  return { key, trial: id, model, outcome, turn: 1, kind: 'briefing', ...nothing };
}

/** The line of the hit under the cursor. */
export function lineOfHit(lines: readonly HitLine[], index: number): number {
  return Math.max(
    0,
    lines.findIndex((line) => line.type !== 'trial' && line.index === index),
  );
}

export function hitCount(result: SearchResult | undefined): number {
  return result?.rows?.length ?? result?.hits.length ?? 0;
}

/** How many hits there are in all, or trials where no word is searched for. */
export function foundCount({ rows, trials, passages }: SearchResult): number {
  return rows === undefined ? passages : trials;
}

export type VariantLine = { readonly term: Term; readonly variant: Variant };

/** Every variant of every word, in the order of the query. */
export function variantLines(result: SearchResult | undefined): readonly VariantLine[] {
  return (result?.terms ?? []).flatMap((term) =>
    term.variants.map((variant) => ({ term, variant })),
  );
}

/** The first variant that is shown in so many rows: that under the cursor is in view. */
export function variantTop(
  { variantCursor }: Pick<SearchScreen, 'variantCursor'>,
  rows: number,
): number {
  return Math.max(0, variantCursor - rows + 1);
}

/** The name of a variant in `Switches`. */
export function switchKey({ term, variant }: VariantLine): string {
  return switchName(term.text, variant.word);
}
