/** Finds patterns of words in a text: for highlights, marks and excerpts. */
import type { MatchPattern, WordPattern } from './patterns.ts';
import { words, type Word } from './words.ts';

export type Match = { readonly start: number; readonly end: number; readonly pattern: number };

/** Matches of all patterns, in order of where they begin; at most `limit`. */
export function findMatches(
  text: string,
  patterns: readonly MatchPattern[],
  limit: number = Number.POSITIVE_INFINITY,
): readonly Match[] {
  if (patterns.length === 0) return [];
  const starts = compile(patterns);
  const deepest = Math.max(...patterns.map(({ places }) => places.length));
  const found: Match[] = [];
  // Only as many words are kept as the longest phrase has.
  const window: Word[] = [];
  const look = (): void => {
    const first = window[0];
    if (first === undefined) return;
    for (const pattern of starts(first.word)) {
      const places = patterns[pattern]?.places ?? [];
      const last = window[places.length - 1];
      const fits = places.every((place, index) => {
        const word = window[index]?.word;
        return word !== undefined && place.some((choice) => accepts(choice, word));
      });
      if (fits && last !== undefined) found.push({ start: first.start, end: last.end, pattern });
    }
    window.shift();
  };
  for (const word of words(text)) {
    window.push(word);
    if (window.length === deepest) look();
    if (found.length >= limit) return found.slice(0, limit);
  }
  while (window.length > 0) look();
  return found.slice(0, limit);
}

function accepts(choice: WordPattern, word: string): boolean {
  return choice.prefix === true ? word.startsWith(choice.word) : choice.word === word;
}

/** Which patterns may begin with a word. */
function compile(patterns: readonly MatchPattern[]): (word: string) => readonly number[] {
  const whole = new Map<string, number[]>();
  const prefixes: { readonly word: string; readonly pattern: number }[] = [];
  patterns.forEach(({ places }, pattern) => {
    for (const choice of places[0] ?? []) {
      if (choice.prefix === true) prefixes.push({ word: choice.word, pattern });
      else {
        const known = whole.get(choice.word) ?? [];
        if (!known.includes(pattern)) known.push(pattern);
        whole.set(choice.word, known);
      }
    }
  });
  if (prefixes.length === 0) return (word) => whole.get(word) ?? [];
  return (word) => [
    ...new Set([
      ...(whole.get(word) ?? []),
      ...prefixes.filter((prefix) => word.startsWith(prefix.word)).map(({ pattern }) => pattern),
    ]),
  ];
}
