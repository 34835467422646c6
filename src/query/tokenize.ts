/** Cuts a query into tokens with their places. */
import { readWrittenField } from '../trial/collection-fields.ts';
import { regexAt } from './regex-token.ts';
import type { QueryError, Span } from './ast.ts';

export type Token =
  | {
      readonly type: 'open' | 'close' | 'openTurn' | 'closeTurn' | 'or' | 'minus';
      readonly at: Span;
    }
  /** Quoted words; `exact` where an apostrophe stands before the quote. */
  | { readonly type: 'quoted'; readonly text: string; readonly exact: boolean; readonly at: Span }
  /** `/source/flags` */
  | { readonly type: 'regex'; readonly source: string; readonly flags: string; readonly at: Span }
  | { readonly type: 'bare'; readonly text: string; readonly at: Span }
  /** `name:` with its value, which may be quoted in parts; `text` is the value as written. */
  | {
      readonly type: 'field';
      readonly name: string;
      readonly nameAt: Span;
      readonly value: string;
      readonly valueAt: Span;
      readonly at: Span;
    };

export type Tokens =
  | { readonly ok: true; readonly tokens: readonly Token[] }
  | { readonly ok: false; readonly error: QueryError };

/** A longer query is refused. It leaves room for `MOST_VALUES` ids of a hundred characters. */
const MOST_CHARACTERS = 100_000;

const SINGLES: Readonly<
  Partial<Record<string, 'open' | 'close' | 'openTurn' | 'closeTurn' | 'or'>>
> = { '(': 'open', ')': 'close', '{': 'openTurn', '}': 'closeTurn', '|': 'or' };

/** Characters that look like a minus. */
const DASH = /[‐‑‒–—−﹣－]/;
const CURLY = /^[“„«]([^“”„«»]*)[”“»]/;
const LONGEST_CURLY = 2000;

/** The tokens of a query; only its length and an unclosed quote can be wrong here. */
export function tokenize(text: string): Tokens {
  if (text.length > MOST_CHARACTERS) {
    const message = `a query has at most ${MOST_CHARACTERS.toLocaleString('en-US')} characters`;
    return { ok: false, error: { message, at: { start: MOST_CHARACTERS, end: text.length } } };
  }
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const letter = text[at] ?? '';
    const one = { start: at, end: at + 1 };
    if (/\s/.test(letter)) {
      at += 1;
      continue;
    }
    const single = SINGLES[letter];
    if (single !== undefined) {
      tokens.push({ type: single, at: one });
      at += 1;
      continue;
    }
    if (letter === '-' && /[^\s|)}]/.test(text[at + 1] ?? '')) {
      tokens.push({ type: 'minus', at: one });
      at += 1;
      continue;
    }
    // A minus that an editor or a page made longer would find what was to be left out.
    if (DASH.test(letter) && /[^\s|)}]/.test(text[at + 1] ?? '')) {
      const message = `this dash is no -; write -word to leave out, or put it in quotes`;
      return { ok: false, error: { message, at: one } };
    }
    const quoted = quotedAt(text, at);
    if (quoted === 'open') return unclosed(text, text.indexOf('"', at));
    if (quoted !== undefined) {
      tokens.push(quoted);
      at = quoted.at.end;
      continue;
    }
    const regex = letter === '/' ? regexAt(text, at) : undefined;
    if (regex !== undefined) {
      const { source, flags, end } = regex;
      tokens.push({ type: 'regex', source, flags, at: { start: at, end } });
      at = end;
      continue;
    }
    const name = fieldName(text.slice(at));
    // `http://x` is text, not a field.
    if (name !== undefined && !text.startsWith('://', at + name.length)) {
      const valueStart = at + name.length + 1;
      const end = valueEnd(text, valueStart);
      if (end === undefined) return unclosed(text, text.indexOf('"', valueStart));
      tokens.push({
        type: 'field',
        name: name.field,
        nameAt: { start: at, end: at + name.length },
        value: text.slice(valueStart, end),
        valueAt: { start: valueStart, end: Math.max(end, valueStart) },
        at: { start: at, end },
      });
      at = end;
      continue;
    }
    const length = /^[^\s(){}|"]+/.exec(text.slice(at))?.[0].length ?? 1;
    tokens.push({
      type: 'bare',
      text: text.slice(at, at + length),
      at: { start: at, end: at + length },
    });
    at += length;
  }
  return { ok: true, tokens };
}

/** Quoted words, also in quotes that an editor made curly; `open` where a straight quote is not closed. */
function quotedAt(text: string, at: number): Token | 'open' | undefined {
  const exact = text.startsWith('\'"', at);
  if (exact || text[at] === '"') {
    const quote = exact ? at + 1 : at;
    const end = text.indexOf('"', quote + 1);
    if (end < 0) return 'open';
    const words = text.slice(quote + 1, end);
    return { type: 'quoted', text: words, exact, at: { start: at, end: end + 1 } };
  }
  if (!/[“„«]/.test(text[at] ?? '')) return undefined;
  const [whole, words = ''] = CURLY.exec(text.slice(at, at + LONGEST_CURLY)) ?? [];
  if (whole === undefined) return undefined;
  return { type: 'quoted', text: words, exact: false, at: { start: at, end: at + whole.length } };
}

/** The field that a text begins with, and the length of its name as written. */
function fieldName(text: string): { readonly field: string; readonly length: number } | undefined {
  const [field] = /^[A-Za-z]+(?=:)/.exec(text) ?? [];
  if (field !== undefined) return { field, length: field.length };
  const found = readWrittenField(text.slice(0, LONGEST_FIELD));
  return found !== undefined && text[found.length] === ':' ? found : undefined;
}
/** Characters that a name may have, quotes and all. */
const LONGEST_FIELD = 500;

/** Where a field's value ends: at a space or bracket outside quotes. */
function valueEnd(text: string, start: number): number | undefined {
  let at = start;
  while (at < text.length && !/[\s(){}|]/.test(text[at] ?? '')) {
    if (text[at] === '"') {
      const end = text.indexOf('"', at + 1);
      if (end < 0) return undefined;
      at = end;
    }
    at += 1;
  }
  return at;
}

function unclosed(text: string, quote: number): Tokens {
  return {
    ok: false,
    error: { message: 'this quote is not closed', at: { start: quote, end: text.length } },
  };
}
