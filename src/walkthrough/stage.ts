/** Stepping through a deck on a screen of some size: what each press of a key shows next. */
import type { TurnKind } from '../trial/types.ts';
import { cuesOf, type Deck, type Place } from './deck.ts';
import { readingMs, wordsIn } from './pace.ts';
import { offsetOf, rowOf, rowsUpTo, rowText, sheetOf, slideAt, type Sheet } from './sheet.ts';

export type StageSize = { readonly columns: number; readonly rows: number };

/** A place, and what of its slide is at the top of the screen: an offset into its text. */
export type Position = Place & { readonly offset: number };

/** Where a deck begins. */
export const START: Position = { slide: 0, cue: 0, offset: Number.NEGATIVE_INFINITY };

/** A readable line, and what stands around it. */
const LONGEST_LINE = 76;
const SMALLEST_MARGIN = 3;
/** Rows of the chrome: header, a blank row under it, a blank row over the footer, footer. */
const CHROME_ROWS = 4;

/** Cells of a line of text. */
export function measureOf({ columns }: StageSize): number {
  return Math.max(10, Math.min(LONGEST_LINE, columns - 2 * SMALLEST_MARGIN));
}

/** Rows that a slide has. */
export function roomOf({ rows }: StageSize): number {
  return Math.max(1, rows - CHROME_ROWS);
}

/** The first row of a slide that is shown at a position. */
export function topRow(deck: Deck, position: Position, size: StageSize): number {
  const sheet = sheetOf(deck, position, measureOf(size));
  return fullScreen(sheet, rowOf(sheet, position.offset), roomOf(size));
}

/** The row, or an earlier one: where fewer rows than there is room for would follow. */
function fullScreen(sheet: Sheet, row: number, room: number): number {
  return Math.max(0, rowsUpTo(sheet, row + room) - room);
}

type Beat = { readonly cue: number; readonly top: number };

const FIRST_BEAT: Beat = { cue: 0, top: 0 };

/** Rows of a page that stand again at the top of the next one. */
const OVERLAP = 2;

/**
 * Everything that a slide shows, key press by key press: its text page by page, each of its cues
 * when it has come into view. Pages that nobody asks for are not made.
 */
function* beatsOf(deck: Deck, slide: number, size: StageSize): Generator<Beat, void> {
  const cues = cuesOf(slideAt(deck, slide));
  const room = roomOf(size);
  let beat = FIRST_BEAT;
  for (;;) {
    yield beat;
    const { cue, top } = beat;
    const sheet = sheetOf(deck, { slide, cue }, measureOf(size));
    const quote = sheet.quotes[cue];
    const isSeen = quote === undefined || quote.start < offsetOf(sheet, top + room - 1);
    const isBelow = rowsUpTo(sheet, top + room + 1) > top + room;
    if (cue < cues && (isSeen || !isBelow)) beat = { cue: cue + 1, top };
    else if (isBelow) {
      beat = { cue, top: fullScreen(sheet, top + Math.max(1, room - OVERLAP), room) };
    } else return;
  }
}

/** The beat that a position is at, with its neighbours on the same slide. */
function beatsAround(
  deck: Deck,
  position: Position,
  size: StageSize,
): { readonly before?: Beat; readonly here: Beat; readonly after?: Beat } {
  const top = topRow(deck, position, size);
  let before: Beat | undefined;
  let here: Beat | undefined;
  for (const beat of beatsOf(deck, position.slide, size)) {
    const isBeyond = beat.cue > position.cue || (here?.cue === position.cue && beat.top > top);
    if (here !== undefined && isBeyond) {
      return { ...(before === undefined ? {} : { before }), here, after: beat };
    }
    before = here;
    here = beat;
  }
  return { ...(before === undefined ? {} : { before }), here: here ?? FIRST_BEAT };
}

function positionOf(deck: Deck, slide: number, beat: Beat, size: StageSize): Position {
  const { cue, top } = beat;
  const sheet = sheetOf(deck, { slide, cue }, measureOf(size));
  return { slide, cue, offset: top === 0 ? Number.NEGATIVE_INFINITY : offsetOf(sheet, top) };
}

/** What the next key press shows; undefined at the end. */
export function nextPosition(deck: Deck, from: Position, size: StageSize): Position | undefined {
  const { after } = beatsAround(deck, from, size);
  if (after !== undefined) return positionOf(deck, from.slide, after, size);
  const slide = from.slide + 1;
  return slide < deck.slides.length ? { ...START, slide } : undefined;
}

/** What was shown before; undefined at the beginning. */
export function previousPosition(
  deck: Deck,
  from: Position,
  size: StageSize,
): Position | undefined {
  const { before } = beatsAround(deck, from, size);
  if (before !== undefined) return positionOf(deck, from.slide, before, size);
  const slide = from.slide - 1;
  if (slide < 0) return undefined;
  let last = FIRST_BEAT;
  for (const beat of beatsOf(deck, slide, size)) last = beat;
  return positionOf(deck, slide, last, size);
}

/** The beginning of a slide; numbers beyond the deck mean its ends. */
export function atSlide(deck: Deck, slide: number): Position {
  return { ...START, slide: Math.max(0, Math.min(deck.slides.length - 1, slide)) };
}

/** A card is shown for so long at least; so is a highlight or a reveal. Milliseconds. */
const CARD_MS = 3000;
const CUE_MS = 2500;
const SHORTEST_MS = 1200;

/** For how long auto-advance shows a position, at a reading pace. */
export function readingTime(
  deck: Deck,
  position: Position,
  size: StageSize,
  wordsPerMinute: number,
): number {
  const sheet = sheetOf(deck, position, measureOf(size));
  const [first, end] = newRows(deck, position, size, sheet);
  let body = 0;
  let head = 0;
  for (let row = first; row < end; row += 1) {
    const words = wordsIn(rowText(sheet, row));
    if (row < sheet.head.length) head += words;
    else body += words;
  }
  const reading =
    readingMs(body, kindOf(deck, position.slide), wordsPerMinute) +
    readingMs(head, 'message', wordsPerMinute);
  const least = position.cue > 0 ? CUE_MS : sheet.isCard ? CARD_MS : SHORTEST_MS;
  return Math.round(Math.max(least, reading));
}

/** Seconds that the stop's own pause adds at the end of its last slide; `true`: wait for a key. */
export function pauseAt(deck: Deck, position: Position, size: StageSize): number | true {
  const slide = slideAt(deck, position.slide);
  const following = nextPosition(deck, position, size);
  if (!('stop' in slide)) return 0;
  const after = following === undefined ? undefined : slideAt(deck, following.slide);
  if (after !== undefined && 'stop' in after && after.stop === slide.stop) return 0;
  return deck.walkthrough.stops[slide.stop]?.pause ?? 0;
}

/** The rows that were not on the screen one beat before: those that are still to be read. */
function newRows(
  deck: Deck,
  position: Position,
  size: StageSize,
  sheet: Sheet,
): readonly [first: number, end: number] {
  const { before, here } = beatsAround(deck, position, size);
  const { top } = here;
  const end = rowsUpTo(sheet, top + roomOf(size));
  if (before === undefined) return [top, end];
  // A reveal adds lines to a card; a quote is a mark in what has been read already.
  if (here.cue !== before.cue) {
    if (slideAt(deck, position.slide).type !== 'reveal') return [end, end];
    const shorter = sheetOf(deck, { slide: position.slide, cue: before.cue }, measureOf(size));
    return [
      Math.max(0, end - Math.max(0, rowsUpTo(sheet, Infinity) - rowsUpTo(shorter, Infinity))),
      end,
    ];
  }
  return [Math.min(end, before.top + roomOf(size)), end];
}

/** The piece of a turn's text that comes into view at a position; undefined where none does. */
export function newText(
  deck: Deck,
  position: Position,
  size: StageSize,
): { readonly start: number; readonly end: number } | undefined {
  const sheet = sheetOf(deck, position, measureOf(size));
  const [first, end] = newRows(deck, position, size, sheet);
  const from = Math.max(first, sheet.head.length);
  if (sheet.body === '' || end <= from) return undefined;
  const last = sheet.wrapped.rowAt(end - 1 - sheet.head.length);
  return { start: offsetOf(sheet, from), end: last?.end ?? sheet.body.length };
}

function kindOf(deck: Deck, index: number): TurnKind {
  const slide = slideAt(deck, index);
  if (slide.type !== 'turn') return 'message';
  return deck.trials[slide.trial]?.turns[slide.turn - 1]?.kind ?? 'message';
}
