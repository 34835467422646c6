/**
 * Who the people of a collection are: read from the headers of its emails and from how their
 * letters are begun and signed. Numbered in the order in which the collection first names them, so
 * that the same data always gives the same numbers.
 */
import { fold } from '../text/words.ts';
import { addressKey, type Address } from './addresses.ts';
import { type Draft, learnPairs, type Pairs } from './pairs.ts';
import { COURTESIES, NOT_NAMES, ORDINARY, PARTICLES } from './vocabulary.ts';

export type Person = {
  /** From 1. */
  readonly number: number;
  /** Words that mean this person, folded. `capital`: only where it begins with a capital. */
  readonly words: ReadonlyMap<string, { readonly capital: boolean }>;
  /** Initials and particles: part of the name beside one of its words. */
  readonly small: ReadonlySet<string>;
};

export type People = {
  readonly all: readonly Person[];
  /** Those that were named besides the collection's own. */
  readonly listed: readonly Person[];
  /** The person that an address belongs to. */
  readonly byAddress: ReadonlyMap<string, Person>;
};

/** Gathers what is said of people, and makes persons of it at the end. */
export type PeopleGatherer = {
  /** An address, with the name shown beside it, if there is one. */
  readonly address: (address: Pick<Address, 'local' | 'domain'>, shown?: string) => void;
  /** A name in a header, without an address. */
  readonly name: (shown: string) => void;
  /** One of the last lines of a letter from this address, or the first line of one to it. */
  readonly signature: (address: Pick<Address, 'local' | 'domain'>, line: string) => void;
  readonly greeting: (address: Pick<Address, 'local' | 'domain'>, line: string) => void;
  /**
   * The persons. Words of `keep` are nobody's name; `more` are further people, numbered last.
   * `pairs` are the pairs of capitalised words of the collection's texts.
   */
  readonly people: (keep: ReadonlySet<string>, more: readonly string[], pairs: Pairs) => People;
};

type Mention = { readonly key?: string; readonly local?: string; readonly shown?: string };

/** A name in its parts, folded. */
type Parts = {
  readonly words: readonly string[];
  readonly small: readonly string[];
  /** First name, last name, as far as they are known; an initial is one letter. */
  readonly first?: string;
  readonly last?: string;
  /** One word of an address alone: it may be an office as well as a person. */
  readonly isGuess: boolean;
};

/** Mentions that differ are kept once; so many, as a bound against hostile data. */
const MOST_MENTIONS = 200_000;

export function createPeopleGatherer(): PeopleGatherer {
  const mentions = new Map<string, Mention>();
  const signatures = new Map<string, Set<string>>();
  const greetings = new Map<string, Set<string>>();

  function mention(one: Mention): void {
    const name = JSON.stringify([one.key ?? null, one.shown ?? null]);
    if (!mentions.has(name) && mentions.size < MOST_MENTIONS) mentions.set(name, one);
  }

  return {
    address: (address, shown) => {
      mention({
        key: addressKey(address),
        local: address.local,
        ...(shown === undefined || shown.trim() === '' ? {} : { shown }),
      });
    },
    name: (shown) => mention({ shown }),
    signature: (address, line) => noteLine(signatures, address, line),
    greeting: (address, line) => noteLine(greetings, address, line),
    people: (keep, more, pairs) => {
      const drafts: Draft[] = [];
      const register = createRegister();
      const byAddress = new Map<string, Draft>();
      const add = ({ key, local, shown }: Mention, isSure = false): Draft | undefined => {
        const known = key === undefined ? undefined : byAddress.get(key);
        const named = shown === undefined ? undefined : partsOfShown(shown, keep, isSure);
        const own = local === undefined ? undefined : partsOfLocal(local, keep);
        if (named === undefined && own === undefined) return undefined;
        // An office with a person's name beside it, or the other way round, is still that person's.
        const main = named ?? own;
        const draft = known ?? (main === undefined ? undefined : register.fitting(main));
        const into = draft ?? emptyDraft();
        if (draft === undefined) drafts.push(into);
        for (const parts of [named, own]) if (parts !== undefined) take(into, parts);
        if (named !== undefined && local !== undefined) takeHandle(into, local, keep);
        register.note(into);
        if (key !== undefined) byAddress.set(key, into);
        return into;
      };
      for (const one of mentions.values()) add(one);
      for (const [key, lines] of signatures) {
        const draft = byAddress.get(key);
        if (draft !== undefined) for (const line of lines) takeLetterLine(draft, line, keep);
      }
      // An address may be misspelt: a greeting adds a name only where it is nobody else's.
      const taken = new Set(drafts.flatMap(({ words }) => [...words.keys()]));
      for (const [key, lines] of greetings) {
        const draft = byAddress.get(key);
        for (const line of draft === undefined ? [] : lines) {
          const isFree = (line.match(LETTERS) ?? []).every((word) => !taken.has(fold(word)));
          if (draft !== undefined && isFree) takeLetterLine(draft, line, keep);
        }
      }
      const listed = new Set(more.map((shown) => add({ shown }, true)));
      learnPairs(drafts, pairs, keep);
      const all = drafts.map((draft, index): Person => ({ number: index + 1, ...finished(draft) }));
      const persons = new Map(drafts.map((draft, index) => [draft, all[index] as Person]));
      return {
        all,
        listed: [...persons].filter(([draft]) => listed.has(draft)).map(([, person]) => person),
        byAddress: new Map(
          [...byAddress].flatMap(([key, draft]) => {
            const person = persons.get(draft);
            return person === undefined ? [] : [[key, person] as const];
          }),
        ),
      };
    },
  };
}

type Lines = Map<string, Set<string>>;

/** Different lines of one address; a few say all there is to know. */
const MOST_LINES = 100;

function noteLine(all: Lines, address: Pick<Address, 'local' | 'domain'>, line: string): void {
  const key = addressKey(address);
  const lines = all.get(key) ?? new Set();
  if (lines.size < MOST_LINES) all.set(key, lines.add(line));
}

const LETTERS = /[\p{L}\p{M}]+/gu;
/** A capital, or a letter of a script without them. */
const BEGINS_A_NAME = /^[\p{Lu}\p{Lt}\p{Lo}]/u;
const MOST_WORDS = 5;
/** Characters; what is longer is no name with what may stand beside it. */
const LONGEST_NAME = 200;

/** The parts of a name as a header shows it; undefined where it names no person. */
function partsOfShown(
  shown: string,
  keep: ReadonlySet<string>,
  isSure: boolean,
): Parts | undefined {
  if (shown.length > LONGEST_NAME) return undefined;
  const bare = shown.replace(/\([^()]*\)|\[[^[\]]*\]/g, ' ').replace(/["“”<>]/g, ' ');
  const [one = '', other] = bare.split(',');
  // `Johnson, Kyle`, as some mail programs write it.
  const turned = other !== undefined && /^\s*\S+\s*$/.test(one) ? `${other} ${one}` : one;
  const raw = turned.match(LETTERS) ?? [];
  if (raw.length === 0 || raw.length > MOST_WORDS || /[\d@/\\_]/.test(bare)) return undefined;
  const isShouted = raw.length === 1 && /^\p{Lu}{1,5}$/u.test(raw[0] ?? '');
  const folded = raw.map((word) => fold(word));
  if (!isSure && (isShouted || folded.some((word) => NOT_NAMES.has(word)))) return undefined;
  if (!isSure && !raw.every((word) => BEGINS_A_NAME.test(word) || PARTICLES.has(fold(word)))) {
    return undefined;
  }
  return partsOf(folded, keep, false);
}

/** The parts of an address's local part: `kyle.johnson`, `d.harrow`, `kyle`. */
function partsOfLocal(local: string, keep: ReadonlySet<string>): Parts | undefined {
  const bare = local.replace(/\+.{0,64}$/s, '').replace(/\d{1,64}$/, '');
  if (!/^[\p{L}\p{M}]+(?:[._-][\p{L}\p{M}]+){0,3}$/u.test(bare)) return undefined;
  const folded = (bare.match(LETTERS) ?? []).map((word) => fold(word));
  if (folded.some((word) => NOT_NAMES.has(word))) return undefined;
  return partsOf(folded, keep, folded.length === 1);
}

function partsOf(
  all: readonly string[],
  keep: ReadonlySet<string>,
  isGuess: boolean,
): Parts | undefined {
  const folded = all.filter((word) => !keep.has(word));
  const isSmall = (word: string): boolean => word.length < 2 || PARTICLES.has(word);
  const words = folded.filter((word) => !isSmall(word));
  if (words.length === 0) return undefined;
  const first = folded.find((word) => !PARTICLES.has(word));
  return {
    words,
    small: folded.filter(isSmall),
    ...(first === undefined ? {} : { first }),
    ...(folded.length > 1 ? { last: words.at(-1) as string } : {}),
    isGuess,
  };
}

/** Drafts by what they are called, so that many people take no longer than few. */
type Register = {
  /** The only draft that these parts can be another way of naming. */
  readonly fitting: (parts: Parts) => Draft | undefined;
  /** To be told whenever a draft has learnt something. */
  readonly note: (draft: Draft) => void;
};

function createRegister(): Register {
  const byFull = new Map<string, Draft>();
  /** By last name and initial, and by any word. More than two are as good as two: ambiguous. */
  const byInitial = new Map<string, Set<Draft>>();
  const byWord = new Map<string, Set<Draft>>();
  const put = (map: Map<string, Set<Draft>>, key: string, draft: Draft): void => {
    const known = map.get(key) ?? new Set();
    if (known.size < 2) map.set(key, known.add(draft));
  };
  const only = (drafts: ReadonlySet<Draft> | undefined): Draft | undefined =>
    drafts?.size === 1 ? [...drafts][0] : undefined;

  return {
    fitting: ({ words, first, last }) => {
      if (last === undefined || first === undefined) return only(byWord.get(words[0] ?? ''));
      const same = byFull.get(`${last} ${first}`);
      if (same?.first === first) return same;
      const initial = first.slice(0, 1);
      if (first === initial) return only(byInitial.get(`${last} ${initial}`));
      const short = byFull.get(`${last} ${initial}`);
      if (short?.first === initial) return short;
      // A person known by one name alone, which is one of these.
      return words
        .map((word) => only(byWord.get(word)))
        .find((draft) => draft !== undefined && draft.last === undefined);
    },
    note: (draft) => {
      const { first, last, words } = draft;
      for (const word of words.keys()) put(byWord, word, draft);
      if (first === undefined || last === undefined) return;
      byFull.set(`${last} ${first}`, draft);
      put(byInitial, `${last} ${first.slice(0, 1)}`, draft);
    },
  };
}

function emptyDraft(): Draft {
  return { words: new Map(), small: new Set(), first: undefined, last: undefined };
}

function take(draft: Draft, { words, small, first, last, isGuess }: Parts): void {
  for (const word of words) takeWord(draft, word, isGuess);
  for (const word of small) draft.small.add(word);
  if (first !== undefined) {
    draft.small.add(first.slice(0, 1));
    if (!isGuess && (draft.first === undefined || draft.first.length === 1)) draft.first = first;
    else draft.first ??= first;
  }
  if (last === undefined) return;
  draft.last ??= last;
  if (first === undefined || first === last) return;
  // Names are written as one word too, in accounts and in the names of files.
  const glued =
    first.length > 1
      ? [first + last, last + first, first.slice(0, 1) + last, last + first.slice(0, 1)]
      : [first + last, last + first];
  for (const word of glued) if (word.length > 4) takeWord(draft, word, false);
}

function takeWord(draft: Draft, word: string, isGuess: boolean): void {
  if (NOT_NAMES.has(word) || PARTICLES.has(word)) return;
  const capital = isGuess || ORDINARY.has(word) || (word.length < 3 && /^[a-z]+$/.test(word));
  const before = draft.words.get(word);
  draft.words.set(word, { capital: capital && (before?.capital ?? true) });
}

/** The one word of an address that a name stands beside: `kjohnson`, `kyle`. */
function takeHandle(draft: Draft, local: string, keep: ReadonlySet<string>): void {
  const word = fold(local.replace(/\+.{0,64}$/s, '').replace(/\d{1,64}$/, ''));
  if (/^[\p{L}\p{M}]{3,}$/u.test(word) && !keep.has(word)) takeWord(draft, word, false);
}

/**
 * A line that begins or ends a letter: `Dear Nadia,`, `Desmond Harrow, Director of Systems`. Its
 * words are taken where they fit what the address says: the same last name, or the same initial.
 */
function takeLetterLine(draft: Draft, line: string, keep: ReadonlySet<string>): void {
  const head = line.split(/[,;:|(–—/]/)[0] ?? '';
  const raw = (head.match(/[\p{L}\p{M}.'’-]+/gu) ?? []).map((word) =>
    word.replace(/[.'’-]{1,80}$/, ''),
  );
  const names = raw.filter((word) => word !== '' && !COURTESIES.has(fold(word)));
  if (names.length === 0 || names.length > 3) return;
  if (!names.every((word) => BEGINS_A_NAME.test(word))) return;
  const folded = names.flatMap((name) => name.match(LETTERS) ?? []).map((word) => fold(word));
  if (folded.some((word) => NOT_NAMES.has(word) || keep.has(word))) return;
  const [first = '', ...rest] = folded;
  const last = rest.at(-1);
  const isInitial = draft.first?.length === 1 && first.startsWith(draft.first) && first.length > 2;
  const isSame = first === draft.first;
  if (last === undefined ? !isInitial : last !== draft.last || !(isInitial || isSame)) return;
  const parts = partsOf(folded, keep, false);
  if (parts !== undefined)
    take(draft, last === undefined ? { ...parts, last: draft.last ?? first } : parts);
}

function finished({ words, small }: Draft): Pick<Person, 'words' | 'small'> {
  return { words, small: new Set([...small, ...words.keys()]) };
}
