/** The words of a query as a person sees them: letters of scripts without spaces together. */
import { fold, words } from '../text/words.ts';
import type { Variant } from './plan-types.ts';

/** Shorter words are taken exactly if they are words at all. */
export const FUZZY_FROM = 4;

/** Words of a text; letters that follow one another without a space between them are one. */
export function typedWords(text: string): readonly string[] {
  const found: string[] = [];
  for (const { word, joins } of words(text)) {
    if (joins === true) found.push(`${found.pop() ?? ''}${word}`);
    else found.push(word);
  }
  return found;
}

/** The words of the index that a typed word consists of: more than one of `不道德` and of `not ethical`. */
export function indexWords(typed: string): readonly string[] {
  return Array.from(words(typed), ({ word }) => word);
}

/** Whether an untyped end is meant: a short word that is none of the collection. */
export function isBeginning(typed: string, variants: readonly Variant[]): boolean {
  const word = fold(typed);
  const isShort = word.length < FUZZY_FROM && !/^\p{N}+$/u.test(word);
  return isShort && variants.length > 0 && !variants.some((one) => one.word === word);
}
