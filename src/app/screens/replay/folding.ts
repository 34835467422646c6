/** Folding turns by their kind, and the verdict beside the text. */
import type { State } from '../../state.ts';
import { notify, type Transition, withTop } from '../../transition.ts';
import type { TurnKind } from '../../../trial/types.ts';
import { atStep } from './positions.ts';
import { show } from './moving.ts';
import type { LoadedTrial, ReplayScreen } from './state.ts';
import { neighbourStep } from './steps.ts';

const PLURALS: Readonly<Record<TurnKind, string>> = {
  briefing: 'Briefings',
  email: 'Emails',
  reasoning: 'Private reasoning',
  message: 'Messages',
  action: 'Actions',
  result: 'Results',
  note: 'Notes',
};

/** Kinds as a person reads them, to be named together. */
export function kindsText(kinds: readonly TurnKind[]): string {
  return kinds.map((kind) => PLURALS[kind].toLowerCase()).join(', ');
}

/** Folds all turns of the current one's kind and goes on past them, or shows them again. */
export function toggleFold(state: State, screen: ReplayScreen, { trial }: LoadedTrial): Transition {
  const kind = trial.turns[screen.step - 1]?.kind;
  if (kind === undefined) return notify(state, 'The verdict is not folded');
  const isFolded = screen.folded.includes(kind);
  const folded = isFolded ? screen.folded.filter((one) => one !== kind) : [...screen.folded, kind];
  const changed = { ...screen, folded };
  const next = isFolded ? undefined : neighbourStep(trial, changed, screen.step, 1);
  const [shown, ...effects] = show(state, atStep(changed, next ?? screen.step));
  const [told, ...more] = notify(
    shown,
    isFolded ? `${PLURALS[kind]} are shown` : `${PLURALS[kind]} are folded; Z shows all`,
  );
  return [told, ...effects, ...more];
}

export function foldNone(state: State, screen: ReplayScreen): Transition {
  return show(state, atStep({ ...screen, folded: [] }, screen.step));
}

export function toggleBeside(state: State, screen: ReplayScreen): Transition {
  return [withTop(state, { ...screen, beside: !screen.beside })];
}
