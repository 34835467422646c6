/** Patterns of `field:value` as SQL. Matching ignores case; `*` stands for any run of letters. */
import type { DatabaseSync } from 'node:sqlite';
import { NO_VALUE, type Pattern } from '../../query/ast.ts';
import type { Sql } from './sql.ts';

/** SQLite's own LIKE knows upper and lower case of ASCII alone; this one knows all letters. */
const LIKE_ALL = 'like_all_letters';

/** Adds what conditions on fields need to a connection. */
export function addFunctions(database: DatabaseSync): void {
  let made: { readonly pattern: unknown; readonly test: RegExp } | undefined;
  database.function(LIKE_ALL, { deterministic: true }, (pattern, value) => {
    if (value === null) return null;
    if (made?.pattern !== pattern) made = { pattern, test: regularExpression(String(pattern)) };
    return made.test.test(String(value)) ? 1 : 0;
  });
}

/** Whether a pattern asks for trials that have no value. */
export function isNone({ text, glob }: Pattern): boolean {
  return text === NO_VALUE && !glob;
}

export function like(column: string, value: Pattern): Sql {
  return matches(column, likePattern(value));
}

export function matches(column: string, pattern: string): Sql {
  const isAscii = /^[\x20-\x7E]*$/.test(pattern);
  return {
    text: isAscii ? `${column} LIKE ? ESCAPE '\\'` : `${LIKE_ALL}(?, ${column})`,
    values: [pattern],
  };
}

export function likePattern({ text, glob }: Pattern): string {
  return glob ? escaped(text).replaceAll(/\*+/g, '%') : escaped(text);
}

export function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** A pattern of LIKE, with `\` as its escape, as a regular expression. */
function regularExpression(pattern: string): RegExp {
  const source = pattern.replaceAll(/\\(.)|(%)|([\s\S])/gu, (_, literal, any, other) =>
    any === undefined ? RegExp.escape(literal ?? other) : '.*',
  );
  return new RegExp(`^${source}$`, 'isu');
}
