/** Finds the names of known people in running text, in all the ways they are written. */
import { fold } from '../text/words.ts';
import type { Person } from './people.ts';

export type NameFound = {
  readonly start: number;
  readonly end: number;
  /** Whom it can mean, by their numbers: several, where people share the name. */
  readonly persons: readonly number[];
  /** A word that is a name only because of its capital. */
  readonly capital: boolean;
};

export type NameFinder = (text: string) => readonly NameFound[];

const WORD = /[\p{L}\p{M}]+/gu;
/** Between the words of one name: `Kyle Johnson`, `kyle_johnson`, `K. Johnson`, `O'Brien`. */
const JOINT = /^(?:[ \t\u00A0]{1,2}|\r?\n|[._'’+-]{1,2}|%20)$/;
const JOINT_AFTER_INITIAL = /^\.[ \t\u00A0]?$/;

type Entry = { readonly persons: ReadonlySet<number>; readonly capital: boolean };
type Token = {
  readonly start: number;
  readonly end: number;
  readonly word: string;
  readonly raw: string;
};

/** A finder for these people; it takes time in proportion to the text alone. */
export function createNameFinder(people: readonly Person[]): NameFinder {
  const words = new Map<string, { persons: Set<number>; capital: boolean }>();
  const small = new Map<string, Set<number>>();
  for (const person of people) {
    for (const [word, { capital }] of person.words) {
      const entry = words.get(word) ?? { persons: new Set(), capital: true };
      entry.persons.add(person.number);
      entry.capital &&= capital;
      words.set(word, entry);
    }
    for (const word of person.small) {
      small.set(word, (small.get(word) ?? new Set()).add(person.number));
    }
  }
  if (words.size === 0) return () => [];

  function entryOf(token: Token): Entry | undefined {
    const entry = words.get(token.word);
    if (entry === undefined) return undefined;
    return entry.capital && !/^\p{Lu}(?:\p{Ll}|\p{M})*$/u.test(token.raw) ? undefined : entry;
  }

  return (text) => {
    const tokens: Token[] = [];
    const found: NameFound[] = [];
    // Only names are looked at closely; most texts have few.
    const names: number[] = [];
    for (const { index, 0: match } of text.matchAll(WORD)) {
      // `\nKyle` as two characters and a name, in text that quotes source code.
      const skip = text.charAt(index - 1) === '\\' && /^[nrt]./u.test(match) ? 1 : 0;
      const raw = skip === 0 ? match : match.slice(1);
      const token = { start: index + skip, end: index + match.length, word: fold(raw), raw };
      if (entryOf(token) !== undefined) names.push(tokens.length);
      tokens.push(token);
    }
    let last = -1;
    for (const at of names) {
      if (at <= last) continue;
      const run = runAround(text, tokens, at, last);
      found.push(run.found);
      last = run.last;
    }
    return found;
  };

  /** The name that has this word: with the words before and after that belong to the same person. */
  function runAround(
    text: string,
    tokens: readonly Token[],
    at: number,
    after: number,
  ): { readonly found: NameFound; readonly last: number } {
    const token = tokens[at] as Token;
    const entry = entryOf(token) as Entry;
    let persons = entry.persons;
    let [first, last] = [at, at];
    const used = new Set([token.word]);
    const joins = (one: Token, other: Token, next: Token): boolean => {
      const between = text.slice(one.end, other.start);
      const isJoint =
        JOINT.test(between) || (one.word.length === 1 && JOINT_AFTER_INITIAL.test(between));
      if (!isJoint || used.has(next.word)) return false;
      const common = intersection(persons, small.get(next.word) ?? new Set());
      if (common.size === 0) return false;
      persons = common;
      used.add(next.word);
      return true;
    };
    for (let next = tokens[last + 1]; next !== undefined; next = tokens[last + 1]) {
      if (!joins(tokens[last] as Token, next, next)) break;
      last += 1;
    }
    for (let next = tokens[first - 1]; next !== undefined; next = tokens[first - 1]) {
      if (first - 1 <= after || !joins(next, tokens[first] as Token, next)) break;
      first -= 1;
    }
    return {
      last,
      found: {
        start: (tokens[first] as Token).start,
        end: (tokens[last] as Token).end,
        persons: [...persons].toSorted((a, b) => a - b),
        capital: entry.capital && first === last,
      },
    };
  }
}

function intersection(one: ReadonlySet<number>, other: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...one].filter((value) => other.has(value)));
}
