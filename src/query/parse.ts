/** The query language: text in, `Query` out, or a mistake with its place. See docs/query.md. */
import { words } from '../text/words.ts';
import type { Parsed, Query, QueryError, Scope, Span } from './ast.ts';
import { brief, readField } from './fields.ts';
import { tokenize, type Token } from './tokenize.ts';

/** Thrown inside the parser only; `parse` turns it into a result. */
class Mistake extends Error {
  readonly at: Span;
  constructor(message: string, at: Span) {
    super(message);
    this.at = at;
  }
}

/** Deeper nesting than anybody writes; keeps a hostile query from exhausting the stack. */
const DEEPEST = 50;
/** Words and phrases of a query: each is a step of the search, and a column of its ranking. */
const MOST_TERMS = 200;
/** Words of one phrase, which are combined with one another. */
const MOST_WORDS = 100;
/** Values of all fields of a query: each is a comparison for every trial. */
const MOST_VALUES = 1000;

/** Parses a query. An empty one asks for everything. */
export function parse(text: string): Parsed {
  const scanned = tokenize(text);
  if (!scanned.ok) return scanned;
  try {
    const reader: Reader = { tokens: scanned.tokens, at: 0, end: text.length, terms: 0, values: 0 };
    const query = readAlternatives(reader, 0);
    const left = reader.tokens[reader.at];
    if (left !== undefined) throw new Mistake('this bracket was never opened', left.at);
    return { ok: true, query: simplified(query) };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    const mistake: QueryError = { message: error.message, at: error.at };
    return { ok: false, error: mistake };
  }
}

type Reader = {
  readonly tokens: readonly Token[];
  at: number;
  readonly end: number;
  /** Words and phrases so far, and values of fields. */
  terms: number;
  values: number;
};

/** `a b | c d`: groups between bars. */
function readAlternatives(reader: Reader, depth: number): Query {
  const parts: Query[] = [];
  for (;;) {
    const group = readGroup(reader, depth);
    const bar = reader.tokens[reader.at];
    const isBar = bar?.type === 'or';
    if (group === undefined) {
      if (parts.length > 0 || isBar) {
        const at = bar?.at ?? reader.tokens[reader.at - 1]?.at ?? { start: 0, end: 0 };
        throw new Mistake('something must stand on both sides of |', at);
      }
      return { type: 'all' };
    }
    parts.push(group);
    if (!isBar) break;
    reader.at += 1;
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { type: 'or', parts };
}

/** Parts that must all hold. An `in:` among them limits the words of the whole group. */
function readGroup(reader: Reader, depth: number): Query | undefined {
  const parts: Query[] = [];
  let scopes: readonly Scope[] | undefined;
  let scopesAt: Span = { start: 0, end: 0 };
  let found = false;
  for (;;) {
    const token = reader.tokens[reader.at];
    if (token === undefined || token.type === 'or' || token.type === 'close') break;
    found = true;
    const part = readPart(reader, depth);
    if ('scopes' in part) {
      scopes = [...new Set([...(scopes ?? []), ...part.scopes])];
      scopesAt = token.at;
    } else parts.push(part);
  }
  if (!found) return undefined;
  const scoped = scopes === undefined ? parts : parts.map((part) => withScope(part, scopes ?? []));
  if (scopes !== undefined && !parts.some(hasWords)) {
    // There is no word to limit: `in:reasoning` asks for trials that have such a turn.
    const values = scopes.map((text) => ({ text, glob: false }));
    scoped.push({ type: 'field', field: 'has', op: 'is', values, at: scopesAt });
  }
  return scoped.length === 1 && scoped[0] !== undefined
    ? scoped[0]
    : { type: 'and', parts: scoped };
}

function readPart(reader: Reader, depth: number): Query | { readonly scopes: readonly Scope[] } {
  const token = reader.tokens[reader.at];
  if (token === undefined) throw new Mistake('something is missing here', endOf(reader));
  if (depth > DEEPEST) {
    throw new Mistake(`brackets are nested more than ${DEEPEST} levels deep`, token.at);
  }
  reader.at += 1;
  switch (token.type) {
    case 'minus': {
      const part = readPart(reader, depth + 1);
      if ('scopes' in part) throw new Mistake('in: cannot be excluded', token.at);
      return { type: 'not', part };
    }
    case 'open':
      return readBracket(reader, token, depth);
    case 'quoted':
      countTerm(reader, token.at);
      return phrase(token.text, token.exact ? 'exact' : 'fuzzy', token.at);
    case 'bare':
      countTerm(reader, token.at);
      return bareWord(token.text, token.at);
    case 'field': {
      const result = readField(token);
      if (!result.ok) throw new Mistake(result.error.message, result.error.at);
      if ('scopes' in result) return { scopes: result.scopes };
      countValues(reader, result.query, token.at);
      return result.query;
    }
    case 'or':
    case 'close':
      throw new Mistake('something is missing here', token.at);
    default:
      return token satisfies never;
  }
}

function countTerm(reader: Reader, at: Span): void {
  reader.terms += 1;
  if (reader.terms > MOST_TERMS) {
    throw new Mistake(`a query has at most ${MOST_TERMS} words and phrases`, at);
  }
}

function countValues(reader: Reader, query: Query, at: Span): void {
  if (query.type === 'field') reader.values += query.values.length;
  // A range is two comparisons.
  else if (query.type === 'and') reader.values += query.parts.length;
  if (reader.values > MOST_VALUES) {
    const most = MOST_VALUES.toLocaleString('en-US');
    throw new Mistake(`a query has at most ${most} values after its fields`, at);
  }
}

function readBracket(reader: Reader, open: Token, depth: number): Query {
  const inside = readAlternatives(reader, depth + 1);
  const close = reader.tokens[reader.at];
  if (close?.type !== 'close') throw new Mistake('this bracket is not closed', open.at);
  reader.at += 1;
  if (inside.type === 'all') {
    throw new Mistake('nothing is in these brackets', { start: open.at.start, end: close.at.end });
  }
  return inside;
}

/** `word`, `'word`, `word*`; punctuation inside makes several words: a phrase. */
function bareWord(text: string, at: Span): Query {
  if (/^-+$/.test(text)) throw new Mistake('nothing to exclude stands right after this -', at);
  const star = text.indexOf('*');
  if (star >= 0 && star < text.length - 1) {
    const place = { start: at.start + star, end: at.start + star + 1 };
    throw new Mistake('* can only stand at the end of a word', place);
  }
  const exact = text.startsWith("'");
  const prefix = star >= 0;
  const found = [...words(text)].map(({ word }) => word);
  if (found.length === 0) throw new Mistake(`'${brief(text)}' has no letters to search for`, at);
  const [first = ''] = found;
  if (found.length > 1) {
    checkLength(found, at);
    const mode = exact ? 'exact' : 'fuzzy';
    return { type: 'phrase', words: found, mode, ...(prefix ? { prefix } : {}), at };
  }
  return { type: 'word', text: first, mode: prefix ? 'prefix' : exact ? 'exact' : 'fuzzy', at };
}

function phrase(text: string, mode: 'fuzzy' | 'exact', at: Span): Query {
  const found = [...words(text)].map(({ word }) => word);
  const [first] = found;
  if (first === undefined) throw new Mistake('nothing to search for between the quotes', at);
  checkLength(found, at);
  return found.length === 1
    ? { type: 'word', text: first, mode, at }
    : { type: 'phrase', words: found, mode, at };
}

function checkLength(words: readonly string[], at: Span): void {
  if (words.length <= MOST_WORDS) return;
  throw new Mistake(`a phrase has at most ${MOST_WORDS} words, and this one ${words.length}`, at);
}

function hasWords(query: Query): boolean {
  switch (query.type) {
    case 'word':
    case 'phrase':
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

/** Limits words that have no narrower limit of their own. */
function withScope(query: Query, scopes: readonly Scope[]): Query {
  switch (query.type) {
    case 'word':
    case 'phrase':
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
function simplified(query: Query): Query {
  if (query.type === 'not') return { type: 'not', part: simplified(query.part) };
  if (query.type !== 'and' && query.type !== 'or') return query;
  const parts = query.parts
    .map(simplified)
    .flatMap((part) => (part.type === query.type ? part.parts : [part]));
  return { ...query, parts };
}

function endOf(reader: Reader): Span {
  return { start: reader.end, end: reader.end };
}
