/**
 * Word families by simple affix rules: `unethical`, `ethically` and `ethics` share the stem
 * `ethic`. English only, and rough: it is used to keep opposites apart and to offer related words,
 * never to find words by itself. The rules are listed in docs/query.md.
 */

/** Negating prefixes with the fewest letters that must follow: `under` is no negated `der`. */
const NEGATIONS: readonly (readonly [string, number])[] = [
  ['un', 4],
  ['non', 4],
  ['in', 5],
  ['im', 5],
  ['il', 5],
  ['ir', 5],
  ['dis', 5],
  ['mis', 5],
  ['de', 5],
  ['anti', 4],
  ['mal', 5],
  ['a', 5],
  ['on', 5],
  ['не', 4],
  ['без', 4],
];
/** Negating endings, with the fewest letters that must stand before them. */
const NEGATIVE_ENDINGS: readonly (readonly [string, number])[] = [
  ['less', 4],
  ['los', 5],
];
/** Letters in which two words must begin alike, a negation aside, to be of one family. */
const ALIKE = 4;

/** Endings, longest first, so that `ally` goes before `ly`. */
const ENDINGS = [
  'ically',
  'ations',
  'ation',
  'ments',
  'ities',
  'ness',
  'ally',
  'ment',
  'ings',
  'ical',
  'able',
  'ible',
  'ity',
  'ing',
  'ics',
  'ies',
  'ion',
  'ed',
  'er',
  'es',
  'al',
  'ic',
  'ly',
  's',
  'y',
  'e',
] as const;

/** `more` is no form of `moral`. */
const SHORTEST_STEM = 4;

export type Family = { readonly stem: string; readonly negative: boolean };

/** The stem of a word: its endings taken off, one after the other. */
function stem(word: string): string {
  let rest = word;
  for (;;) {
    const ending = ENDINGS.find(
      (one) => rest.endsWith(one) && rest.length - one.length >= SHORTEST_STEM,
    );
    if (ending === undefined) return rest;
    rest = rest.slice(0, -ending.length);
  }
}

/**
 * What a negating prefix stands before, if the collection has that word or another form of it:
 * `unethically` → `ethically`, also where only `ethical` is a word.
 */
export function positive(word: string, isWord: (word: string) => boolean): string | undefined {
  return NEGATIONS.flatMap(([prefix, fewest]) =>
    word.startsWith(prefix) && word.length - prefix.length >= fewest
      ? [word.slice(prefix.length)]
      : [],
  ).find((rest) => {
    if (isWord(rest)) return true;
    const root = stem(rest);
    return isWord(root) || ENDINGS.some((ending) => isWord(root + ending));
  });
}

/** A word's family: its stem without a negation, and whether it had one. */
export function family(word: string, isWord: (word: string) => boolean): Family {
  const rest = positive(word, isWord);
  return { stem: stem(rest ?? word), negative: rest !== undefined };
}

/**
 * Whether one of two words that look alike means the opposite of the other: one of them is a negation,
 * whichever of them the collection has. A misspelt word is compared by how it begins.
 */
export function isOpposite(one: string, other: string, isWord: (word: string) => boolean): boolean {
  const isKnown = (word: string): boolean => word === one || word === other || isWord(word);
  const [a, b] = [family(one, isKnown), family(other, isKnown)];
  if (a.stem === b.stem && a.negative !== b.negative) return true;
  return negates(one, other) || negates(other, one);
}

function negates(negative: string, word: string): boolean {
  const isPrefixed = NEGATIONS.some(
    ([prefix, fewest]) =>
      negative.startsWith(prefix) &&
      !word.startsWith(prefix) &&
      negative.length - prefix.length >= fewest &&
      word.startsWith(negative.slice(prefix.length, prefix.length + ALIKE)),
  );
  const isSuffixed = NEGATIVE_ENDINGS.some(
    ([ending, fewest]) =>
      negative.endsWith(ending) &&
      !word.endsWith(ending) &&
      negative.length - ending.length >= fewest &&
      word.startsWith(negative.slice(0, ALIKE)),
  );
  return isPrefixed || isSuffixed;
}
