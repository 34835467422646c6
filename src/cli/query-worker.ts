/**
 * A thread that answers asks, so that no search ever holds up a key press. Of several asks waiting
 * in the same slot only the newest is answered: typing on cancels.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Slot } from '../app/message.ts';
import type { Ask, AskName, Answer } from '../query/asks.ts';
import { openReader } from '../store/sqlite/reader.ts';
import type { RedactSpec } from '../redact/types.ts';
import { tallyText } from '../trial/redacted.ts';
import type { Store } from '../store/store.ts';
import { createEngine, type Engine, type EngineOptions } from './engine.ts';
import { withOutlines } from './outlines.ts';

export type QueryWorkerData = {
  readonly options: Pick<EngineOptions, 'signals'>;
  /** The rule of `--verdict`. */
  readonly verdict?: string | undefined;
};
export type ToQueryWorker =
  /** Tentative: it may be there, and may be of use; if not, nothing is said. */
  | { readonly type: 'open'; readonly database: string; readonly tentative: boolean }
  /** A whole database is to be redacted into a new one, and that is the one to ask. */
  | {
      readonly type: 'redact';
      readonly database: string;
      readonly into: string;
      readonly spec: RedactSpec;
    }
  | { readonly type: 'ask'; readonly slot: Slot; readonly ticket: number; readonly ask: Ask }
  | { readonly type: 'close' };
export type FromQueryWorker =
  /** A database is open and can be asked. */
  | { readonly type: 'ready'; readonly redacted?: string }
  | {
      readonly type: 'answer';
      readonly slot: Slot;
      readonly ticket: number;
      readonly name: AskName;
      readonly answer: Answer<AskName>;
    };

/** What a person waits for comes first. */
const ORDER = Object.keys({
  deck: true,
  trial: true,
  place: true,
  list: true,
  preview: true,
  search: true,
  facets: true,
  stats: true,
  problems: true,
} satisfies Record<Slot, true>) as readonly Slot[];

if (parentPort !== null) serve(parentPort, workerData as QueryWorkerData);

function serve(port: NonNullable<typeof parentPort>, { options, verdict }: QueryWorkerData): void {
  const waiting = new Map<Slot, Extract<ToQueryWorker, { type: 'ask' }>>();
  let engine: Engine | undefined;
  let opened: { readonly database: string; readonly store: Store } | undefined;
  let running = false;
  let current: { readonly slot: Slot; readonly stop: AbortController } | undefined;

  async function work(): Promise<void> {
    if (running || engine === undefined) return;
    running = true;
    for (;;) {
      const slot = ORDER.find((one) => waiting.has(one));
      const next = slot === undefined ? undefined : waiting.get(slot);
      if (slot === undefined || next === undefined) break;
      waiting.delete(slot);
      const { name, take } = next.ask;
      const stop = new AbortController();
      current = { slot, stop };
      const answer = await engine.ask(name, take, stop.signal).catch((error: unknown) => ({
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
      // Of a question that has been replaced nobody wants the answer.
      if (!stop.signal.aborted) port.postMessage(message);
      // Lets newer asks in before the next one is taken up.
      await new Promise((resolve) => setImmediate(resolve));
    }
    running = false;
  }

  function open(database: string, tentative: boolean): void {
    try {
      const store = withOutlines(openReader(database), verdict);
      void opened?.store.close();
      opened = { database, store };
      engine = createEngine(store, options);
      port.postMessage({ type: 'ready' } satisfies FromQueryWorker);
    } catch (error) {
      if (!tentative) throw error;
    }
  }

  async function redact({
    database,
    into,
    spec,
  }: Extract<ToQueryWorker, { type: 'redact' }>): Promise<void> {
    const { redactStore, redactedWalkthrough } = await import('./redact-store.ts');
    const original = withOutlines(openReader(database), verdict);
    const redactor = await redactStore(original, spec, into).finally(original.close);
    opened = { database, store: openReader(into) };
    engine = createEngine(opened.store, {
      ...options,
      prepare: (walkthrough) => redactedWalkthrough(walkthrough, redactor),
    });
    const redacted = tallyText(redactor.tally());
    port.postMessage({ type: 'ready', redacted } satisfies FromQueryWorker);
    await work();
  }

  port.on('message', (message: ToQueryWorker) => {
    switch (message.type) {
      case 'open': {
        if (opened?.database !== message.database) open(message.database, message.tentative);
        void work();
        break;
      }
      case 'redact':
        // What goes wrong here ends the thread, and is told.
        void redact(message).catch((error: unknown) =>
          setImmediate(() => {
            throw error;
          }),
        );
        break;
      case 'ask':
        waiting.set(message.slot, message);
        if (current?.slot === message.slot) current.stop.abort();
        void work();
        break;
      case 'close':
        waiting.clear();
        current?.stop.abort();
        void (opened?.store.close() ?? Promise.resolve()).finally(() => port.close());
        break;
      default:
        message satisfies never;
    }
  });
}
