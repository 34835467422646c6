/** Stepping through a deck on a screen of some size: what each press of a key shows next. */
import { BLANK, rowAbove, rowAt, rowBelow, TOP, type Page, type PagePart } from '../text/page.ts';
import { createCache, createWeakCache, type Cache } from '../text/remember.ts';
import { filledView, scrollBy, visibleRows } from '../text/scroll.ts';
import type { TurnKind } from '../trial/types.ts';
import { cuesOf, type Deck, type DeckPosition } from './deck.ts';
import { readingMs, wordsIn } from './pace.ts';
import { rowText, slideAt, slidePage, type SlidePage } from './slide-page.ts';

export type StageSize = { readonly columns: number; readonly rows: number };

/** A position in a deck, and what of its slide is at the top of the screen: a place in its page. */
export type Position = DeckPosition & { readonly offset: number };

/** Where a deck begins. */
export const START: Position = { slide: 0, cue: 0, offset: TOP };

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

/** What of a slide is on the screen at a position. */
type SlideView = {
  readonly page: SlidePage;
  /** Rows, identified as `text/page.ts` says, from the top of the screen down. */
  readonly rows: readonly number[];
  /** Whether the page goes on below. */
  readonly isMore: boolean;
};

const views = createWeakCache<Deck, Cache<string, SlideView>>();
const MAX_VIEWS = 8;

/** The rows of a slide that a position shows. Cached: stepping and drawing look at a few, often. */
export function slideView(deck: Deck, position: Position, size: StageSize): SlideView {
  const { slide, cue, offset } = position;
  const ofDeck = views(deck, () => createCache(MAX_VIEWS));
  return ofDeck(`${slide}:${cue}:${offset}:${size.columns}x${size.rows}`, () =>
    makeView(slidePage(deck, position, measureOf(size)), offset, roomOf(size)),
  );
}

function makeView(page: SlidePage, offset: number, height: number): SlideView {
  const scroll = { pages: [page], height };
  const top = filledView(scroll, { page, row: rowAt(page, offset) });
  const rows = visibleRows(scroll, top);
  const below = rowBelow(page, rows.at(-1)?.row ?? BLANK);
  return { page, rows: rows.map(({ row }) => row), isMore: below !== undefined };
}

/** The place that stands for the row at the top of the screen: `TOP` for the first of all. */
function offsetOf(page: Page, row: number): number {
  return rowAbove(page, row) === undefined ? TOP : row;
}

/** Rows of a screen that stand again at the top of the next one. */
const OVERLAP = 2;

/** Everything that a slide shows, key press by key press: its text screen by screen, and its cues. */
type Beats = { readonly made: Position[]; readonly more: Iterator<Position, void> };

const beats = createWeakCache<Deck, Cache<string, Beats>>();
const MAX_CACHED = 4;

/** One beat of a slide; undefined behind the last. Cached: each costs a screen of a text. */
function beatAt(deck: Deck, slide: number, size: StageSize, index: number): Position | undefined {
  const ofDeck = beats(deck, () => createCache(MAX_CACHED));
  const { made, more } = ofDeck(`${slide}:${size.columns}x${size.rows}`, () => ({
    made: [],
    more: makeBeats(deck, slide, size),
  }));
  while (made.length <= index) {
    const next = more.next();
    if (next.done === true) return undefined;
    made.push(next.value);
  }
  return made[index];
}

/** The beats of a slide. Each cue is given when it has come into view. */
function* makeBeats(deck: Deck, slide: number, size: StageSize): Generator<Position, void> {
  const cues = cuesOf(slideAt(deck, slide));
  const room = roomOf(size);
  let beat: Position = { ...START, slide };
  for (;;) {
    yield beat;
    const { cue } = beat;
    const { page, rows, isMore } = slideView(deck, beat, size);
    const quote = page.quotes[cue];
    const lowest = rows[room - 1];
    const isSeen = quote === undefined || lowest === undefined || quote.start < lowest;
    if (cue < cues && (isSeen || !isMore)) beat = { ...beat, cue: cue + 1 };
    else if (isMore) {
      const top = { page, row: rows[0] ?? TOP };
      const next = scrollBy({ pages: [page], height: room }, top, Math.max(1, room - OVERLAP));
      beat = { ...beat, offset: offsetOf(page, next.row) };
    } else return;
  }
}

/** The beat that a position is at, with its neighbours on the same slide. */
function beatsAround(
  deck: Deck,
  position: Position,
  size: StageSize,
): { readonly before?: Position | undefined; readonly after?: Position | undefined } {
  const { slide, cue } = position;
  const { page, rows } = slideView(deck, position, size);
  const top = offsetOf(page, rows[0] ?? TOP);
  const at = (index: number): Position | undefined => beatAt(deck, slide, size, index);
  const isBeyond = (beat: Position, here: Position): boolean =>
    beat.cue > cue || (here.cue === cue && beat.offset > top);
  let here = 0;
  for (let next = at(1); next !== undefined; next = at(here + 1)) {
    if (isBeyond(next, at(here) ?? START)) return { before: at(here - 1), after: next };
    here += 1;
  }
  return { before: at(here - 1) };
}

/** What the next key press shows; undefined at the end. */
export function nextPosition(deck: Deck, from: Position, size: StageSize): Position | undefined {
  const { after } = beatsAround(deck, from, size);
  const slide = from.slide + 1;
  return after ?? (slide < deck.slides.length ? { ...START, slide } : undefined);
}

/** What was shown before; undefined at the beginning. */
export function previousPosition(
  deck: Deck,
  from: Position,
  size: StageSize,
): Position | undefined {
  const { before } = beatsAround(deck, from, size);
  if (before !== undefined) return before;
  const slide = from.slide - 1;
  if (slide < 0) return undefined;
  let last = START;
  for (let index = 0, beat; (beat = beatAt(deck, slide, size, index)) !== undefined; index += 1) {
    last = beat;
  }
  return last;
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
  const { page } = slideView(deck, position, size);
  let body = 0;
  let head = 0;
  for (const row of newRows(deck, position, size)) {
    const words = wordsIn(rowText(page, row));
    if (row < 0) head += words;
    else body += words;
  }
  const reading =
    readingMs(body, kindOf(deck, position.slide), wordsPerMinute) +
    readingMs(head, 'message', wordsPerMinute);
  const least = position.cue > 0 ? CUE_MS : page.isCard ? CARD_MS : SHORTEST_MS;
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
function newRows(deck: Deck, position: Position, size: StageSize): readonly number[] {
  const { before } = beatsAround(deck, position, size);
  const { page, rows } = slideView(deck, position, size);
  if (before === undefined) return rows;
  if (position.cue === before.cue) {
    const lowest = slideView(deck, before, size).rows.at(-1) ?? TOP;
    return rows.filter((row) => row > lowest);
  }
  // A reveal adds lines to a card; a quote is a mark in what has been read already.
  if (slideAt(deck, position.slide).type !== 'reveal') return [];
  const added = page.head.length - slidePage(deck, before, measureOf(size)).head.length;
  return rows.slice(Math.max(0, rows.length - added));
}

/** The part of a turn's text that comes into view at a position; undefined where none does. */
export function newText(deck: Deck, position: Position, size: StageSize): PagePart | undefined {
  const rows = newRows(deck, position, size).filter((row) => row >= 0);
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const { page } = slideView(deck, position, size);
  return { page, start: first, end: page.rows.at(last).end };
}

function kindOf(deck: Deck, index: number): TurnKind {
  const slide = slideAt(deck, index);
  if (slide.type !== 'turn') return 'message';
  return deck.trials[slide.trial]?.turns[slide.turn - 1]?.kind ?? 'message';
}
