/** What a sorted, filtered list of trials is, written down a second time: slowly, without a store. */
import type { Plan } from '../../src/query/plan-types.ts';
import type { Sort } from '../../src/query/results.ts';
import { OUTCOMES, type Trial } from '../../src/trial/types.ts';
import { matchesTrial } from './reference.ts';

/** A file of a collection. */
export type TrialFile = { readonly path: string; readonly trials: readonly Trial[] };

type SortValue = string | number | null;

/** The ids of the matching trials of the files, which are given in their order. */
export function listedIds(files: readonly TrialFile[], plan: Plan, sort: Sort): readonly string[] {
  const found = files.flatMap(({ path, trials }) =>
    trials
      .filter((trial) => matchesTrial(plan, trial))
      .map((trial) => ({ id: trial.id, value: sortValue(sort.field, trial, path.slice(1)) })),
  );
  if (sort.field === 'order') {
    const ids = found.map(({ id }) => id);
    return sort.descending ? ids.toReversed() : ids;
  }
  // `toSorted` is stable: equal ones stay in the order of the files, whichever way is sorted.
  return found
    .toSorted((a, b) => {
      if (a.value === null || b.value === null) {
        return Number(a.value === null) - Number(b.value === null);
      }
      return (sort.descending ? -1 : 1) * compare(a.value, b.value);
    })
    .map(({ id }) => id);
}

/** Numbers before texts; texts by their characters' numbers. */
function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  return typeof b === 'number' ? 1 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The worst first. */
const RANKS = [
  'harmful',
  'safe',
  'judge-failed',
  'error',
  'unjudged',
] as const satisfies (typeof OUTCOMES)[number][];

function sortValue(field: Sort['field'], trial: Trial, file: string): SortValue {
  const { verdict, meta = {} } = trial;
  switch (field) {
    case 'id':
    case 'model':
      return trial[field].toLowerCase();
    case 'outcome':
      return RANKS.indexOf(verdict.outcome);
    case 'label':
      return verdict.label ?? null;
    case 'disputed':
      return verdict.disputed === true ? 0 : 1;
    case 'turns':
      return trial.turns.length;
    case 'started': {
      const ms = Date.parse(trial.startedAt ?? '');
      return Number.isNaN(ms) ? null : ms;
    }
    case 'source':
      return file;
    case 'tokens':
      return (meta['tokens_used'] as number | undefined) ?? null;
    case 'duration':
      return (meta['total_time'] as number | undefined) ?? null;
    case 'epoch':
      return (meta['epoch'] as number | undefined) ?? null;
    case 'scenario':
    case 'condition':
    case 'sample':
    case 'belief':
    case 'instruction':
      return trial[field] ?? null;
    case 'errortype': {
      if (verdict.outcome !== 'error') return null;
      const last = trial.turns.findLast(({ error }) => error === true)?.text ?? '';
      return /\w+Error/.exec(last)?.[0] ?? null;
    }
    default: {
      const score = verdict.scores?.[field.slice('score.'.length)];
      return typeof score === 'string' ? score.toLowerCase() : ((score as number | null) ?? null);
    }
  }
}
