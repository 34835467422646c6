/** What an error of SQLite means. */

/** Result codes (https://sqlite.org/rescode.html), without what refines them. */
const UNWRITABLE_CODES = [3, 5, 6, 8, 10, 13, 14];
const DAMAGED_CODES = [11, 26];

export function failureOf(error: unknown): 'damaged' | 'unwritable' | undefined {
  const code = resultCode(error);
  if (DAMAGED_CODES.includes(code)) return 'damaged';
  // A table or a column is gone; SQLite has one code for all mistakes in a statement.
  if (code === 1 && /^(no such|fts5: |vtable)/.test((error as Error).message)) return 'damaged';
  return UNWRITABLE_CODES.includes(code) ? 'unwritable' : undefined;
}

function resultCode(error: unknown): number {
  const { errcode } = (error ?? {}) as { readonly errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : -1;
}
