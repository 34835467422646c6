/** Patterns of `field:value` as SQL. Matching ignores case; `*` stands for any run of letters. */
import type { DatabaseSync } from 'node:sqlite';
import type { Pattern } from '../../query/ast.ts';
import { fitter, isAscii, isNone, likePattern } from '../patterns.ts';
import type { Sql } from '../sql.ts';

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

export function like(column: string, value: Pattern): Sql {
  return matches(column, likePattern(value));
}

/** The value, or for `(none)` that there is no value. */
export function likeOrNone(column: string, value: Pattern): Sql {
  return isNone(value) ? { text: `${column} IS NULL`, values: [] } : like(column, value);
}

export function matches(column: string, pattern: string): Sql {
  const isForLike = pattern.length <= LONGEST_LIKE && isAscii(pattern);
  return {
    text: isForLike ? `${column} LIKE ? ESCAPE '\\'` : `${LIKE_ALL}(?, ${column})`,
    values: [pattern],
  };
}
