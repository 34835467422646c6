import { withoutField } from '../../query/edit.ts';
import type { Plan } from '../../query/plan-types.ts';
import type { Facet } from '../../query/results.ts';
import type { GroupField } from '../../trial/catalogue.ts';
import { parsed, planned } from '../planned.ts';
import type { Handler } from '../request.ts';

/** Counts for the facets, each without the query's own conditions on its field. */
export const facets: Handler<'facets'> = async (context, { query, fields, everywhere = [] }) => {
  if ([...fields, ...everywhere].includes('signal')) await context.signals();
  const whole = parsed(query.text);
  // Fields that the query does not name have the same plan, and are counted in one call.
  const byPlan = new Map<string, { wanted: Plan; fields: GroupField[] }>();
  for (const field of fields) {
    const without = withoutField(whole, field);
    const { plan: wanted } = await planned(context, query, { query: without });
    const name = JSON.stringify(wanted);
    const one = byPlan.get(name);
    if (one === undefined) byPlan.set(name, { wanted, fields: [field] });
    else one.fields.push(field);
  }
  const found = new Map<GroupField, Facet>();
  for (const one of byPlan.values()) {
    for (const facet of await context.store.facets(one.wanted, one.fields)) {
      found.set(facet.field, facet);
    }
  }
  const all =
    everywhere.length === 0 ? [] : await context.store.facets({ type: 'all' }, everywhere);
  const facets = fields.flatMap((field) => found.get(field) ?? []);
  return { query: query.text, facets, everywhere: all };
};
