import { ALL_IN_ORDER } from '../../store/store.ts';
import { resolveDeck, type Library } from '../../walkthrough/resolve.ts';
import type { Handler, RequestContext } from '../request.ts';
import { stats } from './stats.ts';

/** A walkthrough with everything that it shows. */
export const deck: Handler<'deck'> = async (context, { walkthrough }) =>
  resolveDeck(context.prepare(walkthrough), libraryOf(context));

/** What a walkthrough is looked up in. */
function libraryOf(context: RequestContext): Library {
  const { store } = context;
  return {
    byId: async (id) => {
      const key = await store.keyOf(id);
      return key === undefined ? undefined : store.trial(key);
    },
    all: async function* () {
      for await (const { trial } of store.scan(ALL_IN_ORDER)) yield trial;
    },
    rates: async (text, by) => stats(context, { query: { text }, by }, {}),
  };
}
