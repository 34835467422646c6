/** Defines the signals in a store, once for each generation of it. */
import { usesSignals } from '../query/nodes.ts';
import { parse } from '../query/parse.ts';
import { patternsOf } from '../query/plan.ts';
import type { Plan } from '../query/plan-types.ts';
import type { Store } from '../store/store.ts';
import { forEveryone } from '../store/wanted.ts';
import { expanded } from './planned.ts';
import type { Signals } from './request.ts';

/** A function that defines the signals for what the store holds now. `texts`: name → query text. */
export function createSignals(
  store: Store,
  texts: Readonly<Record<string, string>>,
): () => Promise<Signals> {
  let current: { readonly generation: number; readonly signals: Promise<Signals> } | undefined;
  return async () => {
    const generation = await store.generation();
    // The words of the signals stand for other words where there are more.
    if (current?.generation !== generation) {
      const made = { generation, signals: forEveryone(() => defineSignals(store, texts)) };
      current = made;
      // A store may answer the next time.
      made.signals.catch(() => {
        if (current === made) current = undefined;
      });
    }
    return current.signals;
  };
}

async function defineSignals(
  store: Store,
  texts: Readonly<Record<string, string>>,
): Promise<Signals> {
  const plans = new Map<string, Plan>();
  for (const [name, text] of Object.entries(texts)) {
    const result = parse(text);
    // The config file is checked when it is read; a signal cannot be made of other signals.
    if (result.ok && !usesSignals(result.query)) {
      const { plan } = await expanded(store, result.query);
      await store.prepare(plan);
      plans.set(name, plan);
    }
  }
  await store.defineSignals(plans);
  return new Map([...plans].map(([name, one]) => [name, patternsOf(one)]));
}
