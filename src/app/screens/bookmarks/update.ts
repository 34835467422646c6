/** What the list of bookmarks does: arranging stops, editing them, saving and presenting them. */
import type { Reveal, Stop } from '../../../walkthrough/types.ts';
import { askGone } from './actions.ts';
import { undone, withStops } from './stops.ts';
import { confirm } from './confirm.ts';
import type { Move } from '../../moves.ts';
import { bookmarksLayout } from '../../layout.ts';
import { movedCursor } from '../../list-cursor.ts';
import type { State } from '../../state.ts';
import {
  notify,
  pop,
  sequence,
  topScreen,
  type Transition,
  withScreen,
  withTop,
} from '../../transition.ts';
import { openPresent } from '../present/stage.ts';
import type { Prompt } from '../prompt/state.ts';
import { asking, typing, withCursor } from '../prompt/update.ts';
import { atStep } from '../replay/positions.ts';
import { verdictStep } from '../replay/steps.ts';
import { askWanted } from '../replay/wanted.ts';
import { moves, type Handler, type ScreenRow } from '../screen.ts';
import type { BookmarksScreen } from './state.ts';

export const bookmarksRow = {
  handlers: {
    bookmarks: {
      ...moves(moveInList),
      newStop: (state, screen) => [
        typing(state, 'Words for the audience', '', newStopAt(state, screen)),
      ],
      walkthroughTitle: (state) => [
        typing(state, 'Title of the walkthrough', state.bookmarks.walkthrough.title, {
          type: 'title',
        }),
      ],
      presentBookmarks: (state) => {
        const { walkthrough } = state.bookmarks;
        const title = walkthrough.title === '' ? 'Bookmarks' : walkthrough.title;
        return openPresent(state, { ...walkthrough, title });
      },
      undo,
      stopDown: withStop((state, at) => moveStop(state, at, 1)),
      stopUp: withStop((state, at) => moveStop(state, at, -1)),
      stopNote: withStop((state, at) => [asking(state, 'note', at)]),
      stopTitle: withStop((state, at) => [asking(state, 'title', at)]),
      stopText: withStop((state, at) => [asking(state, 'text', at)]),
      revealVerdict: withStop((state, at, stop) => toggleReveal(state, at, stop, 'verdict')),
      revealModel: withStop((state, at, stop) => toggleReveal(state, at, stop, 'model')),
      deleteStop: withStop(deleteStop),
      open: withStop((state, _, stop) => openStop(state, stop)),
      back: (state) => [pop(state)],
    },
  },
  answers: {
    missing: {
      take: (state, { ids }) => [
        withScreen(state, 'bookmarks', (screen) => ({ ...screen, gone: ids })),
      ],
    },
  },
  onLoad: (state, { type }) => (type === 'done' ? askGone(state) : [state]),
  onOpened: askGone,
} as const satisfies ScreenRow<'bookmarks'>;

/** A handler for the stop under the cursor; where there is none it does nothing. */
function withStop(
  handle: (state: State, at: number, stop: Stop) => Transition,
): Handler<BookmarksScreen> {
  return (state, { cursor }) => {
    const stop = state.bookmarks.walkthrough.stops[cursor];
    return stop === undefined ? [state] : handle(state, cursor, stop);
  };
}

function moveInList(state: State, screen: BookmarksScreen, move: Move): Transition {
  const { listRows } = bookmarksLayout(state.size);
  const { length } = state.bookmarks.walkthrough.stops;
  return [withCursor(state, movedCursor(screen.cursor, move, listRows, length))];
}

function newStopAt({ bookmarks }: State, { cursor }: BookmarksScreen): Prompt['use'] {
  return { type: 'new-stop', stop: Math.min(cursor + 1, bookmarks.walkthrough.stops.length) };
}

function deleteStop(state: State, at: number, stop: Stop): Transition {
  const [next, keep] = withStops(state, state.bookmarks.walkthrough.stops.toSpliced(at, 1));
  const named = stop.title ?? 'The stop';
  return sequence(
    next,
    (one) => [withCursor(one, at), keep],
    (one) => confirm(one, `${named} is deleted; u brings it back`),
  );
}

function moveStop(state: State, at: number, by: 1 | -1): Transition {
  const { stops } = state.bookmarks.walkthrough;
  const [stop, other] = [stops[at], stops[at + by]];
  if (stop === undefined || other === undefined) return [state];
  const [next, keep] = withStops(state, stops.with(at, other).with(at + by, stop));
  return [withCursor(next, at + by), keep];
}

function toggleReveal(state: State, at: number, stop: Stop, what: Reveal): Transition {
  if (stop.trial === undefined) return notify(state, 'Words alone have nothing to reveal');
  const reveal = stop.reveal.includes(what)
    ? stop.reveal.filter((one) => one !== what)
    : [...stop.reveal, what];
  return withStops(state, state.bookmarks.walkthrough.stops.with(at, { ...stop, reveal }));
}

function undo(state: State): Transition {
  const before = undone(state);
  if (before === undefined) return notify(state, 'There is nothing to undo');
  const [next, keep] = before;
  const cursor = topScreen(next).type === 'bookmarks' ? cursorOf(next) : 0;
  return [withCursor(next, cursor), keep];
}

function cursorOf(state: State): number {
  const screen = topScreen(state);
  return screen.type === 'bookmarks' ? screen.cursor : 0;
}

/** Enter: the turn of the stop, in the replay below if that has its trial, else in a new one. */
function openStop(state: State, stop: Stop): Transition {
  if (stop.trial === undefined) return notify(state, 'These are words alone, without a turn');
  const below = pop(state);
  const replay = topScreen(below);
  if (replay.type === 'replay' && replay.loaded?.trial.id === stop.trial) {
    const step = stop.turns?.first ?? verdictStep(replay.loaded.trial);
    return [
      withTop(
        below,
        atStep({ ...replay, back: [...replay.back, replay.step], playing: false }, step),
      ),
    ];
  }
  const wanted = { trial: stop.trial, turn: stop.turns?.first ?? Number.MAX_SAFE_INTEGER };
  const next = replay.type === 'replay' ? pop(below) : below;
  return askWanted({ ...next, wanted });
}
