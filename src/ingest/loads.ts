/** Where files are read: small ones here, large ones in a thread beside this one. */
import { availableParallelism } from 'node:os';
import { FORMATS } from '../formats/index.ts';
import type { Format } from '../formats/format.ts';
import type { StoreLocation } from '../store/backend.ts';
import { openStore } from '../store/open.ts';
import { readLoads, type Loads } from './load.ts';
import { startReader, type ReaderThread } from './reader-thread.ts';

/** From this size on a file is worth another thread. */
export const LARGE_BYTES = 2 * 1024 * 1024;

/** What reads files into one store; to be closed with it. */
export async function startLoads(
  location: StoreLocation,
  {
    workerFile,
    formats = FORMATS,
  }: { readonly workerFile?: URL; readonly formats?: readonly Format[] },
): Promise<{ readonly loads: Loads; readonly close: () => Promise<void> }> {
  const encoder = await openStore(location).encoder();
  let thread: ReaderThread | undefined;
  return {
    loads: (file, format, options) => {
      // Files of lines, and logs: what they mean does not depend on others beside them.
      const isAlone = FORMATS.includes(format) && (format.appends || format.contents !== undefined);
      const isForThread = file.size >= LARGE_BYTES && isAlone && !file.pipe && formats === FORMATS;
      if (!isForThread || workerFile === undefined || availableParallelism() < 2) {
        return readLoads(file, format, options, { encoder, isSlow: file.pipe });
      }
      thread ??= startReader(workerFile, location);
      const { path, name, size } = file;
      return thread.read({
        file: { path, name, size },
        format: format.name,
        options: { ...options, isOpened: undefined },
      });
    },
    close: async () => thread?.close(),
  };
}
