/** Ranges of keys, which tables are gone through by: no one statement takes long, or much memory. */

/** The first and the last key of what is looked through in one go. */
export type Span = { readonly from: number; readonly to: number };

/** A span cut into pieces of one length. */
export function* pieces({ from, to }: Span, length: number): Generator<Span> {
  for (let at = from; at <= to; at += length) yield { from: at, to: Math.min(to, at + length - 1) };
}
