/** What the list of chapters does: going to one. */
import { chaptersOf } from '../../../walkthrough/deck.ts';
import type { Move } from '../../moves.ts';
import { chapterRows } from '../../layout.ts';
import { movedCursor } from '../../list-cursor.ts';
import type { State } from '../../state.ts';
import { findScreen, pop, scrollTo, type Transition, withTop } from '../../transition.ts';
import { goToSlide } from '../present/stage.ts';
import { moves, type ScreenRow } from '../screen.ts';
import type { ChaptersScreen } from './state.ts';

export const chaptersRow = {
  handlers: {
    chapters: {
      ...moves(moveInList),
      open: openChapter,
      chapters: (state) => [pop(state)],
      back: (state) => [pop(state)],
    },
  },
} as const satisfies ScreenRow<'chapters'>;

function openChapter(state: State, screen: ChaptersScreen): Transition {
  const deck = findScreen(state, 'present')?.deck;
  if (deck === undefined) return [state];
  const slide = chaptersOf(deck)[screen.cursor]?.slide;
  const below = pop(state);
  return slide === undefined ? [below] : goToSlide(below, deck, slide);
}

function moveInList(state: State, screen: ChaptersScreen, move: Move): Transition {
  const deck = findScreen(state, 'present')?.deck;
  const total = deck === undefined ? 0 : chaptersOf(deck).length;
  const rows = chapterRows(state.size);
  const cursor = movedCursor(screen.cursor, move, rows, total);
  return [withTop(state, { ...screen, cursor, top: scrollTo(screen.top, cursor, rows, total) })];
}
