/** Text, words and numbers in the form in which they go into PostgreSQL. */
import { hash } from 'node:crypto';
import { createCache } from '../../text/remember.ts';

/**
 * A text as PostgreSQL takes it, which has no U+0000 and no lone surrogates. The order of texts stays what it
 * was, and `fromSql` gives them back; of a lone surrogate U+FFFD is left.
 */
export function toSql(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\0\u0001]/g, (one) => (one === '\0' ? '\u0001\u0001' : '\u0001\u0002'));
}

export function fromSql(text: string): string {
  return text.includes('\u0001')
    ? text.replaceAll(/\u0001([\u0001\u0002])/g, (_, one) => (one === '\u0001' ? '\0' : '\u0001'))
    : text;
}

/** The identity of a text, for `value.hash`: 16 bytes. */
export function textHash(text: string): Buffer {
  return hash('sha256', text.toWellFormed(), 'buffer').subarray(0, 16);
}

/**
 * What stands for a word in `passage.words` and `word.hash`: 64 bits, signed, which differ from
 * collection to collection, so that a search finds none of another one.
 */
export function wordHash(collection: number, word: string): bigint {
  return hashes(`${collection} ${word}`, (text) => hash('sha256', text, 'buffer').readBigInt64BE());
}

const hashes = createCache<string, bigint>(100_000);

/** Texts as `toSql` makes them, as the text of an array. */
export function textArrayOf(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replaceAll(/[\\"]/g, '\\$&')}"`).join(',')}}`;
}

/** Numbers as the text of an array. */
export function arrayOf(numbers: Iterable<number | bigint>): string {
  return `{${[...numbers].join(',')}}`;
}
