/** Marking words of the turn that is read, by keys: to highlight them in a bookmark, or to copy them. */
import { around, pieceOf, SPAN, type LongText, type Range } from '../../../text/long-text.ts';
import { rowAt } from '../../../text/page.ts';
import { shownText, stepPage } from '../../step-page.ts';
import type { State } from '../../state.ts';
import { copy, notify, type Transition, withTop } from '../../transition.ts';
import { bookmarkPassage } from '../bookmarks/actions.ts';
import { atPlace } from './positions.ts';
import { scrollOf, visibleRows } from './scroll.ts';
import type { LoadedTrial, ReplayScreen } from './state.ts';
import { viewOf } from './view.ts';

/** `v`: begins at the hit, or at the first word in view. */
export function beginMarking(state: State, screen: ReplayScreen, loaded: LoadedTrial): Transition {
  if (screen.raw) return notify(state, 'Words are marked in the text: R leaves raw JSON');
  const text = shownText(loaded.trial, screen.step);
  const rows = visibleRows(scrollOf(state.size, screen, loaded), screen.anchor);
  const first = rows.find(({ page, row }) => page.step === screen.step && row >= 0)?.row ?? 0;
  const from = screen.hit?.turn === screen.step ? screen.hit.start : first;
  const word = wordFrom(text, Number.isFinite(from) ? from : 0);
  if (word === undefined) return notify(state, 'There are no words here to mark');
  return [
    withTop(state, {
      ...screen,
      playing: false,
      marking: { ...word, head: word, fixed: undefined },
    }),
  ];
}

/** Moves the word, or once its beginning is set the end of what is marked. */
export function markBy(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  move: 'left' | 'right' | 'up' | 'down',
): Transition {
  const { marking } = screen;
  if (marking === undefined) return [state];
  const text = shownText(loaded.trial, screen.step);
  const here = marking.head;
  const word =
    move === 'right'
      ? wordFrom(text, here.end)
      : move === 'left'
        ? wordBefore(text, here.start)
        : wordInRow(state, screen, loaded, here.start, move);
  if (word === undefined) return [state];
  const { fixed } = marking;
  const next =
    fixed === undefined
      ? { ...word, head: word, fixed }
      : {
          start: Math.min(fixed.start, word.start),
          end: Math.max(fixed.end, word.end),
          head: word,
          fixed,
        };
  const marked = { ...screen, marking: next };
  const row = rowAt(pageOf(state, screen, loaded), word.start);
  const inView = visibleRows(scrollOf(state.size, screen, loaded), screen.anchor);
  // The last row may be covered.
  const isSeen = inView
    .slice(0, -1)
    .some((one) => one.page.step === screen.step && one.row === row);
  return [withTop(state, isSeen ? marked : atPlace(state, marked, word.start))];
}

/** What is marked begins at the word that is marked now. */
export function fixStart(state: State, screen: ReplayScreen): Transition {
  const { marking } = screen;
  if (marking === undefined) return [state];
  const { start, end } = marking;
  const set = withTop(state, { ...screen, marking: { ...marking, fixed: { start, end } } });
  return notify(set, 'From here: move to the last word, b bookmarks it, y copies it');
}

export function endMarking(state: State, screen: ReplayScreen): Transition {
  return [withTop(state, { ...screen, marking: undefined })];
}

export function copyMarked(state: State, screen: ReplayScreen, loaded: LoadedTrial): Transition {
  const reference = `\n${loaded.trial.id}#${screen.step}`;
  const words = markedText(screen, loaded);
  const [next] = endMarking(state, screen);
  return copy(next, words, 'the marked words with their reference', reference);
}

/** The marked words become a highlight of the turn's bookmark, which is set where there is none. */
export function bookmarkMarked(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
): Transition {
  if (loaded.trial.turns[screen.step - 1] === undefined) {
    return notify(state, 'The verdict has no highlights: y copies the words');
  }
  const [next] = endMarking(state, screen);
  return bookmarkPassage(
    next,
    { ...screen, marking: undefined },
    loaded,
    markedText(screen, loaded),
  );
}

function markedText({ marking, step }: ReplayScreen, { trial }: LoadedTrial): string {
  return marking === undefined ? '' : around(shownText(trial, step), marking, 0).text;
}

function pageOf(
  state: State,
  screen: ReplayScreen,
  { trial }: LoadedTrial,
): ReturnType<typeof stepPage> {
  return stepPage(trial, screen.step, viewOf(state.size, screen).text, screen);
}

/** The word in the row above or below that stands nearest to a place. */
function wordInRow(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  place: number,
  move: 'up' | 'down',
): Range | undefined {
  const { rows, text } = pageOf(state, screen, loaded);
  const column = place - rows.at(place).start;
  let row = move === 'down' ? rows.below(place) : rows.above(place);
  // Blank rows are passed over.
  while (row !== undefined && row.start === row.end) {
    row = move === 'down' ? rows.below(row.start) : rows.above(row.start);
  }
  if (row === undefined) return undefined;
  const wanted = Math.min(row.start + column, row.end - 1);
  return wordBefore(text, wanted + 1) ?? wordFrom(text, row.start);
}

/** The first word that begins at a place or behind it. */
function wordFrom(text: LongText, place: number): Range | undefined {
  for (let piece = pieceOf(text, place); piece < text.pieces; piece += 1) {
    const base = piece * SPAN;
    const from = Math.max(0, place - base);
    const found = wordsIn(text, piece).find(({ start }) => start >= from);
    if (found !== undefined) return { start: base + found.start, end: base + found.end };
  }
  return undefined;
}

/** The last word that begins before a place. */
function wordBefore(text: LongText, place: number): Range | undefined {
  for (let piece = pieceOf(text, place); piece >= 0; piece -= 1) {
    const base = piece * SPAN;
    const found = wordsIn(text, piece).findLast(({ start }) => base + start < place);
    if (found !== undefined) return { start: base + found.start, end: base + found.end };
  }
  return undefined;
}

/** What stands between spaces, in a piece of a text. */
function wordsIn(text: LongText, piece: number): readonly Range[] {
  return [...text.textAt(piece).matchAll(/\S+/g)].map(({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
  }));
}
