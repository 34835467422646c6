/** Passages that an auditor marks as evidence, so that they are found again in the same turn. */
import { sha256 } from './hash.ts';

/** A passage by its place in code points (as Python counts) and by its words. */
export type QuoteAnchor = {
  readonly start: number;
  readonly end: number;
  /** Up to 32 code points before and after it. */
  readonly prefix: string;
  readonly suffix: string;
  /** SHA-256 of the whole text of the turn. */
  readonly textHash: string;
};

const AROUND = 32;

/** The anchor of a passage, which begins at `from` (UTF-16 units; where it first stands). */
export function quoteAnchor(
  text: string,
  exact: string,
  from: number = text.indexOf(exact),
): QuoteAnchor | undefined {
  if (from < 0 || !text.startsWith(exact, from)) return undefined;
  const before = Array.from(text.slice(0, from));
  const length = [...exact].length;
  const after = Array.from(text.slice(from + exact.length));
  return {
    start: before.length,
    end: before.length + length,
    prefix: before.slice(-AROUND).join(''),
    suffix: after.slice(0, AROUND).join(''),
    textHash: sha256(text.toWellFormed()),
  };
}

/**
 * Where a passage is in a text, in UTF-16 units: by its place if the text is the same, else where its
 * words stand with most of what surrounded them. Undefined: not there.
 */
export function findQuote(
  text: string,
  exact: string,
  { start, prefix, suffix, textHash }: QuoteAnchor,
): { readonly start: number; readonly end: number } | undefined {
  if (sha256(text.toWellFormed()) === textHash) {
    const at = [...text].slice(0, start).join('').length;
    if (text.startsWith(exact, at)) return { start: at, end: at + exact.length };
  }
  let best: { readonly at: number; readonly score: number } | undefined;
  for (let at = text.indexOf(exact); at >= 0; at = text.indexOf(exact, at + 1)) {
    const before = text.slice(Math.max(0, at - prefix.length), at);
    const after = text.slice(at + exact.length, at + exact.length + suffix.length);
    const score = Number(before.endsWith(prefix)) + Number(after.startsWith(suffix));
    if (best === undefined || score > best.score) best = { at, score };
  }
  return best === undefined ? undefined : { start: best.at, end: best.at + exact.length };
}
