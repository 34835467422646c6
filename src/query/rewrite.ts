/** Rewrites parsed queries: limits of words and turns, groups inside groups. */
import { TURN_KINDS } from '../trial/types.ts';
import type { Query, Scope } from './ast.ts';
import { nodesOf } from './nodes.ts';

/** What is only excluded holds of the judge's words too, which are no turn unless `in:` names them. */
export function limitedToTurns(part: Query): Query {
  switch (part.type) {
    case 'and':
      return part.parts.some(({ type }) => type === 'scope')
        ? part
        : { type: 'and', parts: part.parts.map(limitedToTurns) };
    case 'or':
      return { type: 'or', parts: part.parts.map(limitedToTurns) };
    case 'not':
      return { type: 'and', parts: [part, { type: 'scope', in: TURN_KINDS }] };
    default:
      return part;
  }
}

export function hasWords(query: Query): boolean {
  switch (query.type) {
    case 'word':
    case 'phrase':
    case 'regex':
      return true;
    case 'and':
    case 'or':
      return query.parts.some(hasWords);
    case 'not':
      return hasWords(query.part);
    default:
      return false;
  }
}

export function hasTurns(query: Query): boolean {
  return nodesOf(query).some(({ type }) => type === 'turn');
}

/** Limits words that have no narrower limit of their own. */
export function withScope(query: Query, scopes: readonly Scope[]): Query {
  switch (query.type) {
    case 'word':
    case 'phrase':
    case 'regex':
      return query.in === undefined ? { ...query, in: scopes } : query;
    case 'and':
    case 'or':
      return { ...query, parts: query.parts.map((part) => withScope(part, scopes)) };
    case 'not':
      return { type: 'not', part: withScope(query.part, scopes) };
    default:
      return query;
  }
}

/** Groups inside groups of the same kind say nothing more: `(a b) c` is `a b c`. */
export function simplified(query: Query): Query {
  if (query.type === 'not' || query.type === 'turn') {
    return { ...query, part: simplified(query.part) };
  }
  if (query.type !== 'and' && query.type !== 'or') return query;
  const parts = query.parts
    .map(simplified)
    .flatMap((part) => (part.type === query.type ? part.parts : [part]));
  return { ...query, parts };
}
