/** What the tests of ingest share: folders of made files, ingesting them, looking at the result. */
import { keysOf } from '../support/keys.ts';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach } from 'vitest';
import { ingest } from '../../src/ingest/ingest.ts';
import type { IngestMessage, IngestRequest, Progress } from '../../src/ingest/messages.ts';
import type { TrialRow } from '../../src/query/results.ts';
import type { StoreLocation } from '../../src/store/backend.ts';
import { openStore } from '../../src/store/open.ts';
import type { LedgerEntry } from '../../src/store/store.ts';
import type { Problem } from '../../src/trial/types.ts';
import { trialOf, type Sketch } from '../support/trials.ts';

/** Trials as lines of native JSONL. */
export function lines(...sketches: readonly Sketch[]): string {
  return sketches.map((sketch) => `${JSON.stringify(trialOf(sketch))}\n`).join('');
}

export type Result = {
  readonly messages: readonly IngestMessage[];
  readonly location: StoreLocation | undefined;
  /** The file of the store. */
  readonly database: string | undefined;
  readonly temporary: boolean | undefined;
  readonly done: Progress | undefined;
  readonly failed: string | undefined;
  readonly hint: string | undefined;
};

export type Place = {
  readonly folder: () => string;
  readonly cache: () => string;
  /** Writes a file, making its folders; gives its path. */
  readonly write: (name: string, content: string | Uint8Array) => string;
  readonly request: (paths: readonly string[], more?: Partial<IngestRequest>) => IngestRequest;
  /** Ingests, with the cache folder of the place. */
  readonly read: (paths: readonly string[], more?: Partial<IngestRequest>) => Promise<Result>;
};

/** Temporary databases that were made; who starts ingest in a worker has them removed by it. */
const temporaries = new Set<string>();

/** A new folder for each test, removed after it. */
export function createPlace(): Place {
  let made: string | undefined;
  afterEach(() => {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    made = undefined;
    for (const database of temporaries) {
      rmSync(path.dirname(database), { recursive: true, force: true });
    }
    temporaries.clear();
  });
  const folder = (): string => {
    made ??= mkdtempSync(path.join(os.tmpdir(), 'inquest-test-'));
    return made;
  };
  const cache = (): string => path.join(folder(), '.cache');
  const request = (paths: readonly string[], more: Partial<IngestRequest> = {}): IngestRequest => ({
    paths,
    cwd: folder(),
    cacheFolder: cache(),
    ...more,
  });
  return {
    folder,
    cache,
    write: (name, content) => {
      const file = path.join(folder(), name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    request,
    read: (paths, more) => run(request(paths, more)),
  };
}

/** Ingests; `onMessage` may stop it. */
export async function run(
  request: IngestRequest,
  onMessage: (message: IngestMessage, stop: () => void) => void = () => undefined,
): Promise<Result> {
  const messages: IngestMessage[] = [];
  const abort = new AbortController();
  await ingest(request, {
    send: (message) => {
      messages.push(message);
      onMessage(message, () => abort.abort());
    },
    signal: abort.signal,
  });
  return resultOf(messages);
}

/** The file of an embedded store. */
function fileOf(location: StoreLocation): string {
  return location.scheme === 'file' ? location.path : '';
}

export function resultOf(messages: readonly IngestMessage[]): Result {
  const opened = messages.findLast((message) => message.type === 'opened');
  const done = messages.find((message) => message.type === 'done');
  const failed = messages.find((message) => message.type === 'failed');
  for (const message of messages) {
    if (message.type === 'opened' && message.temporary) temporaries.add(fileOf(message.location));
  }
  return {
    messages,
    location: opened?.location,
    database: opened && fileOf(opened.location),
    temporary: opened?.temporary,
    done: done?.progress,
    failed: failed?.message,
    hint: failed?.hint,
  };
}

export type Contents = {
  readonly rows: readonly TrialRow[];
  readonly ids: readonly string[];
  readonly problems: readonly Problem[];
  readonly sources: readonly LedgerEntry[];
};

/** What a database holds. */
export async function contents({ location }: Result): Promise<Contents> {
  if (location === undefined) throw new Error('no store was opened');
  const { reader, ledger } = openStore(location);
  const store = await reader();
  try {
    const keys = await keysOf(store);
    const rows = await store.rows([...keys]);
    return {
      rows,
      ids: rows.map(({ id }) => id),
      problems: await store.problems(),
      sources: await ledger(),
    };
  } finally {
    await store.close();
  }
}

/** Ingests in a process of its own; see `child.ts` for `hold`. */
export function runChild(
  request: IngestRequest,
  hold?: 'hold',
): {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Result>;
  /** Resolves with the first message that passes a test. */
  readonly until: (test: (message: IngestMessage) => boolean) => Promise<IngestMessage>;
} {
  const child = spawn(process.execPath, [
    path.join(import.meta.dirname, 'child.ts'),
    JSON.stringify(request),
    ...(hold === undefined ? [] : [hold]),
  ]);
  const messages: IngestMessage[] = [];
  const waiting = new Set<() => void>();
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    messages.push(JSON.parse(line) as IngestMessage);
    for (const look of waiting) look();
  });
  const ended = new Promise<Result>((resolve) => {
    child.once('close', () => resolve(resultOf(messages)));
  });
  return {
    child,
    ended,
    until: (test) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = messages.find(test);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
        void ended.then(() => reject(new Error(`ended before that: ${stderr}`)));
      }),
  };
}
