/**
 * The words of a text. Every store has to find the same words (`store/store.ts`), so that what it finds
 * is also what is highlighted. They are those of the tokenizer `unicode61 remove_diacritics 2` of FTS5:
 * letters, digits and private use are parts of words, case is folded, and diacritics are removed from
 * Latin letters alone. Of combining marks it knows those of 768 to 817 that Latin uses; at any other, such
 * as a Devanagari vowel sign, a word ends.
 */

export type Word = { readonly start: number; readonly end: number; readonly word: string };

/** The combining marks that belong to a word, as the tokenizer lists them (fts5_unicode2.c). */
const MARKS = String.raw`\u0300-\u0304\u0306-\u030C\u030F\u0311\u0313\u0314\u031B\u0323-\u0328\u032D\u032E\u0330\u0331`;
const LETTERS = String.raw`\p{L}\p{N}\p{Co}\u{1F3FB}-\u{1F3FF}`;

const ENDS_IN_WORD = new RegExp(`[${LETTERS}][${MARKS}]*$`, 'u');
const WORD = new RegExp(`[${LETTERS}][${LETTERS}${MARKS}]*`, 'gu');
const ALL_MARKS = new RegExp(`[${MARKS}]`, 'gu');

/** A word in lower case, without the diacritics that the index takes off. */
export function fold(word: string): string {
  if (/^[\x00-\x7F]*$/.test(word)) return word.toLowerCase();
  let folded = '';
  for (const letter of word.replace(ALL_MARKS, '')) folded += foldLetter(letter);
  return folded;
}

function foldLetter(letter: string): string {
  const base = letter.normalize('NFD')[0] ?? letter;
  if (/[A-Za-z]/.test(base) && letter.normalize('NFD').length > 1) return base.toLowerCase();
  const lower = letter.toLowerCase();
  // Folding is letter by letter: one that would become two stays.
  if ([...lower].length > 1) return letter;
  return lower === 'ς' ? 'σ' : lower;
}

/** Whether a word would go on where a text ends, if a letter followed. */
export function endsInWord(text: string): boolean {
  return ENDS_IN_WORD.test(text);
}

/** All words of a text with their places in it. */
export function* words(text: string): Generator<Word> {
  for (const match of text.matchAll(WORD)) {
    const word = fold(match[0]);
    if (word !== '') yield { start: match.index, end: match.index + match[0].length, word };
  }
}
