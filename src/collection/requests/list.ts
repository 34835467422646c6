import { patternsOf } from '../../query/plan.ts';
import { checkFields } from '../check-fields.ts';
import { planned } from '../planned.ts';
import type { Handler } from '../request.ts';

/** A page of the matching trials in order, and how many there are. */
export const list: Handler<'list'> = async (
  context,
  { query, sort, since, anchor, ...options },
  { signal },
) => {
  const { store } = context;
  const { plan, terms } = await planned(context, query, { signal, selects: true });
  await checkFields(store, [sort.field, ...(options.fields ?? [])]);
  const key = anchor === undefined ? undefined : await store.keyOf(anchor.id);
  const page = await store.page(
    { plan, sort, since },
    {
      ...options,
      ...(key === undefined || anchor === undefined
        ? {}
        : { anchor: { key, index: anchor.index } }),
    },
  );
  const now = page.anchor?.index;
  return {
    ...page,
    anchor: anchor === undefined || now === undefined ? undefined : { id: anchor.id, index: now },
    query: query.text,
    sort,
    terms,
    patterns: patternsOf(plan),
  };
};
