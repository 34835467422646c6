/**
 * Word families by simple affix rules: `unethical`, `ethically` and `ethics` share the stem
 * `ethic`. English only, and rough: it is used to offer related words, never to search by itself.
 */

const NEGATIONS = ['un', 'in', 'im', 'il', 'ir', 'non', 'dis'] as const;

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

const SHORTEST_STEM = 3;
/** `form` is no negated `inform`: what is left must be a word of its own, and not a short one. */
const SHORTEST_NEGATED = 5;

/** The stem of a word: its endings taken off, one after the other. */
export function stem(word: string): string {
  let rest = word;
  for (let again = true; again;) {
    again = false;
    const ending = ENDINGS.find(
      (one) => rest.endsWith(one) && rest.length - one.length >= SHORTEST_STEM,
    );
    if (ending !== undefined) {
      rest = rest.slice(0, -ending.length);
      again = true;
    }
  }
  return rest;
}

/** What a negating prefix stands before, if that is a word too: `unethical` → `ethical`. */
export function negated(word: string, isWord: (word: string) => boolean): string | undefined {
  const prefix = NEGATIONS.find(
    (one) => word.startsWith(one) && word.length - one.length >= SHORTEST_NEGATED,
  );
  const rest = prefix === undefined ? undefined : word.slice(prefix.length);
  return rest !== undefined && isWord(rest) ? rest : undefined;
}

/** A word's family: the stem without negation, and whether it is negated. */
export function family(
  word: string,
  isWord: (word: string) => boolean,
): { readonly stem: string; readonly negative: boolean } {
  const positive = negated(word, isWord);
  return { stem: stem(positive ?? word), negative: positive !== undefined };
}
