/** The queries that a concordance counts by, from what is looked for. */
import { isTurnField, type Query, type QueryError } from '../query/ast.ts';
import { hasWords } from '../query/rewrite.ts';
import type { Cell, Says } from './types.ts';

/** Kinds of turns in which something is sent. */
const SENT = 'message,action';

/** Why a query cannot be looked for in turns; undefined: it can. */
export function mistakeIn(query: Query, text: string): QueryError | undefined {
  const odd = notOfTurn(query);
  if (odd !== undefined) return odd;
  if (asksForWords(query)) return undefined;
  return { message: 'there is no word to look for', at: { start: 0, end: text.length } };
}

/** Whether it looks for words, and does not only exclude some. */
function asksForWords(query: Query): boolean {
  if (query.type === 'and' || query.type === 'or') return query.parts.some(asksForWords);
  return query.type !== 'not' && hasWords(query);
}

function notOfTurn(query: Query): QueryError | undefined {
  switch (query.type) {
    case 'and':
    case 'or':
      for (const part of query.parts) {
        const odd = notOfTurn(part);
        if (odd !== undefined) return odd;
      }
      return undefined;
    case 'not':
      return notOfTurn(query.part);
    case 'turn':
      return { message: 'braces are made of it; write what stands in them', at: query.at };
    case 'field':
      return isTurnField(query.field)
        ? undefined
        : { message: `${query.field}: speaks of the whole trial; give it with -q`, at: query.at };
    default:
      return undefined;
  }
}

/** `query`: what `text` says. */
export function saysOf(text: string, query: Query): Says {
  const isOne = (query.type === 'word' || query.type === 'phrase') && query.in === undefined;
  const words = isOne ? text.trim() : `(${text.trim()})`;
  return {
    reasoning: `{in:reasoning ${words}}`,
    message: `{in:${SENT} draft:no ${words}}`,
    draft: `{in:${SENT} draft:yes ${words}}`,
    any: `{in:reasoning,${SENT} ${words}}`,
  };
}

/** Trials whose reasoning can be read whole. */
export const READABLE = 'has:reasoning -has:withheld';
export const WITHHELD = 'has:withheld';
export const ABSENT = '-has:reasoning -has:withheld';

/** The trials that a cell counts, as a query. */
export function cellQuery({ reasoning, message }: Says, cell: Cell): string {
  const [r, m] = {
    reasoningOnly: ['', '-'],
    messageOnly: ['-', ''],
    both: ['', ''],
    neither: ['-', '-'],
  }[cell];
  return `${r}${reasoning} ${m}${message} ${READABLE}`;
}

/** Kinds of turns to which all words of a query are limited; undefined: some are not. */
export function scopesIn(query: Query): readonly string[] | undefined {
  const scopes = scopesOf(query);
  return scopes.includes(ANYWHERE) ? undefined : [...new Set(scopes)];
}

const ANYWHERE = '';

function scopesOf(query: Query): readonly string[] {
  if (!hasWords(query) || query.type === 'not') return [];
  if (query.type === 'and' || query.type === 'or') return query.parts.flatMap(scopesOf);
  return ('in' in query ? query.in : undefined) ?? [ANYWHERE];
}
