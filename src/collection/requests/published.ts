import type { Plan } from '../../query/plan-types.ts';
import type { Group } from '../../query/results.ts';
import type { GroupField } from '../../trial/catalogue.ts';
import type { CollectionField } from '../../trial/collection-fields.ts';
import type { Store } from '../../store/store.ts';

/** Where the rate of a trial's cell is published, as the trials of a study may say. */
const SOURCE: CollectionField = 'meta.rateSource';
/** It says that none is. */
const NONE = /^none\b/i;

/**
 * Whether the rate of a group is no published figure: judged trials in it have no source, or it has no judged
 * trials, and none of them has one. Never so where trials say nothing of sources.
 */
export async function unpublishedIn(
  store: Store,
  plan: Plan,
  by: readonly GroupField[],
): Promise<(values: Group['values']) => boolean> {
  if (!(await store.fields()).includes(SOURCE)) return () => false;
  const { groups } = await store.groups(plan, [...by, SOURCE]);
  const parts = Map.groupBy(groups, ({ values }) => JSON.stringify(values.slice(0, -1)));
  return (values) => {
    // Of no values it is the whole.
    const own = values.length === 0 && by.length > 0 ? groups : parts.get(JSON.stringify(values));
    if (own === undefined) return false;
    const judged = own.filter(({ counts }) => counts.judged > 0);
    const isNone = ({ values: all }: Group): boolean => NONE.test(all.at(-1) ?? '');
    return judged.length > 0 ? judged.some(isNone) : own.every(isNone);
  };
}
