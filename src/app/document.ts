/**
 * A step of a trial as rows of text: header lines, the wrapped text, a closing blank line.
 *
 * Scroll positions are places in this document (a turn and an offset in its text), so they survive
 * a resize. Wrapping is lazy and remembered per turn and width: a long turn is wrapped as far as
 * it has been looked at.
 */
import { findMatches } from '../text/match.ts';
import type { MatchPattern } from '../text/patterns.ts';
import { findQuote } from '../text/quote.ts';
import { safe, safeLine, sliceSafe, t, type SafeText } from '../text/safe.ts';
import { highlight, type Line } from '../text/spans.ts';
import { createWrapped, type Wrapped } from '../text/wrap.ts';
import { evidenceOf, placeOf } from '../trial/evidence.ts';
import { kindLabel, turnText } from '../trial/labels.ts';
import { scoreText } from '../trial/scores.ts';
import { argumentText } from '../trial/searchable.ts';
import type { Trial, Turn } from '../trial/types.ts';
import type { LoadedTrial, ReplayScreen } from './state.ts';
import { verdictStep } from './steps.ts';

export type Mark = { readonly start: number; readonly end: number; readonly style: string };

/** What a step shows, apart from marks. */
type Content = {
  readonly header: readonly Line[];
  readonly body: SafeText;
  readonly style: string;
};

export type StepDocument = {
  readonly step: number;
  readonly header: readonly Line[];
  readonly body: SafeText;
  readonly style: string;
  readonly wrapped: Wrapped;
};

/** How a step is shown: the part of the replay's state that changes its rows. */
export type Showing = Pick<ReplayScreen, 'raw' | 'details'>;

const remembered = new WeakMap<object, Map<string, StepDocument>>();
const WIDTHS_KEPT = 4;

/** The rows of one step at a width. Remembered by trial, so asking again costs nothing. */
export function stepDocument(
  loaded: LoadedTrial,
  step: number,
  width: number,
  showing: Showing,
): StepDocument {
  const owner = loaded.trial.turns[step - 1] ?? loaded.trial.verdict;
  const key = `${step}:${width}:${showing.raw}:${showing.details}`;
  const kept = remembered.get(owner) ?? new Map<string, StepDocument>();
  remembered.set(owner, kept);
  const found = kept.get(key);
  if (found !== undefined) return found;
  const content = contentOf(loaded, step, showing);
  const made: StepDocument = { step, ...content, wrapped: createWrapped(content.body, width) };
  if (kept.size >= WIDTHS_KEPT) kept.delete([...kept.keys()][0] ?? '');
  kept.set(key, made);
  return made;
}

/** Number of rows: header, text, and a blank line that separates steps. */
export function rowCount(document: StepDocument): number {
  return document.header.length + document.wrapped.count() + 1;
}

/** The row an offset is on. Negative offsets are header lines, counted back from the text. */
export function rowOf(document: StepDocument, offset: number): number {
  if (offset < 0) return Math.max(0, document.header.length + offset);
  return document.header.length + document.wrapped.indexOf(offset);
}

/** The offset that stands for a row; the inverse of `rowOf`. */
export function offsetOf(document: StepDocument, row: number): number {
  const inBody = row - document.header.length;
  if (inBody < 0) return inBody;
  return document.wrapped.rowAt(inBody)?.start ?? document.body.length;
}

/** One row as styled text. */
export function lineAt(document: StepDocument, row: number, marks: readonly Mark[]): Line {
  const header = document.header[row];
  if (header !== undefined) return header;
  const range = document.wrapped.rowAt(row - document.header.length);
  if (range === undefined) return [];
  return highlight(document.body, range, marks, document.style);
}

const matchesKept = new WeakMap<
  readonly MatchPattern[],
  WeakMap<object, readonly { start: number; end: number }[]>
>();

/** Matches of patterns in the shown text of a step, in order; patterns limited to kinds obey. */
export function matchesIn(
  loaded: LoadedTrial,
  step: number,
  patterns: readonly MatchPattern[],
  body?: SafeText,
): readonly { readonly start: number; readonly end: number }[] {
  if (patterns.length === 0) return [];
  const turn = loaded.trial.turns[step - 1];
  const kind = turn?.kind ?? 'rationale';
  const owner = turn ?? loaded.trial.verdict;
  const kept = matchesKept.get(patterns) ?? new WeakMap();
  matchesKept.set(patterns, kept);
  if (body === undefined) {
    const found = kept.get(owner);
    if (found !== undefined) return found;
  }
  const wanted = patterns.filter(({ in: kinds }) =>
    kinds === undefined ? kind !== 'rationale' : kinds.includes(kind),
  );
  const text = body ?? contentOf(loaded, step, { raw: false, details: false }).body;
  const matches = wanted.length === 0 ? [] : findMatches(text, wanted);
  if (body === undefined) kept.set(owner, matches);
  return matches;
}

/** Steps that have a match, in the given order. */
export function stepsWithMatch(
  loaded: LoadedTrial,
  order: readonly number[],
  patterns: readonly MatchPattern[],
): readonly number[] {
  return order.filter((step) => matchesIn(loaded, step, patterns).length > 0);
}

/** A phrase does not reach further than this; what stands around the rows in view decides the rest. */
const LONGEST_MATCH = 1000;

/**
 * What is marked in some rows of a step's text: search matches, signals, the quote that was jumped
 * to. Only the rows in view are asked for: a long turn may have a hundred thousand matches.
 */
export function marksOf(
  screen: ReplayScreen,
  loaded: LoadedTrial,
  document: StepDocument,
  rows: { readonly first: number; readonly last: number },
): readonly Mark[] {
  const { step, body } = document;
  const from = Math.max(0, offsetOf(document, rows.first)) - LONGEST_MATCH;
  const to = Math.max(0, offsetOf(document, rows.last + 1)) + LONGEST_MATCH;
  const styled = (style: string, patterns: readonly MatchPattern[]): Mark[] => {
    if (screen.raw) {
      const start = Math.max(0, from);
      const near = matchesIn(loaded, step, patterns, sliceSafe(body, start, to));
      return near.map((match) => ({ start: match.start + start, end: match.end + start, style }));
    }
    const all = matchesIn(loaded, step, patterns);
    const first = firstFrom(all, from);
    return all.slice(first, firstFrom(all, to)).map((match, index) => {
      const isHere = style === 'hit' && screen.hit?.turn === step;
      const here = isHere && screen.hit?.index === first + index;
      return { ...match, style: here ? 'hit-here' : style };
    });
  };
  const signals = Object.values(loaded.signals).flatMap((patterns) => styled('signal', patterns));
  return [...signals, ...styled('hit', screen.patterns), ...quoteMarks(screen, step, body)];
}

/** The index of the first match that begins at or after an offset. */
function firstFrom(matches: readonly { readonly start: number }[], offset: number): number {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((matches[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const quotesKept = new WeakMap<
  NonNullable<ReplayScreen['quote']>,
  { readonly body: SafeText; readonly marks: readonly Mark[] }
>();

function quoteMarks(screen: ReplayScreen, step: number, body: SafeText): readonly Mark[] {
  const { quote } = screen;
  if (quote === undefined || quote.turn !== step) return [];
  const kept = quotesKept.get(quote);
  if (kept?.body === body) return kept.marks;
  const found = findQuote(body, quote.text);
  const marks = found === undefined ? [] : [{ ...found, style: 'quote' }];
  quotesKept.set(quote, { body, marks });
  return marks;
}

function contentOf(loaded: LoadedTrial, step: number, showing: Showing): Content {
  const { trial } = loaded;
  const turn = trial.turns[step - 1];
  if (turn === undefined) return verdictContent(trial, showing);
  const header = [...turnHeader(turn, step), ...(showing.details ? detailLines(turn.meta) : [])];
  if (showing.raw) {
    return { header, body: safe(JSON.stringify(turn, undefined, 2)), style: 'text' };
  }
  return { header, body: safe(turnText(turn)), style: turn.draft === true ? 'draft' : 'text' };
}

function turnHeader(turn: Turn, step: number): readonly Line[] {
  const title: Line = [
    { text: t`${step} `, style: 'dim' },
    { text: safe(kindLabel(turn)), style: turn.draft === true ? 'draft' : turn.kind },
    ...(turn.recovered === true ? [{ text: t`  repaired markup`, style: 'warning' }] : []),
  ];
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['From', turn.from],
    ['To', turn.to],
    ['Cc', turn.cc],
    ['Subject', turn.subject],
    ['Time', turn.at],
    ['Attached', turn.attachments?.join(', ')],
  ];
  return [
    title,
    [],
    ...fields.flatMap(([name, value]) => (value === undefined ? [] : [fieldLine(name, value)])),
    ...(turn.args === undefined ? [] : argumentLines(turn.args)),
    ...(fields.some(([, value]) => value !== undefined) || turn.args !== undefined ? [[]] : []),
  ];
}

function argumentLines(args: Readonly<Record<string, unknown>>): readonly Line[] {
  return argumentText(args)
    .split('\n')
    .map((line) => [{ text: safeLine(line), style: 'text' }]);
}

function fieldLine(name: string, value: string): Line {
  return [
    { text: safeLine(`${name.padEnd(8)} `), style: 'dim' },
    { text: safeLine(value), style: name === 'Subject' ? 'strong' : 'text' },
  ];
}

function detailLines(meta: Readonly<Record<string, unknown>> | undefined): readonly Line[] {
  const entries = Object.entries(meta ?? {});
  if (entries.length === 0) return [];
  return [
    ...entries.map(([key, value]) =>
      fieldLine(key, typeof value === 'string' ? value : (JSON.stringify(value) ?? '')),
    ),
    [],
  ];
}

function verdictContent(trial: Trial, showing: Showing): Content {
  const { verdict } = trial;
  const header: Line[] = [
    [
      { text: t`${verdictStep(trial)} `, style: 'dim' },
      { text: t`verdict`, style: 'strong' },
    ],
    [],
    [
      { text: t`Outcome  `, style: 'dim' },
      { text: safeLine(verdict.outcome), style: verdict.outcome },
      ...(verdict.disputed === true ? [{ text: t`  ≠ disputed`, style: 'disputed' }] : []),
    ],
    ...(verdict.label === undefined ? [] : [fieldLine('Label', verdict.label)]),
    ...(verdict.by === undefined ? [] : [fieldLine('By', verdict.by)]),
    ...scoreLines(verdict.scores),
    ...gateLines(trial),
    ...evidenceLines(trial),
    ...(showing.details ? trialDetails(trial) : []),
    [],
    [{ text: t`Rationale`, style: 'dim' }],
  ];
  const body = showing.raw
    ? safe(JSON.stringify(verdict, undefined, 2))
    : safe(verdict.rationale ?? '(none given)');
  return { header, body, style: 'text' };
}

function scoreLines(scores: Readonly<Record<string, unknown>> | undefined): readonly Line[] {
  return Object.entries(scores ?? {}).map(([name, value], index) => [
    { text: safeLine((index === 0 ? 'Scores' : '').padEnd(9)), style: 'dim' },
    { text: safeLine(`${name} = ${scoreText(value)}`), style: 'text' },
  ]);
}

function gateLines(trial: Trial): readonly Line[] {
  const gates = trial.verdict.gates ?? [];
  return gates.map((gate, index) => [
    { text: safeLine((index === 0 ? 'Gates' : '').padEnd(9)), style: 'dim' },
    { text: gate.passed ? t`● yes ` : t`· no  `, style: gate.passed ? 'strong' : 'dim' },
    { text: safeLine(gate.label), style: 'text' },
  ]);
}

function evidenceLines(trial: Trial): readonly Line[] {
  return evidenceOf(trial).map((evidence, index) => [
    { text: safeLine((index === 0 ? 'Quotes' : '').padEnd(9)), style: 'dim' },
    { text: t`${index + 1} `, style: 'key' },
    { text: safeLine(`${placeOf(evidence) ?? '(nowhere)'} `), style: 'dim' },
    { text: safeLine(`“${evidence.text}”`), style: 'quote-text' },
    { text: evidence.from === 'judge' ? t`` : safeLine(`  ${evidence.from}`), style: 'dim' },
    { text: evidence.note === undefined ? t`` : safeLine(`  ${evidence.note}`), style: 'dim' },
  ]);
}

function trialDetails(trial: Trial): readonly Line[] {
  const fields: readonly (readonly [string, unknown])[] = [
    ['Id', trial.id],
    ['Model', trial.model],
    ['Scenario', trial.scenario],
    ['Condition', trial.condition],
    ['Sample', trial.sample],
    ['Belief', trial.belief],
    ['Instruct', trial.instruction],
    ['Started', trial.startedAt],
    ['Tags', trial.tags?.join(', ')],
  ];
  return [
    [],
    ...fields.flatMap(([name, value]) =>
      value === undefined ? [] : [fieldLine(name, String(value))],
    ),
    ...detailLines(trial.meta),
  ];
}
