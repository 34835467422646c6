/**
 * What the rail marks at each step, found in slices between the keys: a trial may have megabytes, and
 * neither its first frame nor a key must wait for them.
 */
import { costOf, HIT, matchesIn, wantedIn } from './matches.ts';
import { shownText } from '../../step-page.ts';
import { pieceOf } from '../../../text/long-text.ts';
import type { LoadedTrial, RailMarks, ReplayScreen, StepMarks } from './state.ts';
import type { State } from '../../state.ts';
import { stepOrder, verdictStep } from './steps.ts';
import { findScreen, startTimer, type Transition, withScreen } from '../../transition.ts';

/** Letters looked at in one go: a few milliseconds, so that no key waits for them. */
export const SLICE = 64 * 1024;
const NO_MARKS: StepMarks = { hits: 0, signals: [] };

export function newMarks({ trial }: LoadedTrial): RailMarks {
  return { marks: [], next: { step: Math.min(1, verdictStep(trial)), piece: 0 } };
}

/** The pause of the scan after a key: another key may come, and its frame goes first. Milliseconds. */
const REST_MS = 100;

/** Called after every key: delays the rest of the scan until no key comes. */
export function scanLater(state: State): Transition {
  const isPending = findScreen(state, 'replay')?.scan?.next !== undefined;
  return isPending ? startTimer(state, 'scan', REST_MS) : [state];
}

/** Scans the next slice; the rest follows after the keys that are waiting. */
export function scanOn(state: State): Transition {
  const screen = findScreen(state, 'replay');
  if (screen?.loaded === undefined || screen.scan?.next === undefined) return [state];
  const { loaded } = screen;
  const wanted = wantedIn(screen, loaded);
  const marks = [...screen.scan.marks];
  let next: RailMarks['next'] = screen.scan.next;
  let left = SLICE;
  while (next !== undefined && left > 0) {
    const { step, piece }: NonNullable<RailMarks['next']> = next;
    left -= costOf(wanted, step, piece) + 1;
    const found = matchesIn(wanted, step, piece).map(({ of }) => of);
    const known = marks[step - 1] ?? NO_MARKS;
    const signals = new Set([...known.signals, ...found.filter((of) => of !== HIT)]);
    const hits = known.hits + found.filter((of) => of === HIT).length;
    marks[step - 1] = { hits, signals: [...signals] };
    if (piece + 1 < shownText(loaded.trial, step).pieces) next = { step, piece: piece + 1 };
    else next = step < verdictStep(loaded.trial) ? { step: step + 1, piece: 0 } : undefined;
  }
  const scanned = withScreen(state, 'replay', (one) => ({ ...one, scan: { marks, next } }));
  return next === undefined ? [scanned] : startTimer(scanned, 'scan', 0);
}

/** The number of the hit that is stood on, from 1, and how many there are as far as they are known. */
export function hitCount(
  screen: ReplayScreen,
  loaded: LoadedTrial,
): { readonly at: number | undefined; readonly of: number; readonly isAll: boolean } | undefined {
  const { hit, scan } = screen;
  if (hit?.of !== HIT || scan === undefined) return undefined;
  const hitsOf = (step: number): number => scan.marks[step - 1]?.hits ?? 0;
  const order = stepOrder(loaded.trial, screen.byTime);
  const of = order.reduce((sum, step) => sum + hitsOf(step), 0);
  const isAll = scan.next === undefined;
  if (!isAll) return { at: undefined, of, isAll };
  const before = order
    .slice(0, order.indexOf(hit.turn))
    .reduce((sum, step) => sum + hitsOf(step), 0);
  const wanted = wantedIn(screen, loaded);
  const text = shownText(loaded.trial, hit.turn);
  let at = before;
  for (let piece = 0; piece <= pieceOf(text, hit.start); piece += 1) {
    at += matchesIn(wanted, hit.turn, piece).filter(
      (one) => one.of === HIT && one.start <= hit.start,
    ).length;
  }
  return { at, of, isAll };
}
