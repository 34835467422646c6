/** Ranges of keys, which tables are gone through by: no one statement takes long, or much memory. */
import type { Sql } from '../sql.ts';

/** The first and the last key of what is looked through in one go. */
export type Span = { readonly from: number; readonly to: number };

/** Of a span, the share from which on all of it is read: a row among others takes a sixth of the time. */
const MANY = 1 / 6;

/** What SQL says of a key that is one of some, all in a span; of any key in it where they are many, or not known. */
export function within(keys: Uint32Array | undefined, { from, to }: Span): Sql {
  return keys === undefined || keys.length > (to - from + 1) * MANY
    ? { text: 'BETWEEN ? AND ?', values: [from, to] }
    : { text: 'IN (SELECT value FROM json_each(?))', values: [JSON.stringify([...keys])] };
}

/** A span cut into pieces of one length. */
export function* pieces({ from, to }: Span, length: number): Generator<Span> {
  for (let at = from; at <= to; at += length) yield { from: at, to: Math.min(to, at + length - 1) };
}
