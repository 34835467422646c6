/** Search results as lines: each trial once, with its hits below it, best trial first. */
import { switchName } from '../../../query/plan.ts';
import type { Hit, SearchResult } from '../../../query/results.ts';
import { createWeakCache } from '../../../text/remember.ts';
import type { Term, Variant } from '../../../query/plan-types.ts';

export type HitLine =
  | { readonly type: 'trial'; readonly hit: Hit }
  /** `index` is the hit's place among all hits in the order shown. */
  | { readonly type: 'hit'; readonly hit: Hit; readonly index: number };

const cache = createWeakCache<SearchResult, readonly HitLine[]>();

/** The lines of a result; cached, since a result never changes. */
export function hitLines(result: SearchResult): readonly HitLine[] {
  return cache(result, makeLines);
}

function makeLines({ hits: all }: SearchResult): readonly HitLine[] {
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

/** The line of the hit under the cursor. */
export function lineOfHit(lines: readonly HitLine[], index: number): number {
  return Math.max(
    0,
    lines.findIndex((line) => line.type === 'hit' && line.index === index),
  );
}

export function hitCount(result: SearchResult | undefined): number {
  return result?.hits.length ?? 0;
}

export type VariantLine = { readonly term: Term; readonly variant: Variant };

/** Every variant of every word, in the order of the query. */
export function variantLines(result: SearchResult | undefined): readonly VariantLine[] {
  return (result?.terms ?? []).flatMap((term) =>
    term.variants.map((variant) => ({ term, variant })),
  );
}

/** The name of a variant in `Switches`. */
export function switchKey({ term, variant }: VariantLine): string {
  return switchName(term.text, variant.word);
}
