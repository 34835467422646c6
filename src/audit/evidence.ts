/** Evidence: a passage of what was shown, told by its place in the original text. */
import type { Trial } from '../trial/types.ts';
import { blindTrial, coversOf, type BlindOptions, type BlindTrial } from './blind.ts';
import { sha256 } from './hash.ts';
import type { Evidence } from './schema.ts';

/** What is needed of a turn's original text to tell a place in it. */
type TurnPlaces = {
  /** SHA-256 of the original text. */
  readonly textHash: string;
  /** What is covered: where in the shown text (UTF-16 units), and how many code points stood there. */
  readonly covers: readonly {
    readonly at: number;
    readonly cells: number;
    readonly points: number;
  }[];
};

/** A trial to be judged: what is shown of it, and what places need. Nothing else is kept of it. */
export type ReviewTrial = { readonly blind: BlindTrial; readonly places: readonly TurnPlaces[] };

export function reviewTrial(trial: Trial, options: BlindOptions): ReviewTrial {
  return {
    blind: blindTrial(trial, options),
    places: trial.turns.map((turn) => ({
      textHash: sha256(turn.text.toWellFormed()),
      covers: coversOf(turn, options),
    })),
  };
}

const AROUND = 32;

/** A passage of the shown text of a turn (UTF-16 units) as evidence. */
export function evidenceAt(
  { blind, places }: ReviewTrial,
  turn: number,
  start: number,
  end: number,
): Evidence | undefined {
  const text = blind.turns[turn - 1]?.text;
  const place = places[turn - 1];
  if (text === undefined || place === undefined || end <= start) return undefined;
  const pointsTo = (to: number, side: 'start' | 'end'): number => {
    let points = 0;
    let from = 0;
    for (const { at, cells, points: inside } of place.covers) {
      if (to <= at) break;
      points += countOf(text.slice(from, at));
      if (to < at + cells) return side === 'start' ? points : points + inside;
      points += inside;
      from = at + cells;
    }
    return points + countOf(text.slice(from, to));
  };
  return {
    turn,
    start: pointsTo(start, 'start'),
    end: pointsTo(end, 'end'),
    exact: text.slice(start, end),
    prefix: Array.from(text.slice(0, start)).slice(-AROUND).join(''),
    suffix: Array.from(text.slice(end)).slice(0, AROUND).join(''),
    textHash: place.textHash,
  };
}

function countOf(text: string): number {
  return [...text].length;
}
