/**
 * A step of a trial as rows of text: header lines, the wrapped text, a closing blank line.
 *
 * Scroll positions are places in this document (a turn and a place in its text), so they survive
 * a resize. Rows are known by where they begin, not by number: nothing has to be counted, and a long
 * text is made safe and wrapped only where it is looked at.
 */
import { longJson, longText, pieceOf, SPAN, type LongText } from '../../../text/long-text.ts';
import { createRows, type Rows } from '../../../text/rows.ts';
import { safe, safeLine, t } from '../../../text/safe.ts';
import { highlight, type Line, type StyledRange, styled } from '../../../text/spans.ts';
import type { Style } from '../../../text/styles.ts';
import { kindLabel, turnText } from '../../../trial/display.ts';
import { argumentText } from '../../../trial/searchable.ts';
import {
  letterFields,
  metaFields,
  REPAIRED,
  trialFields,
  verdictSection,
  type LabelledField,
  type VerdictSection,
} from '../../../trial/sections.ts';
import type { Trial, Turn } from '../../../trial/types.ts';
import type { LoadedTrial, ReplayScreen } from './state.ts';
import { verdictStep } from './steps.ts';

export type Mark = StyledRange;

export type StepDocument = {
  readonly step: number;
  readonly header: readonly Line[];
  readonly text: LongText;
  readonly rows: Rows;
  readonly style: Style;
};

/** How a step is shown: the part of the replay's state that changes its rows. */
export type Showing = Pick<ReplayScreen, 'raw' | 'details'>;

/** The row that stands for the blank line behind a step. */
export const BLANK = Number.POSITIVE_INFINITY;

const cache = new WeakMap<object, Map<string, StepDocument>>();
const MAX_CACHED = 4;

/** The rows of one step at a width. Cached by trial. */
export function stepDocument(
  loaded: LoadedTrial,
  step: number,
  width: number,
  showing: Showing,
): StepDocument {
  const owner = ownerOf(loaded.trial, step);
  const key = `${step}:${width}:${showing.raw}:${showing.details}`;
  const documents = cache.get(owner) ?? new Map<string, StepDocument>();
  cache.set(owner, documents);
  const found = documents.get(key);
  if (found !== undefined) return found;
  const text = showing.raw ? rawText(loaded.trial, step) : shownText(loaded.trial, step);
  const made: StepDocument = {
    step,
    header: headerOf(loaded.trial, step, showing),
    text,
    rows: createRows(text, width),
    style: loaded.trial.turns[step - 1]?.draft === true && !showing.raw ? 'draft' : 'text',
  };
  if (documents.size >= MAX_CACHED) documents.delete([...documents.keys()][0] ?? '');
  documents.set(key, made);
  return made;
}

/** The row that a place is on: rows of the header are negative, counted back from the text. */
export function rowAt({ header, rows }: StepDocument, place: number): number {
  if (place === BLANK) return BLANK;
  return place < 0 ? Math.max(-header.length, place) : rows.at(place).start;
}

/** The row under a row; undefined under the last. */
export function rowBelow({ rows }: StepDocument, row: number): number | undefined {
  if (row === BLANK) return undefined;
  return row < 0 ? row + 1 : (rows.below(row)?.start ?? BLANK);
}

/** The row over a row; undefined over the first. */
export function rowAbove({ header, rows }: StepDocument, row: number): number | undefined {
  if (row === BLANK) return rows.last().start;
  const above = row > 0 ? rows.above(row)?.start : row - 1;
  return above !== undefined && above >= -header.length ? above : undefined;
}

/** One row as styled text. */
export function lineAt(document: StepDocument, row: number, marks: readonly Mark[]): Line {
  const { header, text, rows, style } = document;
  if (row < 0) return header[header.length + row] ?? [];
  if (row === BLANK) return [];
  const { start, end } = rows.at(row);
  const piece = pieceOf(text, start);
  const base = piece * SPAN;
  const own = marks
    .filter((mark) => mark.start < end && mark.end > start)
    .map((mark) => ({
      start: Math.max(start, mark.start) - base,
      end: Math.min(end, mark.end) - base,
      style: mark.style,
    }));
  return highlight(text.textAt(piece), { start: start - base, end: end - base }, own, style);
}

const shownTexts = new WeakMap<object, LongText>();

/** The shown text of a step, whatever its width. */
export function shownText(trial: Trial, step: number): LongText {
  const owner = ownerOf(trial, step);
  const found = shownTexts.get(owner);
  if (found !== undefined) return found;
  const turn = trial.turns[step - 1];
  const made = longText(turn === undefined ? verdictSection(trial).rationale : turnText(turn));
  shownTexts.set(owner, made);
  return made;
}

function rawText(trial: Trial, step: number): LongText {
  const turn = trial.turns[step - 1];
  return turn === undefined
    ? longJson(trial.verdict, 'rationale', trial.verdict.rationale ?? '')
    : longJson(turn, 'text', turn.text);
}

function ownerOf(trial: Trial, step: number): object {
  return trial.turns[step - 1] ?? trial.verdict;
}

function headerOf(trial: Trial, step: number, showing: Showing): readonly Line[] {
  const turn = trial.turns[step - 1];
  if (turn === undefined) return verdictHeader(trial, showing);
  return [...turnHeader(turn, step), ...(showing.details ? detailLines(turn.meta) : [])];
}

function turnHeader(turn: Turn, step: number): readonly Line[] {
  const title: Line = [
    { text: t`${step} `, style: 'dim' },
    { text: safe(kindLabel(turn)), style: turn.draft === true ? 'draft' : turn.kind },
    ...(turn.recovered === true ? [styled(t`  ${REPAIRED}`, 'warning')] : []),
  ];
  const fields = letterFields(turn);
  return [
    title,
    [],
    ...fieldLines(fields),
    ...(turn.args === undefined ? [] : argumentLines(turn.args)),
    ...(fields.length > 0 || turn.args !== undefined ? [[]] : []),
  ];
}

function argumentLines(args: Readonly<Record<string, unknown>>): readonly Line[] {
  return argumentText(args)
    .split('\n')
    .map((line) => [{ text: safeLine(line), style: 'text' }]);
}

/** Cells of the names of fields, where none is longer; a space follows. */
const NAME_CELLS = 8;

function fieldLines(fields: readonly LabelledField[]): readonly Line[] {
  const cells = Math.max(NAME_CELLS, ...fields.map(([name]) => name.length));
  return fields.map(([name, value]) => [
    { text: safeLine(`${name.padEnd(cells)} `), style: 'dim' },
    { text: safeLine(value), style: name === 'Subject' ? 'strong' : 'text' },
  ]);
}

function detailLines(meta: Readonly<Record<string, unknown>> | undefined): readonly Line[] {
  const fields = metaFields(meta);
  return fields.length === 0 ? [] : [...fieldLines(fields), []];
}

function verdictHeader(trial: Trial, showing: Showing): readonly Line[] {
  const verdict = verdictSection(trial);
  const facts = [
    ['Label', verdict.label],
    ['By', verdict.by],
  ] as const;
  return [
    [
      { text: t`${verdictStep(trial)} `, style: 'dim' },
      { text: t`verdict`, style: 'strong' },
    ],
    [],
    [
      { text: t`Outcome  `, style: 'dim' },
      { text: safeLine(verdict.outcome), style: verdict.outcome },
      ...(verdict.isDisputed ? [styled(t`  ≠ disputed`, 'disputed')] : []),
    ],
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : fieldLines([[name, value]]))),
    ...verdictLines(verdict),
    ...(showing.details ? [[], ...fieldLines(trialFields(trial)), ...detailLines(trial.meta)] : []),
    [],
    [{ text: t`Rationale`, style: 'dim' }],
  ];
}

/** Scores, gates and quotes: each group is named on its first line alone. */
function verdictLines({ scores, gates, quotes }: VerdictSection): readonly Line[] {
  const named = (name: string, index: number): Line[number] => ({
    text: safeLine((index === 0 ? name : '').padEnd(NAME_CELLS + 1)),
    style: 'dim',
  });
  return [
    ...scores.map(([name, value], index): Line => [
      named('Scores', index),
      { text: safeLine(`${name} = ${value}`), style: 'text' },
    ]),
    ...gates.map((gate, index): Line => [
      named('Gates', index),
      { text: gate.passed ? t`● yes ` : t`· no  `, style: gate.passed ? 'strong' : 'dim' },
      { text: safeLine(gate.label), style: 'text' },
    ]),
    ...quotes.map(({ place, text, from, note }, index): Line => [
      named('Quotes', index),
      { text: t`${index + 1} `, style: 'key' },
      { text: safeLine(`${place} `), style: 'dim' },
      { text: safeLine(`“${text}”`), style: 'quote-text' },
      { text: from === undefined ? t`` : safeLine(`  ${from}`), style: 'dim' },
      { text: note === undefined ? t`` : safeLine(`  ${note}`), style: 'dim' },
    ]),
  ];
}
