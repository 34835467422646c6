/** The bookmarks: a walkthrough in the making. What they are, and what a turn becomes among them. */
import type { Reveal, Stop, Walkthrough } from '../../../walkthrough/types.ts';
import { titleOfTurn } from '../../../walkthrough/titles.ts';
import { around, pieceOf } from '../../../text/long-text.ts';
import { shownText } from '../../step-page.ts';
import { matchesIn, wantedIn } from '../replay/matches.ts';
import type { Effect } from '../../message.ts';
import type { Bookmarks } from './state.ts';
import type { LoadedTrial, ReplayScreen } from '../replay/state.ts';
import type { State } from '../../state.ts';
import { finalTurn, verdictStep } from '../replay/steps.ts';

export const NO_BOOKMARKS: Bookmarks = {
  walkthrough: { title: '', paths: [], spoilers: 'hold', stops: [] },
  undo: [],
  saved: true,
  file: undefined,
  warned: false,
  changes: 0,
  tried: 0,
  unkept: undefined,
  toTell: undefined,
};

const MOST_UNDO = 100;
/** A sentence around a hit that is longer is no highlight any more. */
const LONGEST_QUOTE = 240;
const SENTENCE_ENDS = /[.!?]+["'”’)]*(?=\s|$)|\n/g;

/** The place in the list of the bookmark at a step of a trial; -1: it has none. */
export function bookmarkAt(state: State, { trial }: LoadedTrial, step: number): number {
  return state.bookmarks.walkthrough.stops.findIndex((stop) => {
    if (stop.trial !== trial.id) return false;
    const { turns, reveal } = stop;
    if (turns === undefined) return reveal.length > 0 && step === verdictStep(trial);
    return step >= turns.first && step <= turns.last;
  });
}

/** The stop that a step becomes: with the hit or the judge's quote that is highlighted in it. */
export function stopAt(screen: ReplayScreen, loaded: LoadedTrial): Stop {
  const { trial, hash } = loaded;
  const { step } = screen;
  const turn = trial.turns[step - 1];
  if (turn === undefined) {
    const reveal: readonly Reveal[] = ['verdict', 'model'];
    return { title: 'The verdict', trial: trial.id, hash, quotes: [], reveal };
  }
  return {
    title: titleOfTurn(turn, finalTurn(trial)?.step === step, trial.model),
    trial: trial.id,
    hash,
    turns: { first: step, last: step },
    quotes: highlightOf(screen, loaded),
    reveal: [],
  };
}

/** What stands out in the turn being read: the quote that was jumped to, or the hit stood on. */
function highlightOf(screen: ReplayScreen, loaded: LoadedTrial): readonly string[] {
  const { step, quote, hit } = screen;
  if (quote?.turn === step) return [quote.text];
  if (hit?.turn !== step || screen.raw) return [];
  const text = shownText(loaded.trial, step);
  const match = matchesIn(wantedIn(screen, loaded), step, pieceOf(text, hit.start)).find(
    ({ of, start }) => of === hit.of && start === hit.start,
  );
  if (match === undefined) return [];
  const near = around(text, match, LONGEST_QUOTE);
  const sentence = sentenceAround(near.text, near);
  return sentence === '' ? [] : [sentence];
}

/** The sentence that a match is in: a word alone stands in many places, a sentence in one. */
function sentenceAround(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): string {
  const before = text.slice(Math.max(0, start - LONGEST_QUOTE), start);
  const after = text.slice(end, end + LONGEST_QUOTE);
  const [last] = [...before.matchAll(SENTENCE_ENDS)].slice(-1);
  const [first] = after.matchAll(SENTENCE_ENDS);
  const from = last === undefined ? 0 : last.index + last[0].length;
  const to = first === undefined ? after.length : first.index + first[0].length;
  const sentence = (before.slice(from) + text.slice(start, end) + after.slice(0, to)).trim();
  return sentence.length <= LONGEST_QUOTE ? sentence : text.slice(start, end).trim();
}

/** The bookmarks after a change, which can be undone; and what keeps them across a crash. */
export function withStops(state: State, stops: readonly Stop[]): readonly [State, Effect] {
  return withWalkthrough(state, { ...state.bookmarks.walkthrough, stops });
}

/** As `withStops`, for the walkthrough as a whole. */
export function withWalkthrough(state: State, walkthrough: Walkthrough): readonly [State, Effect] {
  const { bookmarks } = state;
  const undo = [...bookmarks.undo, bookmarks.walkthrough].slice(-MOST_UNDO);
  return changed(state, { walkthrough, undo });
}

/** The bookmarks before the last change; undefined if there was none. */
export function undone(state: State): readonly [State, Effect] | undefined {
  const { bookmarks } = state;
  const walkthrough = bookmarks.undo.at(-1);
  if (walkthrough === undefined) return undefined;
  return changed(state, { walkthrough, undo: bookmarks.undo.slice(0, -1) });
}

function changed(
  state: State,
  change: Pick<Bookmarks, 'walkthrough' | 'undo'>,
): readonly [State, Effect] {
  const { bookmarks } = state;
  const changes = bookmarks.changes + 1;
  const next: State = {
    ...state,
    bookmarks: { ...bookmarks, ...change, saved: false, warned: false, changes, toTell: undefined },
  };
  return [next, keeping(next)];
}

/** Keeps what is not saved where the next opening finds it. */
export function keeping(state: State): Effect {
  const { walkthrough, saved, changes } = state.bookmarks;
  const isWorthIt = !saved && walkthrough.stops.length > 0;
  return { type: 'keep', change: changes, walkthrough: isWorthIt ? complete(state) : undefined };
}

/** The walkthrough as it is written: it has a title. */
export function complete(state: State): Walkthrough {
  const { walkthrough } = state.bookmarks;
  return walkthrough.title === '' ? { ...walkthrough, title: titleFor(state) } : walkthrough;
}

/** The title of a walkthrough that nobody has given one. */
export function titleFor({ settings }: State): string {
  return `Bookmarks in ${settings.title}`;
}

/** A stop that shows nothing: one of words alone, whose words were taken away. */
export function isPointless({ trial, title, text, rates }: Stop): boolean {
  return trial === undefined && title === undefined && text === undefined && rates === undefined;
}

/** How a file for the bookmarks could be called. */
export function fileNameFor(state: State): string {
  const { file, walkthrough } = state.bookmarks;
  if (file !== undefined) return file;
  const words = walkthrough.title === '' ? state.settings.title : walkthrough.title;
  const name = words
    .normalize('NFKD')
    .replace(/\.(?:jsonl|json)\b|\p{M}/giu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
  return `${name.slice(0, 60) || 'bookmarks'}.walkthrough.yaml`;
}
