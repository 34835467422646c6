/** A store that takes its time, and sometimes refuses, as one across a network does. */
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../src/base/user-error.ts';
import type { Store } from '../../src/store/store.ts';

export type Slowness = {
  /** How long an answer takes. Milliseconds. */
  readonly ms?: number;
  /** Whether a call is refused: the how manieth it is, from 1, and what is asked. */
  readonly refuses?: (call: number, name: string) => boolean;
  /** Awaited before each answer. */
  readonly gate?: () => Promise<void>;
};

export const REFUSED = 'the store does not answer';

/** The same store, slow. What it answers is of the moment at which it was asked. */
export function slowed(
  store: Store,
  { ms = 50, refuses = () => false, gate }: Slowness = {},
): Store {
  let calls = 0;

  async function wait(name: string): Promise<void> {
    calls += 1;
    const isRefused = refuses(calls, name);
    await delay(ms);
    await gate?.();
    if (isRefused) throw new UserError(REFUSED);
  }

  function late<Arguments extends readonly unknown[], Value>(
    name: string,
    ask: (...given: Arguments) => Promise<Value>,
  ): (...given: Arguments) => Promise<Value> {
    return async (...given) => {
      const answer = ask(...given);
      // Where the call is refused nothing waits for it.
      answer.catch(() => undefined);
      await wait(name);
      return answer;
    };
  }

  function lateEach<Arguments extends readonly unknown[], Value>(
    name: string,
    ask: (...given: Arguments) => AsyncIterable<Value>,
  ): (...given: Arguments) => AsyncIterable<Value> {
    return async function* (...given) {
      await wait(name);
      yield* ask(...given);
    };
  }

  return {
    generation: late('generation', store.generation),
    totals: late('totals', store.totals),
    sources: late('sources', store.sources),
    problems: late('problems', store.problems),
    prepare: store.prepare,
    page: late('page', store.page),
    count: late('count', store.count),
    neighbours: late('neighbours', store.neighbours),
    scan: lateEach('scan', store.scan),
    trials: lateEach('trials', store.trials),
    rows: late('rows', store.rows),
    trial: late('trial', store.trial),
    outline: late('outline', store.outline),
    keyOf: late('keyOf', store.keyOf),
    fields: late('fields', store.fields),
    facets: late('facets', store.facets),
    groups: late('groups', store.groups),
    variants: late('variants', store.variants),
    words: late('words', store.words),
    hits: late('hits', store.hits),
    passages: late('passages', store.passages),
    defineSignals: late('defineSignals', store.defineSignals),
    close: store.close,
  };
}
