/** From the text of a query to a plan that a store can carry out. */
import type { QueryInput } from '../query/query-input.ts';
import type { Query, QueryError } from '../query/ast.ts';
import { createExpander } from '../query/expand.ts';
import { parse } from '../query/parse.ts';
import { plan } from '../query/plan.ts';
import type { Planned, Term } from '../query/plan-types.ts';
import type { Store } from '../store/store.ts';
import type { Cache } from './cache.ts';

/** A mistake in a query, thrown up to where the answer is made. */
export class QueryMistake extends Error {
  readonly queryError: QueryError;
  constructor(queryError: QueryError) {
    super(queryError.message);
    this.queryError = queryError;
  }
}

/** The query that a text stands for. Throws a `QueryMistake`. */
export function parsed(text: string): Query {
  const result = parse(text);
  if (!result.ok) throw new QueryMistake(result.error);
  return result.query;
}

type PlannedOptions = {
  /** The parsed text of the input, or a query derived from it. */
  readonly query?: Query;
  readonly signal?: AbortSignal | undefined;
};

/**
 * The plan of a query. The dictionary is read only for queries that have words. Throws a
 * `QueryMistake`.
 */
export async function planned(
  store: Store,
  cache: Cache,
  input: QueryInput,
  { query = parsed(input.text), signal }: PlannedOptions = {},
): Promise<Planned> {
  const uses = usesOf(query);
  if (uses.signal) await cache.signals();
  const words = uses.words ? await cache.expander() : createExpander([]);
  const found = plan(query, words, { switches: input.switches, in: input.in });
  return {
    plan: found.plan,
    terms: await Promise.all(found.terms.map((term) => counted(store, term, signal))),
  };
}

/** Counts related forms of two words (`not ethical`), which no dictionary has. */
async function counted(store: Store, term: Term, signal: AbortSignal | undefined): Promise<Term> {
  const variants = term.variants.map(async (variant) => {
    if (!variant.word.includes(' ')) return variant;
    const places = variant.word.split(' ').map((word) => [{ word, closeness: 1 }]);
    const { passages } = await store.hits({ type: 'text', places }, 1, { signal });
    return { ...variant, count: passages };
  });
  return { ...term, variants: await Promise.all(variants) };
}

/** Whether a query has words to expand, and whether it asks for signals. */
export function usesOf(query: Query): { readonly words: boolean; readonly signal: boolean } {
  switch (query.type) {
    case 'and':
    case 'or': {
      const parts = query.parts.map(usesOf);
      return {
        words: parts.some(({ words }) => words),
        signal: parts.some(({ signal }) => signal),
      };
    }
    case 'not':
      return usesOf(query.part);
    case 'word':
    case 'phrase':
      return { words: true, signal: false };
    case 'field':
      return { words: false, signal: query.field === 'signal' };
    default:
      return { words: false, signal: false };
  }
}
