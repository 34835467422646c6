/** The order in which a trial is stepped through: its turns, then the verdict. */
import { finalMessage } from '../../../trial/final-message.ts';
import type { Trial, Turn, TurnKind } from '../../../trial/types.ts';

/** The step that shows the verdict. */
export function verdictStep(trial: Trial): number {
  return trial.turns.length + 1;
}

/**
 * Step numbers in reading order. By time, the emails change places among themselves (an email
 * without a readable time stays where it is); every turn keeps its own number.
 */
export function stepOrder(trial: Trial, byTime: boolean): readonly number[] {
  const order = trial.turns.map((_, index) => index + 1);
  if (byTime) {
    const dated = trial.turns.flatMap((turn, index) => {
      const time = turn.kind === 'email' ? Date.parse(turn.at ?? '') : Number.NaN;
      return Number.isNaN(time) ? [] : [{ step: index + 1, time }];
    });
    const sorted = dated.toSorted((a, b) => a.time - b.time);
    dated.forEach(({ step }, index) => {
      order[step - 1] = sorted[index]?.step ?? step;
    });
  }
  return [...order, verdictStep(trial)];
}

/** Whether a step is of a kind that is folded. */
export function isFolded(trial: Trial, step: number, folded: readonly TurnKind[]): boolean {
  const kind = trial.turns[step - 1]?.kind;
  return kind !== undefined && folded.includes(kind);
}

/** The step before or after another in an order, past those that are folded. */
export function neighbourStep(
  trial: Trial,
  { byTime, folded }: { readonly byTime: boolean; readonly folded: readonly TurnKind[] },
  from: number,
  by: 1 | -1,
): number | undefined {
  const order = stepOrder(trial, byTime);
  const at = order.indexOf(from);
  const onward = by > 0 ? order.slice(at + 1) : order.slice(0, Math.max(0, at)).toReversed();
  return onward.find((step) => !isFolded(trial, step, folded));
}

/** The next step of a kind after `from` in `order`, wrapping around; undefined if there is none. */
export function nextOfKind(
  trial: Trial,
  order: readonly number[],
  from: number,
  kind: TurnKind,
): number | undefined {
  const at = order.indexOf(from);
  const rotated = [...order.slice(at + 1), ...order.slice(0, at + 1)];
  return rotated.find((step) => trial.turns[step - 1]?.kind === kind);
}

/** The turn with the final message: the last mail sent, else the last thing said. */
export function finalTurn(
  trial: Trial,
): { readonly step: number; readonly turn: Turn } | undefined {
  const step = finalMessage(trial.turns)?.turn;
  const turn = step === undefined ? undefined : trial.turns[step - 1];
  return step === undefined || turn === undefined ? undefined : { step, turn };
}
