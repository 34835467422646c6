/**
 * What the rail marks at each step, found in slices between the keys: a trial may have megabytes, and
 * neither its first frame nor a key must wait for them.
 */
import { costOf, HIT, matchesIn, wantedIn } from './matches.ts';
import { shownText } from '../../step-page.ts';
import type { LoadedTrial, RailMarks, StepMarks } from './state.ts';
import type { State } from '../../state.ts';
import { verdictStep } from './steps.ts';
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
