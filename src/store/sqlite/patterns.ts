/** Patterns of `field:value` as SQL. Matching ignores case; `*` stands for any run of letters. */
import type { DatabaseSync } from 'node:sqlite';
import { NO_VALUE, type Pattern } from '../../query/ast.ts';
import type { Sql } from './sql.ts';

/** SQLite's own LIKE knows upper and lower case of ASCII alone; this one knows all letters. */
const LIKE_ALL = 'like_all_letters';
/** SQLite's own refuses patterns of more than 50,000 bytes, and tries many ways for many wildcards. */
const LONGEST_LIKE = 1000;

/** Adds what conditions on fields need to a connection. */
export function addFunctions(database: DatabaseSync): void {
  let made: { readonly pattern: unknown; readonly fits: (value: string) => boolean } | undefined;
  database.function(LIKE_ALL, { deterministic: true }, (pattern, value) => {
    if (value === null) return null;
    if (made?.pattern !== pattern) made = { pattern, fits: fitter(String(pattern)) };
    return made.fits(String(value)) ? 1 : 0;
  });
}

/** Whether a pattern asks for trials that have no value. */
export function isNone({ text, glob }: Pattern): boolean {
  return text === NO_VALUE && !glob;
}

export function like(column: string, value: Pattern): Sql {
  return matches(column, likePattern(value));
}

/** The value, or for `(none)` that there is no value. */
export function likeOrNone(column: string, value: Pattern): Sql {
  return isNone(value) ? { text: `${column} IS NULL`, values: [] } : like(column, value);
}

export function matches(column: string, pattern: string): Sql {
  const isForLike = pattern.length <= LONGEST_LIKE && /^[\x20-\x7E]*$/.test(pattern);
  return {
    text: isForLike ? `${column} LIKE ? ESCAPE '\\'` : `${LIKE_ALL}(?, ${column})`,
    values: [pattern],
  };
}

export function likePattern({ text, glob }: Pattern): string {
  return glob ? escaped(text).replaceAll(/\*+/g, '%') : escaped(text);
}

export function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/**
 * Whether a value fits a pattern of LIKE, with `\` as its escape, in all alphabets. Not by a regular
 * expression: patterns and values come from data, and may have any length.
 */
function fitter(pattern: string): (value: string) => boolean {
  const [first = '', ...others] = literals(pattern.toLowerCase());
  const last = others.pop();
  if (last === undefined) return (value) => value.toLowerCase() === first;
  return (value) => {
    const text = value.toLowerCase();
    const end = text.length - last.length;
    if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return false;
    let at = first.length;
    return others.every((part) => {
      const found = text.indexOf(part, at);
      at = found + part.length;
      return found >= 0 && at <= end;
    });
  };
}

/** What stands between the wildcards of a pattern. */
function literals(pattern: string): string[] {
  const parts: string[] = [''];
  for (const [, literal, any, other] of pattern.matchAll(/\\([\s\S])|(%)|([^\\%]+|\\)/g)) {
    if (any !== undefined) parts.push('');
    else parts.push((parts.pop() ?? '') + (literal ?? other));
  }
  return parts;
}
