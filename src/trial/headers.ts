/** What stands above the turns, in a turn and in the verdict, as lines of a name and a value. */
import { evidenceOf, placeOf } from './evidence.ts';
import { kindLabel, type HeaderLine } from './labels.ts';
import { redactedText } from './redacted.ts';
import { scoreText } from './scores.ts';
import type { Trial, Turn } from './types.ts';

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
    ['Redacted', redactedText(trial.meta)],
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
    ...evidenceOf(trial).map((evidence): HeaderLine => {
      const { text, from, note } = evidence;
      const place = placeOf(evidence) ?? 'nowhere in the text';
      const about = note === undefined ? '' : `: ${note}`;
      return ['Quote', `${place}: "${text}"${from === 'judge' ? '' : ` (${from})`}${about}`];
    }),
  ]);
}

function present(lines: readonly (readonly [string, string | undefined])[]): readonly HeaderLine[] {
  return lines.filter((line): line is HeaderLine => line[1] !== undefined && line[1] !== '');
}
