/** The query language: text in, `Query` out, or a mistake with its place. See docs/query.md. */
import { typedWords } from './typed-words.ts';
import {
  isTurnField,
  type Parsed,
  type Query,
  type QueryError,
  type Scope,
  type Span,
} from './ast.ts';
import { brief, readField } from './fields.ts';
import { checkNoRegex, readRegex } from './read-regex.ts';
import { hasTurns, hasWords, limitedToTurns, simplified, withScope } from './rewrite.ts';
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
  // Stores have no lone surrogates: each of them is U+FFFD there.
  const scanned = tokenize(text.toWellFormed());
  if (!scanned.ok) return scanned;
  try {
    const reader: Reader = {
      tokens: scanned.tokens,
      at: 0,
      end: text.length,
      terms: 0,
      values: 0,
      inTurn: false,
    };
    const query = readAlternatives(reader, 0);
    const left = reader.tokens[reader.at];
    if (left !== undefined) {
      const name = left.type === 'closeTurn' ? 'brace' : 'bracket';
      throw new Mistake(`this ${name} was never opened`, left.at);
    }
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
  /** Whether what is read stands in braces, and so speaks of one turn. */
  inTurn: boolean;
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

const ENDS: ReadonlySet<Token['type']> = new Set(['or', 'close', 'closeTurn']);

/** Parts that must all hold. An `in:` among them limits the words of the whole group. */
function readGroup(reader: Reader, depth: number): Query | undefined {
  const parts: Query[] = [];
  let scopes: readonly Scope[] | undefined;
  let scopesAt: Span = { start: 0, end: 0 };
  let found = false;
  for (;;) {
    const token = reader.tokens[reader.at];
    if (token === undefined || ENDS.has(token.type)) break;
    found = true;
    const part = readPart(reader, depth);
    if ('scopes' in part) {
      scopes = [...new Set([...(scopes ?? []), ...part.scopes])];
      scopesAt = token.at;
    } else parts.push(part);
  }
  if (!found) return undefined;
  if (scopes !== undefined && parts.some(hasTurns)) {
    const where = 'in: speaks of words beside it; write it inside the braces';
    throw new Mistake(where, scopesAt);
  }
  const scoped = scopes === undefined ? parts : parts.map((part) => withScope(part, scopes ?? []));
  if (scopes !== undefined && reader.inTurn) scoped.push({ type: 'scope', in: scopes });
  else if (scopes !== undefined && !parts.some(hasWords)) {
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
    case 'openTurn':
      return readTurn(reader, token, depth);
    case 'quoted':
      countTerm(reader, token.at);
      return phrase(token.text, token.exact ? 'exact' : 'fuzzy', token.at);
    case 'regex':
      countTerm(reader, token.at);
      return ofResult(readRegex(token)).query;
    case 'bare':
      countTerm(reader, token.at);
      ofResult(checkNoRegex(token.text, token.at));
      return bareWord(token.text, token.at);
    case 'field': {
      const result = ofResult(readField(token));
      if ('scopes' in result) return { scopes: result.scopes };
      countValues(reader, result.query, token.at);
      checkTurnField(reader, result.query, token);
      return result.query;
    }
    case 'or':
    case 'close':
    case 'closeTurn':
      throw new Mistake('something is missing here', token.at);
    default:
      return token satisfies never;
  }
}

function ofResult<R extends { readonly ok: true }>(
  result: R | { readonly ok: false; readonly error: QueryError },
): R {
  if (!result.ok) throw new Mistake(result.error.message, result.error.at);
  return result;
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

/** `{…}`: a turn of which all inside holds. */
function readTurn(reader: Reader, open: Token, depth: number): Query {
  if (reader.inTurn) throw new Mistake('braces cannot stand inside braces', open.at);
  reader.inTurn = true;
  const inside = readAlternatives(reader, depth + 1);
  reader.inTurn = false;
  const close = reader.tokens[reader.at];
  if (close?.type !== 'closeTurn') throw new Mistake('this brace is not closed', open.at);
  reader.at += 1;
  const at = { start: open.at.start, end: close.at.end };
  if (inside.type === 'all') throw new Mistake('nothing is in these braces', at);
  return { type: 'turn', part: limitedToTurns(inside), at };
}

/** A field of the whole trial says nothing of a turn. */
function checkTurnField(reader: Reader, query: Query, { at }: Token): void {
  const fields = query.type === 'and' ? query.parts : [query];
  const odd = fields.find((one) => one.type === 'field' && !isTurnField(one.field));
  if (!reader.inTurn || odd?.type !== 'field') return;
  const where = `${odd.field}: speaks of the whole trial; put it outside the braces`;
  throw new Mistake(where, at);
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
  const found = typedWords(text);
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
  const found = typedWords(text);
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

function endOf(reader: Reader): Span {
  return { start: reader.end, end: reader.end };
}
