import { compareTrials, saidAndDid } from '../../compare/align.ts';
import type { TrialKey, TrialRow } from '../../query/results.ts';
import type { Plan } from '../../query/plan-types.ts';
import type { Store } from '../../store/store.ts';
import { findTrial } from '../find-trial.ts';
import type { Params, TrialRef } from '../protocol.ts';
import type { Handler } from '../request.ts';
import { trialOf } from './trial.ts';
import { UserError } from '../../base/user-error.ts';

/** Trials that are looked through for another one to compare with. */
const MOST_OTHERS = 1000;

/** Two trials in rows; which two is the nearest that what is asked for comes to. */
export const compare: Handler<'compare'> = async ({ store }, params) => {
  const { left, right, others } = await pairOf(store, params);
  const trials = await Promise.all([left, right].map(({ key }) => trialOf(store, key)));
  const [one, other] = trials;
  if (one === undefined || other === undefined) throw new UserError('this trial is gone');
  return {
    left: { row: left, synthetic: one.synthetic === true },
    right: { row: right, synthetic: other.synthetic === true },
    rows: compareTrials(one, other),
    said: saidAndDid(one),
    others: { index: others.findIndex(({ key }) => key === right.key), count: others.length },
  };
};

type Pair = {
  readonly left: TrialRow;
  readonly right: TrialRow;
  /** What the left one can be compared with by going on. */
  readonly others: readonly TrialRow[];
};

async function pairOf(store: Store, asked: Params<'compare'>): Promise<Pair> {
  const { move } = asked;
  const key = await keyOf(store, asked.left);
  const right = asked.right === undefined ? undefined : await keyOf(store, asked.right);
  const keys = right === undefined ? [key] : [key, right];
  const [left, given] = await store.rows(keys);
  if (left === undefined) throw new UserError('this trial is gone');
  if (move?.by === 'sample') {
    const next = stepped(await listed(store, sameCell(left, 'model')), left.key, move.step) ?? left;
    const others = await othersOf(store, next);
    const same = others.find(({ model }) => model === given?.model);
    return { left: next, right: same ?? given ?? others[0] ?? next, others };
  }
  const others = await othersOf(store, left);
  if (move?.by === 'model') {
    return { left, right: stepped(others, right, move.step) ?? given ?? left, others };
  }
  return { left, right: given ?? others[0] ?? left, others };
}

async function keyOf(store: Store, trial: TrialRef): Promise<TrialKey> {
  return 'id' in trial ? findTrial(store, trial.id) : trial.key;
}

/** Trials of other models in the same condition: the same sample, or any where there is none. */
async function othersOf(store: Store, row: TrialRow): Promise<readonly TrialRow[]> {
  const same = await listed(store, sameCell(row, 'sample'));
  const others = same.filter(({ model }) => model !== row.model);
  if (others.length > 0) return others;
  const any = await listed(store, sameCell(row));
  return any.filter(({ key }) => key !== row.key);
}

/** The rows beside the one with a key, round at the ends; the first where the key is not there. */
function stepped(
  rows: readonly TrialRow[],
  key: TrialKey | undefined,
  step: 1 | -1,
): TrialRow | undefined {
  const at = rows.findIndex((row) => row.key === key);
  return at < 0 ? rows[0] : rows.at((at + step) % rows.length);
}

/** The trials of a row's condition, and of its model or sample. */
function sameCell(row: TrialRow, also?: 'model' | 'sample'): Plan {
  const is = (field: 'condition' | 'model' | 'sample', value: string | number | null): Plan[] =>
    value === null
      ? []
      : [{ type: 'field', field, op: 'is', values: [{ text: String(value), glob: false }] }];
  const parts = [
    ...is('condition', row.condition),
    ...(also === undefined ? [] : is(also, row[also])),
  ];
  return parts.length === 0 ? { type: 'all' } : { type: 'and', parts };
}

async function listed(store: Store, plan: Plan): Promise<readonly TrialRow[]> {
  const sort = { field: 'sample', descending: false } as const;
  const { rows } = await store.page({ plan, sort }, { offset: 0, limit: MOST_OTHERS });
  return rows;
}
