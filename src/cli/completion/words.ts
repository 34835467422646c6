/** A command line that is still being typed, as words. */

/**
 * The words after the program's name; the last one is empty behind a space. Quotes and backslashes are
 * those that POSIX shells have; a quote that is open ends with the line.
 */
export function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? '';
    if (quote === "'" || (quote === '"' && letter !== '\\')) {
      if (letter === quote) quote = '';
      else word += letter;
    } else if (letter === '\\') {
      at += 1;
      word = (word ?? '') + (line[at] ?? '');
    } else if (letter === "'" || letter === '"') {
      quote = letter;
      word ??= '';
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (/[;|&]/.test(letter)) {
      // Another command begins.
      words.length = 0;
      word = undefined;
    } else word = (word ?? '') + letter;
  }
  return [...words, word ?? ''].slice(1);
}
