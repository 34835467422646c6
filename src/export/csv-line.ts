/** Rows of values, and how CSV writes one (RFC 4180, lines end with LF). */
import { concat, joinSafe, safe, t, type SafeText } from '../text/safe.ts';

export type Value = string | number | boolean | null;
/** A row as it is printed: exactly these names, in this order. */
export type Row = Readonly<Record<string, Value>>;

/** A row of CSV with its line end. */
export function csvLine(values: readonly Value[]): SafeText {
  return concat(joinSafe(values.map(csvCell), t`,`), NEWLINE);
}

/** A name of a column: as it is where it needs no quotes. */
export function csvName(name: string): SafeText {
  return /^[\w.]+$/.test(name) ? t`${name}` : csvCell(name);
}

const NEWLINE = safe('\n');

/**
 * A cell of CSV. Texts are quoted, whatever they are: other programs split at other characters. What
 * cannot be seen is shown as marks, as on the screen; line breaks stay. A text that a spreadsheet
 * would take for a formula gets an apostrophe before it
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
function csvCell(value: Value): SafeText {
  if (value === null) return t``;
  if (typeof value !== 'string') return t`${String(value)}`;
  const plain = FORMULA.test(value) ? `'${value}` : value;
  return safe(`"${safe(plain).replaceAll('"', '""')}"`);
}

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
