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
  /** The first turn of that trial that has it, once it was asked for. */
  turn?: number;
};

export type BestHits = {
  /** Whether a hit may be among the best. */
  readonly isWanted: (score: number, order: number) => boolean;
  readonly add: (found: Found) => void;
  /** The best so far: by their score, those of one score in the order of their trials and turns. */
  readonly hits: () => readonly RawHit[];
};

export function createBestHits(database: DatabaseSync, limit: number): BestHits {
  const getTurn = database.prepare(
    'SELECT min(n) AS n FROM turn INDEXED BY turn_passage WHERE passage = ? AND trial = ?',
  );
  let best: Found[] = [];
  let worst: Found | undefined;

  function turnOf(found: Found): number {
    found.turn ??= Number(getTurn.get(found.passage, found.trial)?.['n']);
    return found.turn;
  }

  function settled(): readonly Found[] {
    best = best
      // Numbers of passages depend on which file was read first; turns are looked up where it matters.
      .toSorted((a, b) => b.score - a.score || a.order - b.order || turnOf(a) - turnOf(b))
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
      settled().map((found) => ({
        passage: found.passage,
        key: keyOf(found.trial),
        turn: turnOf(found),
        kind: KINDS[found.kind] ?? 'briefing',
        trials: found.trials,
        score: found.score,
      })),
  };
}
