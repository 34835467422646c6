import { planned } from '../planned.ts';
import type { Handler } from '../request.ts';

/** Counts of the matching trials by the fields, and of all of them. */
export const stats: Handler<'stats'> = async (context, { query, by }) => {
  if (by.includes('signal')) await context.signals();
  const { plan } = await planned(context, query);
  return { query: query.text, ...(await context.store.groups(plan, by)) };
};
