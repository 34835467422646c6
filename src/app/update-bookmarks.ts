/** What commands do with bookmarks: setting them, arranging them, saving them as a walkthrough. */
import type { Reveal, Stop } from '../walkthrough/types.ts';
import {
  bookmarkAt,
  complete,
  fileNameFor,
  keeping,
  stopAt,
  titleFor,
  undone,
  withStops,
} from './bookmarks.ts';
import { confirm } from './confirm.ts';
import { openPresent } from './present.ts';
import type { Command } from './keymap.ts';
import { bookmarksLayout } from './layout.ts';
import type { Message } from './message.ts';
import { atStep } from './replay-place.ts';
import type { BookmarksScreen, LoadedTrial, Prompt, ReplayScreen, State } from './state.ts';
import { verdictStep } from './steps.ts';
import {
  askIn,
  notify,
  pop,
  push,
  sequence,
  topScreen,
  type Transition,
  withTop,
} from './transition.ts';
import { movedCursor } from './update-docket.ts';
import { asking, typing, withCursor } from './update-prompt.ts';

/** `b` in a replay: bookmarks the step, or takes up the note of one that is bookmarked. */
export function bookmarkStep(state: State, screen: ReplayScreen, loaded: LoadedTrial): Transition {
  const still = withTop(state, { ...screen, playing: false });
  const at = bookmarkAt(state, loaded, screen.step);
  if (at >= 0) return [asking(still, 'note', at)];
  const { stops } = state.bookmarks.walkthrough;
  const [next, keep] = withStops(still, [...stops, stopAt(screen, loaded)]);
  return [asking(next, 'note', stops.length), keep];
}

export function openBookmarks(state: State): Transition {
  const { stops } = state.bookmarks.walkthrough;
  if (stops.length === 0) return noneYet(state);
  // The keys of the list are to be seen, rather than what was said last.
  return [push({ ...state, notice: undefined }, { type: 'bookmarks', cursor: 0, top: 0 })];
}

function noneYet(state: State): Transition {
  return notify(state, 'Nothing is bookmarked yet: b in a trial bookmarks the turn');
}

/** A command in the list of bookmarks; undefined if it means nothing here. */
export function updateBookmarks(
  state: State,
  screen: BookmarksScreen,
  command: Command,
): Transition | undefined {
  const { walkthrough } = state.bookmarks;
  const { stops } = walkthrough;
  const { listRows } = bookmarksLayout(state.size);
  const cursor = movedCursor(screen.cursor, command, listRows, stops.length);
  if (cursor !== undefined) return [withCursor(state, cursor)];
  const stop = stops[screen.cursor];
  switch (command) {
    case 'newStop':
      return [typing(state, 'Words for the audience', '', newStopAt(screen, stops))];
    case 'walkthroughTitle':
      return [typing(state, 'Title of the walkthrough', walkthrough.title, { type: 'title' })];
    case 'presentBookmarks': {
      const title = walkthrough.title === '' ? 'Bookmarks' : walkthrough.title;
      return openPresent(state, { ...walkthrough, title });
    }
    case 'undo':
      return undo(state);
    default:
      return stop === undefined ? undefined : changeStop(state, screen.cursor, stop, command);
  }
}

function newStopAt({ cursor }: BookmarksScreen, stops: readonly Stop[]): Prompt['use'] {
  return { type: 'new-stop', stop: Math.min(cursor + 1, stops.length) };
}

function changeStop(
  state: State,
  at: number,
  stop: Stop,
  command: Command,
): Transition | undefined {
  const { stops } = state.bookmarks.walkthrough;
  switch (command) {
    case 'stopDown':
      return moveStop(state, at, 1);
    case 'stopUp':
      return moveStop(state, at, -1);
    case 'stopNote':
      return [asking(state, 'note', at)];
    case 'stopTitle':
      return [asking(state, 'title', at)];
    case 'stopText':
      return [asking(state, 'text', at)];
    case 'revealVerdict':
      return toggleReveal(state, at, stop, 'verdict');
    case 'revealModel':
      return toggleReveal(state, at, stop, 'model');
    case 'deleteStop': {
      const [next, keep] = withStops(state, stops.toSpliced(at, 1));
      const named = stop.title ?? 'The stop';
      return sequence(
        next,
        (one) => [withCursor(one, at), keep],
        (one) => confirm(one, `${named} is deleted; u brings it back`),
      );
    }
    case 'open':
      return openStop(state, stop);
    default:
      return undefined;
  }
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
  return askIn({ ...next, wanted }, 'place', { name: 'find', take: { id: stop.trial } });
}

/** `w`: asks for the name of a file. */
export function askToSave(state: State): Transition {
  if (state.bookmarks.walkthrough.stops.length === 0) return noneYet(state);
  const use: Prompt['use'] = { type: 'save', replace: undefined };
  return [typing(state, 'Save as', fileNameFor(state), use)];
}

/** How saving went. */
export function takeSaved(
  state: State,
  { file, walkthrough, outcome }: Extract<Message, { type: 'saved' }>,
): Transition {
  switch (outcome.type) {
    case 'written': {
      const now = complete(state);
      // What was changed while it was written is not in the file.
      const saved = now.stops === walkthrough.stops && now.title === walkthrough.title;
      const next: State = { ...state, bookmarks: { ...state.bookmarks, saved, file } };
      return sequence(
        next,
        (one) => [one, keeping(one)],
        (one) => notify(one, `Saved; to present it: inquest present ${quoted(file)}`),
      );
    }
    case 'exists': {
      const label = 'It is there already; Enter replaces it';
      return [typing(state, label, file, { type: 'save', replace: file })];
    }
    case 'failed':
      return notify(
        typing(state, 'Save as', file, { type: 'save', replace: undefined }),
        outcome.message,
        'error',
      );
    default:
      return outcome satisfies never;
  }
}

/** A file's name as one would type it in a shell. */
function quoted(file: string): string {
  return /^[\w@%+=:,./~-]+$/.test(file) ? file : `'${file.replaceAll("'", `'\\''`)}'`;
}

/** Bookmarks from before, at the start: others that are there already stand behind them. */
export function takeBookmarks(
  state: State,
  { walkthrough, file }: Extract<Message, { type: 'bookmarks' }>,
): Transition {
  const own = walkthrough.stops.map((stop) => JSON.stringify(stop));
  const since = state.bookmarks.walkthrough.stops.filter(
    (stop) => !own.includes(JSON.stringify(stop)),
  );
  const title = walkthrough.title === titleFor(state) ? '' : walkthrough.title;
  const next: State = {
    ...state,
    bookmarks: {
      ...state.bookmarks,
      walkthrough: { ...walkthrough, title, paths: [], stops: [...walkthrough.stops, ...since] },
      saved: file !== undefined && since.length === 0,
      file,
      changes: state.bookmarks.changes + 1,
    },
  };
  const count = walkthrough.stops.length;
  const what = count === 1 ? '1 bookmark' : `${count} bookmarks`;
  const text = file === undefined ? `${what} of last time, not saved yet` : `${what} of ${file}`;
  return sequence(
    next,
    (one) => [one, keeping(one)],
    (one) => notify(one, `${text}; B shows them`),
  );
}

/** Leaving the program: asks once if something is not saved. Undefined: nothing stands against it. */
export function holdBack(state: State): Transition | undefined {
  const { saved, warned, walkthrough, unkept } = state.bookmarks;
  if (saved || warned || walkthrough.stops.length === 0) return undefined;
  const next: State = { ...state, bookmarks: { ...state.bookmarks, warned: true } };
  const text =
    unkept === undefined
      ? 'The bookmarks are not saved: w saves them, q again quits'
      : 'The bookmarks are on no disk: w saves them, q again loses them';
  return notify(next, text, 'warning');
}
