/**
 * The ways in which a text can be read: as it stands, and with what is written in other forms
 * (`decoders.ts`) as what it says, one form inside another included. What is found in a reading is
 * told as a place in the text itself.
 */
import { base64Pieces } from './base64.ts';
import { DECODERS, type Piece } from './decoders.ts';

export type Reading = {
  readonly text: string;
  /** The place in the source of a place in the reading; undefined where its end may be cut off. */
  readonly source: (start: number, end: number) => Range | undefined;
};

type Range = { readonly start: number; readonly end: number };

/** Forms inside forms: JSON in base64 in a URL in HTML. Each round takes one of every kind. */
const MOST_ROUNDS = 4;
/** Characters around a decoded piece that are read with it. What lies further off was read before. */
const AROUND = 400;
/** Characters in which a break between words is looked for, so that no word is cut. */
const BREAK_WITHIN = 80;

type Layer = {
  readonly text: string;
  /** Where the decoded pieces stand in the text, one behind the other. */
  readonly pieces: readonly Range[];
  readonly source: (start: number, end: number) => Range;
};

/** The text itself, and then chunks of it in which something was decoded. */
export function* readings(text: string): Generator<Reading> {
  yield { text, source: (start, end) => ({ start, end }) };
  for (const layer of layersOf(layerOf(text))) {
    for (const { start, end } of chunks(layer)) {
      const isCutBefore = start > 0;
      const isCutAfter = end < layer.text.length;
      const length = end - start;
      yield {
        text: layer.text.slice(start, end),
        source: (from, to) =>
          (isCutBefore && from === 0) || (isCutAfter && to === length)
            ? undefined
            : layer.source(start + from, start + to),
      };
    }
  }
}

/** The text with everything decoded that can be, but base64. */
export function readable(text: string): string {
  let layer = layerOf(text);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = layer;
    for (const next of decodedOnce(layer)) layer = next;
    if (layer === before) break;
  }
  return layer.text;
}

/**
 * The layers over a layer. Base64 goes its own way: a word may happen to be some, and its signs may
 * happen to be escapes, so the text is read with it and without.
 */
function* layersOf(bottom: Layer, rounds = MOST_ROUNDS): Generator<Layer> {
  let layer = bottom;
  for (let round = rounds; round > 0; round -= 1) {
    const pieces = base64Pieces(layer.text);
    if (pieces.length > 0) {
      const branch = withPieces(layer, pieces);
      yield branch;
      yield* layersOf(branch, round - 1);
    }
    const before = layer;
    for (const next of decodedOnce(layer)) {
      layer = next;
      yield layer;
    }
    if (layer === before) return;
  }
}

/** A layer for every decoder that has something to do, each on the one before. */
function* decodedOnce(bottom: Layer): Generator<Layer> {
  let layer = bottom;
  for (const decode of DECODERS) {
    const pieces = decode(layer.text);
    if (pieces.length === 0) continue;
    layer = withPieces(layer, pieces);
    yield layer;
  }
}

function layerOf(text: string): Layer {
  return { text, pieces: [], source: (start, end) => ({ start, end }) };
}

function withPieces(under: Layer, pieces: readonly Piece[]): Layer {
  const parts: string[] = [];
  const places: Range[] = [];
  let at = 0;
  let length = 0;
  for (const { start, end, text } of pieces) {
    parts.push(under.text.slice(at, start), text);
    length += start - at;
    places.push({ start: length, end: length + text.length });
    length += text.length;
    at = end;
  }
  parts.push(under.text.slice(at));
  /** The place below of one character. */
  const below = (place: number): Range => {
    const index = lastAtOrBefore(places, place);
    const found = places[index];
    const piece = pieces[index];
    if (found === undefined || piece === undefined) return { start: place, end: place + 1 };
    if (place < found.end) return piece;
    const start = piece.end + place - found.end;
    return { start, end: start + 1 };
  };
  return {
    text: parts.join(''),
    pieces: places,
    source: (start, end) => under.source(below(start).start, below(end - 1).end),
  };
}

/** The index of the last range that starts at or before a place; -1: none does. */
function lastAtOrBefore(ranges: readonly Range[], place: number): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[middle]?.start ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The surroundings of the pieces; those that meet are one. */
function* chunks({ text, pieces }: Layer): Generator<Range> {
  let start = 0;
  let end = -1;
  for (const piece of pieces) {
    if (piece.start - AROUND - BREAK_WITHIN > end) {
      if (end >= 0) yield { start, end: wordBreakAfter(text, end) };
      start = wordBreakBefore(text, piece.start - AROUND);
    }
    end = Math.max(end, Math.min(text.length, piece.end + AROUND));
  }
  if (end >= 0) yield { start, end: wordBreakAfter(text, end) };
}

function wordBreakBefore(text: string, place: number): number {
  if (place <= 0) return 0;
  for (let at = place; at > Math.max(0, place - BREAK_WITHIN); at -= 1) {
    if (isSpace(text.charCodeAt(at))) return at;
  }
  return Math.max(0, place - BREAK_WITHIN);
}

function wordBreakAfter(text: string, place: number): number {
  const most = Math.min(text.length, place + BREAK_WITHIN);
  for (let at = place; at < most; at += 1) if (isSpace(text.charCodeAt(at))) return at + 1;
  return most;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
