/** The numbered places a verdict points at: the judge's quotes, then what made each gate pass. */
import type { Trial } from './types.ts';

export type Evidence = {
  /** Who points at it: `judge`, or a gate's name. */
  readonly from: string;
  /** Undefined where the source does not say which turn, and no turn has the words. */
  readonly turn: number | undefined;
  readonly text: string;
  /** What is said about it. */
  readonly note: string | undefined;
  /** The trial that has it, where that is another one: `turn` is then one of its turns. */
  readonly trial: string | undefined;
};

/** All quotes of a verdict in the order they are shown; number N on screen is the Nth here. */
export function evidenceOf(trial: Trial): readonly Evidence[] {
  const { verdict } = trial;
  const quotes = (verdict.quotes ?? []).map((quote) => ({ from: 'judge', ...quote }));
  const gates = (verdict.gates ?? []).flatMap((gate) =>
    (gate.quotes ?? []).map((quote) => ({ from: gate.name, ...quote })),
  );
  return [...quotes, ...gates].map(({ from, turn, text, note, trial: other }) => ({
    from,
    turn: turn ?? (other === undefined ? turnWith(trial, text) : undefined),
    text,
    note,
    trial: other,
  }));
}

/** `turn 4`, or `other-id, turn 4`: where a person finds it; undefined where nobody knows. */
export function placeOf({ turn, trial }: Evidence): string | undefined {
  const places = [trial, turn === undefined ? undefined : `turn ${turn}`];
  const known = places.filter((place) => place !== undefined);
  return known.length === 0 ? undefined : known.join(', ');
}

function turnWith(trial: Trial, text: string): number | undefined {
  const index = trial.turns.findIndex((turn) => turn.text.includes(text));
  return index < 0 ? undefined : index + 1;
}
