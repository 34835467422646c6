/**
 * A view is a store as it is to be asked: behind whatever stands between what was read and those who
 * ask. Views wrap one another, and whatever is shown, searched, counted or exported comes from the
 * outermost one, so that a caller cannot get around it.
 */
import type { ReaderOptions, StoreLocation } from '../store/backend.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { Walkthrough } from '../walkthrough/types.ts';
import { withLazyTrials } from './lazy-trials.ts';
import { withVerdictCheck } from './verdict-check.ts';

export type View = {
  readonly store: Store;
  /** A walkthrough of the original collection as one of this view. */
  readonly prepare: (walkthrough: Walkthrough) => Walkthrough;
  /** What was hidden, if something was to be. */
  readonly redactor?: Redactor | undefined;
};

export type ViewOptions = ReaderOptions & {
  /** The rule of `--verdict`. */
  readonly verdict?: string | undefined;
};

/** Everything that was read. Rejects where there is no store of this version. */
export async function openView(
  location: StoreLocation,
  { verdict, ...options }: ViewOptions = {},
): Promise<View> {
  const store = await openStore(location).reader(options);
  return {
    store: withVerdictCheck(withLazyTrials(store, verdict), verdict),
    prepare: (walkthrough) => walkthrough,
  };
}
