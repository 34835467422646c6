/** Finds the names of known people in running text, in all the ways they are written. */
import { fold } from '../text/words.ts';
import type { Person } from './people.ts';

type NameFound = {
  readonly start: number;
  readonly end: number;
  /** Whom it can mean, by their numbers: several, where people share the name. */
  readonly persons: readonly number[];
  /** A word that is a name only because of its capital. */
  readonly capital: boolean;
};

export type NameFinder = (text: string) => readonly NameFound[];

const WORD = /[\p{L}\p{M}]+/gu;
/**
 * Between the words of one name: `Kyle Johnson`, `kyle_johnson`, `K. Johnson`, `O'Brien`,
 * `KyleJohnson`, and a line break, also in a quoted mail.
 */
const JOINT = /^(?:[\p{Zs}\t]{0,2}(?:\r?\n[\p{Zs}\t>|]{0,20})?|[._'’+-]{1,2}|%20)$/u;
const JOINT_AFTER_INITIAL = /^\.(?:[\p{Zs}\t]|\r?\n[\p{Zs}\t>|]{0,20})?$/u;
/** No joint is longer. */
const LONGEST_JOINT = 26;
/** The parts of `VossMemo`. */
const HUMP = /(?<=\p{Ll})(?=\p{Lu})/u;
const CAPITALISED = /^\p{Lu}(?:\p{Ll}|\p{M})*$/u;

type Entry = { readonly persons: ReadonlySet<number>; readonly capital: boolean };
type Token = {
  readonly start: number;
  readonly end: number;
  readonly word: string;
  readonly entry: Entry | undefined;
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
  const common = createIntersection();

  /** The entry of a word, or of the name it is the plural of: `the Vosses`. */
  function entryOf(raw: string, word: string): Entry | undefined {
    const entry = words.get(word) ?? words.get(singular(word));
    if (entry === undefined) return undefined;
    return entry.capital && !CAPITALISED.test(raw) ? undefined : entry;
  }

  return (text) => {
    const tokens: Token[] = [];
    const found: NameFound[] = [];
    // Only names are looked at closely; most texts have few.
    const names: number[] = [];
    const add = (start: number, raw: string, word: string, entry: Entry | undefined): void => {
      if (entry !== undefined) names.push(tokens.length);
      tokens.push({ start, end: start + raw.length, word, entry });
    };
    for (const { index, 0: raw } of text.matchAll(WORD)) {
      const word = fold(raw);
      const entry = entryOf(raw, word);
      if (entry !== undefined || !HUMP.test(raw)) add(index, raw, word, entry);
      else {
        let at = index;
        for (const part of raw.split(HUMP)) {
          const folded = fold(part);
          add(at, part, folded, entryOf(part, folded));
          at += part.length;
        }
      }
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
    const entry = token.entry as Entry;
    let { persons } = entry;
    let [first, last] = [at, at];
    const used = new Set([token.word]);
    const joins = (one: Token, other: Token, next: Token): boolean => {
      if (other.start - one.end > LONGEST_JOINT) return false;
      const between = text.slice(one.end, other.start);
      const isJoint =
        JOINT.test(between) || (one.word.length === 1 && JOINT_AFTER_INITIAL.test(between));
      if (!isJoint || used.has(next.word)) return false;
      const shared = common(persons, small.get(next.word) ?? next.entry?.persons);
      if (shared.size === 0) return false;
      persons = shared;
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
        persons: lowest(persons),
        capital: entry.capital && first === last,
      },
    };
  }
}

/** `vosses` and `harrows` without their ending; shorter words stay. */
function singular(word: string): string {
  if (word.length < 5 || !word.endsWith('s')) return word;
  return /(?:s|x|z|ch|sh)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}

/** Numbers that are told apart in a pseudonym, and one more. */
const MOST_NUMBERS = 4;
const lowestOf = new WeakMap<ReadonlySet<number>, readonly number[]>();

/** The lowest numbers of a set, in order. */
function lowest(numbers: ReadonlySet<number>): readonly number[] {
  const known = lowestOf.get(numbers);
  if (known !== undefined) return known;
  const found = [...numbers].toSorted((a, b) => a - b).slice(0, MOST_NUMBERS);
  lowestOf.set(numbers, found);
  return found;
}

const NONE: ReadonlySet<number> = new Set();

/** Intersections of sets, each made once: thousands of people may share a name that stands everywhere. */
function createIntersection(): (
  one: ReadonlySet<number>,
  other: ReadonlySet<number> | undefined,
) => ReadonlySet<number> {
  const made = new WeakMap<object, WeakMap<object, ReadonlySet<number>>>();
  return (one, other) => {
    if (other === undefined) return NONE;
    const known = made.get(one)?.get(other);
    if (known !== undefined) return known;
    const common = one.intersection(other);
    const all = made.get(one) ?? new WeakMap<object, ReadonlySet<number>>();
    made.set(one, all.set(other, common));
    return common;
  };
}
