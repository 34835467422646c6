/**
 * A walkthrough with everything that it shows: what is presented and exported. Plain data, so that
 * it can be sent between threads.
 */
import type { Group } from '../query/results.ts';
import { createWeakCache } from '../text/remember.ts';
import type { Trial } from '../trial/types.ts';
import { coverName } from './cover.ts';
import type { RatesStop, Reveal, Walkthrough } from './types.ts';

/** One thing at a time. `stop` and `trial` are places in `walkthrough.stops` and `trials`. */
export type Slide =
  | { readonly type: 'title' }
  | { readonly type: 'words'; readonly stop: number }
  | {
      readonly type: 'turn';
      readonly stop: number;
      readonly trial: number;
      /** Its number, from 1. */
      readonly turn: number;
      /** The stop's quotes that stand in this turn, in the order in which it says them. */
      readonly quotes: readonly string[];
      /** The first of its stop: the stop's text stands above it. */
      readonly isFirst: boolean;
    }
  | {
      readonly type: 'reveal';
      readonly stop: number;
      readonly trial: number;
      /** In the order in which they are revealed. */
      readonly what: readonly Reveal[];
    }
  | {
      readonly type: 'rates';
      readonly stop: number;
      readonly rates: RatesStop;
      readonly groups: readonly Group[];
      readonly total: Group;
      readonly leftOut?: readonly string[] | undefined;
    }
  /** What the stop wanted to show is not there. */
  | { readonly type: 'missing'; readonly stop: number; readonly why: string }
  | { readonly type: 'closing' };

/** Something that a stop says and the collection does not. One line. */
export type DeckProblem = { readonly stop: number; readonly message: string };

export type Deck = {
  readonly walkthrough: Walkthrough;
  readonly trials: readonly Trial[];
  /** The title card first, the closing card last. */
  readonly slides: readonly Slide[];
  readonly problems: readonly DeckProblem[];
};

/** A place in a deck: a slide, and how many of its cues (quotes, reveals) have been given. */
export type DeckPosition = { readonly slide: number; readonly cue: number };

/** How many cues a slide has. */
export function cuesOf(slide: Slide): number {
  if (slide.type === 'turn') return slide.quotes.length;
  return slide.type === 'reveal' ? slide.what.length : 0;
}

/** Whether something of a trial is still held back at a position. */
export function isHeld(deck: Deck, position: DeckPosition, trial: number, what: Reveal): boolean {
  const { spoilers } = deck.walkthrough;
  if (spoilers === 'none' || (spoilers === 'verdict' && what === 'model')) return false;
  return !deck.slides.slice(0, position.slide + 1).some((slide, at) => {
    if (slide.type !== 'reveal' || slide.trial !== trial) return false;
    const given = at < position.slide ? slide.what.length : position.cue;
    return slide.what.slice(0, given).includes(what);
  });
}

/** A stop, and the first of its slides. */
export type Chapter = { readonly stop: number; readonly slide: number; readonly title: string };

const chapters = createWeakCache<Deck, readonly Chapter[]>();

/** The chapters: one a stop. Cached, since every frame needs them. */
export function chaptersOf(deck: Deck): readonly Chapter[] {
  return chapters(deck, makeChapters);
}

function makeChapters(deck: Deck): readonly Chapter[] {
  const first = new Map<number, number>();
  for (const [at, slide] of deck.slides.entries()) {
    if ('stop' in slide && !first.has(slide.stop)) first.set(slide.stop, at);
  }
  return [...first].map(([stop, slide]) => ({
    stop,
    slide,
    title: titleOf(deck, stop, deck.slides[slide]),
  }));
}

/** The name of a chapter. */
export function chapterTitle(deck: Deck, stop: number): string {
  return chaptersOf(deck).find((one) => one.stop === stop)?.title ?? `Stop ${stop + 1}`;
}

/** One without a title is named by what it shows, never by its trial's id. */
function titleOf(deck: Deck, stop: number, slide: Slide | undefined): string {
  const given = deck.walkthrough.stops[stop]?.title;
  if (given !== undefined) return given;
  switch (slide?.type) {
    case 'turn': {
      const trial = deck.trials[slide.trial];
      const turn = trial?.turns[slide.turn - 1];
      const title = turn?.subject ?? `Turn ${slide.turn}: ${turn?.kind ?? ''}`;
      // Titles are listed before anything is revealed.
      return deck.walkthrough.spoilers === 'hold' ? coverName(title, trial?.model ?? '') : title;
    }
    case 'reveal':
      return slide.what.map((one) => `The ${one}`).join(', ');
    case 'rates':
      return `Rates by ${slide.rates.by}`;
    default:
      return `Stop ${stop + 1}`;
  }
}
