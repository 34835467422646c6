/** Pushes one file: one transaction, with its row in the ledger. */
import { FORMATS } from '../../formats/index.ts';
import { openBucket, type BucketWriter } from '../../store/postgres/writer.ts';
import type { Cluster } from '../../store/postgres/nodes/cluster.ts';
import { createEncoder } from '../../store/postgres/encoder.ts';
import type { LedgerEntry, StoreWriter } from '../../store/store.ts';
import type { Problem } from '../../trial/types.ts';
import type { Batch } from '../batch.ts';
import type { FoundFile } from '../find-files.ts';
import { readLoads } from '../load.ts';
import type { IngestRequest } from '../messages.ts';
import { readFile, type Tally } from '../read-file.ts';
import { decideAgain, settingsMark } from './plan.ts';

export type PushInto = {
  readonly cluster: Cluster;
  /** Number of the collection. */
  readonly collection: number;
  readonly request: IngestRequest;
  readonly isOpened: (path: string) => boolean;
  readonly roots: ReadonlySet<string>;
  readonly signal: AbortSignal;
};

export type PushedFile = {
  /** `there`: another push has read it meanwhile. `gone`: nothing could be read of it any more. */
  readonly state: 'pushed' | 'there' | 'gone';
  readonly trials: number;
  readonly problems: readonly Problem[];
};

/** The whole file is one transaction: nothing is committed in between. */
const WHOLE: Batch = {
  open: async () => undefined,
  isDue: () => false,
  commit: async () => undefined,
};

/** `tally` is counted up while the file is read. Rejects, having changed nothing, where it is told to stop. */
export async function pushFile(
  file: FoundFile,
  bucket: number,
  tally: Tally,
  { cluster, collection, request, isOpened, roots, signal }: PushInto,
): Promise<PushedFile> {
  const writer = await openBucket(cluster, collection, bucket);
  await writer.begin();
  try {
    const known = await writer.entryOf(file.path);
    if (known === undefined) {
      // It was put into another bucket meanwhile, by a push that reads it there.
      await writer.rollback();
      return { state: 'there', trials: 0, problems: [] };
    }
    const decision = await decideAgain(file, known, request, signal);
    signal.throwIfAborted();
    if (decision.type === 'keep') {
      await writer.rollback();
      return { state: 'there', trials: known.trials, problems: [] };
    }
    const problems: Problem[] = [];
    const marked = withMark(writer, settingsMark(request), problems);
    const result = await readFile(file, unmarked(known, request), decision, {
      writer: marked.writer,
      request,
      signal,
      formats: FORMATS,
      batch: WHOLE,
      tally,
      isOpened,
      roots,
      loads: (one, format, options) =>
        readLoads(one, format, options, { encoder: createEncoder(), isSlow: false }),
      isOpening: true,
    });
    signal.throwIfAborted();
    await writer.commit();
    const { trials = 0 } = marked.last() ?? {};
    return { state: result.type === 'read' ? 'pushed' : 'gone', trials, problems };
  } catch (error) {
    await writer.rollback();
    throw error;
  }
}

/** A writer that notes the settings with the stamp of a file, and the problems that are found. */
function withMark(
  writer: BucketWriter,
  mark: string,
  problems: Problem[],
): { readonly writer: StoreWriter; readonly last: () => { readonly trials: number } | undefined } {
  let last: { readonly trials: number } | undefined;
  return {
    writer: {
      ...writer,
      putSource: (source) => {
        last = source;
        return writer.putSource(
          'stamp' in source ? { ...source, stamp: mark + source.stamp } : source,
        );
      },
      addProblems: async (source, found) => {
        problems.push(...found);
        await writer.addProblems(source, found);
      },
    },
    last: () => last,
  };
}

function unmarked(known: LedgerEntry, request: IngestRequest): LedgerEntry {
  const mark = settingsMark(request);
  if (!known.stamp.startsWith(mark)) return known;
  return { ...known, stamp: known.stamp.slice(mark.length) };
}
