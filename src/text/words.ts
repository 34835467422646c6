/**
 * The words of a text: how texts and queries are normalised, for every store and every highlight.
 *
 * A word is a run of letters and digits in compatibility form (NFKD, so that ligatures, wide letters and
 * composed ones are the same), with full case folding. Accents and points are left out, and so are
 * characters that are not drawn, such as soft hyphens. A word ends where the script changes. In scripts
 * that set no spaces between words, and in Hangul, every letter is a word of its own: a word of such a
 * script is a phrase, and is found wherever its letters stand, however a dictionary would cut the clause.
 */
import { plainLetter } from './plain-letter.ts';
import { createCache } from './remember.ts';

/** `joins`: it follows the word before it directly, both being letters of scripts without spaces. */
export type Word = {
  readonly start: number;
  readonly end: number;
  readonly word: string;
  readonly joins?: true;
};

/** Letters, digits, marks and what is not drawn: of such runs words are made. */
const BEGINS = String.raw`\p{L}\p{N}\p{Alphabetic}\p{Co}\u3200-\u33FF`;
const INSIDE = String.raw`${BEGINS}\p{M}\p{DI}`;
const RUN = new RegExp(`[${BEGINS}][${INSIDE}]*`, 'gu');
const ENDS_IN_RUN = new RegExp(`[${INSIDE}]$`, 'u');
const NOT_ASCII = /[^\x00-\x7F]/;
const NEXT_NOT_ASCII = /[^\x00-\x7F]/g;
const AFTER_PIECE = /[\x00-\x2F\x3A-\x40\x5B-\x60\x7B-\x7F]/g;

const LETTER = /[\p{L}\p{N}\p{Co}]/u;
/** Marks that are optional in their script. The voiced marks of Japanese make another letter. */
const ACCENT =
  /[[\p{M}&&[\p{sc=Inherited}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Syriac}\p{sc=Coptic}]]--[\u3099\u309A]]/v;
const MARK = /\p{M}/u;
/** Not drawn; and the stroke that only stretches Arabic words. */
const UNSEEN = /[\p{DI}\u0640]/u;
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Hangul}\p{sc=Yi}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tai_Tham}\p{sc=Tai_Le}\p{sc=New_Tai_Lue}\p{sc=Javanese}\p{sc=Balinese}\p{sc=Tangut}\p{sc=Nushu}]/u;
/** Scripts that are told from one another; all others count as one. */
const SCRIPTS = [
  'Latin',
  'Greek',
  'Cyrillic',
  'Hebrew',
  'Arabic',
  'Armenian',
  'Georgian',
  'Devanagari',
  'Bengali',
  'Tamil',
  'Telugu',
  'Ethiopic',
].map((name) => new RegExp(`\\p{sc=${name}}`, 'u'));
const COMMON = /[\p{sc=Common}\p{sc=Inherited}]/u;

/** What becomes of a character. `script`: its number, or `ANY` of one that all scripts use. */
type Part = {
  readonly text: string;
  readonly is: 'gone' | 'break' | 'mark' | 'alone' | 'letter';
  readonly script: number;
};
const ANY = -1;

/** What becomes of a letter of a text. */
type Letter = {
  readonly parts: readonly Part[];
  /** It is several words (½, ㍘), whatever stands beside it. */
  readonly isSeveral: boolean;
  /** It is a word of its own, this one; a mark may follow. */
  readonly alone: string | undefined;
};

/** Characters of a few languages; all others are worked out again. */
const letters = createCache<string, Letter>(4000);

function letterOf(letter: string): Letter {
  const parts = partsOf(letter);
  const [first, ...others] = parts;
  const isAlone =
    first?.is === 'alone' &&
    !LATER_JAMO.test(first.text) &&
    others.every(({ text }) => LATER_JAMO.test(text));
  return {
    parts,
    isSeveral: parts.length > 1 && parts.some(isLetter) && parts.some(isBoundary),
    alone: isAlone
      ? parts
          .map(({ text }) => text)
          .join('')
          .normalize('NFC')
      : undefined,
  };
}

function partsOf(letter: string): readonly Part[] {
  const folded = letter
    .normalize('NFKD')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD');
  return Array.from(plainLetter(folded), (one): Part => {
    if (UNSEEN.test(one) || ACCENT.test(one)) return { text: '', is: 'gone', script: ANY };
    if (MARK.test(one)) return { text: one, is: 'mark', script: ANY };
    if (!LETTER.test(one)) return { text: '', is: 'break', script: ANY };
    if (UNSPACED.test(one)) return { text: one, is: 'alone', script: ANY };
    const text = one === 'ς' ? 'σ' : one;
    const script = COMMON.test(one) ? ANY : SCRIPTS.findIndex((script) => script.test(one));
    return {
      text,
      is: 'letter',
      script: script < 0 && !COMMON.test(one) ? SCRIPTS.length : script,
    };
  });
}

const isLetter = ({ is }: Part): boolean => is === 'letter';
const isBoundary = ({ is }: Part): boolean => is === 'alone' || is === 'break';

/** Jamo after the first of a syllable. */
const LATER_JAMO = /[\u1160-\u11FF\uD7B0-\uD7FF]/;

/** The commonest letters of Chinese and Japanese, each a word as it is: they need no look-up. */
function isIdeograph(letter: string): boolean {
  const code = letter.charCodeAt(0);
  return code >= 0x4e00 && code <= 0x9fff;
}

type Take = (word: string, start: number, end: number, joins: boolean) => void;

/** Gives the words of a run that begins at an offset, one after the other. */
function eachWord(run: string, base: number, take: Take): void {
  let word = '';
  let [start, end] = [0, 0];
  let script = ANY;
  let isAlone = false;
  let isComposed = false;
  let joins = false;
  const give = (): void => {
    const whole = isAlone && !isComposed ? word.normalize('NFC') : word;
    take(whole, base + start, base + end, joins);
    word = '';
  };
  let at = 0;
  for (const letter of run) {
    const next = at + letter.length;
    const known = isIdeograph(letter) ? undefined : letters(letter, letterOf);
    if (known === undefined || known.alone !== undefined) {
      if (word !== '') {
        give();
        joins = isAlone;
      }
      [word, start, end, script] = [known?.alone ?? letter, at, next, ANY];
      isAlone = true;
      isComposed = true;
      at = next;
      continue;
    }
    const { parts, isSeveral } = known;
    if (isSeveral && word !== '') {
      give();
      joins = false;
    }
    for (const part of parts) {
      if (part.is === 'gone') {
        // An accent belongs to its letter; what is not drawn at the end of a word does not.
        if (word !== '' && MARK.test(letter)) end = next;
        continue;
      }
      const isMore =
        part.is === 'mark' ||
        (isAlone
          ? LATER_JAMO.test(part.text)
          : part.is === 'letter' &&
            (script === ANY || part.script === ANY || script === part.script));
      if (word !== '' && !isMore) {
        give();
        joins = isAlone && part.is === 'alone';
      }
      if (part.is === 'break' || (word === '' && part.is === 'mark')) {
        joins = false;
        continue;
      }
      if (word === '') {
        [start, script, isAlone] = [at, ANY, part.is === 'alone'];
        if (!isAlone) joins = false;
      }
      word += part.text;
      isComposed = false;
      end = next;
      if (part.script !== ANY) script = part.script;
    }
    if (isSeveral && word !== '') {
      give();
      joins = false;
    }
    at = next;
  }
  if (word !== '') give();
}

function wordsOfRun(run: string, base: number): readonly Word[] {
  const found: Word[] = [];
  eachWord(run, base, (word, start, end, joins) => {
    found.push(joins ? { start, end, word, joins } : { start, end, word });
  });
  return found;
}

/** A word as `words` gives it, without its places; of what is several words, all together. */
export function fold(word: string): string {
  if (!NOT_ASCII.test(word)) return word.toLowerCase();
  return wordsOfRun(word, 0)
    .map((one) => one.word)
    .join('');
}

/** Whether a word would go on where a text ends, if a letter followed. */
export function endsInWord(text: string): boolean {
  return ENDS_IN_RUN.test(text);
}

/** All words of a text with their places in it. */
export function* words(text: string): Generator<Word> {
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (NOT_ASCII.test(run)) yield* wordsOfRun(run, index);
    else yield { start: index, end: index + run.length, word: run.toLowerCase() };
  }
}

/**
 * The words of a text that was made safe. What is not drawn is shown there as a mark, which takes no
 * part in a word: `un⟨SHY⟩ethical` is one.
 */
export function shownWords(shown: string): Generator<Word> {
  const hidden = (mark: string): string => '\u00AD'.repeat(mark.length);
  return words(shown.includes('⟨') ? shown.replaceAll(/⟨[A-Z\d+]+⟩/g, hidden) : shown);
}

/**
 * A text for an index that knows only words of ASCII (in any case) and otherwise splits at nothing but
 * ASCII: what has other characters is replaced by its words. The words are those of `words`, in the
 * same order. A text of ASCII alone is returned as it is.
 */
export function textForIndex(text: string): string {
  if (!NOT_ASCII.test(text)) return text;
  let made = '';
  const add = (word: string): void => {
    made += `${word} `;
  };
  let done = 0;
  while (done < text.length) {
    NEXT_NOT_ASCII.lastIndex = done;
    const odd = NEXT_NOT_ASCII.exec(text)?.index ?? text.length;
    if (isSeparator(text.charCodeAt(odd))) {
      made += `${text.slice(done, odd)} `;
      done = odd + 1;
      continue;
    }
    let from = odd;
    while (from > done && isWordCharacter(text.charCodeAt(from - 1))) from -= 1;
    made += text.slice(done, odd === text.length ? odd : from);
    if (odd === text.length) break;
    AFTER_PIECE.lastIndex = odd;
    done = AFTER_PIECE.exec(text)?.index ?? text.length;
    made += ' ';
    for (const [run] of text.slice(from, done).matchAll(RUN)) {
      if (NOT_ASCII.test(run)) eachWord(run, 0, add);
      else add(run.toLowerCase());
    }
  }
  return made;
}

/** Quotes, dashes, arrows and boxes: the commonest characters beside ASCII in English. */
function isSeparator(code: number): boolean {
  return (
    (code >= 0x2010 && code <= 0x2027) ||
    (code >= 0x2030 && code <= 0x205e) ||
    (code >= 0x2190 && code <= 0x23ff) ||
    (code >= 0x2500 && code <= 0x2775) ||
    (code >= 0x2794 && code <= 0x2bff)
  );
}

/** Whether a text has only characters whose words are runs of letters and digits, without regard to case. */
export function isAllAscii(text: string): boolean {
  return !NOT_ASCII.test(text);
}

/** Whether a unit of a text of ASCII is part of a word. */
export function isWordCharacter(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
