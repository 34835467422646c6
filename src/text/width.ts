/** How many terminal cells a text takes, and cutting and padding by cells. */
import stringWidth from 'string-width';
import { createCache } from './remember.ts';
import { concat, sliceSafe, t, type SafeText } from './safe.ts';

const ASCII = /^[\x20-\x7E]*$/;
/**
 * Characters that are a grapheme of their own whatever stands beside them (but marks, which are not
 * among them), and take the same cells in every terminal: ASCII, letters of European scripts, signs
 * and lines, and the letters of East Asia, which take two. No emoji, joiners or variation selectors.
 */
const PLAIN =
  /^[\x20-\x7E\u00A1-\u00A8\u00AA-\u00AC\u00AF-\u02AF\u0391-\u03A1\u03A3-\u03E1\u0400-\u0482\u048A-\u052F\u2010-\u2027\u2030-\u203B\u2190-\u2193\u2260-\u2265\u23CE\u2400-\u2426\u2500-\u25A9\u25CB\u25CF\u2717\u2718\u27E8\u27E9\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF\uAC00-\uD7A3▶▷✔]*$/;
const FIRST_WIDE = 0x3000;
/** Intl.Segmenter is slow on one very long string; pieces of this size keep it linear. */
const PIECE = 1000;
const MOST_GRAPHEMES = 4000;

let segmenter: Intl.Segmenter | undefined;
const widths = createCache<string, number>(MOST_GRAPHEMES);

export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/** Whether its width is beyond doubt, in any terminal. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** The graphemes of a text: what a person sees as one character. */
export function graphemes(text: string): readonly string[] {
  return PLAIN.test(text) ? text.split('') : [...eachGrapheme(text)];
}

/** The same one by one: they are slow to find, and who stops early does not pay for the others. */
export function* eachGrapheme(text: string): Generator<string, void> {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (let at = 0; at < text.length;) {
    const end = pieceEnd(text, at);
    for (const { segment } of segmenter.segment(text.slice(at, end))) yield segment;
    at = end;
  }
}

/** Pieces end before an ASCII character, where no grapheme can go on. */
function pieceEnd(text: string, from: number): number {
  if (text.length - from <= PIECE) return text.length;
  for (let end = from + PIECE; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code >= 0x20 && code < 0x7f) return end;
    if (end - from >= 8 * PIECE && !(code >= 0xdc00 && code <= 0xdfff)) return end;
  }
  return text.length;
}

/** Cells of one grapheme. Cached: texts are made of few different ones. */
export function graphemeWidth(grapheme: string): number {
  if (grapheme.length === 1) {
    const code = grapheme.charCodeAt(0);
    if (code >= 0x20 && code < 0x7f) return 1;
  }
  return widths(grapheme, cellsOf);
}

/**
 * The cells that a terminal may use: modern ones draw a grapheme as one, others (tmux, screen, xterm)
 * add up its code points. The larger number counts, since what stands beyond the edge is lost.
 */
function cellsOf(grapheme: string): number {
  const whole = stringWidth(grapheme);
  if (grapheme.length === 1) return whole;
  const added = Array.from(grapheme).reduce((sum, one) => sum + codePointWidth(one), 0);
  return Math.max(whole, added);
}

/** Marks that take no cell of their own, and letters of Hangul that go into the cell before them. */
const NO_CELL = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11FF\uD7B0-\uD7FB]$/u;

function codePointWidth(character: string): number {
  if (NO_CELL.test(character)) return 0;
  // Vowel signs and the like have no width alone, and take a cell behind a letter.
  return Math.max(1, stringWidth(character));
}

/** Cells of a text without line breaks. */
export function width(text: string): number {
  if (ASCII.test(text)) return text.length;
  if (PLAIN.test(text)) return plainWidth(text);
  return graphemes(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
}

function plainWidth(text: string): number {
  let cells = text.length;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) >= FIRST_WIDE) cells += 1;
  return cells;
}

/** The longest beginning that fits into some cells. */
function fitting(text: SafeText, cells: number): SafeText {
  if (ASCII.test(text)) return sliceSafe(text, 0, Math.max(0, cells));
  let used = 0;
  let end = 0;
  for (const grapheme of graphemes(text)) {
    used += graphemeWidth(grapheme);
    if (used > cells) break;
    end += grapheme.length;
  }
  // A joiner that joins nothing any more goes with what it joined.
  while (end > 0 && /[\u200C\u200D]/.test(text.charAt(end - 1))) end -= 1;
  return sliceSafe(text, 0, end);
}

/** The text, or as much of it as fits with a mark at its end. */
export function truncate(text: SafeText, cells: number, mark: SafeText = t`…`): SafeText {
  if (width(text) <= cells) return text;
  if (cells <= 0) return t``;
  return concat(fitting(text, cells - width(mark)), mark);
}

/** The text, or as much of its end as fits with a mark before it. */
export function truncateStart(text: SafeText, cells: number, mark: SafeText = t`…`): SafeText {
  if (width(text) <= cells) return text;
  if (cells <= 0) return t``;
  return concat(mark, ending(text, cells - width(mark)));
}

/** The longest end that fits into some cells. */
function ending(text: SafeText, cells: number): SafeText {
  if (ASCII.test(text))
    return sliceSafe(text, text.length - Math.max(0, Math.min(cells, text.length)));
  let from = text.length;
  let used = 0;
  for (const grapheme of graphemes(text).toReversed()) {
    used += graphemeWidth(grapheme);
    if (used > cells) break;
    from -= grapheme.length;
  }
  return sliceSafe(text, from);
}

/** The text, or its beginning and end with a mark between them. */
export function truncateMiddle(text: SafeText, cells: number): SafeText {
  if (width(text) <= cells) return text;
  if (cells <= 4) return truncate(text, cells);
  const end = ending(text, Math.floor((cells - 1) / 2));
  return concat(fitting(text, cells - 1 - width(end)), t`…`, end);
}

/** The text in exactly that many cells: cut with a mark, or filled with spaces. */
export function pad(text: SafeText, cells: number, align: 'left' | 'right' = 'left'): SafeText {
  const cut = truncate(text, cells);
  const space = ' '.repeat(Math.max(0, cells - width(cut)));
  return (align === 'left' ? cut + space : space + cut) as SafeText;
}
