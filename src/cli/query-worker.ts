/**
 * A thread that answers asks, so that no search ever holds up a key press. Of several asks waiting
 * in the same slot only the newest is answered: typing on cancels.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Slot } from '../app/message.ts';
import type { Ask, AskName, Answer } from '../query/asks.ts';
import { openReader } from '../store/sqlite/reader.ts';
import { createEngine, type Engine, type EngineOptions } from './engine.ts';

export type QueryWorkerData = { readonly options: EngineOptions };
export type ToQueryWorker =
  | { readonly type: 'open'; readonly database: string }
  | { readonly type: 'ask'; readonly slot: Slot; readonly ticket: number; readonly ask: Ask }
  | { readonly type: 'close' };
export type FromQueryWorker = {
  readonly type: 'answer';
  readonly slot: Slot;
  readonly ticket: number;
  readonly name: AskName;
  readonly answer: Answer<AskName>;
};

/** What a person waits for comes first. */
const ORDER: readonly Slot[] = [
  'trial',
  'place',
  'list',
  'preview',
  'search',
  'facets',
  'stats',
  'problems',
];

if (parentPort !== null) serve(parentPort, (workerData as QueryWorkerData).options);

function serve(port: NonNullable<typeof parentPort>, options: EngineOptions): void {
  const waiting = new Map<Slot, Extract<ToQueryWorker, { type: 'ask' }>>();
  let engine: Engine | undefined;
  let close: (() => Promise<void>) | undefined;
  let running = false;

  async function work(): Promise<void> {
    if (running || engine === undefined) return;
    running = true;
    for (;;) {
      const slot = ORDER.find((one) => waiting.has(one));
      const next = slot === undefined ? undefined : waiting.get(slot);
      if (slot === undefined || next === undefined) break;
      waiting.delete(slot);
      const { name, take } = next.ask;
      const answer = await engine.ask(name, take).catch((error: unknown) => ({
        ok: false as const,
        failure: error instanceof Error ? error.message : String(error),
      }));
      const message: FromQueryWorker = {
        type: 'answer',
        slot,
        ticket: next.ticket,
        name,
        answer,
      };
      port.postMessage(message);
      // Lets newer asks in before the next one is taken up.
      await new Promise((resolve) => setImmediate(resolve));
    }
    running = false;
  }

  port.on('message', (message: ToQueryWorker) => {
    switch (message.type) {
      case 'open': {
        const store = openReader(message.database);
        engine = createEngine(store, options);
        close = () => store.close();
        void work();
        break;
      }
      case 'ask':
        waiting.set(message.slot, message);
        void work();
        break;
      case 'close':
        waiting.clear();
        void (close?.() ?? Promise.resolve()).finally(() => port.close());
        break;
      default:
        message satisfies never;
    }
  });
}
