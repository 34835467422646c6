/**
 * A thread that answers requests, so that no search ever delays a key press. Which requests still
 * count is decided where they come from (`collection/request-queue.ts`). A long search tells what it
 * has so far, and goes on between other answers: opening one of its first hits need not wait for all.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, RequestName, Result } from '../collection/protocol.ts';
import type { ToAnswerer } from '../collection/request-queue.ts';
import { tallyText } from '../trial/redacted.ts';
import type { Source } from '../collection/reading-events.ts';
import { isDamaged, openStore } from '../store/open.ts';
import { createEngine, type Engine, type EngineOptions } from '../collection/engine.ts';
import { openView, type View, type ViewOptions } from '../collection/view.ts';

export type QueryWorkerData = {
  readonly options: Pick<EngineOptions, 'signals' | 'firstPart' | 'annotations'>;
  /** How many passages a search looks at in one go. */
  readonly chunk?: ViewOptions['chunk'];
};
export type ToQueryWorker = Source | ToAnswerer | { readonly type: 'close' };
export type FromQueryWorker =
  /** A store is open and can be asked. */
  | { readonly type: 'ready'; readonly redacted?: string; readonly isAnother?: boolean }
  /** The store cannot be read, and is to be made anew. */
  | { readonly type: 'damaged' }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer<RequestName> };

type Open = Extract<ToAnswerer, { type: 'request' }>;

/** What a person waits for comes first. */
const ORDER = Object.keys({
  deck: true,
  trial: true,
  notes: true,
  noted: true,
  compare: true,
  concordance: true,
  find: true,
  missing: true,
  place: true,
  list: true,
  preview: true,
  search: true,
  facets: true,
  fields: true,
  shares: true,
  funnel: true,
  stats: true,
  claims: true,
  problems: true,
  secondLook: true,
  words: true,
} satisfies Record<RequestName, true>) as readonly RequestName[];

/** These go through all passages or trials, and pause meanwhile. */
const LONG: readonly RequestName[] = ['search', 'concordance'];
/** Requests are answered one after the other; long ones do not keep the others waiting. */
const QUEUES: readonly (readonly RequestName[])[] = [
  ORDER.filter((name) => !LONG.includes(name) && name !== 'secondLook'),
  LONG,
  ['secondLook'],
];

if (parentPort !== null) serve(parentPort, workerData as QueryWorkerData);

function serve(port: NonNullable<typeof parentPort>, data: QueryWorkerData): void {
  const { options, chunk } = data;
  /** Requests that are not being answered yet, in the order in which they came. */
  const waiting: Open[] = [];
  let engine: Engine | undefined;
  let opened: { readonly identity: string | undefined; readonly view: View } | undefined;
  /** Stores are opened one after the other. */
  let opening: Promise<void> = Promise.resolve();
  const running = new Map<
    readonly RequestName[],
    { readonly id: number; readonly stop: AbortController }
  >();

  function work(): void {
    for (const queue of QUEUES) void workOn(queue);
  }

  /** The request of a queue that is to be answered next, taken from those that wait. */
  function nextOf(queue: readonly RequestName[]): Open | undefined {
    const name = queue.find((one) => waiting.some(({ request }) => request.name === one));
    const at = waiting.findIndex(({ request }) => request.name === name);
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  }

  async function workOn(queue: readonly RequestName[]): Promise<void> {
    if (running.has(queue)) return;
    for (;;) {
      const next = engine === undefined ? undefined : nextOf(queue);
      if (next === undefined || engine === undefined) break;
      const { id, request } = next;
      const stop = new AbortController();
      const { signal } = stop;
      running.set(queue, { id, stop });
      const tell = (answer: Answer<RequestName>): void => {
        const message: FromQueryWorker = { type: 'answer', id, answer };
        if (!signal.aborted) port.postMessage(message);
      };
      const onPart = (result: Result<RequestName>): void => tell({ status: 'part', result });
      const answer = await engine.ask(request.name, request.params, { signal, onPart });
      tell(answer);
      if (isOfDamage(answer)) tellDamage();
      // Lets newer requests in before the next one is taken up.
      await new Promise((resolve) => setImmediate(resolve));
    }
    running.delete(queue);
  }

  function use(identity: string | undefined, view: View): void {
    void opened?.view.store.close();
    opened = { identity, view };
    engine = createEngine(view.store, { ...options, prepare: view.prepare });
  }

  async function open(source: Extract<Source, { type: 'open' }>): Promise<void> {
    const { location, tentative, verdict } = source;
    // Another store may have taken the place of the one that is open.
    const identity = openStore(location).identity();
    const isAnother = opened !== undefined;
    if (isAnother && opened?.identity === identity) return;
    try {
      use(identity, await openView(location, { verdict, chunk }));
      port.postMessage({ type: 'ready', isAnother } satisfies FromQueryWorker);
    } catch {
      if (!tentative) tellDamage();
    }
  }

  function tellDamage(): void {
    port.postMessage({ type: 'damaged' } satisfies FromQueryWorker);
  }

  async function redact({
    location,
    into,
    spec,
    verdict,
  }: Extract<Source, { type: 'redact' }>): Promise<void> {
    const { redactStore } = await import('../collection/redacted/store.ts');
    const { redactedView } = await import('../collection/redacted/view.ts');
    const { store } = await openView(location, { verdict });
    // oxlint-disable-next-line typescript/no-misused-promises -- finally waits for it
    const { redactor } = await redactStore(store, spec, into).finally(store.close);
    const copy = await openView(into, { chunk });
    use(openStore(into).identity(), redactedView(copy, redactor));
    const redacted = tallyText(redactor.tally());
    port.postMessage({ type: 'ready', redacted } satisfies FromQueryWorker);
    work();
  }

  function cancel(id: number): void {
    const at = waiting.findIndex((one) => one.id === id);
    if (at >= 0) waiting.splice(at, 1);
    for (const one of running.values()) if (one.id === id) one.stop.abort();
  }

  port.on('message', (message: ToQueryWorker) => {
    switch (message.type) {
      case 'open':
        opening = opening.then(() => open(message)).then(work);
        break;
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
      case 'request':
        waiting.push(message);
        work();
        break;
      case 'cancel':
        cancel(message.id);
        break;
      case 'close':
        waiting.length = 0;
        for (const one of running.values()) one.stop.abort();
        void opening.then(() => opened?.view.store.close()).finally(() => port.close());
        break;
      default:
        message satisfies never;
    }
  });
}

function isOfDamage(answer: Answer<RequestName>): boolean {
  return (
    answer.status === 'refused' &&
    answer.reason.type === 'failure' &&
    answer.reason.isDamaged === true
  );
}
