/**
 * Long answers of SQLite as one text: row by row they would take ten times the room, and most of the
 * time.
 */
import type { SQLOutputValue } from 'node:sqlite';
import type { WordCount } from '../../query/expand.ts';

/** A JSON array of whole numbers. V8 reads it in less time than a loop of ours takes to get warm. */
export function numbersOf(text: SQLOutputValue | undefined): Uint32Array {
  return Uint32Array.from(JSON.parse(String(text)) as number[]);
}

/** Lines of a word and how many passages have it; null: none. */
export function wordsOf(text: SQLOutputValue | undefined): readonly WordCount[] {
  if (typeof text !== 'string') return [];
  return text.split('\n').map((line) => {
    const space = line.indexOf(' ');
    return { word: line.slice(0, space), count: Number(line.slice(space + 1)) };
  });
}
