/** Presenting: what a step, a tick of a clock and an arriving deck do to the stage. */
import { placeInPart } from '../../../text/page.ts';
import { plural } from '../../../stats/bars.ts';
import { chaptersOf, type Deck } from '../../../walkthrough/deck.ts';
import { speakerNotes, type SpeakerNotes } from '../../../walkthrough/notes.ts';
import {
  atSlide,
  newText,
  nextPosition,
  pauseAt,
  previousPosition,
  readingTime,
  slideView,
  START,
  type Position,
} from '../../../walkthrough/stage.ts';
import type { Walkthrough } from '../../../walkthrough/types.ts';
import { HOLD_MS, STROKE_MS, strokesIn } from '../../../walkthrough/typing.ts';
import { present, type PresentScreen } from './state.ts';
import type { State } from '../../state.ts';
import {
  ask,
  findScreen,
  notify,
  push,
  sequence,
  startTimer,
  topScreen,
  type Transition,
  withScreen,
} from '../../transition.ts';

/** Presents a walkthrough over the screen on top; q comes back to it. */
export function openPresent(state: State, walkthrough: Walkthrough): Transition {
  const start = { walkthrough, playing: false, typing: false, speed: 1, from: undefined } as const;
  return askDeck(push(state, present.initial(start, START, false)));
}

/** Asks for the deck of the presentation, once everything has been read. */
export function askDeck(state: State): Transition {
  const screen = findScreen(state, 'present');
  const isReady = state.progress?.phase === 'done';
  if (screen === undefined || screen.deck !== undefined || !isReady) return [state];
  return ask(state, { name: 'deck', params: { walkthrough: screen.walkthrough } });
}

/** The deck has come: the first card, and the clock starts. */
export function takeDeck(state: State, deck: Deck): Transition {
  const screen = findScreen(state, 'present');
  if (screen === undefined || screen.deck !== undefined) return [state];
  const first = chaptersOf(deck)[(screen.from ?? 0) - 1]?.slide ?? 0;
  const next = withScreen(state, 'present', (one) => ({ ...one, deck }));
  // An audience watches: the problems themselves name trials, and with them models.
  const { size: count } = new Set(deck.problems.map(({ stop }) => stop));
  return sequence(
    next,
    (one) => startTimer(one, 'clock', 0),
    (one) => show(one, atSlide(deck, first)),
    (one) =>
      count === 0
        ? [one]
        : notify(
            one,
            `${plural(count, 'stop')} not as saved; inquest walkthrough check says more`,
            'warning',
          ),
  );
}

/** Goes to a position; auto-advance and typing begin anew there. */
export function show(state: State, position: Position): Transition {
  const screen = findScreen(state, 'present');
  if (screen?.deck === undefined) return [state];
  const isTyped = screen.typing && newText(screen.deck, position, state.size) !== undefined;
  const typed = isTyped ? 0 : undefined;
  const next = withScreen(state, 'present', (one) => ({ ...one, position, typed }));
  return isTyped ? startTimer(next, 'typing', STROKE_MS) : waitFor(next);
}

/** One step on. While text is being typed, the step completes it. */
export function stepOn(state: State, screen: PresentScreen): Transition {
  const { deck, position } = screen;
  if (deck === undefined) return [state];
  if (screen.typed !== undefined) return waitFor(typedOut(state));
  const next = nextPosition(deck, position, state.size);
  if (next !== undefined) return show(state, next);
  const still = withScreen(state, 'present', (one) => ({ ...one, playing: false }));
  return notify(still, 'This is the end');
}

/** One step back; nothing is typed a second time. */
export function stepBack(state: State, screen: PresentScreen): Transition {
  const { deck, position } = screen;
  if (deck === undefined) return [state];
  const previous = previousPosition(deck, position, state.size);
  return previous === undefined ? [state] : waitFor(typedOut(showAt(state, previous)));
}

/** Goes to the beginning of a slide. */
export function goToSlide(state: State, deck: Deck, slide: number): Transition {
  return show(state, atSlide(deck, slide));
}

function showAt(state: State, position: Position): State {
  return withScreen(state, 'present', (one) => ({ ...one, position }));
}

function typedOut(state: State): State {
  return withScreen(state, 'present', (one) => ({ ...one, typed: undefined }));
}

/** Auto-advance: waits for as long as what is shown is read. A pause for a key has no end. */
export function waitFor(state: State): Transition {
  const screen = findScreen(state, 'present');
  if (screen?.deck === undefined || !screen.playing) return [state];
  const { deck, position, speed } = screen;
  const pause = pauseAt(deck, position, state.size);
  if (pause === true) return [state];
  const reading = readingTime(deck, position, state.size, state.settings.wordsPerMinute);
  // What was typed has been read while it came.
  const left =
    screen.typing && newText(deck, position, state.size) !== undefined ? HOLD_MS : reading;
  return startTimer(state, 'stage', Math.round((left + pause * 1000) / speed));
}

/** The clock of the auto-advance ran out. */
export function stageTick(state: State): Transition {
  const screen = findScreen(state, 'present');
  if (screen?.playing !== true) return [state];
  // Nothing goes by unseen: what is over the stage (help, chapters) is left first.
  return isCovered(state) ? startTimer(state, 'stage', COVERED_MS) : stepOn(state, screen);
}

/** How often it is looked whether the stage is seen again. */
const COVERED_MS = 500;

function isCovered(state: State): boolean {
  return topScreen(state).type !== 'present';
}

/** A stroke of the typing effect; the last one completes the text. */
export function typingTick(state: State): Transition {
  const screen = findScreen(state, 'present');
  if (screen?.deck === undefined || screen.typed === undefined) return [state];
  if (isCovered(state)) return startTimer(state, 'typing', COVERED_MS);
  const typed = screen.typed + 1;
  if (typed >= strokesOf(state, screen, screen.deck)) return waitFor(typedOut(state));
  const next = withScreen(state, 'present', (one) => ({ ...one, typed }));
  return startTimer(next, 'typing', STROKE_MS);
}

function strokesOf(state: State, { position, speed }: PresentScreen, deck: Deck): number {
  const { size, settings } = state;
  return strokesIn(readingTime(deck, position, size, settings.wordsPerMinute) / speed);
}

/** The place up to which the text on the stage is shown while it is typed; undefined: all of it. */
export function placeTyped(state: State, screen: PresentScreen): number | undefined {
  const { deck, position, typed } = screen;
  if (deck === undefined || typed === undefined) return undefined;
  const fresh = newText(deck, position, state.size);
  return fresh && placeInPart(fresh, typed, strokesOf(state, screen, deck));
}

export const SECOND = 1000;

/** The clock on the stage goes on, a second at a time. */
export function clockTick(state: State, now: number): Transition {
  const screen = findScreen(state, 'present') ?? findScreen(state, 'notes');
  if (screen === undefined) return [state];
  const ticked = withScreen(
    withScreen(state, 'present', (one) => ({ ...one, now, startedAt: one.startedAt ?? now })),
    'notes',
    (one) => ({ ...one, now }),
  );
  return startTimer(ticked, 'clock', SECOND);
}

/** How long the presentation has gone on. Milliseconds. */
export function elapsedMs({ startedAt, now }: PresentScreen): number {
  return startedAt === undefined ? 0 : now - startedAt;
}

/** What the speaker's own terminal shows now; undefined until there is a deck. */
export function notesNow(state: State): SpeakerNotes | undefined {
  const screen = findScreen(state, 'present');
  if (screen?.deck === undefined) return undefined;
  const { deck, position, playing, speed } = screen;
  const { isMore } = slideView(deck, position, state.size);
  return speakerNotes(deck, position, isMore, { playing, speed, elapsedMs: elapsedMs(screen) });
}
