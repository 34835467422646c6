/** What the speaker sees on a terminal of their own while the audience sees the stage. */
import { turnText } from '../trial/display.ts';
import type { Outcome } from '../trial/types.ts';
import { chaptersOf, chapterTitle, cuesOf, isHeld, type Deck, type DeckPosition } from './deck.ts';
import { slideAt } from './slide-page.ts';
import type { Reveal } from './types.ts';

/** One moment of a presentation, for the speaker. Plain data: it goes through a socket as JSON. */
export type SpeakerNotes = {
  readonly title: string;
  /** Number of the chapter, from 1; 0 before the first. */
  readonly chapter: number;
  readonly chapters: number;
  readonly chapterTitle: string;
  /** The note of this stop. */
  readonly note: string | undefined;
  /** What the audience sees, in a few words, and the beginning of its text. */
  readonly shown: string;
  readonly excerpt: string;
  /** What the next key press does. */
  readonly next: string;
  readonly nextTitle: string | undefined;
  readonly nextNote: string | undefined;
  /** What the speaker knows and the audience may not: of the trial on the stage. */
  readonly trial:
    | {
        readonly model: string;
        readonly outcome: Outcome;
        readonly label: string | undefined;
        readonly held: readonly Reveal[];
      }
    | undefined;
  /** Slides shown, and all of them. */
  readonly slide: number;
  readonly slides: number;
  readonly playing: boolean;
  readonly speed: number;
  /** How long it has gone on, when this was said. Milliseconds. */
  readonly elapsedMs: number;
  readonly isOver: boolean;
};

const EXCERPT = 280;

/** The notes at a position of a deck. `isMore`: the text of the slide goes on below. */
export function speakerNotes(
  deck: Deck,
  position: DeckPosition,
  isMore: boolean,
  clock: Pick<SpeakerNotes, 'playing' | 'speed' | 'elapsedMs'>,
): SpeakerNotes {
  const { walkthrough, slides } = deck;
  const chapters = chaptersOf(deck);
  const at = chapters.findLastIndex(({ slide }) => slide <= position.slide);
  const here = chapters[at];
  const following = chapters[at + 1];
  const slide = slideAt(deck, position.slide);
  const isOver = position.slide === slides.length - 1;
  const trial = 'trial' in slide ? deck.trials[slide.trial] : undefined;
  const turn = slide.type === 'turn' ? trial?.turns[slide.turn - 1] : undefined;
  return {
    title: walkthrough.title,
    chapter: isOver ? chapters.length : at + 1,
    chapters: chapters.length,
    chapterTitle: isOver ? 'The end' : here === undefined ? 'The title' : here.title,
    note: here === undefined || isOver ? undefined : walkthrough.stops[here.stop]?.note,
    shown: shownText(deck, position),
    excerpt: turn === undefined ? '' : turnText(turn).slice(0, EXCERPT),
    next: nextText(deck, position, isMore),
    nextTitle: following === undefined ? undefined : chapterTitle(deck, following.stop),
    nextNote: following === undefined ? undefined : walkthrough.stops[following.stop]?.note,
    trial:
      trial === undefined || !('trial' in slide)
        ? undefined
        : {
            model: trial.model,
            outcome: trial.verdict.outcome,
            label: trial.verdict.label,
            held: (['verdict', 'model'] as const).filter((what) =>
              isHeld(deck, position, slide.trial, what),
            ),
          },
    slide: position.slide + 1,
    slides: slides.length,
    isOver,
    ...clock,
  };
}

function shownText(deck: Deck, { slide: index }: DeckPosition): string {
  const slide = slideAt(deck, index);
  switch (slide.type) {
    case 'title':
      return 'the title card';
    case 'closing':
      return 'the closing card';
    case 'words':
      return 'words of your own';
    case 'missing':
      return `nothing: ${slide.why}`;
    case 'rates':
      return `rates by ${slide.rates.by}`;
    case 'reveal':
      return `the ${slide.what.join(' and the ')}`;
    case 'turn': {
      const kind = deck.trials[slide.trial]?.turns[slide.turn - 1]?.kind ?? '';
      return `turn ${slide.turn}, ${kind}`;
    }
    default:
      return slide satisfies never;
  }
}

function nextText(deck: Deck, position: DeckPosition, isMore: boolean): string {
  const slide = slideAt(deck, position.slide);
  if (position.cue < cuesOf(slide)) {
    if (slide.type === 'reveal') return `reveals the ${slide.what[position.cue] ?? ''}`;
    const quote = slide.type === 'turn' ? slide.quotes[position.cue] : undefined;
    if (quote !== undefined) return `${isMore ? 'leads to' : 'highlights'} “${quote}”`;
  }
  if (isMore) return 'shows more of this text';
  return position.slide + 1 < deck.slides.length
    ? `shows ${shownText(deck, { slide: position.slide + 1, cue: 0 })}`
    : 'nothing more: this is the end';
}
