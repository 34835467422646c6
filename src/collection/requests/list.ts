import { patternsOf } from '../../query/plan.ts';
import { planned } from '../planned.ts';
import type { Handler } from '../request.ts';

/** A page of the matching trials in order, and how many there are. */
export const list: Handler<'list'> = async (context, { query, sort, since, ...options }) => {
  const { plan, terms } = await planned(context, query);
  const page = await context.store.page({ plan, sort, since }, options);
  return { ...page, query: query.text, sort, terms, patterns: patternsOf(plan) };
};
