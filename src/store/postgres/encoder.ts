/** Encodes trials for PostgreSQL: as for the embedded store, but each batch can be taken alone. */
import { createEncoder as createForOneStore } from '../encoded-trials.ts';
import type { TrialEncoder } from '../store.ts';

/**
 * An encoder that leaves nothing out because an earlier batch had it: that one may have gone into another
 * bucket, or have been rolled back.
 */
export function createEncoder(): TrialEncoder {
  let encoder = createForOneStore();
  return {
    add: (trial, about) => encoder.add(trial, about),
    size: () => encoder.size(),
    finish: () => {
      const batch = encoder.finish();
      encoder = createForOneStore();
      return batch;
    },
  };
}
