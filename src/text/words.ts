/**
 * Words as the full-text index sees them: runs of letters and digits, lower case, without
 * diacritics, as SQLite's FTS5 tokenizer `unicode61 remove_diacritics 2` makes them
 * (https://sqlite.org/fts5.html#unicode61_tokenizer).
 */

export type Word = { readonly start: number; readonly end: number; readonly word: string };

const WORD = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;

/** A word without case and diacritics. */
export function fold(word: string): string {
  if (/^[\x00-\x7F]*$/.test(word)) return word.toLowerCase();
  return (
    word
      .normalize('NFD')
      .replace(/\p{M}+/gu, '')
      .normalize('NFC')
      .toLowerCase()
      // `İ` folds to two characters, of which the second is a mark.
      .replace(/\p{M}+/gu, '')
      .replaceAll('ς', 'σ')
  );
}

/** All words of a text with their places in it. */
export function* words(text: string): Generator<Word> {
  for (const match of text.matchAll(WORD)) {
    const word = fold(match[0]);
    if (word !== '') yield { start: match.index, end: match.index + match[0].length, word };
  }
}
