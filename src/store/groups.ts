/** Counts of nothing, as every store gives them. */
import type { Group } from '../query/results.ts';

export const NO_TRIALS: Group = {
  values: [],
  counts: { trials: 0, judged: 0, harmful: 0, safe: 0, unjudged: 0, judgeFailed: 0, error: 0 },
  conditions: 0,
};
