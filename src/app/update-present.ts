/** What commands do on the stage, in its list of chapters, and on the speaker's terminal. */
import { safe } from '../text/safe.ts';
import { wrap } from '../text/wrap.ts';
import { chaptersOf } from '../walkthrough/deck.ts';
import { flowing } from '../walkthrough/flowing.ts';
import type { Command } from './keymap.ts';
import { bodyRows, notesMeasure } from './layout.ts';
import { changedSpeed } from './speed.ts';
import { goToSlide, show, stepBack, stepOn, waitFor } from './present.ts';
import type { ChaptersScreen, NotesScreen, PresentScreen, State } from './state.ts';
import {
  clamp,
  findScreen,
  notify,
  pop,
  push,
  scrollTo,
  sequence,
  startTimer,
  type Transition,
  withTop,
} from './transition.ts';
import { movedCursor } from './update-docket.ts';

/** A command on the stage; undefined if it means nothing here. */
export function updatePresent(
  state: State,
  screen: PresentScreen,
  command: Command,
): Transition | undefined {
  const { deck, position } = screen;
  if (deck === undefined) return undefined;
  const chapters = chaptersOf(deck);
  const last = deck.slides.length - 1;
  switch (command) {
    case 'presentNext':
      return stepOn(state, screen);
    case 'presentBack':
      return stepBack(state, screen);
    case 'first':
      return goToSlide(state, deck, 0);
    case 'last':
      return goToSlide(state, deck, last);
    case 'nextChapter':
      return goToSlide(
        state,
        deck,
        chapters.find(({ slide }) => slide > position.slide)?.slide ?? last,
      );
    case 'previousChapter':
      return goToSlide(
        state,
        deck,
        chapters.findLast(({ slide }) => slide < position.slide)?.slide ?? 0,
      );
    case 'chapters': {
      const cursor = Math.max(
        0,
        chapters.findLastIndex(({ slide }) => slide <= position.slide),
      );
      return [push(state, { type: 'chapters', cursor, top: 0 })];
    }
    case 'play':
      return togglePlaying(state, screen);
    case 'faster':
    case 'slower':
      return setSpeed(state, screen, command === 'faster' ? 1 : -1);
    case 'typing': {
      const typing = !screen.typing;
      return sequence(
        withTop(state, { ...screen, typing, typed: undefined }),
        (next) => notify(next, typing ? 'Texts are typed' : 'Texts are shown at once'),
        waitFor,
      );
    }
    default:
      return undefined;
  }
}

function togglePlaying(state: State, screen: PresentScreen): Transition {
  const playing = !screen.playing;
  const next = withTop(state, { ...screen, playing });
  if (playing) return screen.typed === undefined ? waitFor(next) : [next];
  // The timer that runs is void from now on.
  const [stopped] = startTimer(next, 'stage', 0);
  return [stopped];
}

function setSpeed(state: State, screen: PresentScreen, by: 1 | -1): Transition {
  const speed = changedSpeed(screen.speed, by);
  return sequence(
    withTop(state, { ...screen, speed }),
    (next) => notify(next, `Speed ${speed}×`),
    (next) => (screen.typed === undefined ? waitFor(next) : [next]),
  );
}

/** A command in the list of chapters. */
export function updateChapters(
  state: State,
  screen: ChaptersScreen,
  command: Command,
): Transition | undefined {
  const deck = findScreen(state, 'present')?.deck;
  if (deck === undefined) return undefined;
  const chapters = chaptersOf(deck);
  if (command === 'open') {
    const slide = chapters[screen.cursor]?.slide;
    const below = pop(state);
    return slide === undefined ? [below] : goToSlide(below, deck, slide);
  }
  if (command === 'chapters') return [pop(state)];
  const rows = chapterRows(state);
  const cursor = movedCursor(screen.cursor, command, chapters.length, rows);
  if (cursor === undefined) return undefined;
  const top = scrollTo(screen.top, cursor, rows, chapters.length);
  return [withTop(state, { ...screen, cursor, top })];
}

/** Rows of the list of chapters: all but its title and a blank row. */
export function chapterRows({ size }: State): number {
  return Math.max(1, bodyRows(size) - 2);
}

/** A command on the speaker's terminal: only its text can be scrolled. */
export function updateNotes(
  state: State,
  screen: NotesScreen,
  command: Command,
): Transition | undefined {
  const moves: Partial<Record<Command, number>> = { down: 1, up: -1, pageDown: 10, pageUp: -10 };
  const by = moves[command];
  return by === undefined
    ? undefined
    : [withTop(state, { ...screen, top: clamp(screen.top + by, 0, lastNoteRow(state, screen)) })];
}

/** The last row of the note: it is never scrolled away. */
function lastNoteRow({ size }: State, { notes }: NotesScreen): number {
  const text = safe(flowing(notes?.note ?? ''));
  return Math.max(0, wrap(text, notesMeasure(size)).length - 1);
}

/** The stage at another size: what is being typed is typed out of what is shown now. */
export function resizeStage(state: State): Transition {
  const screen = findScreen(state, 'present');
  return screen?.typed === undefined ? [state] : show(state, screen.position);
}
