import type { Sort } from '../../query/results.ts';
import { resolveDeck, type Library } from '../../walkthrough/resolve.ts';
import type { Handler, RequestContext } from '../request.ts';
import { stats } from './stats.ts';

const IN_ORDER: Sort = { field: 'order', descending: false };

/** A walkthrough with everything that it shows. */
export const deck: Handler<'deck'> = async (context, { walkthrough }) =>
  resolveDeck(context.prepare(walkthrough), libraryOf(context));

/** What a walkthrough is looked up in. */
function libraryOf(context: RequestContext): Library {
  const { store, current } = context;
  return {
    byId: async (id) => {
      const key = await store.keyOf(id);
      return key === undefined ? undefined : store.trial(key);
    },
    all: async function* () {
      const all = await (await current()).keys({ type: 'all' }, IN_ORDER);
      for (const key of all.slice()) {
        const trial = await store.trial(key);
        if (trial !== undefined) yield trial;
      }
    },
    rates: async (text, by) => stats(context, { query: { text }, by }, {}),
  };
}
