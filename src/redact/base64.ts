/** Base64 in running text, with both alphabets, wrapped as mail wraps it or in one line. */
import type { Piece } from './decoders.ts';

/** Lengths of the lines of wrapped base64. */
const LINE = { least: 60, most: 76 };
/** Characters of the shortest run; a value that is nothing else may be shorter. */
const SHORTEST = 6;
const SHORTEST_ALONE = 4;
/** Characters that are tried before all of a long run is. */
const HEAD = 64;
/** Parts of a run between the signs that paths and ids have between theirs. */
const PART = /[A-Za-z0-9]{6,}={0,2}/g;

/** Kinds of characters, by their code. */
const [OTHER, SMALL, CAPITAL, DIGIT, SIGN] = [0, 1, 2, 3, 4];
const KIND = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/[a-z]/.test(char)) return SMALL;
  if (/[A-Z]/.test(char)) return CAPITAL;
  if (/\d/.test(char)) return DIGIT;
  return /[-+/_]/.test(char) ? SIGN : OTHER;
});

/** What prose has no word of, and base64 hardly ever lacks. */
const MIXED = /[a-z][A-Z\d]|[A-Z]\d|\d[A-Za-z]|[A-Z]{2}[a-z]|[A-Za-z]={1,2}(?![\w="'])/;
/** The signs that fill up the last four characters. Before a value, `=` assigns it. */
const FILLING = /={1,2}(?![\w="'])/y;

/** Every run that says something, as what it says. */
export function base64Pieces(text: string): readonly Piece[] {
  if (!MIXED.test(text)) return [];
  const pieces: Piece[] = [];
  const shortest = text.length <= 8 ? SHORTEST_ALONE : SHORTEST;
  for (let at = 0; at < text.length; at += 1) {
    if (kindAt(text, at) === OTHER) continue;
    const start = at;
    const run = lineFrom(text, start);
    at = run.end;
    if (!run.isMixed || run.end - start < shortest) continue;
    at = wrappedEnd(text, start, run.end);
    for (let signs = 0; signs < 2 && text[at] === '='; signs += 1) at += 1;
    const says = decoded(text.slice(start, at));
    if (says !== undefined) pieces.push({ start, end: at, text: says });
    else pieces.push(...partPieces(text.slice(start, at), start));
  }
  return pieces;
}

function kindAt(text: string, at: number): number {
  return KIND[text.charCodeAt(at)] ?? OTHER;
}

/** The run's end in this line. Not mixed: words with a capital or none, which are no base64
 * unless signs fill them up. */
function lineFrom(
  text: string,
  start: number,
): { readonly end: number; readonly isMixed: boolean } {
  let end = start;
  let isMixed = false;
  for (let kind = kindAt(text, end); kind !== OTHER; kind = kindAt(text, end)) {
    isMixed ||= kind === DIGIT || (kind === CAPITAL && end > start);
    end += 1;
  }
  // A word of prose is never filled up to four characters.
  FILLING.lastIndex = end;
  const [filling = ''] = FILLING.exec(text) ?? [];
  isMixed ||= filling !== '' && (end - start + filling.length) % 4 === 0;
  return { end, isMixed };
}

/** Where a run that began with a full line ends: with the first shorter line. */
function wrappedEnd(text: string, start: number, end: number): number {
  let [last, from] = [end, start];
  while (last - from >= LINE.least && last - from <= LINE.most) {
    const next = text[last] === '\r' ? last + 1 : last;
    if (text[next] !== '\n') break;
    const line = lineFrom(text, next + 1);
    if (line.end === next + 1 || line.end - next - 1 > LINE.most) break;
    [from, last] = [next + 1, line.end];
  }
  return last;
}

function partPieces(run: string, offset: number): readonly Piece[] {
  if (!/[-+/_]/.test(run)) return [];
  const pieces: Piece[] = [];
  for (const { index, 0: part } of run.matchAll(PART)) {
    if (!lineFrom(part, 0).isMixed) continue;
    const says = decoded(part);
    const start = offset + index;
    if (says !== undefined) pieces.push({ start, end: start + part.length, text: says });
  }
  return pieces;
}

/** The text that a run of base64 stands for; undefined: it is none, or of something unreadable. */
function decoded(run: string): string | undefined {
  if (run.length > 2 * HEAD) {
    const head = Buffer.from(run.slice(0, HEAD), 'base64');
    // A character may be cut at the end of it.
    if (!isWide(head) && !isReadable(head.toString('utf8').replace(/\uFFFD{1,3}$/, ''))) {
      return undefined;
    }
  }
  const bytes = Buffer.from(run, 'base64');
  const text = bytes.toString(isWide(bytes) ? 'utf16le' : 'utf8');
  return isReadable(text) ? text : undefined;
}

/** Letters of UTF-16: every second byte is zero. */
function isWide(bytes: Buffer): boolean {
  return bytes.length >= 8 && bytes[1] === 0 && bytes[3] === 0 && bytes[0] !== 0 && bytes[2] !== 0;
}

const UNREADABLE = /[\x00-\x08\x0E-\x1A\x1C-\x1F\x7F-\x9F\uFFFD]/;

function isReadable(text: string): boolean {
  return !UNREADABLE.test(text) && /\p{L}/u.test(text);
}
