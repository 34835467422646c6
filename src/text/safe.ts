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
 * What is never sent to a terminal as it is: controls, format and default-ignorable characters (bidi
 * controls, joiners, variation selectors, tags, fillers), private use, unassigned characters and lone
 * surrogates, line and paragraph separators, odd spaces, skin tones, and towers of combining marks.
 * Some neighbours make joiners, selectors, skin tones and tags legal; `neutralise` knows which.
 */
const SUSPECT =
  /[[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u202F\u205F\p{Emoji_Modifier}]--[\n]]|\p{M}{9}/v;
/**
 * The most common letters, signs and emoji: every one of them is harmless beside any other. They are
 * looked for first, as code units, which is several times faster than by Unicode's properties.
 */
const COMMON = String.raw`\x20-\x7E\xA0-\xAC\xAE-\u02FF\u0391-\u03A1\u03A3-\u0482\u048A-\u052F\u0620-\u064A\u0660-\u066F\u0671-\u06D5\u0904-\u0939\u0E01-\u0E30\u0E40-\u0E46\u2010-\u2027\u2030-\u205E\u20A0-\u20BF\u2100-\u218B\u2190-\u2429\u2460-\u2B73\u3001-\u3029\u3030-\u303F\u3041-\u3096\u309B-\u30FF\u3131-\u3163\u3165-\u318E\u3200-\u321E\u3220-\u9FFF\uAC00-\uD7A3\uFF01-\uFF9F`;
const UNCOMMON = new RegExp(
  String.raw`[^\n${COMMON}\uD83C-\uD83E\uDC00-\uDFFF]|\uD83C(?![\uDF00-\uDFFA])|\uD83D(?![\uDC00-\uDE4F\uDE80-\uDEC5])|\uD83E(?![\uDD00-\uDDFF])|(?<![\uD83C-\uD83E])[\uDC00-\uDFFF]`,
);
const COMMON_RUN = new RegExp(`[${COMMON}]+`, 'y');
/** As many characters as need no look at their neighbours. Suspect ones and marks do. */
const HARMLESS =
  /[[\p{Any}]--[\p{C}\p{M}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u202F\u205F\p{Emoji_Modifier}]]+/vy;

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
  if (!UNCOMMON.test(text)) return text as SafeText;
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

function neutralise(text: string): SafeText {
  let out = '';
  let column = 0;
  /** Marks and joiners since the last letter. */
  let marksInRow = 0;
  let hidden = 0;
  /** The last character put out, if what follows may belong to it. */
  let previous = '';
  const hide = (): void => {
    if (hidden > 0) {
      out += `⟨+${hidden} marks⟩`;
      previous = '';
    }
    hidden = 0;
    marksInRow = 0;
  };
  const put = (shown: string): void => {
    hide();
    out += shown;
    column += shown.length;
    previous = lastCharacter(shown);
  };
  const letters = text.replaceAll('\r\n', '\n');
  for (let at = 0; at < letters.length;) {
    const run = found(COMMON_RUN, letters, at) || found(HARMLESS, letters, at);
    if (run !== '') {
      put(run);
      at += run.length;
      continue;
    }
    const code = letters.codePointAt(at) ?? 0;
    const letter = String.fromCodePoint(code);
    at += letter.length;
    if (isShownMark(letter) || isLegalJoiner(letter, previous, letters, at)) {
      marksInRow += 1;
      if (marksInRow > MOST_COMBINING) hidden += 1;
      else out += letter;
      previous = hidden > 0 ? '' : letter;
      continue;
    }
    const sequence = restOfEmoji(previous, letters, at - letter.length);
    if (sequence !== '') {
      put(sequence);
      previous = '';
      at += sequence.length - letter.length;
    } else if (code === 0x0a) {
      put('\n');
      column = 0;
    } else if (code === 0x09) {
      put(' '.repeat(TAB_CELLS - (column % TAB_CELLS)));
    } else if (TAG.test(letter)) {
      const tags = found(TAGS, letters, at - letter.length);
      put(`⟨TAG "${tagText(tags)}"⟩`);
      at += tags.length - letter.length;
    } else {
      put(markOf(code));
    }
  }
  hide();
  return out as SafeText;
}

/** What a sticky pattern finds at a place; empty if nothing. */
function found(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** The last code point. */
function lastCharacter(text: string): string {
  return /.$/su.exec(text.slice(-2))?.[0] ?? '';
}

/** A combining mark that can be seen. */
function isShownMark(letter: string): boolean {
  return SHOWN_MARK.test(letter);
}
const SHOWN_MARK = /[\p{M}--\p{Default_Ignorable_Code_Point}--\p{C}]/v;

/** Letters of a run of tag characters, which mirror ASCII. */
function tagText(run: string): string {
  return [...run]
    .map((tag) => (tag.codePointAt(0) ?? 0) - 0xe0000)
    .map((code) => (code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '.'))
    .join('');
}

/**
 * A joiner is part of the spelling between letters of scripts that are joined, and after a virama,
 * where it chooses the form of a letter. One at a time: `previous` is never a joiner. So is the emoji
 * selector between a digit and the key drawn around it. `after` is where the text goes on.
 */
function isLegalJoiner(letter: string, previous: string, text: string, after: number): boolean {
  if (letter === '\uFE0F') return /[0-9#*]/.test(previous) && text[after] === KEYCAP;
  if (letter !== '\u200C' && letter !== '\u200D') return false;
  if (VIRAMA.test(previous)) return true;
  const { before, behind } = joining();
  return before.test(previous) && found(behind, text, after) !== '';
}
const KEYCAP = '\u20E3';

/**
 * What follows an emoji as a part of it: a selector, a skin tone, up to three emoji joined to it (the
 * longest in use have four: two people, a heart and a kiss), the tags of a flag. Empty if nothing.
 */
function restOfEmoji(previous: string, text: string, at: number): string {
  if (previous === '\u{1F3F4}') {
    const tags = found(FLAG_TAGS, text, at);
    if (tags !== '') return tags;
  }
  return EMOJI.test(previous) ? found(REST_OF_EMOJI, text, at) : '';
}
const EMOJI = /^[\p{Emoji}&&\p{Extended_Pictographic}]$/v;
const REST_OF_EMOJI =
  /[\uFE0E\uFE0F]?\p{Emoji_Modifier}?(?:\u200D[\p{Emoji}&&\p{Extended_Pictographic}]\uFE0F?\p{Emoji_Modifier}?){0,3}/vy;
/** England, Scotland and Wales: all flags of regions that are in general use. */
const FLAG_TAGS =
  /\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}/uy;
const TAG = /[\u{E0020}-\u{E007F}]/u;
const TAGS = /[\u{E0020}-\u{E007F}]+/uy;

/** Signs that take the vowel from a consonant, in the scripts of `joining`. */
const VIRAMA =
  /^[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D3B\u0D3C\u0D4D\u0DCA\u1039\u103A\u17D2]$/;
/**
 * Letters of scripts that are joined: before a joiner, and behind it. Made on use: their sets take a
 * millisecond or two each, and most texts have no joiner.
 */
let joiningSets: { readonly before: RegExp; readonly behind: RegExp } | undefined;
const joining = (): NonNullable<typeof joiningSets> =>
  (joiningSets ??= {
    before:
      /^[[\p{scx=Arab}\p{scx=Syrc}\p{scx=Mong}\p{scx=Nkoo}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}]--[\p{C}\p{Default_Ignorable_Code_Point}]]$/v,
    behind:
      /[[[\p{scx=Arab}\p{scx=Syrc}\p{scx=Mong}\p{scx=Nkoo}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}]&&\p{L}]--[\p{Default_Ignorable_Code_Point}]]/vy,
  });

/** What stands for a character that is not shown: a control picture, a name, or its number. */
function markOf(code: number): string {
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  const name = NAMES[code] ?? selectorName(code);
  return `⟨${name ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`}⟩`;
}

function selectorName(code: number): string | undefined {
  if (code >= 0xfe00 && code <= 0xfe0f) return `VS${code - 0xfe00 + 1}`;
  return code >= 0xe0100 && code <= 0xe01ef ? `VS${code - 0xe0100 + 17}` : undefined;
}
