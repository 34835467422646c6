/** Finds patterns of words in a text: for highlights, marks and excerpts. */
import type { MatchPattern, WordPattern, WordsPattern } from './patterns.ts';
import { findRegex } from './regex.ts';
import { createWeakCache } from './remember.ts';
import { isAllAscii, isWordCharacter, words, type Word } from './words.ts';

export type Match = { readonly start: number; readonly end: number; readonly pattern: number };

/** Matches of all patterns, in order of where they begin; at most `limit`. */
export function findMatches(
  text: string,
  patterns: readonly MatchPattern[],
  limit: number = Number.POSITIVE_INFINITY,
): readonly Match[] {
  if (patterns.length === 0 || limit <= 0) return [];
  const byRegex = regexMatches(text, patterns).flatMap((some) => [...some.take(limit)]);
  const ofWords = patterns.every((one) => 'regex' in one)
    ? []
    : [...(fewMatches(text, patterns) ?? matchesOf(words(text), patterns)).take(limit)];
  if (byRegex.length === 0) return ofWords;
  return [...ofWords, ...byRegex].toSorted((a, b) => a.start - b.start).slice(0, limit);
}

/** Words that are looked for in a text one by one: of more, all words of the text are looked at. */
const FEW_WORDS = 32;

/**
 * The same as `matchesOf` all words, where patterns are few single words and the text is ASCII: to look
 * for them takes a fraction of the time of cutting all of the text into words.
 */
function fewMatches(
  text: string,
  patterns: readonly MatchPattern[],
): IteratorObject<Match> | undefined {
  const places = patterns.flatMap((one) => ('regex' in one ? [] : [one.places]));
  const choices = places.flatMap(([first = []]) => first);
  const isQuick =
    places.every(({ length }) => length === 1) &&
    choices.length <= FEW_WORDS &&
    choices.every(({ word }) => word !== '') &&
    isAllAscii(text);
  if (!isQuick) return undefined;
  const lower = text.toLowerCase();
  const beginnings = choices.flatMap(({ word }) => [...wordsThatBegin(lower, word)]);
  const startsWith = starts(patterns, compile);
  return [...new Set(beginnings)]
    .toSorted((a, b) => a - b)
    .values()
    .flatMap((start) => {
      const end = endOfWord(lower, start);
      return startsWith(lower.slice(start, end)).map((pattern) => ({ start, end, pattern }));
    });
}

/** Where words of a text of ASCII begin that begin with some letters. */
function* wordsThatBegin(lower: string, letters: string): Generator<number> {
  for (let at = lower.indexOf(letters); at >= 0; at = lower.indexOf(letters, at + 1)) {
    if (at === 0 || !isWordCharacter(lower.charCodeAt(at - 1))) yield at;
  }
}

function endOfWord(lower: string, start: number): number {
  let end = start;
  while (end < lower.length && isWordCharacter(lower.charCodeAt(end))) end += 1;
  return end;
}

/** The matches of each regular expression among patterns, in a text from an offset on. */
export function regexMatches(
  text: string,
  patterns: readonly MatchPattern[],
  from = 0,
): readonly IteratorObject<Match>[] {
  return patterns.flatMap((one, pattern) =>
    'regex' in one
      ? [findRegex(text, one.regex, from).map((range) => ({ ...range, pattern }))]
      : [],
  );
}

/** Matches of the patterns of words, one by one, over words from anywhere: those that begin before `until`. */
export function* matchesOf(
  from: Iterable<Word>,
  patterns: readonly MatchPattern[],
  until: number = Number.POSITIVE_INFINITY,
): Generator<Match> {
  const startsWith = starts(patterns, compile);
  const placesOf = (pattern: number): WordsPattern['places'] => {
    const one = patterns[pattern];
    return one === undefined || 'regex' in one ? [] : one.places;
  };
  const deepest = patterns.reduce((most, _, at) => Math.max(most, placesOf(at).length), 0);
  // Only as many words are kept as the longest phrase has.
  const window: Word[] = [];
  const look = function* (): Generator<Match> {
    const first = window[0];
    if (first === undefined) return;
    for (const pattern of startsWith(first.word)) {
      const places = placesOf(pattern);
      const last = window[places.length - 1];
      const fits = places.every((place, index) => {
        const word = window[index]?.word;
        return word !== undefined && place.some((choice) => accepts(choice, word));
      });
      if (fits && last !== undefined) yield { start: first.start, end: last.end, pattern };
    }
  };
  for (const word of from) {
    window.push(word);
    if ((window[0]?.start ?? 0) >= until) return;
    if (window.length < deepest) continue;
    yield* look();
    window.shift();
  }
  while (window.length > 0 && (window[0]?.start ?? 0) < until) {
    yield* look();
    window.shift();
  }
}

function accepts(choice: WordPattern, word: string): boolean {
  return choice.prefix === true ? word.startsWith(choice.word) : choice.word === word;
}

type Starts = (word: string) => readonly number[];

const starts = createWeakCache<readonly MatchPattern[], Starts>();

/** Which patterns may begin with a word. Cached: a long text is searched piece by piece. */
function compile(patterns: readonly MatchPattern[]): Starts {
  const whole = new Map<string, number[]>();
  const prefixes: { readonly word: string; readonly pattern: number }[] = [];
  patterns.forEach((one, pattern) => {
    for (const choice of 'regex' in one ? [] : (one.places[0] ?? [])) {
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
