/** When to commit: soon at first, so that there is something to see, then in larger batches. */
import type { StoreWriter } from '../store/store.ts';

const FIRST_COMMIT_MS = 30;
export const COMMIT_MS = 250;
/** Each commit costs the more, the more there is already: a long load has fewer. */
const LONGEST_MS = 1000;
const SHARE = 0.1;
const PAUSE_MS = 100;

export type Batch = {
  /** Opens a transaction unless one is open: many small files share one. */
  readonly open: () => void;
  /** Whether it is time to commit. To be asked after each item. */
  readonly isDue: () => boolean;
  /** Whether it is time to let a wish to stop come in. To be asked where no commit is due. */
  readonly wantsPause: () => boolean;
  readonly commit: () => void;
};

/** `committed` is called after each commit. */
export function createBatch(writer: StoreWriter, committed: () => void): Batch {
  const started = performance.now();
  let now = started;
  let last = started;
  let paused = started;
  let wait = FIRST_COMMIT_MS;
  let isOpen = false;
  let items = 0;
  return {
    open: () => {
      if (!isOpen) writer.begin();
      isOpen = true;
    },
    isDue: () => {
      items += 1;
      // Looking at the clock for every small trial would cost more than the trial.
      if (wait !== FIRST_COMMIT_MS && items % 16 !== 0) return false;
      now = performance.now();
      return now - last >= wait;
    },
    wantsPause: () => {
      if (now - paused < PAUSE_MS) return false;
      paused = now;
      return true;
    },
    commit: () => {
      if (isOpen) writer.commit();
      isOpen = false;
      last = performance.now();
      wait = Math.min(LONGEST_MS, Math.max(COMMIT_MS, SHARE * (last - started)));
      committed();
    },
  };
}
