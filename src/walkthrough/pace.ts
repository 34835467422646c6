/** How long a text is read: the one pace of the film in the viewer, of presenting and of casts. */
import type { TurnKind } from '../trial/types.ts';

/** What is read: a kind of turn, or the judge's words. */
export type ReadKind = TurnKind | 'rationale';

/**
 * How long a word of each kind is read, against a word of private reasoning. What the model thought,
 * said and did is read word by word. Emails and the briefing are the same in trial after trial and
 * are skimmed; what a tool gave back and what the harness noted are glanced at.
 */
export const PACE: Readonly<Record<ReadKind, number>> = {
  briefing: 0.4,
  email: 0.5,
  reasoning: 1,
  message: 1,
  action: 1,
  result: 0.4,
  note: 0.4,
  rationale: 1,
};

const MS_A_MINUTE = 60_000;

/**
 * Milliseconds in which so many words of a kind are read. It is in proportion to the words, so that
 * parts add up to the whole; who shows a text at once gives it a shortest time of their own.
 */
export function readingMs(words: number, kind: ReadKind, wordsPerMinute: number): number {
  return (words * PACE[kind] * MS_A_MINUTE) / wordsPerMinute;
}

/** Scripts that leave no space between words: two letters count as one word. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;
const PRINTED = /\S+/g;

/** About how many words a text has, for the time that it takes to read. */
export function wordsIn(text: string): number {
  const unspaced = count(text, UNSPACED);
  return count(unspaced === 0 ? text : text.replace(UNSPACED, ' '), PRINTED) + unspaced / 2;
}

function count(text: string, pattern: RegExp): number {
  let found = 0;
  for (const _ of text.matchAll(pattern)) found += 1;
  return found;
}
