/** Finds a quoted passage in a text. */
import { safe, type SafeText } from './safe.ts';

/** Where a quote stands in a shown text; judges quote loosely: other white space, other capitals. */
export function findQuote(
  text: SafeText,
  quote: string,
): { readonly start: number; readonly end: number } | undefined {
  const wanted = safe(quote).trim();
  if (wanted === '') return undefined;
  const exact = text.indexOf(wanted);
  if (exact >= 0) return { start: exact, end: exact + wanted.length };
  const loose = wanted
    .split(/\s+/)
    .map((word) => RegExp.escape(word))
    .join('\\s+');
  const found = new RegExp(loose, 'iu').exec(text);
  return found === null ? undefined : { start: found.index, end: found.index + found[0].length };
}
