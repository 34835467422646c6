import { checkFields } from '../check-fields.ts';
import { planned } from '../planned.ts';
import type { Handler } from '../request.ts';

/** Where a trial is in a sorted, filtered list, and its neighbours. */
export const place: Handler<'place'> = async (context, { query, sort, key }, { signal }) => {
  const { plan } = await planned(context, query, { signal, selects: true });
  await checkFields(context.store, [sort.field]);
  return context.store.neighbours({ plan, sort }, key);
};
