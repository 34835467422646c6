import type { Query } from '../../query/ast.ts';
import { withoutField } from '../../query/edit.ts';
import { SYNTHETIC, type Plan } from '../../query/plan-types.ts';
import type { QueryInput } from '../../query/query-input.ts';
import { ratedPart } from '../../query/rated.ts';
import type { Facet } from '../../query/results.ts';
import type { GroupField } from '../../trial/catalogue.ts';
import { checkFields } from '../check-fields.ts';
import { asksForNotes, parsed, planned } from '../planned.ts';
import type { Handler, RequestContext } from '../request.ts';

/**
 * Counts for the facets, each without the query's own conditions on its field. Where the query asks for
 * verdicts, rates are of the trials without that condition.
 */
export const facets: Handler<'facets'> = async (
  context,
  { query, fields, everywhere = [] },
  { signal },
) => {
  if ([...fields, ...everywhere].includes('signal')) await context.signals();
  await checkFields(context.store, [...fields, ...everywhere]);
  const whole = parsed(query.text);
  const all =
    everywhere.length === 0 ? [] : await context.store.facets({ type: 'all' }, everywhere);
  const synthetic = await context.store.count(await syntheticOf(context, query, signal));
  const counted = await countedBy(context, query, fields, (field) => withoutField(whole, field));
  const { leftOut, ...rest } = ratedPart(whole, query.text);
  // Trials that were chosen by notes have no rate either, nor have those of which some are missing.
  const isMissing = (await context.store.missing?.()) !== undefined;
  const isChosen = rest.isChosen || isMissing || (await asksForNotes(context, whole));
  if (leftOut.length === 0 && !isChosen) {
    return { query: query.text, facets: counted, everywhere: all, synthetic };
  }
  const rated = isChosen
    ? []
    : await countedBy(
        context,
        query,
        fields,
        (field) => ratedPart(withoutField(whole, field), query.text).query,
      );
  const facets = counted.map((facet, at) => withRated(facet, rated[at]));
  return { query: query.text, facets, everywhere: all, synthetic };
};

/** The matching trials that say they are synthetic. */
async function syntheticOf(
  context: RequestContext,
  input: QueryInput,
  signal: AbortSignal | undefined,
): Promise<Plan> {
  const { plan } = await planned(context, input, { signal, selects: true });
  return plan.type === 'all' ? SYNTHETIC : { type: 'and', parts: [plan, SYNTHETIC] };
}

/** The facets of fields, each of the trials that match a query of its own. */
async function countedBy(
  context: RequestContext,
  input: QueryInput,
  fields: readonly GroupField[],
  queryOf: (field: GroupField) => Query,
): Promise<readonly Facet[]> {
  // Fields that the query does not name have the same plan, and are counted in one call.
  const byPlan = new Map<string, { wanted: Plan; fields: GroupField[] }>();
  for (const field of fields) {
    const { plan: wanted } = await planned(context, input, {
      query: queryOf(field),
      selects: true,
    });
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
  return fields.flatMap((field) => found.get(field) ?? []);
}

function withRated({ field, values }: Facet, rated: Facet | undefined): Facet {
  const counts = new Map(rated?.values.map((one) => [one.value, one.counts]));
  return {
    field,
    values: values.map((one) => ({ ...one, rated: counts.get(one.value) ?? null })),
  };
}
