/** What is done with bookmarks outside of their list: setting one, opening a file of them, saving. */
import { shellWord } from '../../../base/shell.ts';
import {
  bookmarkAt,
  complete,
  fileNameFor,
  keeping,
  stopAt,
  titleFor,
  withStops,
} from './stops.ts';
import type { Message } from '../../message.ts';
import { bookmarks } from './state.ts';
import type { Prompt } from '../prompt/state.ts';
import { confirm } from './confirm.ts';
import { asking, typing } from '../prompt/update.ts';
import type { LoadedTrial, ReplayScreen } from '../replay/state.ts';
import type { State } from '../../state.ts';
import {
  ask,
  findScreen,
  notify,
  push,
  sequence,
  type Transition,
  withTop,
} from '../../transition.ts';

/** `b` in a replay: bookmarks the step, or takes up the note of one that is bookmarked. */
export function bookmarkStep(state: State, screen: ReplayScreen, loaded: LoadedTrial): Transition {
  const still = withTop(state, { ...screen, playing: false });
  const at = bookmarkAt(state, loaded, screen.step);
  if (at >= 0) return [asking(still, 'note', at)];
  const { stops } = state.bookmarks.walkthrough;
  const [next, keep] = withStops(still, [...stops, stopAt(screen, loaded)]);
  return [asking(next, 'note', stops.length), keep];
}

/** Highlights words in the bookmark of the step, which is set where there is none. */
export function bookmarkPassage(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  words: string,
): Transition {
  const { stops } = state.bookmarks.walkthrough;
  const at = bookmarkAt(state, loaded, screen.step);
  const stop = stops[at];
  if (stop === undefined) {
    const fresh = {
      ...stopAt({ ...screen, quote: undefined, hit: undefined }, loaded),
      quotes: [words],
    };
    const [next, keep] = withStops(state, [...stops, fresh]);
    return [asking(next, 'note', stops.length), keep];
  }
  if (stop.quotes.includes(words)) return notify(state, 'These words are highlighted already');
  const quotes = [...stop.quotes, words];
  const [next, keep] = withStops(state, stops.with(at, { ...stop, quotes }));
  const [told, ...effects] = confirm(
    next,
    `Highlighted in the bookmark; it has ${quotes.length} now`,
  );
  return [told, keep, ...effects];
}

export function openBookmarks(state: State): Transition {
  const { stops } = state.bookmarks.walkthrough;
  if (stops.length === 0) {
    return notify(state, 'Nothing is bookmarked yet: b in a trial bookmarks the turn');
  }
  // The keys of the list are to be seen, rather than what was said last.
  return askGone(push({ ...state, notice: undefined }, bookmarks.initial()));
}

/** Asks which trials of the stops are gone, as soon as everything has been read. */
export function askGone(state: State): Transition {
  const isShown = findScreen(state, 'bookmarks') !== undefined;
  const ids = new Set(state.bookmarks.walkthrough.stops.flatMap(({ trial }) => trial ?? []));
  if (!isShown || !state.settled || ids.size === 0) return [state];
  return ask(state, { name: 'missing', params: { ids: [...ids] } });
}

/** `w`: asks for the name of a file. */
export function askToSave(state: State): Transition {
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
        (one) => notify(one, `Saved; to present it: ${presenting(state, file)}`),
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

/** The command that presents a saved file: of a redacted collection it does not name the files. */
function presenting({ settings }: State, file: string): string {
  const command = `inquest present ${quoted(file)}`;
  return settings.redacted === true ? `${command} PATH… --redact …` : command;
}

/** A file's name as it is typed in a shell, which knows the home folder by the same sign. */
function quoted(file: string): string {
  return file.startsWith('~/') ? `~/${shellWord(file.slice(2))}` : shellWord(file);
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

/** Leaving the program: asks once if bookmarks would be lost. Undefined: nothing stands against it. */
export function holdBack(state: State): Transition | undefined {
  const { saved, warned, walkthrough, unkept } = state.bookmarks;
  if (saved || warned || unkept === undefined || walkthrough.stops.length === 0) return undefined;
  const next: State = { ...state, bookmarks: { ...state.bookmarks, warned: true } };
  return notify(next, 'The bookmarks are on no disk: w saves them, q again loses them', 'warning');
}
