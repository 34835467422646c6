/**
 * Forms in which a person can still read a word: escapes, encodings, marks inside of it, letters of
 * other shapes. Base64 is apart (`base64.ts`), since ordinary words may be some. Each decoder finds the pieces of a text that are written in its forms. No expression
 * has two repetitions that can share characters, so all of them are linear in the text.
 */

/** A piece of a text, and what it says. Pieces are in order and do not overlap. */
export type Piece = { readonly start: number; readonly end: number; readonly text: string };
export type Decoder = (text: string) => readonly Piece[];

/** Tried one after the other on what the one before has left. */
export const DECODERS: readonly Decoder[] = [
  wordPieces,
  escapePieces,
  seamPieces,
  letterPieces,
  // Last: `who=Deborah` may look like it.
  quotedPieces,
];

/** `=?UTF-8?Q?Ren=C3=A9_Voss?=`, as the headers of mail have it (RFC 2047); UTF-8 and Latin-1. */
const ENCODED_WORD = /=\?([\w*-]{1,24})\?([qb])\?([^?\s]{0,400})\?=/gi;

function wordPieces(text: string): readonly Piece[] {
  return Array.from(text.matchAll(ENCODED_WORD), ({ index, 0: all, 1: set, 2: form, 3: word }) => {
    const isUtf8 = /^utf-?8/i.test(set ?? '');
    const bytes =
      form === 'b' || form === 'B'
        ? Buffer.from(word ?? '', 'base64')
        : Buffer.from(
            (word ?? '')
              .replaceAll('_', ' ')
              .replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) =>
                String.fromCharCode(Number.parseInt(hex, 16)),
              ),
            'latin1',
          );
    return {
      start: index,
      end: index + all.length,
      text: bytes.toString(isUtf8 ? 'utf8' : 'latin1'),
    };
  });
}

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Named entities of signs and of letters that are no base with a mark. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  Tab: '\t',
  NewLine: '\n',
  shy: '\u00AD',
  zwj: '\u200D',
  zwnj: '\u200C',
  hyphen: '-',
  dash: '-',
  commat: '@',
  period: '.',
  lowbar: '_',
  percnt: '%',
  num: '#',
  bsol: '\\',
  szlig: 'ß',
  aelig: 'æ',
  AElig: 'Æ',
  oelig: 'œ',
  OElig: 'Œ',
  oslash: 'ø',
  Oslash: 'Ø',
  eth: 'ð',
  ETH: 'Ð',
  thorn: 'þ',
  THORN: 'Þ',
  lstrok: 'ł',
  Lstrok: 'Ł',
  dstrok: 'đ',
  Dstrok: 'Đ',
  inodot: 'ı',
};

/** What follows the base letter in the name of an entity: `eacute`; nothing of a letter's shape: `Zopf`. */
const MARKED: Readonly<Record<string, string>> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  ring: '\u030A',
  cedil: '\u0327',
  caron: '\u030C',
  macr: '\u0304',
  breve: '\u0306',
  ogon: '\u0328',
  dblac: '\u030B',
  dot: '\u0307',
  opf: '',
  scr: '',
  fr: '',
};

/**
 * Of JSON and source code (however often escaped), HTML, URLs, CSV and Markdown,
 * and `[at]`, `(dot)` as people write them. An escape before a line break joins the lines.
 */
export const ESCAPE = new RegExp(
  [
    String.raw`(?<!\\)\\{1,16}(?:u([0-9a-f]{4})|[uU]\{([0-9a-f]{1,6})\}|U000([0-9a-f]{5})|x([0-9a-f]{2})|([nrtbf]))`,
    String.raw`\\([^\w\s])`,
    String.raw`&#x0{0,6}([0-9a-f]{1,6});?`,
    String.raw`&#0{0,6}(\d{1,7});?`,
    String.raw`&([a-z]{2,8});`,
    String.raw`((?:%[0-9a-f]{2})+)`,
    String.raw`%u([0-9a-f]{4})`,
    String.raw`\\[ \t]{0,8}\r?\n`,
    String.raw`("")`,
    String.raw`[ \t]?[[({][ \t]?(at|dot|@|\.)[ \t]?[\])}][ \t]?`,
  ].join('|'),
  'gi',
);

function escapePieces(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const match of text.matchAll(ESCAPE)) {
    const [all, unit, braced, long, byte, control, sign, hex, decimal, name, percent] = match;
    const [, percentUnit, quote, word] = match.slice(10);
    const start = match.index;
    if (percent !== undefined) {
      pieces.push(...bytePieces(percent, start));
      continue;
    }
    const code = unit ?? braced ?? long ?? byte ?? hex ?? percentUnit;
    let says: string | undefined = '';
    if (code !== undefined) says = character(Number.parseInt(code, 16));
    else if (control !== undefined) says = CONTROLS[control.toLowerCase()];
    else if (sign !== undefined) says = sign;
    else if (decimal !== undefined) says = character(Number(decimal));
    else if (name !== undefined) says = entity(name);
    else if (quote !== undefined) says = '"';
    else if (word !== undefined) says = /^[a@]/i.test(word) ? '@' : '.';
    if (says !== undefined) pieces.push({ start, end: start + all.length, text: says });
  }
  return pieces;
}

function character(code: number): string {
  return code <= 0x10_ffff ? String.fromCodePoint(code) : '';
}

function entity(name: string): string | undefined {
  const said = NAMED[name] ?? NAMED[name.toLowerCase()];
  if (said !== undefined) return said;
  const mark = MARKED[name.slice(1).toLowerCase()];
  return mark === undefined ? undefined : (name.slice(0, 1) + mark).normalize('NFC');
}

/** `=C3=A9`. */
function quotedPieces(text: string): readonly Piece[] {
  return Array.from(text.matchAll(/(?:=[0-9a-f]{2})+/gi)).flatMap(({ index, 0: encoded }) =>
    bytePieces(encoded, index),
  );
}

/** The characters of `%C3%A9` or `=C3=A9`, each with its own bytes; Latin-1 where it is not UTF-8. */
function bytePieces(encoded: string, start: number): readonly Piece[] {
  const bytes = Buffer.from(encoded.replaceAll(/[%=]/g, ''), 'hex');
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const length = first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const utf8 = bytes.toString('utf8', at, at + length);
    const isUtf8 = !utf8.includes('\uFFFD') && Buffer.byteLength(utf8) === length;
    const size = isUtf8 ? length : 1;
    const text = isUtf8 ? utf8 : bytes.toString('latin1', at, at + 1);
    pieces.push({ start: start + at * 3, end: start + (at + size) * 3, text });
    at += size;
  }
  return pieces;
}

/**
 * What stands inside a word without being read: tags, comments, emphasis, a terminal's codes, and
 * a hyphen, or the sign of quoted-printable, with the line break behind it (also in a quoted mail).
 */
const SEAM =
  /<!--[^<>]{0,200}-->|<\/?[a-z][a-z0-9]{0,15}(?:[ \t\r\n][^<>]{0,200})?\/?>|\u001B\[[0-9;]{0,20}[a-z]|=[ \t]{0,8}\r?\n|(?<=\p{L})(?:\*{1,3}|~~|`)(?=\p{L})|(?<=\p{L})[-\u00AD\u2010\u2011][ \t]{0,8}\r?\n[ \t>|*#]{0,20}(?=\p{L})/giu;

function seamPieces(text: string): readonly Piece[] {
  return Array.from(text.matchAll(SEAM), ({ index, 0: all }) => ({
    start: index,
    end: index + all.length,
    text: '',
  }));
}

/** Nothing here needs a look in a text of these alone. */
const UNUSUAL = /[^\x20-\x7E\t\n\r]/;
/** Characters without a shape; a letter with its marks; the parts of Korean syllables; any other. */
const LETTERS =
  /[\p{Default_Ignorable_Code_Point}\p{Cf}\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]+|[\u1100-\u11FF\uA960-\uA97F\uD7B0-\uD7FF]+|[^\p{M}\s]\p{M}+|[^\x00-\x7F]/gu;
const SHAPELESS = /^[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/u;
/** Marks that go with any script: what is left of them after composing is decoration. */
const DECORATION = /(?=\p{Script=Inherited})[\p{Mn}\p{Me}]/gu;
const READ = /[\p{L}\p{N}@_.-]/u;

const shapes = new Map<string, string>();

/** What one letter, with its marks, is read as: the same where it is a plain one already. */
function plainLetter(letter: string): string {
  const known = shapes.get(letter);
  if (known !== undefined) return known;
  let plain = '';
  if (!SHAPELESS.test(letter)) {
    plain = letter.normalize('NFKC');
    if (/\p{M}/u.test(plain)) plain = plain.replaceAll(DECORATION, '');
    // Dots and dashes of prose are as they are.
    if (letter === '…' || letter === '‥' || !READ.test(plain)) plain = letter;
  }
  // A bound against a text of ever new clusters.
  if (shapes.size > 20_000) shapes.clear();
  shapes.set(letter, plain);
  return plain;
}

function letterPieces(text: string): readonly Piece[] {
  if (!UNUSUAL.test(text)) return [];
  const pieces: Piece[] = [];
  for (const { index, 0: letter } of text.matchAll(LETTERS)) {
    const plain = plainLetter(letter);
    if (plain !== letter) pieces.push({ start: index, end: index + letter.length, text: plain });
  }
  return pieces;
}
