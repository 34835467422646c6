import { speaksOfWords } from '../../query/nodes.ts';
import type { Plan } from '../../query/plan-types.ts';
import type { FunnelGroup, Group } from '../../query/results.ts';
import { checkFields } from '../check-fields.ts';
import { parsed, planned } from '../planned.ts';
import type { Handler } from '../request.ts';
import { alone } from './shares.ts';

/** How many trials are left after each stage: by the fields, and of all. */
export const funnel: Handler<'funnel'> = async (context, { query, of, stages, by }) => {
  if (by.includes('signal')) await context.signals();
  await checkFields(context.store, by);
  const plans: Plan[] = [];
  for (const text of [query.text, of, ...stages.map((stage) => stage.query)]) {
    plans.push(alone((await planned(context, { text })).plan));
  }
  const counted = [];
  for (let stage = 2; stage <= plans.length; stage += 1) {
    counted.push(await context.store.groups({ type: 'and', parts: plans.slice(0, stage) }, by));
  }
  const [whole, ...after] = counted;
  const left = after.map(({ groups }) => byName(groups));
  const none: Group = { values: [], counts: NONE, conditions: 0 };
  return {
    query: query.text,
    of,
    stages,
    groups: (whole?.groups ?? []).map((group) =>
      leftOf(
        group,
        left.map((stage) => stage.get(nameOf(group)) ?? 0),
      ),
    ),
    total: leftOf(
      whole?.total ?? none,
      after.map(({ total }) => total.counts.trials),
    ),
    isOfWords: stages.some((stage) => speaksOfWords(parsed(stage.query))),
  };
};

const NONE = { trials: 0, judged: 0, harmful: 0, safe: 0, unjudged: 0, judgeFailed: 0, error: 0 };

function leftOf({ values, counts, conditions }: Group, left: readonly number[]): FunnelGroup {
  return { values, trials: counts.trials, left, conditions };
}

function byName(groups: readonly Group[]): ReadonlyMap<string, number> {
  return new Map(groups.map((group) => [nameOf(group), group.counts.trials]));
}

function nameOf({ values }: Group): string {
  return JSON.stringify(values);
}
