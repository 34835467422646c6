/** Where one comes back to in a trial: the line of a step, where it was left, the part that was read. */
import type { Trial } from '../../../trial/types.ts';
import type { State } from '../../state.ts';
import { atStep } from './positions.ts';
import type { Goal, LoadedTrial, ReplayScreen, Role } from './state.ts';
import { finalTurn, stepOrder, verdictStep } from './steps.ts';

/** The replay at a step, at the line that it was left at. */
export function atLine(screen: ReplayScreen, step: number): ReplayScreen {
  const anchor = screen.lines[step];
  return anchor === undefined || screen.unfolded
    ? atStep(screen, step)
    : { ...screen, step, anchor };
}

/** The replay where its trial was left, if it was ever left. */
export function whereLeft(
  { left }: Pick<State, 'left'>,
  screen: ReplayScreen,
  { row, trial }: LoadedTrial,
): ReplayScreen | undefined {
  const found = left.find(({ id }) => id === row.id);
  if (found === undefined || found.step > verdictStep(trial)) return undefined;
  const { step, anchor, unfolded, byTime } = found;
  return { ...screen, step, anchor, unfolded, byTime };
}

/** The part of its trial that a step is. */
function roleOf(trial: Trial, step: number): Role {
  if (step === finalTurn(trial)?.step) return 'final';
  return trial.turns[step - 1]?.kind ?? 'verdict';
}

/** To the part of another trial that is read in this one. What plays begins at the start. */
export function sameRole({ loaded, playing, step, kept }: ReplayScreen): Goal {
  if (loaded === undefined || playing) return { type: 'start' };
  return { type: 'role', role: kept?.step === step ? kept.role : roleOf(loaded.trial, step) };
}

/** The replay at a part of its trial: where it was left there, else its first; else at its start. */
export function atRole(
  state: Pick<State, 'left'>,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  role: Role,
): ReplayScreen {
  const { trial } = loaded;
  const left = whereLeft(state, screen, loaded);
  if (left !== undefined && roleOf(trial, left.step) === role) {
    return { ...screen, step: left.step, anchor: left.anchor };
  }
  const order = stepOrder(trial, screen.byTime);
  const first =
    order.find((step) => roleOf(trial, step) === role) ??
    order.find((step) => trial.turns[step - 1]?.kind === role);
  const at = atStep(screen, first ?? order[0] ?? 1);
  return { ...at, kept: first === undefined ? { role, step: at.step } : undefined };
}

/** The replay with earlier turns above, or without: the line stays, where it is of the step that is read. */
export function withUnfolded(screen: ReplayScreen): ReplayScreen {
  const turned = { ...screen, unfolded: !screen.unfolded };
  return screen.anchor.turn === screen.step ? turned : atStep(turned, screen.step);
}

/** The step as JSON, or as text again, at the line where that was left. */
export function withRaw(screen: ReplayScreen): ReplayScreen {
  const { step, anchor } = screen;
  const turned = { ...screen, raw: !screen.raw, reading: undefined };
  if (screen.raw) return atLine(turned, step);
  const lines = anchor.turn === step ? { ...screen.lines, [step]: anchor } : screen.lines;
  return atStep({ ...turned, lines }, step);
}
