/** The words of a query as a person sees them: letters of scripts without spaces together. */
import { words } from '../text/words.ts';

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
