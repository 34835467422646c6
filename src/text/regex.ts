/**
 * Regular expressions of queries. The engine is RE2's, whose time grows with the length of a text and of
 * a pattern alone, whatever the pattern: V8's own takes exponential time for `(a+)+$`. It is large, so it
 * is loaded by the first who has a pattern.
 */
import type { RE2JS } from 're2js';
import { createCache } from './remember.ts';

/** A pattern as it is written between slashes; `flags`: `i` (any case), `s` (`.` is a line break too). */
export type Regex = { readonly source: string; readonly flags: string };

/** Why a pattern cannot be used, and the part of it that is wrong, in offsets of its source. */
export class RegexMistake extends Error {
  readonly start: number;
  readonly end: number;
  constructor(message: string, start: number, end: number) {
    super(message);
    this.start = start;
    this.end = end;
  }
}

/**
 * Instructions of a compiled pattern. The time that it takes to find the places of a text grows with
 * their number.
 */
const MOST_INSTRUCTIONS = 1000;

let engine: typeof RE2JS | undefined;

/** Has to be waited for before a pattern is used in a thread. */
export async function loadRegexes(): Promise<void> {
  engine ??= (await import('re2js')).RE2JS;
}

const compiled = createCache<string, RE2JS>(100);

/** Throws a `RegexMistake` where a pattern is wrong. */
export function checkRegex(regex: Regex): void {
  if (!compile(regex).test('')) return;
  const why = 'it matches an empty text, and so every turn';
  throw new RegexMistake(why, 0, regex.source.length);
}

function compile({ source, flags }: Regex): RE2JS {
  return compiled(`${flags}/${source}`, () => {
    if (engine === undefined) throw new Error('no regular expressions are loaded');
    const all =
      engine.MULTILINE |
      (flags.includes('i') ? engine.CASE_INSENSITIVE : 0) |
      (flags.includes('s') ? engine.DOTALL : 0);
    const made = orMistake(engine.compile.bind(engine), source, all);
    if (made.programSize() > MOST_INSTRUCTIONS) {
      throw new RegexMistake('it is too large; repeat less in it', 0, source.length);
    }
    return made;
  });
}

function orMistake(
  compileIt: (source: string, flags: number) => RE2JS,
  source: string,
  flags: number,
): RE2JS {
  try {
    // What JavaScript writes in another way, such as \u0041.
    return compileIt(engine?.translateRegExp(source) ?? source, flags);
  } catch (error) {
    const { error: why = 'it cannot be read', input } = error as {
      readonly error?: string;
      readonly input?: string;
    };
    const at = input === undefined || input === '' ? -1 : source.lastIndexOf(input);
    const said = at < 0 ? why : `${why}: ${input}`;
    throw new RegexMistake(
      said,
      Math.max(0, at),
      at < 0 ? source.length : at + (input?.length ?? 0),
    );
  }
}

/** Whether a text has something that the pattern matches. Many times as fast as finding the places. */
export function hasRegex(text: string, regex: Regex): boolean {
  return compile(regex).test(text);
}

/** The places of a text that a pattern matches, in their order, from an offset on; none are empty. */
export function* findRegex(
  text: string,
  regex: Regex,
  from = 0,
): Generator<{ readonly start: number; readonly end: number }> {
  const pattern = compile(regex);
  if (!pattern.test(text)) return;
  const matcher = pattern.matcher(text);
  for (let isThere = matcher.find(from); isThere; isThere = matcher.find()) {
    const [start, end] = [matcher.start(), matcher.end()];
    if (end > start) yield { start, end };
  }
}
