/** Letters and digits that are searched for as plainer ones, though Unicode takes them for others. */

/** Letters with a stroke, and two that were joined, which Unicode takes for letters of their own. */
const STRUCK: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ħ: 'h',
  ŧ: 't',
  œ: 'oe',
  æ: 'ae',
};

const DIGIT = /^(?!\d)\p{Nd}$/u;

/** The digit that one of another script is: each script has its ten one after the other. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

/** A letter in lower case without its stroke, as the two that it joins, or as the digit that it is. */
export function plainLetter(letter: string): string {
  return STRUCK[letter] ?? (DIGIT.test(letter) ? digitOf(letter) : letter);
}
