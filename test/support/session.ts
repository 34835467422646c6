/**
 * The viewer without a terminal: real files, real store, real engine; keys in, state out. Waits
 * until every question is answered, never for a time.
 */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { initialState, type AuditStart, type Start } from '../../src/app/initial.ts';
import type { RequestName, Result } from '../../src/collection/protocol.ts';
import { createRequestQueue } from '../../src/collection/request-queue.ts';
import type { Effect, Message, Size, TimerName } from '../../src/app/message.ts';
import type { ClaimsStart } from '../../src/app/screens/claims/state.ts';
import type { PresentStart } from '../../src/app/screens/present/state.ts';
import type { Settings, State } from '../../src/app/state.ts';
import { createEngine, type Engine } from '../../src/collection/engine.ts';
import { createProgram } from '../../src/viewer/program.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import type { IngestMessage } from '../../src/ingest/messages.ts';
import { BUILT_IN_SIGNALS } from '../../src/query/signals.ts';
import type { StoreLocation } from '../../src/store/backend.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import type { Trial } from '../../src/trial/types.ts';

export type Session = {
  readonly state: () => State;
  /** Presses keys: single characters, or names in angle brackets: `m<enter>`, `<ctrl+d>`. */
  readonly press: (keys: string) => Promise<State>;
  readonly send: (message: Message) => Promise<State>;
  /** Resolves when every request has been answered. */
  readonly settled: () => Promise<State>;
  /** Writes more trials to the file and has them read, as when a file that is followed grows. */
  readonly add: (trials: readonly Trial[]) => Promise<State>;
  /** Effects that went outside (copy, quit, timers), in order. */
  readonly effects: () => readonly Effect[];
  /** Answers that are a mistake of the program's own. */
  readonly failures: () => readonly string[];
  /** Every state since it was opened, in order. */
  readonly states: () => readonly State[];
  /** The lines of a message log (`INQUEST_LOG`) of all that has happened. */
  readonly log: () => readonly string[];
  /** Lets the newest timer of a name run out. */
  readonly tick: (name: TimerName, now?: number) => Promise<State>;
  readonly close: () => Promise<void>;
};

export type SessionOptions = {
  /** Keys that are pressed before anything has been read. */
  readonly typedAhead?: string;
  readonly size?: Size;
  readonly query?: string;
  readonly trial?: string;
  readonly turn?: number;
  readonly settings?: Partial<Settings>;
  readonly present?: PresentStart;
  readonly audit?: AuditStart;
  readonly notes?: boolean;
  readonly claims?: ClaimsStart;
  /** What becomes of a draft: it is on the disk at once (the default), or nothing is heard of it yet. */
  readonly drafts?: 'written' | 'awaited';
  /** A search tells what it has so far after each of so many passages. */
  readonly chunk?: number;
  /** What the file holds, in whichever format, in place of the trials. */
  readonly bytes?: Uint8Array;
  /** What is put between the store and the engine. */
  readonly wrap?: (store: Store) => Store;
};

/** Keys in a string: characters, and names in angle brackets. */
export function keysIn(text: string): readonly string[] {
  return [...text.matchAll(/<([a-z+]+\S*?)>|(.)/gsu)].map((match) => {
    if (match[1] !== undefined) return match[1];
    return match[2] === ' ' ? 'space' : (match[2] ?? '');
  });
}

let wrapAll = (store: Store): Store => store;

/** From now on this is put between the stores and the engines of sessions. */
export function wrapStores(wrap: (store: Store) => Store): void {
  wrapAll = wrap;
}

/** Reads trials into a store of its own. `add` gives what the ingest says of more of them. */
export async function openTrials(
  trials: readonly Trial[],
  { chunk, bytes, wrap = wrapAll }: Pick<SessionOptions, 'chunk' | 'bytes' | 'wrap'> = {},
): Promise<{
  engine: Engine;
  store: Store;
  messages: readonly IngestMessage[];
  location: StoreLocation;
  add: (more: readonly Trial[]) => Promise<readonly IngestMessage[]>;
  close: () => Promise<void>;
}> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-test-'));
  const add = async (more: readonly Trial[]): Promise<readonly IngestMessage[]> => {
    const lines = more.map((trial) => `${JSON.stringify(trial)}\n`).join('');
    appendFileSync(path.join(folder, 'trials.jsonl'), lines);
    const said: IngestMessage[] = [];
    await ingest(
      { paths: ['trials.jsonl'], cwd: folder, cacheFolder: folder },
      { send: (message) => said.push(message), signal: new AbortController().signal },
    );
    return said;
  };
  if (bytes !== undefined) writeFileSync(path.join(folder, 'trials.jsonl'), bytes);
  const messages = await add(trials);
  const opened = messages.find((message) => message.type === 'opened');
  if (opened?.type !== 'opened') throw new Error(`not opened: ${JSON.stringify(messages)}`);
  const { location } = opened;
  const store = await openStore(location).reader({ chunk });
  const pace = chunk === undefined ? {} : { firstPart: 0 };
  return {
    engine: createEngine(wrap(store), { signals: BUILT_IN_SIGNALS, ...pace }),
    location,
    store,
    messages,
    add,
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Opens the viewer on some trials, everything loaded. */
export async function openSession(
  trials: readonly Trial[],
  options: SessionOptions = {},
): Promise<Session> {
  const collection = await openTrials(trials, options);
  const states: State[] = [];
  const failures: string[] = [];
  const effects: Effect[] = [];
  const timers = new Map<string, number>();
  const stops = new Map<number, AbortController>();
  let pending = 0;
  const waiting = new Set<() => void>();

  const start: Start = {
    size: options.size ?? { columns: 120, rows: 40 },
    settings: {
      sample: false,
      title: 'trials.jsonl',
      wordsPerMinute: 240,
      keys: {},
      signals: Object.keys(BUILT_IN_SIGNALS),
      ...options.settings,
    },
    query: options.query,
    trial: options.trial,
    turn: options.turn,
    present: options.present,
    audit: options.audit,
    notes: options.notes,
    claims: options.claims,
  };
  const log = [JSON.stringify({ start })];
  const program = createProgram(
    initialState(start),
    (effect) => {
      if (effect.type === 'timer') timers.set(effect.name, effect.timerId);
      if (effect.type !== 'ask') {
        effects.push(effect);
        if (effect.type === 'keep' && options.drafts !== 'awaited') {
          program.send({ type: 'kept', change: effect.change, problem: undefined });
        }
        return;
      }
      requests.submit(effect.request);
    },
    (message) => log.push(JSON.stringify(message)),
  );

  const requests = createRequestQueue(
    (message) => {
      if (message.type === 'cancel') {
        stops.get(message.id)?.abort();
        return;
      }
      pending += 1;
      const { id, request } = message;
      const stop = new AbortController();
      stops.set(id, stop);
      const onPart = (result: Result<RequestName>): void =>
        requests.take(id, { status: 'part', result });
      const { signal } = stop;
      void collection.engine
        .ask(request.name, request.params, { signal, onPart })
        .then((answer) => {
          const isWanted = !signal.aborted;
          if (isWanted && answer.status === 'refused' && answer.reason.type === 'failure') {
            failures.push(`${request.name}: ${answer.reason.message}`);
          }
          requests.take(id, answer);
          pending -= 1;
          if (pending > 0) return;
          for (const wake of waiting) wake();
          waiting.clear();
        });
    },
    (answered) => program.send(answered),
    // Nothing takes long here, however busy the machine is.
    () => 0,
  );

  program.subscribe(() => states.push(program.getState()));

  async function settled(): Promise<State> {
    if (pending > 0) {
      await new Promise<void>((resolve) => waiting.add(resolve));
    }
    return program.getState();
  }
  const send = (message: Message): Promise<State> => {
    program.send(message);
    return settled();
  };

  for (const key of keysIn(options.typedAhead ?? '')) await send({ type: 'key', key });
  for (const message of collection.messages) {
    if (message.type !== 'listed' && message.type !== 'notice')
      await send({ type: 'load', message });
  }
  return {
    state: program.getState,
    send,
    settled,
    press: async (keys) => {
      for (const key of keysIn(keys)) await send({ type: 'key', key });
      return program.getState();
    },
    add: async (more) => {
      for (const message of await collection.add(more)) {
        const { type } = message;
        if (type !== 'opened' && type !== 'listed' && type !== 'notice')
          await send({ type: 'load', message });
      }
      return program.getState();
    },
    effects: () => effects,
    failures: () => failures,
    states: () => states,
    log: () => log,
    tick: (name, now = 0) => send({ type: 'timer', name, timerId: timers.get(name) ?? -1, now }),
    close: collection.close,
  };
}
