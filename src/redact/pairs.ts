/**
 * Pairs of capitalised words in running text, and what they tell of people who are known by half
 * their name: where `r.voss@x.com` wrote, `Renata Voss` says who R is. Without it a pseudonym would
 * stand beside the other half.
 */
import { fold } from '../text/words.ts';
import { COURTESIES, NOT_NAMES, OPENERS, ORDINARY, PARTICLES, TITLES } from './vocabulary.ts';

/** Folded, `given surname`. `isSure`: seen inside of a sentence, where its capital is a name's. */
type Pair = { readonly given: string; readonly surname: string; isSure: boolean };
export type Pairs = ReadonlyMap<string, Pair>;

/** What is known of a person so far; words are folded. */
export type Draft = {
  readonly words: Map<string, { capital: boolean }>;
  readonly small: Set<string>;
  first: string | undefined;
  last: string | undefined;
};

/** Pairs that are kept, as a bound against hostile data. */
const MOST_PAIRS = 200_000;
const PAIR =
  /(\p{Lu}(?<![\p{L}\p{M}\p{N}@._-]\p{Lu})[\p{Ll}\p{M}]{1,30})[ \t\u00A0]{1,2}(?:\p{Lu}\.[ \t\u00A0]{1,2})?(?=(\p{Lu}[\p{L}\p{M}]{1,30})(?![\p{L}\p{M}\p{N}@_]))/gu;
const INSIDE = /[\p{Ll}\p{N},][ \t\u00A0\n]{1,2}$/u;

export function createPairGatherer(): {
  readonly text: (text: string) => void;
  readonly pairs: Pairs;
} {
  const pairs = new Map<string, Pair>();
  return {
    pairs,
    text: (text) => {
      for (const { index, 1: one = '', 2: other = '' } of text.matchAll(PAIR)) {
        const [given, surname] = [fold(one), fold(other)];
        const key = `${given} ${surname}`;
        const known = pairs.get(key);
        if (known === undefined && pairs.size >= MOST_PAIRS) continue;
        const isSure = known?.isSure === true || INSIDE.test(text.slice(index - 3, index));
        pairs.set(key, { given, surname, isSure });
      }
    },
  };
}

/** Tells the drafts of people what the pairs say of the other halves of their names. */
export function learnPairs(drafts: Draft[], pairs: Pairs, keep: ReadonlySet<string>): void {
  const [full, byInitial, bySingle, byLast] = [
    new Set<string>(),
    new Map<string, Draft[]>(),
    new Map<string, Draft[]>(),
    new Map<string, Draft[]>(),
  ];
  for (const draft of drafts) {
    const { first, last, words } = draft;
    if (last === undefined) {
      for (const word of words.keys()) put(bySingle, word, draft);
      continue;
    }
    for (const word of words.keys()) full.add(`${word} ${last}`);
    put(byLast, last, draft);
    if (first?.length === 1) put(byInitial, `${first} ${last}`, draft);
  }
  const isOther = (word: string, isSure: boolean): boolean =>
    [NOT_NAMES, COURTESIES, PARTICLES, TITLES, keep].some((list) => list.has(word)) ||
    (!isSure && OPENERS.has(word));

  for (const { given, surname, isSure } of pairs.values()) {
    if (isOther(given, isSure) || isOther(surname, true) || full.has(`${given} ${surname}`))
      continue;
    const short = byInitial.get(`${given.slice(0, 1)} ${surname}`);
    const named = bySingle.get(given);
    const known = short ?? bySingle.get(surname) ?? byLast.get(surname);
    if (known !== undefined) {
      const [only] = known;
      if (
        only !== undefined &&
        known.length === 1 &&
        (short !== undefined || only.last === undefined)
      ) {
        learn(only, given, isSure);
        only.first = given;
        only.last = surname;
        only.words.set(given + surname, { capital: false });
      } else if (isSure && short === undefined && byLast.has(surname)) {
        // Another person of the same surname, of whom only the texts speak.
        drafts.push(draftOf(given, surname));
        full.add(`${given} ${surname}`);
      } else for (const draft of known.slice(0, MOST_SHARED)) draft.small.add(given);
    } else if (named !== undefined && !OPENERS.has(surname) && !ORDINARY.has(given)) {
      const [only] = named;
      if (only === undefined || named.length > 1 || only.last !== undefined) continue;
      learn(only, surname, isSure);
      only.last = surname;
    }
  }
}

/** Namesakes that learn of a word beside their name; of more it says little. */
const MOST_SHARED = 8;

function put(map: Map<string, Draft[]>, key: string, draft: Draft): void {
  const drafts = map.get(key);
  if (drafts === undefined) map.set(key, [draft]);
  else if (drafts.length < MOST_SHARED) drafts.push(draft);
}

/** A word that may be no name at all is one only beside the name. */
function learn(draft: Draft, word: string, isSure: boolean): void {
  if (isSure && !draft.words.has(word)) draft.words.set(word, { capital: ORDINARY.has(word) });
  else draft.small.add(word);
}

function draftOf(first: string, last: string): Draft {
  return {
    words: new Map([
      [first, { capital: ORDINARY.has(first) }],
      [last, { capital: ORDINARY.has(last) }],
      [first + last, { capital: false }],
      [first.slice(0, 1) + last, { capital: false }],
    ]),
    small: new Set([first.slice(0, 1)]),
    first,
    last,
  };
}
