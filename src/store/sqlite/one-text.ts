/**
 * Long answers of SQLite as one text: row by row they would take ten times the room, and most of the
 * time.
 */
import type { SQLOutputValue } from 'node:sqlite';
import type { WordCount } from '../../query/expand.ts';
import { giveBack } from './blocks.ts';

const COMMA = 0x2c;
const ZERO = 0x30;

/** Whole numbers with commas between them, as bytes; null: none. The bytes are given back. */
export function numbersOf(text: SQLOutputValue | undefined): Uint32Array {
  if (!(text instanceof Uint8Array)) return new Uint32Array();
  let count = 1;
  for (const byte of text) if (byte === COMMA) count += 1;
  const numbers = new Uint32Array(count);
  let at = 0;
  let number = 0;
  for (const byte of text) {
    if (byte === COMMA) {
      numbers[at] = number;
      at += 1;
      number = 0;
    } else number = 10 * number + byte - ZERO;
  }
  numbers[at] = number;
  giveBack(text as Uint8Array<ArrayBuffer>);
  return numbers;
}

/** Lines of a word and how many passages have it; null: none. */
export function wordsOf(text: SQLOutputValue | undefined): readonly WordCount[] {
  if (typeof text !== 'string') return [];
  return text.split('\n').map((line) => {
    const space = line.indexOf(' ');
    return { word: line.slice(0, space), count: Number(line.slice(space + 1)) };
  });
}
