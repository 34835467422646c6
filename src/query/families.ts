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
];

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
