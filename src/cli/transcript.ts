/** A trial as plain text: what was read, thought, said and done, in order, and the verdict last. */
import { safe, safeLine, sliceSafe, t, type SafeText } from '../text/safe.ts';
import { wrap } from '../text/wrap.ts';
import { evidenceOf } from '../trial/evidence.ts';
import { kindLabel, turnHeader, turnText, type HeaderLine } from '../trial/labels.ts';
import { scoreText } from '../trial/scores.ts';
import type { Trial, Turn } from '../trial/types.ts';

/** What is known of a trial besides its turns and its verdict. */
export function trialHeader(trial: Trial): readonly HeaderLine[] {
  return present([
    ['Trial', trial.id],
    ['Model', trial.model],
    ['Scenario', trial.scenario],
    ['Condition', trial.condition],
    ['Sample', trial.sample?.toString()],
    ['Belief', trial.belief],
    ['Instruction', trial.instruction],
    ['Started', trial.startedAt],
    ['Tags', trial.tags?.join(', ')],
    ['Synthetic', trial.synthetic === true ? 'yes: an invented transcript' : undefined],
  ]);
}

/** `reasoning (private)`, `draft email (never sent)`. */
export function turnTitle(turn: Turn): string {
  const [name = '', ...more] = kindLabel(turn).split(' · ');
  const notes = turn.recovered === true ? [...more, 'repaired markup'] : more;
  return notes.length === 0 ? name : `${name} (${notes.join(', ')})`;
}

/** The verdict without its rationale: outcome, label, judge, scores, gates, quotes. */
export function verdictHeader(trial: Trial): readonly HeaderLine[] {
  const { verdict } = trial;
  const gates = verdict.gates ?? [];
  return present([
    ['Outcome', verdict.outcome + (verdict.disputed === true ? ' (disputed)' : '')],
    ['Label', verdict.label],
    ['By', verdict.by],
    ...Object.entries(verdict.scores ?? {}).map(([name, value]): HeaderLine => [
      'Score',
      `${name} = ${scoreText(value)}`,
    ]),
    ...gates.map(({ passed, label }): HeaderLine => [
      'Gate',
      `${passed ? 'passed' : 'not passed'}: ${label}`,
    ]),
    ...evidenceOf(trial).map(({ turn, text, from, note, trial: other }): HeaderLine => {
      const here = turn === undefined ? 'nowhere in the text' : `turn ${turn}`;
      const place = other ?? here;
      const about = note === undefined ? '' : `: ${note}`;
      return ['Quote', `${place}: "${text}"${from === 'judge' ? '' : ` (${from})`}${about}`];
    }),
  ]);
}

/** The whole trial, or one turn of it, in lines of at most `columns` cells. */
export function* transcript(
  trial: Trial,
  columns: number,
  only?: number,
): Generator<SafeText, void> {
  if (only === undefined) {
    yield* headerLines(trialHeader(trial), columns);
    yield t``;
  }
  for (const [index, turn] of trial.turns.entries()) {
    if (only !== undefined && only !== index + 1) continue;
    yield ruled(t`${index + 1} · ${turnTitle(turn)}`);
    yield* section(turnHeader(turn), turnText(turn), columns);
  }
  if (only === undefined || only === trial.turns.length + 1) {
    yield ruled(t`verdict`);
    yield* section(verdictHeader(trial), trial.verdict.rationale ?? '(no rationale)', columns);
  }
}

function* section(
  header: readonly HeaderLine[],
  text: string,
  columns: number,
): Generator<SafeText, void> {
  yield* headerLines(header, columns);
  if (header.length > 0) yield t``;
  yield* wrapped(safe(text), columns);
  yield t``;
}

function ruled(title: SafeText): SafeText {
  return t`── ${title} ──`;
}

/** Room for `Instruction:` and a space. */
const NAME_CELLS = 13;

function* headerLines(header: readonly HeaderLine[], columns: number): Generator<SafeText, void> {
  const indent = t`${' '.repeat(NAME_CELLS)}`;
  for (const [name, value] of header) {
    let lead: SafeText = t`${`${name}:`.padEnd(NAME_CELLS)}`;
    for (const line of wrapped(safe(value), Math.max(20, columns - NAME_CELLS))) {
      yield t`${lead}${line}`;
      lead = indent;
    }
  }
}

function* wrapped(text: SafeText, columns: number): Generator<SafeText, void> {
  for (const row of wrap(text, columns)) yield sliceSafe(text, row.start, row.end);
}

function present(lines: readonly (readonly [string, string | undefined])[]): readonly HeaderLine[] {
  return lines.filter((line): line is HeaderLine => line[1] !== undefined && line[1] !== '');
}

/** A heading as it stands above a turn's text where that is printed as it is. */
export function rawHeading(turn: Turn, number: number): SafeText {
  return ruled(t`${number} · ${safeLine(turnTitle(turn))}`);
}
