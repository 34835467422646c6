/**
 * A thread that makes the redacted copy of a collection for a command: however long one text takes,
 * the program hears a signal at once, and ends the thread.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Findings } from '../../redact/gather.ts';
import type { Counted } from '../../redact/redactor.ts';
import type { RedactSpec } from '../../redact/types.ts';
import type { StoreLocation } from '../../store/backend.ts';
import { openView } from '../view.ts';
import { redactStore } from './store.ts';

export type RedactWorkerData = {
  readonly location: StoreLocation;
  readonly into: StoreLocation;
  readonly spec: RedactSpec;
  /** The rule of `--verdict`. */
  readonly verdict: string | undefined;
};
/** What it takes to go on redacting alike. */
export type Redacted = { readonly findings: Findings; readonly counted: readonly Counted[] };

if (parentPort !== null) {
  const { location, into, spec, verdict } = workerData as RedactWorkerData;
  const { store } = await openView(location, { verdict });
  // oxlint-disable-next-line typescript/no-misused-promises -- finally waits for it
  const { findings, redactor } = await redactStore(store, spec, into).finally(store.close);
  parentPort.postMessage({ findings, counted: redactor.counted() } satisfies Redacted);
}
