/**
 * Playing a trial as a film. A mark goes down the text line by line, at the pace of reading; the text
 * itself stays still until the mark comes to its lower third, and then moves so far that the mark is
 * in the upper third: text that scrolls all the time cannot be read. There is one timer, for the line
 * that is being read.
 */
import { BLANK, nextTextRow, rowAt, rowAtShare, shareAt } from '../../../text/page.ts';
import { stepPage, type StepPage } from '../../step-page.ts';
import { type Film, filmOf, placeAt, sceneMs, timeAt } from './film.ts';
import { atStep } from './positions.ts';
import { scrollBy, scrollOf, visibleRows, withEarlierTurns, type StepScroll } from './scroll.ts';
import type { Anchor, LoadedTrial, ReplayScreen } from './state.ts';
import type { State } from '../../state.ts';
import { neighbourStep, stepOrder, verdictStep } from './steps.ts';
import { viewOf } from './view.ts';
import { startTimer, type Transition, withScreen } from '../../transition.ts';

/** Lines that are read in less are taken together: more frames would not be seen. */
const SHORTEST_MS = 80;
/** Forward and back at a key. Milliseconds at single speed. */
const SCRUB_MS = 10_000;

/** `p` or Space: plays on from the place in view, or pauses. At the verdict it begins anew. */
export function togglePlay(state: State, screen: ReplayScreen, loaded: LoadedTrial): Transition {
  const set = (one: ReplayScreen): State => withScreen(state, 'replay', () => one);
  if (screen.playing) return [set({ ...screen, playing: false })];
  const [first = 1] = stepOrder(loaded.trial, screen.byTime);
  const isOver = screen.step === verdictStep(loaded.trial) && loaded.trial.turns.length > 0;
  return playOn(set({ ...(isOver ? atStep(screen, first) : screen), playing: true }));
}

/**
 * Starts the clock for the line being read, if the replay is playing. Whatever was done by hand
 * counts: the mark goes to where the reader is.
 */
export function playOn(state: State): Transition {
  const screen = state.screens.findLast((one) => one.type === 'replay');
  if (screen?.loaded === undefined || !screen.playing) return [state];
  const { loaded } = screen;
  if (screen.step === verdictStep(loaded.trial)) {
    return [withScreen(state, 'replay', () => ended(screen))];
  }
  const reading = placeInView(state, screen, loaded);
  const next = followed(state, { ...screen, reading }, loaded);
  return startTimer(
    withScreen(state, 'replay', () => next),
    'play',
    lineMs(state, next, loaded),
  );
}

/** The clock ran out: the next line, or the next turn; at the verdict it stops. */
export function playTick(state: State): Transition {
  const screen = state.screens.findLast((one) => one.type === 'replay');
  if (screen?.loaded === undefined || !screen.playing) return [state];
  // Nothing is read behind help or a search.
  if (state.screens.at(-1) !== screen) {
    return [withScreen(state, 'replay', (one) => ({ ...one, playing: false }))];
  }
  const { loaded } = screen;
  const offset = screen.reading?.offset ?? 0;
  const next = nextTextRow(pageOf(state, screen, loaded), offset, shortest(state, screen, loaded));
  if (next !== undefined) {
    const reading = { turn: screen.step, offset: next };
    return playOn(withScreen(state, 'replay', () => ({ ...screen, reading })));
  }
  return playOn(withScreen(state, 'replay', () => atNextTurn(state, screen, loaded)));
}

/** The replay at the beginning of the next turn; after the last one, at the end. */
function atNextTurn(state: State, screen: ReplayScreen, loaded: LoadedTrial): ReplayScreen {
  const step = neighbourStep(loaded.trial, screen, screen.step, 1) ?? verdictStep(loaded.trial);
  const there = withEarlierTurns(state.size, atStep({ ...screen, quote: undefined }, step));
  if (step === verdictStep(loaded.trial)) return ended(there);
  return { ...there, reading: { turn: step, offset: 0 } };
}

/** Goes forward or back in the film by some time, playing or not. */
export function scrub(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  by: 1 | -1,
): Transition {
  const film = filmFor(state, screen, loaded);
  const here = screen.reading ?? placeInView(state, screen, loaded);
  const wanted = placeAt(film, loaded.trial, elapsed(state, screen, loaded, here) + by * SCRUB_MS);
  if (wanted.step === verdictStep(loaded.trial)) {
    return [withScreen(state, 'replay', () => ended(atStep(screen, wanted.step)))];
  }
  const there =
    wanted.step === screen.step
      ? screen
      : withEarlierTurns(state.size, atStep(screen, wanted.step));
  const page = pageOf(state, there, loaded);
  const aimed = rowAtShare(page, wanted.share);
  // A line may take longer than that: it is left all the same.
  const isStuck = by > 0 && wanted.step === screen.step && aimed === here.offset;
  const offset = isStuck ? nextTextRow(page, aimed, 0) : aimed;
  const moved =
    offset === undefined
      ? atNextTurn(state, screen, loaded)
      : followed(state, { ...there, reading: { turn: wanted.step, offset } }, loaded);
  return playOn(withScreen(state, 'replay', () => moved));
}

/** After a change of size: the line being read is brought into view, playing or paused. */
export function followFilm(state: State): Transition {
  return [
    withScreen(state, 'replay', (screen) =>
      screen.loaded === undefined ? screen : followed(state, screen, screen.loaded),
    ),
  ];
}

/** How far the film has come, and how long it is; undefined while none is on. */
export function filmTimes(
  state: State,
  screen: ReplayScreen,
): { readonly elapsed: number; readonly total: number } | undefined {
  const { loaded, reading } = screen;
  if (loaded === undefined || reading === undefined) return undefined;
  const { total } = filmFor(state, screen, loaded);
  return { elapsed: elapsed(state, screen, loaded, reading), total };
}

/** The row of the current step that is being read; undefined while no film is on, and at its end. */
export function readingRow(state: State, screen: ReplayScreen): number | undefined {
  const { loaded, reading } = screen;
  if (loaded === undefined || reading?.turn !== screen.step) return undefined;
  if (screen.step === verdictStep(loaded.trial)) return undefined;
  return rowAt(pageOf(state, screen, loaded), reading.offset);
}

/** At the verdict the film stops; it is still there to go back in. */
function ended(screen: ReplayScreen): ReplayScreen {
  return { ...screen, playing: false, reading: { turn: screen.step, offset: 0 } };
}

function pageOf(state: State, screen: ReplayScreen, { trial }: LoadedTrial): StepPage {
  return stepPage(trial, screen.step, viewOf(state.size, screen).text, screen);
}

function filmFor(state: State, screen: ReplayScreen, { trial }: LoadedTrial): Film {
  // Who goes to a folded turn reads it, and all others of its kind.
  const folded = screen.folded.filter((kind) => trial.turns[screen.step - 1]?.kind !== kind);
  return filmOf(trial, { byTime: screen.byTime, folded }, state.settings.wordsPerMinute);
}

function elapsed(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  { turn, offset }: Anchor,
): number {
  const share = shareAt(pageOf(state, screen, loaded), offset);
  return timeAt(filmFor(state, screen, loaded), turn, share);
}

/** The place being read if it is in view; else the first line of the step that is. */
function placeInView(state: State, screen: ReplayScreen, loaded: LoadedTrial): Anchor {
  const { reading, step } = screen;
  const rows = visibleRows(scrollOf(state.size, screen, loaded), screen.anchor).filter(
    ({ page }) => page.step === step,
  );
  const row = readingRow(state, screen);
  if (reading !== undefined && rows.some((one) => one.row === row)) return reading;
  const first = rows.find((one) => one.row >= 0);
  if (first?.row !== BLANK) return { turn: step, offset: first?.row ?? 0 };
  return { turn: step, offset: first.page.rows.last().start };
}

/** The replay scrolled so that the line being read stands neither below the view nor low in it. */
function followed(state: State, screen: ReplayScreen, loaded: LoadedTrial): ReplayScreen {
  const row = readingRow(state, screen);
  if (row === undefined) return screen;
  const scroll = scrollOf(state.size, screen, loaded);
  const third = Math.floor(scroll.height / 3);
  const at = indexInView(scroll, screen.anchor, screen.step, row);
  if (at >= 0 && at < scroll.height - third) return screen;
  const itself = { turn: screen.step, offset: row };
  const from = at >= 0 ? screen.anchor : scrollBy(scroll, itself, 1 - scroll.height).anchor;
  const below = indexInView(scroll, from, screen.step, row) - third;
  return { ...screen, anchor: below > 0 ? scrollBy(scroll, from, below).anchor : from };
}

function indexInView(scroll: StepScroll, anchor: Anchor, step: number, row: number): number {
  return visibleRows(scroll, anchor).findIndex(
    (place) => place.page.step === step && place.row === row,
  );
}

/** The share of the text that is read in the shortest time between two frames. */
function shortest(state: State, screen: ReplayScreen, loaded: LoadedTrial): number {
  const ms = sceneMs(filmFor(state, screen, loaded), screen.step) / screen.speed;
  return SHORTEST_MS / Math.max(1, ms);
}

/** How long the lines from the one being read to the next stop of the mark are read. */
function lineMs(state: State, screen: ReplayScreen, loaded: LoadedTrial): number {
  const page = pageOf(state, screen, loaded);
  const offset = screen.reading?.offset ?? 0;
  const next = nextTextRow(page, offset, shortest(state, screen, loaded));
  const share = shareAt(page, next ?? BLANK) - shareAt(page, offset);
  const ms = sceneMs(filmFor(state, screen, loaded), screen.step);
  return Math.max(SHORTEST_MS, share * (ms / screen.speed));
}
