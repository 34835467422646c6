/** The filter in force: setting it, undoing it; and the cursor, which stays on its trial. */
import { parse } from '../../../query/parse.ts';
import { docketLayout } from '../../layout.ts';
import { placeBelow, placeOver } from '../../places.ts';
import type { State } from '../../state.ts';
import {
  findScreen,
  notify,
  scrollTo,
  sequence,
  type Transition,
  withScreen,
} from '../../transition.ts';
import { askConcordance } from '../concordance/open.ts';
import { askCompare } from '../compare/open.ts';
import { askSearch } from '../search/ask.ts';
import { askList, askListIfNeeded, askPreview, refresh, rowAt } from './asking.ts';
import type { DocketScreen, FilterStep, Held } from './state.ts';

const MOST_STEPS = 200;

/** Puts a filter in force, which can be undone. A wrong one only shows its mistake. */
export function setFilter(state: State, text: string): Transition {
  const before = { filter: state.filter, held: heldIn(state) };
  const [next, ...effects] = tryFilter(state, text, before.held);
  if (next.filter === state.filter) return [next, ...effects];
  return [withStep(next, before), ...effects];
}

/** Puts a filter in force for now. `held`: the trial that the cursor is to be on, if it is in it. */
export function tryFilter(state: State, text: string, held: Held | undefined): Transition {
  const parsed = parse(text);
  if (!parsed.ok) return [{ ...state, filterError: parsed.error }];
  const filter = text.trim();
  if (filter === state.filter) return [{ ...state, filterError: undefined }];
  return refresh(changeDocket({ ...state, filter, filterError: undefined }, { held, ahead: [] }));
}

/** The state in which a filter that was in force before can be returned to. */
export function withStep(state: State, before: FilterStep): State {
  const past = [...state.filterSteps.past, before].slice(-MOST_STEPS);
  return { ...state, filterSteps: { past, future: [] } };
}

export function undoFilter(state: State): Transition {
  const { past, future } = state.filterSteps;
  const step = past.at(-1);
  if (step === undefined) return notify(state, 'No earlier filter');
  const now = { filter: state.filter, held: heldIn(state) };
  const steps = { past: past.slice(0, -1), future: [...future, now] };
  return tryFilter({ ...state, filterSteps: steps }, step.filter, step.held);
}

export function redoFilter(state: State): Transition {
  const { past, future } = state.filterSteps;
  const step = future.at(-1);
  if (step === undefined) return notify(state, 'No filter was undone');
  const now = { filter: state.filter, held: heldIn(state) };
  const steps = { past: [...past, now], future: future.slice(0, -1) };
  return tryFilter({ ...state, filterSteps: steps }, step.filter, step.held);
}

/** The trial under the cursor, or the one that the cursor is to be on. */
export function heldIn(state: Pick<State, 'screens' | 'list'>): Held | undefined {
  const { cursor, top, held } = state.screens[0];
  const row = rowAt(state, cursor);
  return row === undefined ? held : { id: row.id, row: cursor - top };
}

/** A filter from the command line, put in force before anything is asked. */
export function withFilter(state: State, text: string): State {
  const [next] = tryFilter(state, text, undefined);
  return next;
}

/** Opens the trials of a filter over what is on screen: `q` comes back to it. */
export function openTrials(state: State, filter: string): Transition {
  return refresh(changeDocket(placeOver(state, filter), { isNew: true }));
}

/** Back to what the list was opened from, with what was read since; undefined: it is the first. */
export function leaveTrials(state: State): Transition | undefined {
  const below = placeBelow(state);
  return below === undefined ? undefined : sequence(below, refresh, askPreview, askMissing);
}

/** Asks for what screens of an earlier opening lack. */
export function askMissing(state: State): Transition {
  const found = findScreen(state, 'search');
  const isSearch = found?.result === undefined && (found?.input.text ?? '').trim() !== '';
  const words = findScreen(state, 'concordance');
  return sequence(
    state,
    askCompare,
    (one) => (found === undefined || !isSearch ? [one] : askSearch(one, found)),
    (one) =>
      words === undefined || words.result !== undefined ? [one] : askConcordance(one, words),
  );
}

/** The cursor on a trial, wherever it is in the list. */
export function goToRow(state: State, id: string): Transition {
  const { cursor: before, top } = state.screens[0];
  const at = state.list.rows.findIndex((row) => row.id === id);
  const { listRows } = docketLayout(state.size);
  if (at < 0) return askList(changeDocket(state, { held: { id, row: before - top } }));
  const cursor = state.list.offset + at;
  const changed = { cursor, top: scrollTo(top, cursor, listRows, state.list.total) };
  return sequence(changeDocket(state, changed), askListIfNeeded, askPreview);
}

export function changeDocket(state: State, change: Partial<DocketScreen>): State {
  return withScreen(state, 'docket', (screen) => ({ ...screen, ...change }));
}
