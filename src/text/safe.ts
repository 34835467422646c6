/**
 * The only door to the screen: turns untrusted text into `SafeText`, in which nothing can move the
 * cursor, change colours, reorder letters or hide. What is neutralised stays visible as a mark.
 */

declare const brand: unique symbol;

/** Text without control characters (but `\n`), escapes, bidi controls or invisible characters. */
export type SafeText = string & { readonly [brand]: 'SafeText' };

const TAB_CELLS = 4;
const MOST_COMBINING = 8;

/**
 * What is never sent to a terminal: C0 and C1 controls (CR and tab included), DEL, bidi controls,
 * invisible characters, line and paragraph separators, tag characters, lone surrogates, private use
 * and non-characters, and joiners, which only some neighbours make legal.
 */
const SUSPECT =
  /[\u034F\u0000-\u0009\u000B-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u2028-\u202F\u205F-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\uFFFE\uFFFF\uE000-\uF8FF]|\p{Cs}|[\u{1D173}-\u{1D17A}\u{E0000}-\u{10FFFF}]|\p{M}{9}/u;

const NAMES: Readonly<Record<number, string>> = {
  0xad: 'SHY',
  0x34f: 'CGJ',
  0x61c: 'ALM',
  0x200b: 'ZWSP',
  0x200c: 'ZWNJ',
  0x200d: 'ZWJ',
  0x200e: 'LRM',
  0x200f: 'RLM',
  0x2028: 'LS',
  0x2029: 'PS',
  0x202a: 'LRE',
  0x202b: 'RLE',
  0x202c: 'PDF',
  0x202d: 'LRO',
  0x202e: 'RLO',
  0x2060: 'WJ',
  0x2066: 'LRI',
  0x2067: 'RLI',
  0x2068: 'FSI',
  0x2069: 'PDI',
  0xfeff: 'BOM',
  0x85: 'NEL',
  0x90: 'DCS',
  0x98: 'SOS',
  0x9b: 'CSI',
  0x9c: 'ST',
  0x9d: 'OSC',
  0x9e: 'PM',
  0x9f: 'APC',
};

/** Text that may be shown. Line breaks stay; CRLF becomes one; tabs become spaces. Idempotent. */
export function safe(text: string): SafeText {
  return (SUSPECT.test(text) ? neutralise(text) : text) as SafeText;
}

/** Text for one line: line breaks are shown as `⏎`. */
export function safeLine(text: string): SafeText {
  const shown = safe(text);
  return (shown.includes('\n') ? shown.replaceAll('\n', '⏎ ') : shown) as SafeText;
}

/** A template of our own words; strings put into it are made safe for one line. */
export function t(
  words: TemplateStringsArray,
  ...values: readonly (SafeText | string | number)[]
): SafeText {
  let text = words[0] ?? '';
  values.forEach((value, index) => {
    text +=
      (typeof value === 'number' ? String(value) : safeLine(value)) + (words[index + 1] ?? '');
  });
  return text as SafeText;
}

/** A piece of safe text, by UTF-16 offsets. The caller cuts between graphemes. */
export function sliceSafe(text: SafeText, start: number, end?: number): SafeText {
  return text.slice(start, end) as SafeText;
}

export function joinSafe(parts: readonly SafeText[], separator: SafeText): SafeText {
  return parts.join(separator) as SafeText;
}

/**
 * Pieces of safe text one after the other. Nothing is looked at again: a joiner that was legal
 * before its text was cut does not become a mark, which would change the width.
 */
export function concat(...parts: readonly SafeText[]): SafeText {
  return parts.join('') as SafeText;
}

/** Most of most texts, which is taken over at once. */
const PRINTABLE = /[ -~]+/y;

function neutralise(text: string): SafeText {
  let out = '';
  let column = 0;
  let marksInRow = 0;
  let hidden = 0;
  let previous = '';
  const hide = (): void => {
    if (hidden > 0) out += `⟨+${hidden} marks⟩`;
    hidden = 0;
  };
  const letters = text.replaceAll('\r\n', '\n');
  for (let at = 0; at < letters.length;) {
    PRINTABLE.lastIndex = at;
    const run = PRINTABLE.exec(letters)?.[0];
    if (run !== undefined) {
      hide();
      out += run;
      marksInRow = 0;
      column += run.length;
      previous = run.slice(-1);
      at += run.length;
      continue;
    }
    const code = letters.codePointAt(at) ?? 0;
    const letter = String.fromCodePoint(code);
    const next = at + letter.length;
    if (code > 0x2ff && isCombining(letter)) {
      marksInRow += 1;
      if (marksInRow > MOST_COMBINING) hidden += 1;
      else out += letter;
      previous = letter;
      at = next;
      continue;
    }
    hide();
    marksInRow = 0;
    if (code === 0x0a) {
      out += '\n';
      column = 0;
    } else if (code === 0x09) {
      const cells = TAB_CELLS - (column % TAB_CELLS);
      out += ' '.repeat(cells);
      column += cells;
    } else if (code >= 0xe0020 && code <= 0xe007f) {
      const tags = /^[\u{E0020}-\u{E007F}]+/u.exec(letters.slice(at))?.[0] ?? letter;
      const flag = previous === '\u{1F3F4}' && /^[\u{E0030}-\u{E007A}]{2,6}\u{E007F}$/u.test(tags);
      out += flag ? tags : `⟨TAG "${tagText(tags)}"⟩`;
      previous = '';
      at += tags.length;
      continue;
    } else if (isAllowed(letters, at, code, previous)) {
      out += letter;
      column += 1;
    } else {
      const mark = markOf(code);
      out += mark;
      column += mark.length;
    }
    previous = letter;
    at = next;
  }
  hide();
  return out as SafeText;
}

function isCombining(letter: string): boolean {
  return /^\p{M}$/u.test(letter);
}

/** Letters of a run of tag characters, which mirror ASCII. */
function tagText(run: string): string {
  return [...run]
    .map((tag) => (tag.codePointAt(0) ?? 0) - 0xe0000)
    .map((code) => (code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '.'))
    .join('');
}

/** Joiners are legal inside an emoji, and between letters of scripts that are joined. */
function isAllowed(text: string, at: number, code: number, previous: string): boolean {
  if (code === 0x200d || code === 0x200c) {
    const following = String.fromCodePoint(text.codePointAt(at + 1) ?? 0x20);
    if (JOINING.test(previous) && JOINING.test(following)) return true;
    // A virama asks for a joiner to choose a letter's form.
    if (/\p{M}/u.test(previous) && JOINING.test(following)) return true;
    return code === 0x200d && EMOJI.test(previous) && EMOJI.test(following);
  }
  return !SUSPECT.test(String.fromCodePoint(code));
}

const EMOJI = /^(\p{Extended_Pictographic}|\uFE0F|[\u{1F3FB}-\u{1F3FF}])/u;
const JOINING =
  /^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** What stands for a character that is not shown: a control picture, a name, or its number. */
function markOf(code: number): string {
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  const name = NAMES[code];
  return `⟨${name ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`}⟩`;
}
