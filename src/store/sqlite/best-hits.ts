/** The best of the hits of a search, in their order, without a sort of all. */
import type { DatabaseSync } from 'node:sqlite';
import type { RawHit } from '../../query/results.ts';
import { KINDS } from '../kinds.ts';
import { keyOf } from './keys.ts';

/** A passage that was found, with the first trial that has it. */
type Found = {
  readonly passage: number;
  /** Its place in `KINDS`. */
  readonly kind: number;
  readonly trial: number;
  /** Where that trial is in the collection. */
  readonly order: number;
  /** How many trials that match have it. */
  readonly trials: number;
  readonly score: number;
};

export type BestHits = {
  /** Whether a hit may be among the best. */
  readonly isWanted: (score: number, order: number) => boolean;
  readonly add: (found: Found) => void;
  /** The best so far: in the order of their score, those of one score in the order of their trials. */
  readonly hits: () => readonly RawHit[];
};

export function createBestHits(database: DatabaseSync, limit: number): BestHits {
  // The first turn of the trial that has the passage.
  const getTurn = database.prepare(
    'SELECT min(n) AS n FROM turn INDEXED BY turn_passage WHERE passage = ? AND trial = ?',
  );
  let best: Found[] = [];
  let worst: Found | undefined;

  function settled(): readonly Found[] {
    best = best
      .toSorted((a, b) => b.score - a.score || a.order - b.order || a.passage - b.passage)
      .slice(0, limit);
    if (best.length === limit) worst = best.at(-1);
    return best;
  }

  return {
    isWanted: (score, order) =>
      worst === undefined || score > worst.score || (score === worst.score && order <= worst.order),
    add: (found) => {
      best.push(found);
      if (best.length > 2 * limit) settled();
    },
    hits: () =>
      settled().map(({ passage, kind, trial, trials, score }) => ({
        passage,
        key: keyOf(trial),
        turn: Number(getTurn.get(passage, trial)?.['n']),
        kind: KINDS[kind] ?? 'briefing',
        trials,
        score,
      })),
  };
}
