/** What the braces of a query ask for, as screens say it beside the query. */
import { explainTurns } from '../query/explain.ts';
import { createCache } from '../text/remember.ts';

const sentences = createCache<string, string>(8);

/** A sentence for a query over trials; undefined where there is nothing to explain. Cached. */
export function explained(query: string): string | undefined {
  return query.includes('{')
    ? sentences(query, (text) => explainTurns(text) ?? '') || undefined
    : undefined;
}
