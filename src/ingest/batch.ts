/** When to commit: soon at first, so that there is something to see, then in larger batches. */
import type { StoreWriter } from '../store/store.ts';

const FIRST_COMMIT_MS = 30;
export const COMMIT_MS = 250;
/** Each commit costs the more, the more there is already: a long load has fewer. */
const LONGEST_MS = 1000;
const SHARE = 0.1;

export type Batch = {
  /** Opens a transaction unless one is open: many small files share one. */
  readonly open: () => Promise<void>;
  /** Whether it is time to commit. */
  readonly isDue: () => boolean;
  readonly commit: () => Promise<void>;
};

/** `committed` is called after each commit. */
export function createBatch(writer: StoreWriter, committed: () => void): Batch {
  const started = performance.now();
  let last = started;
  let wait = FIRST_COMMIT_MS;
  let isOpen = false;
  return {
    open: async () => {
      if (!isOpen) await writer.begin();
      isOpen = true;
    },
    isDue: () => performance.now() - last >= wait,
    commit: async () => {
      if (isOpen) await writer.commit();
      isOpen = false;
      last = performance.now();
      wait = Math.min(LONGEST_MS, Math.max(COMMIT_MS, SHARE * (last - started)));
      committed();
    },
  };
}
