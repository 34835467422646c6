/** Reading a trial in a review: turns, rows, jumps, words. */
import { longText } from '../../text/long-text.ts';
import { rowAbove, rowAt, TOP } from '../../text/page.ts';
import {
  filledView,
  hasMoreBelow,
  scrollBy,
  visibleRows,
  type RowPosition,
  type Scroll,
} from '../../text/scroll.ts';
import type { StyledRange } from '../../text/spans.ts';
import { finalMessage } from '../../trial/final-message.ts';
import type { TurnKind } from '../../trial/types.ts';
import type { Size } from '../message.ts';
import { shownText, stepPage, type StepPage } from '../step-page.ts';
import { currentItem, draftOf, TOP_ROW, type ReviewState } from './state.ts';

/** Rows of the question and its answer below the trial, and why two answers to it differ. */
const PANEL_ROWS = 3;
const SETTLING_ROWS = 4;
/** Rows of two answers side by side above them. */
export const SIDE_ROWS = 5;
const WIDE = 100;
const NARROW = 60;

export type ReviewLayout = {
  /** 0: there is none. */
  readonly rail: number;
  /** Cells of the pane, and of the text in it. */
  readonly pane: number;
  readonly text: number;
  readonly rows: number;
  /** Rows of the question and what is answered, below a rule. */
  readonly panel: number;
};

export function reviewLayout(state: ReviewState): ReviewLayout {
  const { columns, rows }: Size = state.size;
  const isSettling = currentItem(state)?.sides !== undefined;
  const sides = isSettling ? SIDE_ROWS : 0;
  const panel = isSettling ? SETTLING_ROWS : PANEL_ROWS;
  const rail = columns < NARROW ? 0 : columns < WIDE ? 14 : 24;
  const pane = rail === 0 ? columns : columns - rail - 1;
  return {
    rail,
    pane,
    text: Math.max(10, Math.min(pane - 4, 100)),
    // The header, the rule and the footer are beside them.
    rows: Math.max(3, rows - 3 - panel - sides),
    panel,
  };
}

function scrollOf(state: ReviewState): Scroll<StepPage> {
  const { text, rows } = reviewLayout(state);
  const item = currentItem(state);
  if (item === undefined || item.trial.turns.length === 0) return { pages: [], height: rows };
  const showing = { raw: state.raw, details: false };
  return { pages: [stepPage(item.trial, state.step, text, showing)], height: rows };
}

function positionOf(scroll: Scroll<StepPage>, row: number): RowPosition<StepPage> | undefined {
  const [page] = scroll.pages;
  return page === undefined ? undefined : { page, row: rowAt(page, row) };
}

export function rowsInView(state: ReviewState): readonly RowPosition<StepPage>[] {
  const scroll = scrollOf(state);
  return visibleRows(scroll, positionOf(scroll, state.row));
}

export function isMoreBelow(state: ReviewState): boolean {
  const scroll = scrollOf(state);
  const from = positionOf(scroll, state.row);
  return from !== undefined && hasMoreBelow(scroll, from);
}

export function scrolled(state: ReviewState, rows: number): ReviewState {
  const scroll = scrollOf(state);
  const from = positionOf(scroll, state.row);
  if (from === undefined) return state;
  const { page, row } = scrollBy(scroll, from, rows);
  return { ...state, row: rowAbove(page, row) === undefined ? TOP : row };
}

export function turnsOf(state: ReviewState): number {
  return currentItem(state)?.trial.turns.length ?? 0;
}

export function atTurn(state: ReviewState, step: number, jumped = false): ReviewState {
  const last = Math.max(1, turnsOf(state));
  const next = Math.max(1, Math.min(last, step));
  const back = jumped && next !== state.step ? [...state.back, state.step] : state.back;
  return { ...state, step: next, row: TOP_ROW, back };
}

/** The next turn of a kind, round about. */
export function toKind(state: ReviewState, kind: TurnKind): ReviewState {
  const turns = currentItem(state)?.trial.turns ?? [];
  for (let by = 1; by <= turns.length; by += 1) {
    const step = ((state.step - 1 + by) % turns.length) + 1;
    if (turns[step - 1]?.kind === kind) return atTurn(state, step, true);
  }
  return { ...state, notice: `there is no ${kind} in this trial` };
}

export function toFinal(state: ReviewState): ReviewState {
  const turns = currentItem(state)?.trial.turns ?? [];
  const final = finalMessage(turns);
  return final === undefined
    ? { ...state, notice: 'nothing was sent or said in this trial' }
    : atTurn(state, final.turn, true);
}

/** A word of the shown text of a turn, as places of `text/long-text.ts`. */
export type MarkWord = { readonly start: number; readonly end: number; readonly text: string };

/** The words of the turn that is read. A text of one piece alone: longer ones are marked whole. */
export function wordsOf(state: ReviewState): readonly MarkWord[] {
  const item = currentItem(state);
  const turn = item?.trial.turns[state.step - 1];
  if (item === undefined || turn === undefined || turn.text === '') return [];
  const text: string = shownText(item.trial, state.step).textAt(0);
  return [...text.matchAll(/\S+/gu)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    text: found[0],
  }));
}

/** The first word that is in view. */
export function wordInView(state: ReviewState): number {
  const [first] = rowsInView(state).filter(({ row }) => row >= 0);
  return Math.max(
    0,
    wordsOf(state).findIndex(({ end }) => end > (first?.row ?? 0)),
  );
}

/** Scrolls until a place of the text is in view. */
export function showPlace(state: ReviewState, place: number): ReviewState {
  const scroll = scrollOf(state);
  const [page] = scroll.pages;
  if (page === undefined) return state;
  const row = rowAt(page, place);
  const inView = rowsInView(state);
  if (inView.some((one) => one.row === row)) return state;
  const filled = filledView(scroll, { page, row });
  return { ...state, row: filled.row };
}

/** The word a row further down or up, about as far along. */
export function wordBelow(state: ReviewState, at: number, by: 1 | -1): number {
  const words = wordsOf(state);
  const [page] = scrollOf(state).pages;
  const word = words[at];
  if (page === undefined || word === undefined) return at;
  const row = page.rows.at(word.start);
  const next = by > 0 ? page.rows.below(row.start) : page.rows.above(row.start);
  if (next === undefined) return at;
  const wanted = next.start + (word.start - row.start);
  const found = words.findLastIndex(({ start }) => start <= wanted);
  const first = words.findIndex(({ end }) => end > next.start);
  return Math.max(found, first, 0);
}

/** Places with the words that are looked for, turn by turn, without regard to case. */
function hitsOf(state: ReviewState): readonly { readonly turn: number; readonly at: number }[] {
  const wanted = state.find.toLowerCase();
  if (wanted === '') return [];
  return (currentItem(state)?.trial.turns ?? []).flatMap((turn, index) => {
    const text = longText(turn.text).textAt(0).toLowerCase();
    const places = [];
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      places.push({ turn: index + 1, at });
    }
    return places;
  });
}

/** Goes to the next place with the words, round about. */
export function hitBy(state: ReviewState, by: 1 | -1): ReviewState {
  const hits = hitsOf(state);
  if (hits.length === 0) {
    return {
      ...state,
      notice: state.find === '' ? '/ finds words' : `"${state.find}" is not in this trial`,
    };
  }
  const first = rowsInView(state)[0]?.row ?? 0;
  const top = Math.max(0, first);
  const isBeyond = ({ turn, at }: { turn: number; at: number }): boolean =>
    by > 0
      ? turn > state.step ||
        (turn === state.step && at > top + (rowsInView(state)[0]?.page.rows.at(top).end ?? 0) - top)
      : turn < state.step || (turn === state.step && at < top);
  const hit =
    (by > 0 ? hits.find(isBeyond) : hits.findLast(isBeyond)) ?? (by > 0 ? hits[0] : hits.at(-1));
  if (hit === undefined) return state;
  const moved = hit.turn === state.step ? state : atTurn(state, hit.turn, true);
  const [page] = scrollOf(moved).pages;
  const row = page === undefined ? TOP_ROW : rowAt(page, hit.at);
  return { ...moved, row, notice: `${hits.indexOf(hit) + 1} of ${hits.length}` };
}

/** What is marked in the turn that is read: evidence, words being marked, words looked for. */
export function marksOf(state: ReviewState): readonly StyledRange[] {
  if (state.raw) return [];
  const item = currentItem(state);
  const text = item?.trial.turns[state.step - 1]?.text ?? '';
  const marks: StyledRange[] = hitsOf(state)
    .filter(({ turn }) => turn === state.step)
    .map(({ at }) => ({ start: at, end: at + state.find.length, style: 'hit' }));
  const sides = item?.sides?.flatMap(({ evidence = [] }) => evidence) ?? [];
  for (const { turn, exact, prefix } of [
    ...draftOf(state, item?.drawn.item ?? 0).evidence,
    ...sides,
  ]) {
    if (turn !== state.step) continue;
    const around = text.indexOf(prefix + exact);
    const start = around >= 0 ? around + prefix.length : text.indexOf(exact);
    if (start >= 0) marks.push({ start, end: start + exact.length, style: 'quote' });
  }
  if (state.mode.type === 'mark') {
    const { from, at } = state.mode.marking;
    const words = wordsOf(state);
    const start = words[Math.min(from ?? at, at)]?.start ?? 0;
    const end = words[Math.max(from ?? at, at)]?.end ?? 0;
    marks.push({ start, end, style: 'selected' });
  }
  return marks;
}

/** Goes to the next place that a side marked. */
export function toSide(state: ReviewState, side: 0 | 1): ReviewState {
  const sides = currentItem(state)?.sides;
  const evidence = sides?.[side]?.evidence ?? [];
  const turns = [...new Set(evidence.map(({ turn }) => turn))].sort((one, other) => one - other);
  const next = turns.find((turn) => turn > state.step) ?? turns[0];
  if (sides === undefined) return { ...state, notice: 'there is nothing to settle here' };
  if (next === undefined) return { ...state, notice: 'nothing is marked on this side' };
  return atTurn(state, next, true);
}
