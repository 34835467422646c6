import { ratedPart } from '../../query/rated.ts';
import { SYNTHETIC } from '../../query/plan-types.ts';
import type { Group } from '../../query/results.ts';
import { checkFields } from '../check-fields.ts';
import { parsed, planned } from '../planned.ts';
import type { Handler } from '../request.ts';
import { unpublishedIn } from './published.ts';

/**
 * Counts by the fields, and of all. Conditions on the verdict are left out, since every rate of harmful
 * trials is 100 %; where that cannot be done, or is not wanted, the groups are marked as chosen.
 */
export const stats: Handler<'stats'> = async (
  context,
  { query, by, exactly = false },
  { signal },
) => {
  if (by.includes('signal')) await context.signals();
  await checkFields(context.store, by);
  const whole = parsed(query.text);
  const rated = ratedPart(whole, query.text);
  const asWritten = exactly || rated.isChosen;
  const { plan } = await planned(context, query, {
    query: asWritten ? whole : rated.query,
    signal,
  });
  const { groups, total } = await context.store.groups(plan, by);
  const synthetic = await context.store.count({ type: 'and', parts: [plan, SYNTHETIC] });
  const isChosen = asWritten && (rated.isChosen || rated.leftOut.length > 0);
  const isUnpublished = await unpublishedIn(context.store, plan, by);
  const marked = (group: Group): Group => ({
    ...group,
    ...(isChosen && { isChosen }),
    ...(isUnpublished(group.values) && { unpublished: true }),
  });
  return {
    query: query.text,
    groups: groups.map(marked),
    total: {
      ...marked(total),
      ...(rated.ofJudge.length > 0 && { ofJudge: rated.ofJudge }),
      ...(synthetic > 0 && { synthetic }),
    },
    leftOut: asWritten ? [] : rated.leftOut,
  };
};
