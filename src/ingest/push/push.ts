/**
 * Reads files into a collection of a PostgreSQL database. Each file is one transaction, several run at a time,
 * each in a bucket of its own. What is committed is never read again, so that a push that was killed is
 * completed by another one.
 */
import { findCollection, makeCollection } from '../../store/postgres/collections.ts';
import type { Database } from '../../store/postgres/connection.ts';
import { withCluster, type Cluster } from '../../store/postgres/nodes/cluster.ts';
import { bucketWithRoom, reserve } from '../../store/postgres/nodes/reserve.ts';
import { settleCollection } from '../../store/postgres/settle.ts';
import { ledgerOf } from '../../store/postgres/ledger.ts';
import type { LedgerEntry } from '../../store/store.ts';
import type { Problem } from '../../trial/types.ts';
import { UserError } from '../../base/user-error.ts';
import { nothingFound } from '../failures.ts';
import { findFiles, type FoundFiles } from '../find-files.ts';
import type { IngestRequest } from '../messages.ts';
import type { Tally } from '../read-file.ts';
import { surveyed } from '../survey.ts';
import { planFile, type Planned } from './plan.ts';
import { pushFile, type PushedFile, type PushInto } from './push-file.ts';

export type PushOptions = {
  /** Name of the collection. */
  readonly collection: string;
  /** Files that are read at a time, at most. */
  readonly jobs: number;
  /** Bytes of new files that are worth a bucket of their own, and so another job. */
  readonly laneBytes?: number;
  /** Says what would be done, and changes nothing. */
  readonly isDry: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: PushProgress) => void;
};

export type PushProgress = {
  readonly phase: 'looking' | 'pushing';
  readonly files: number;
  readonly filesDone: number;
  readonly trials: number;
  readonly bytes: number;
  readonly totalBytes: number;
};

/** A file as it is reported. */
export type FileReport = {
  readonly file: string;
  readonly state: Planned['state'];
  /** Null: not known before it is read. */
  readonly trials: number | null;
  readonly problems: number;
};

export type PushReport = {
  readonly files: readonly FileReport[];
  readonly problems: readonly Problem[];
  /** Paths that were given and cannot be opened. */
  readonly unopened: readonly Problem[];
};

const LANE_BYTES = 32 * 1024 * 1024;
const PROGRESS_MS = 200;

/** Rejects with a `UserError` where nothing is found, the database cannot be written, or the connection is lost. */
export async function push(
  database: Database,
  request: IngestRequest,
  options: PushOptions,
): Promise<PushReport> {
  if (request.paths.includes('-')) {
    throw new UserError(
      'standard input cannot be pushed: it has no name by which it would be known the next time',
      'write it to a file',
    );
  }
  if (database.address.allowsMissing === true) {
    throw new UserError(
      'a push needs all nodes of the database',
      'leave missing=allow out of the address',
    );
  }
  return withCluster(database, (cluster) => pushInto(cluster, request, options));
}

async function pushInto(
  cluster: Cluster,
  request: IngestRequest,
  options: PushOptions,
): Promise<PushReport> {
  const { signal, onProgress, isDry } = options;
  const found = await findFiles(request.paths, request.cwd, { signal });
  signal.throwIfAborted();
  if (found.files.length === 0) throw nothingFound(request, found);
  const known = await knownFiles(cluster, options.collection);
  const planned: Planned[] = [];
  for (const file of found.files) {
    signal.throwIfAborted();
    planned.push(await planFile(file, known.get(file.path), request, signal));
    onProgress({ ...NONE, files: found.files.length, filesDone: planned.length });
  }
  signal.throwIfAborted();
  const pushed = isDry
    ? new Map<string, PushedFile>()
    : await pushAll(cluster, request, found, planned, options);
  const problems = planned.flatMap(({ file, problem }) => [
    ...(problem === undefined ? [] : [problem]),
    ...(pushed.get(file.path)?.problems ?? []),
  ]);
  return {
    files: planned.map((one) => reportOf(one, pushed.get(one.file.path), known)),
    problems: [...found.problems, ...surveyed(found, request), ...problems],
    unopened: found.unopened,
  };
}

const NONE: PushProgress = {
  phase: 'looking',
  files: 0,
  filesDone: 0,
  trials: 0,
  bytes: 0,
  totalBytes: 0,
};

/** What is known of the files of a collection, by path. Of one that is not there: nothing. */
async function knownFiles(
  cluster: Cluster,
  name: string,
): Promise<ReadonlyMap<string, LedgerEntry>> {
  const collection = await cluster.home.withClient((client) => findCollection(client, name));
  const entries = collection === undefined ? [] : await ledgerOf(cluster, [collection]);
  return new Map(entries.map((entry) => [entry.path, entry]));
}

async function pushAll(
  cluster: Cluster,
  request: IngestRequest,
  found: FoundFiles,
  planned: readonly Planned[],
  { collection: name, jobs, laneBytes = LANE_BYTES, signal, onProgress }: PushOptions,
): Promise<ReadonlyMap<string, PushedFile>> {
  const collection = await cluster.home.withClient((client) => makeCollection(client, name));
  const kept = planned.filter(({ state }) => state !== 'passed over' && state !== 'unreadable');
  const wanted = planned.filter(({ state }) => state === 'new' || state === 'changed');
  const totalBytes = wanted.reduce((sum, { file }) => sum + file.size, 0);
  const lanes = Math.min(jobs, Math.max(1, Math.ceil(totalBytes / laneBytes)));
  // Those that are there too: all of them follow one another in their order.
  const buckets = await reserve(
    cluster,
    collection,
    kept.map(({ file: { path, name: shown, size } }) => ({ path, name: shown, size })),
    lanes,
  );
  const failure = new AbortController();
  const opened = new Set(found.files.map(({ path }) => path));
  const into: PushInto = {
    cluster,
    collection,
    request,
    isOpened: (path) => opened.has(path),
    roots: found.roots,
    signal: AbortSignal.any([signal, failure.signal]),
  };
  const results = new Map<string, PushedFile>();
  const tallies = new Map<string, Tally>();
  const tell = (): void => {
    const all = [...tallies.values()];
    onProgress({
      phase: 'pushing',
      files: wanted.length,
      filesDone: results.size,
      trials: all.reduce((sum, { trials }) => sum + trials, 0),
      bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
      totalBytes,
    });
  };
  const queues = [...Map.groupBy(wanted, ({ file }) => buckets.get(file.path) ?? 0)];
  const work = async (): Promise<void> => {
    for (let queue = queues.shift(); queue !== undefined; queue = queues.shift()) {
      const [bucket, files] = queue;
      for (const { file, state } of files) {
        into.signal.throwIfAborted();
        const tally: Tally = { trials: 0, problems: 0, bytes: 0 };
        tallies.set(file.path, tally);
        const place =
          state === 'new' ? await bucketWithRoom(cluster, collection, file.path, bucket) : bucket;
        results.set(file.path, await pushFile(file, place, tally, into));
        tally.bytes = file.size;
      }
    }
  };
  const timer = setInterval(tell, PROGRESS_MS);
  try {
    const workers = Array.from({ length: Math.min(jobs, queues.length) }, () =>
      work().catch((error: unknown) => {
        // The others stop; what they have committed stays.
        failure.abort(error);
        throw error;
      }),
    );
    await Promise.allSettled(workers);
    signal.throwIfAborted();
    failure.signal.throwIfAborted();
  } finally {
    clearInterval(timer);
  }
  await settleCollection(cluster, collection);
  return results;
}

function reportOf(
  { file, state, problem }: Planned,
  pushed: PushedFile | undefined,
  known: ReadonlyMap<string, LedgerEntry>,
): FileReport {
  const entry = known.get(file.path);
  const problems = pushed?.problems.length ?? (problem === undefined ? 0 : 1);
  return {
    file: file.name,
    state: pushed?.state === 'there' ? 'there' : state,
    trials: pushed?.trials ?? (state === 'there' ? (entry?.trials ?? null) : null),
    problems,
  };
}
