/**
 * A step of a trial as a page: header lines, the text, a blank row. Any screen that shows a turn or a
 * verdict draws it from here.
 */
import type { TrialAnnotation } from '../collection/annotations.ts';
import { markupOf } from '../text/markdown.ts';
import { longJson, longText, type LongText } from '../text/long-text.ts';
import { createPage, type Page } from '../text/page.ts';
import { createCache, createWeakCache, type Cache } from '../text/remember.ts';
import { safe, safeLine, t } from '../text/safe.ts';
import { type Line, styled } from '../text/spans.ts';
import { width as cellsOf } from '../text/width.ts';
import { wrapLine } from '../text/wrap-line.ts';
import { kindLabel, turnText } from '../trial/display.ts';
import { argumentText } from '../trial/searchable.ts';
import {
  letterFields,
  metaFields,
  REPAIRED,
  trialFields,
  verdictSection,
  type LabelledField,
  type VerdictSection,
} from '../trial/sections.ts';
import type { Trial, Turn, TurnKind } from '../trial/types.ts';
import { verdictStep } from './screens/replay/steps.ts';

/** `step`: a turn's number, or turns + 1 for the verdict. */
export type StepPage = Page & { readonly step: number };

/** How a step is shown: as JSON, and with the details of its file. */
type Showing = {
  readonly raw: boolean;
  readonly details: boolean;
  /** Markdown as it is written. */
  readonly written?: boolean;
  /** Its title alone. */
  readonly isFolded?: boolean;
  /** What people have noted on the trial. */
  readonly notes?: readonly TrialAnnotation[];
};

const pages = createWeakCache<Trial['verdict'] | Turn, Cache<string, StepPage>>();
const MAX_CACHED = 4;

/** The page of one step at a width in cells. Cached by turn. */
export function stepPage(trial: Trial, step: number, width: number, showing: Showing): StepPage {
  const ofStep = pages(ownerOf(trial, step), () => createCache(MAX_CACHED));
  const { raw, details, written = false, isFolded = false, notes = [] } = showing;
  const noted = notes.map(({ id, at }) => id + at).join();
  const key = `${step}:${width}:${raw}:${details}:${written}:${isFolded}:${noted}`;
  return ofStep(key, () => makePage(trial, step, width, showing));
}

function makePage(trial: Trial, step: number, width: number, showing: Showing): StepPage {
  const turn = trial.turns[step - 1];
  const isDraft = turn?.draft === true;
  const parts = {
    head: headOf(trial, step, showing).flatMap((line) => wrapLine(line, width, indentOf(line))),
    text: showing.raw ? rawText(trial, step, showing.details) : shownText(trial, step),
    style: isDraft && !showing.raw ? 'draft' : 'text',
    isPrivate: turn?.kind === 'reasoning' || isDraft,
    markup: isMarkdown(turn, showing) ? markupOf : undefined,
    end: showing.isFolded === true ? 'head' : 'blank',
  } as const;
  return { step, ...createPage(parts, width) };
}

/** Mail and what tools were given and gave is drawn as it is; the verdict's rationale is not. */
function isMarkdown(turn: Turn | undefined, { raw, written }: Showing): boolean {
  if (raw || written === true) return false;
  return turn === undefined || MARKDOWN_KINDS.includes(turn.kind);
}

const MARKDOWN_KINDS: readonly TurnKind[] = ['briefing', 'reasoning', 'message', 'note'];

const shownTexts = createWeakCache<Trial['verdict'] | Turn, LongText>();

/** The shown text of a step, whatever its width. */
export function shownText(trial: Trial, step: number): LongText {
  const turn = trial.turns[step - 1];
  return shownTexts(ownerOf(trial, step), () =>
    longText(turn === undefined ? verdictSection(trial).rationale : turnText(turn)),
  );
}

/** The verdict's details are those of the trial, which may be too long to stand whole above the text. */
function rawText(trial: Trial, step: number, details: boolean): LongText {
  const turn = trial.turns[step - 1];
  if (turn !== undefined) return longJson(turn, 'text', turn.text);
  const { verdict, meta } = trial;
  const shown = details && meta !== undefined ? { ...verdict, meta } : verdict;
  return longJson(shown, 'rationale', verdict.rationale ?? '');
}

function ownerOf(trial: Trial, step: number): Trial['verdict'] | Turn {
  return trial.turns[step - 1] ?? trial.verdict;
}

function headOf(trial: Trial, step: number, showing: Showing): readonly Line[] {
  const turn = trial.turns[step - 1];
  if (turn === undefined) return verdictHeader(trial, showing);
  if (showing.isFolded === true) return turnHeader(turn, step).slice(0, 1);
  return [
    ...turnHeader(turn, step),
    ...noteLines(showing.notes?.filter((one) => one.turn === step)),
    ...(showing.details ? detailLines(turn.meta) : []),
  ];
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

/** Rows after the first stand below the value of a field, whose dim name comes first. */
function indentOf([name, value]: Line): number {
  return name?.style === 'dim' && value !== undefined ? cellsOf(name.text) : 0;
}

function argumentLines(args: Readonly<Record<string, unknown>>): readonly Line[] {
  return shortened(argumentText(args))
    .split('\n')
    .map((line) => [{ text: safeLine(line), style: 'text' }]);
}

/** Letters of a field or of arguments that are shown above a text; `R` shows all of them. */
const MOST_SHOWN = 20_000;

function shortened(text: string): string {
  if (text.length <= MOST_SHOWN) return text;
  const rest = (text.length - MOST_SHOWN).toLocaleString('en');
  return `${text.slice(0, MOST_SHOWN)} … ${rest} more letters: R shows them`;
}

/** Cells of the names of fields, where none is longer; a space follows. */
const NAME_CELLS = 8;

function fieldLines(fields: readonly LabelledField[]): readonly Line[] {
  const cells = Math.max(NAME_CELLS, ...fields.map(([name]) => name.length));
  return fields.flatMap(([name, value]) =>
    shortened(value)
      .split('\n')
      .map((line, index): Line => [
        { text: safeLine(`${(index === 0 ? name : '').padEnd(cells)} `), style: 'dim' },
        { text: safeLine(line), style: name === 'Subject' ? 'strong' : 'text' },
      ]),
  );
}

function detailLines(meta: Readonly<Record<string, unknown>> | undefined): readonly Line[] {
  const fields = metaFields(meta);
  return fields.length === 0 ? [] : [...fieldLines(fields), []];
}

/** What people have noted, apart from what the transcript says: a line each, under their names. */
function noteLines(notes: readonly TrialAnnotation[] = []): readonly Line[] {
  if (notes.length === 0) return [];
  return [...notes.map(noteLine), []];
}

function noteLine({ kind, author, text = '', evidence, isOfOther }: TrialAnnotation): Line {
  const what = { tag: 'tag: ', verdict: 'own verdict: ', note: '', quote: '' }[kind];
  const quoted = evidence === undefined ? '' : `“${evidence.exact}” `;
  return [
    { text: safeLine(`✎ ${author}  `), style: 'accent' },
    { text: safeLine(quoted), style: 'quote-text' },
    { text: safeLine(what), style: 'dim' },
    { text: safeLine(text), style: 'text' },
    ...(isOfOther ? [styled(t`  (the text has changed since)`, 'warning')] : []),
  ];
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
    ...noteLines(showing.notes?.filter(({ turn }) => turn === undefined)),
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
