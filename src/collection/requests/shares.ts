import { speaksOfWords } from '../../query/nodes.ts';
import type { Plan } from '../../query/plan-types.ts';
import { conditionsOnJudge } from '../../query/rated.ts';
import type { Group, ShareGroup } from '../../query/results.ts';
import { checkFields } from '../check-fields.ts';
import { parsed, planned } from '../planned.ts';
import type { Handler } from '../request.ts';
import { unpublishedIn } from './published.ts';

/** Of the trials of two queries, those that match a third as well: by the fields, and of all. */
export const shares: Handler<'shares'> = async (context, { query, share, of, by }, { signal }) => {
  if (by.includes('signal')) await context.signals();
  await checkFields(context.store, by);
  const plans: Plan[] = [];
  for (const input of [query, { text: of }, { text: share }]) {
    plans.push(alone((await planned(context, input, { signal })).plan));
  }
  const whole = await context.store.groups({ type: 'and', parts: plans.slice(0, 2) }, by);
  const counted = await context.store.groups({ type: 'and', parts: plans }, by);
  const [total] = sharesOf([counted.total], [whole.total]);
  const isUnpublished = await unpublishedIn(
    context.store,
    { type: 'and', parts: plans.slice(0, 2) },
    by,
  );
  const marked = (group: ShareGroup): ShareGroup =>
    isUnpublished(group.values) ? { ...group, unpublished: true } : group;
  return {
    query: query.text,
    share,
    of,
    groups: sharesOf(counted.groups, whole.groups).map(marked),
    total: total ?? { values: [], counted: 0, of: 0, conditions: 0 },
    isOfWords: [share, of].some((text) => speaksOfWords(parsed(text))),
    ofJudge:
      conditionsOnJudge(parsed(share), share).length > 0
        ? conditionsOnJudge(parsed(query.text), query.text)
        : [],
  };
};

/** The groups of all with how many of each are in the same group of those counted. */
function sharesOf(counted: readonly Group[], all: readonly Group[]): readonly ShareGroup[] {
  const nameOf = ({ values }: Group): string => JSON.stringify(values);
  const found = new Map(counted.map((group) => [nameOf(group), group.counts.trials]));
  return all.map((group) => ({
    values: group.values,
    counted: found.get(nameOf(group)) ?? 0,
    of: group.counts.trials,
    conditions: group.conditions,
  }));
}

/**
 * A condition that stands for itself: words of two queries need not be said in one turn. What is only
 * excluded is never taken together with other parts, and twice excluded it is what it was.
 */
export function alone(part: Plan): Plan {
  return { type: 'not', part: { type: 'not', part } };
}
