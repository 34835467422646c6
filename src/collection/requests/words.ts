import { patternsOf } from '../../query/plan.ts';
import { planned } from '../planned.ts';
import type { Handler } from '../request.ts';

/** What the words of a query match, to look for them in a trial that is at hand. */
export const words: Handler<'words'> = async (context, { query }, { signal }) => {
  const { plan } = await planned(context, query, { signal, selects: true, prepares: false });
  return { query: query.text, patterns: patternsOf(plan) };
};
