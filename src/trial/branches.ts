/** Trials that are one transcript: what counts of it, what was taken back, what others saw. */
import type { Trial } from './types.ts';

/** Ids of all trials of a trial's transcript, its own included; empty where it is the only one. */
function branchesOf(trial: Trial): readonly string[] {
  const ids = trial.meta?.['branches'];
  if (!Array.isArray(ids) || !ids.includes(trial.id)) return [];
  return ids.filter((id) => typeof id === 'string');
}

/** The one after it, round and round; undefined where there is no other. */
export function nextBranch(trial: Trial): string | undefined {
  const ids = branchesOf(trial);
  const next = ids[(ids.indexOf(trial.id) + 1) % ids.length];
  return next === trial.id ? undefined : next;
}
