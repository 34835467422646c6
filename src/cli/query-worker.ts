/**
 * A thread that answers asks, so that no search ever holds up a key press. Of several asks waiting
 * in the same slot only the newest is answered: typing on cancels. A long search tells what it has
 * so far, and goes on between other answers: who opens one of its first hits need not wait for all.
 */
import { statSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { Slot } from '../app/message.ts';
import type { Answer, Ask, AskName, Asks } from '../query/asks.ts';
import { openReader, type ReaderOptions } from '../store/sqlite/reader.ts';
import type { RedactSpec } from '../redact/types.ts';
import { tallyText } from '../trial/redacted.ts';
import type { Store } from '../store/store.ts';
import { isDamaged } from '../ingest/failures.ts';
import { createEngine, type Engine, type EngineOptions } from './engine.ts';
import { withOutlines } from './outlines.ts';

export type QueryWorkerData = {
  readonly options: Pick<EngineOptions, 'signals' | 'firstPart'>;
  /** How many passages a search looks at in one go. */
  readonly stretch?: ReaderOptions['stretch'];
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
  | { readonly type: 'ready'; readonly redacted?: string; readonly isAnother?: boolean }
  /** The database cannot be read, and is to be made anew. */
  | { readonly type: 'damaged' }
  | {
      readonly type: 'answer';
      readonly slot: Slot;
      readonly ticket: number;
      readonly name: AskName;
      readonly answer: Answer<AskName>;
      /** More is to come. */
      readonly isPartial?: true;
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

/** What is answered one after the other. */
const LANES: readonly (readonly Slot[])[] = [ORDER.filter((slot) => slot !== 'search'), ['search']];

function inodeOf(database: string): number | undefined {
  return statSync(database, { throwIfNoEntry: false })?.ino;
}

if (parentPort !== null) serve(parentPort, workerData as QueryWorkerData);

function serve(port: NonNullable<typeof parentPort>, data: QueryWorkerData): void {
  const { options, verdict, stretch } = data;
  const waiting = new Map<Slot, Extract<ToQueryWorker, { type: 'ask' }>>();
  let engine: Engine | undefined;
  let opened: { readonly database: string; readonly store: Store } | undefined;
  /** Of the database that is open: another may come to lie at its place. */
  let inode: number | undefined;
  const running = new Map<
    readonly Slot[],
    { readonly slot: Slot; readonly stop: AbortController }
  >();

  function work(): void {
    for (const lane of LANES) void workOn(lane);
  }

  async function workOn(lane: readonly Slot[]): Promise<void> {
    if (running.has(lane)) return;
    for (;;) {
      const slot = lane.find((one) => waiting.has(one));
      const next = slot === undefined ? undefined : waiting.get(slot);
      if (slot === undefined || next === undefined || engine === undefined) break;
      waiting.delete(slot);
      const { name, take } = next.ask;
      const stop = new AbortController();
      const { signal } = stop;
      running.set(lane, { slot, stop });
      const tell = (answer: Answer<AskName>, part: { readonly isPartial?: true } = {}): void => {
        const { ticket } = next;
        const message: FromQueryWorker = { type: 'answer', slot, ticket, name, answer, ...part };
        // Of a question that has been replaced nobody wants the answer.
        if (!signal.aborted) port.postMessage(message);
      };
      const onPart = (give: Asks[AskName]['give']): void =>
        tell({ ok: true, give }, { isPartial: true });
      const answer = await engine.ask(name, take, { signal, onPart }).catch((error: unknown) => ({
        ok: false as const,
        failure: error instanceof Error ? error.message : String(error),
      }));
      tell(answer);
      if ('isDamaged' in answer && answer.isDamaged === true) tellDamage();
      // Lets newer asks in before the next one is taken up.
      await new Promise((resolve) => setImmediate(resolve));
    }
    running.delete(lane);
  }

  function open(database: string, tentative: boolean): void {
    try {
      const store = withOutlines(openReader(database, { stretch }), verdict);
      const isAnother = opened !== undefined;
      void opened?.store.close();
      opened = { database, store };
      inode = inodeOf(database);
      engine = createEngine(store, options);
      port.postMessage({ type: 'ready', isAnother } satisfies FromQueryWorker);
    } catch {
      if (!tentative) tellDamage();
    }
  }

  function tellDamage(): void {
    port.postMessage({ type: 'damaged' } satisfies FromQueryWorker);
  }

  async function redact({
    database,
    into,
    spec,
  }: Extract<ToQueryWorker, { type: 'redact' }>): Promise<void> {
    const { redactStore } = await import('./redact-store.ts');
    const { redactedWalkthrough } = await import('./redact-walkthrough.ts');
    const original = withOutlines(openReader(database), verdict);
    const { redactor } = await redactStore(original, spec, into).finally(original.close);
    opened = { database, store: openReader(into, { stretch }) };
    engine = createEngine(opened.store, {
      ...options,
      prepare: (walkthrough) => redactedWalkthrough(walkthrough, redactor),
    });
    const redacted = tallyText(redactor.tally());
    port.postMessage({ type: 'ready', redacted } satisfies FromQueryWorker);
    work();
  }

  function stop(isMeant: (one: { readonly slot: Slot }) => boolean): void {
    for (const one of running.values()) if (isMeant(one)) one.stop.abort();
  }

  port.on('message', (message: ToQueryWorker) => {
    switch (message.type) {
      case 'open': {
        const { database, tentative } = message;
        const isOpen = opened?.database === database && inode === inodeOf(database);
        if (!isOpen) open(database, tentative);
        work();
        break;
      }
      case 'redact':
        // What goes wrong here ends the thread, and is told.
        void redact(message).catch((error: unknown) => {
          if (isDamaged(error)) tellDamage();
          else {
            setImmediate(() => {
              throw error;
            });
          }
        });
        break;
      case 'ask':
        waiting.set(message.slot, message);
        stop(({ slot }) => slot === message.slot);
        work();
        break;
      case 'close':
        waiting.clear();
        stop(() => true);
        void (opened?.store.close() ?? Promise.resolve()).finally(() => port.close());
        break;
      default:
        message satisfies never;
    }
  });
}
