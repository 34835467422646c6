/**
 * What is shown of a trial in words, whatever draws it (screen, slide, plain text, Markdown, page):
 * the trial's own fields, a turn's title and fields, and the verdict.
 */
import { headerFields } from './catalogue.ts';
import { kindLabel } from './display.ts';
import { evidenceOf, placeOf, type Evidence } from './evidence.ts';
import { redactedText } from './redacted.ts';
import { scoreText } from './scores.ts';
import { argumentText, valueText } from './searchable.ts';
import type { Outcome, Trial, Turn } from './types.ts';

/** A field as a person reads it: its name and its value, which may have line breaks. */
export type LabelledField = readonly [name: string, value: string];

/** What is known of a trial besides its turns and its verdict. */
export function trialFields(trial: Trial): readonly LabelledField[] {
  return present([
    ...headerFields(trial),
    ['Synthetic', trial.synthetic === true ? 'yes: an invented transcript' : undefined],
    ['Redacted', redactedText(trial.meta)],
  ]);
}

/** Values of `meta` by their names: text as it is, with its line breaks, anything else as JSON. */
export function metaFields(
  meta: Readonly<Record<string, unknown>> | undefined,
): readonly LabelledField[] {
  return Object.entries(meta ?? {}).map(([name, value]) => [name, valueText(value)]);
}

/** An email's header without its body; nothing for turns that are no emails. */
export function letterFields(turn: Turn): readonly LabelledField[] {
  return present([
    ['From', turn.from],
    ['To', turn.to],
    ['Cc', turn.cc],
    ['Subject', turn.subject],
    ['Date', turn.at],
    ['Attached', turn.attachments?.join(', ')],
  ]);
}

/** An email's header, or the arguments of a call. */
export function turnFields(turn: Turn): readonly LabelledField[] {
  const args = turn.args === undefined ? undefined : argumentText(turn.args);
  return [...letterFields(turn), ...present([['With', args]])];
}

/** `reasoning (private)`, `draft email (never sent)`. */
export function turnTitle(turn: Turn): string {
  const [name = '', ...more] = kindLabel(turn).split(' · ');
  const notes = turn.recovered === true ? [...more, REPAIRED] : more;
  return notes.length === 0 ? name : `${name} (${notes.join(', ')})`;
}

/** Said of a turn whose markup was broken and could be read all the same. */
export const REPAIRED = 'repaired markup';

export type VerdictSection = {
  readonly outcome: Outcome;
  readonly isDisputed: boolean;
  readonly label: string | undefined;
  readonly by: string | undefined;
  readonly scores: readonly LabelledField[];
  readonly gates: readonly { readonly passed: boolean; readonly label: string }[];
  /** The quotes in the order of their numbers, from 1. */
  readonly quotes: readonly QuoteLine[];
  /** The judge's words, or a note that there are none. */
  readonly rationale: string;
};

export type QuoteLine = {
  readonly evidence: Evidence;
  readonly text: string;
  /** `turn 4`; `nowhere in the text` where no turn has the words. */
  readonly place: string;
  /** The gate that it made pass; undefined for the judge's own quotes. */
  readonly from: string | undefined;
  readonly note: string | undefined;
};

/** A verdict with everything that is shown of it. */
export function verdictSection(trial: Trial): VerdictSection {
  const { outcome, disputed, label, by, scores = {}, gates = [], rationale } = trial.verdict;
  return {
    outcome,
    isDisputed: disputed === true,
    label,
    by,
    scores: Object.entries(scores).map(([name, value]) => [name, scoreText(value)]),
    gates,
    quotes: evidenceOf(trial).map((evidence) => ({
      evidence,
      text: evidence.text,
      place: placeOf(evidence) ?? 'nowhere in the text',
      from: evidence.from === 'judge' ? undefined : evidence.from,
      note: evidence.note,
    })),
    rationale: rationale ?? NO_RATIONALE,
  };
}

const NO_RATIONALE = '(no rationale)';

/** A verdict without its rationale as fields, one a line, for forms that have nothing but text. */
export function verdictFields(trial: Trial): readonly LabelledField[] {
  const { outcome, isDisputed, label, by, scores, gates, quotes } = verdictSection(trial);
  return present([
    ['Outcome', outcome + (isDisputed ? ' (disputed)' : '')],
    ['Label', label],
    ['By', by],
    ...scores.map(([name, value]): LabelledField => ['Score', `${name} = ${value}`]),
    ...gates.map(({ passed, label: text }): LabelledField => [
      'Gate',
      `${passed ? 'passed' : 'not passed'}: ${text}`,
    ]),
    ...quotes.map(({ place, text, from, note }): LabelledField => {
      const about = note === undefined ? '' : `: ${note}`;
      return ['Quote', `${place}: "${text}"${from === undefined ? '' : ` (${from})`}${about}`];
    }),
  ]);
}

function present(
  lines: readonly (readonly [string, string | undefined])[],
): readonly LabelledField[] {
  return lines.filter((line): line is LabelledField => line[1] !== undefined && line[1] !== '');
}
