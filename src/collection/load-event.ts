/** What is said of a collection while it is read. Plain data, so that it can cross threads. */
import type { Progress as IngestProgress } from '../ingest/messages.ts';

/** How far reading the files has come, and making a redacted copy after it. */
export type Progress = Omit<IngestProgress, 'phase'> & {
  readonly phase: IngestProgress['phase'] | 'redacting';
};

/** What is said of the collection while it is read. */
export type LoadEvent =
  /**
   * `redacted`: what was replaced, in words. `isAnother`: not the index that was asked before, so that
   * keys of trials mean something else.
   */
  | {
      readonly type: 'opened';
      readonly redacted?: string | undefined;
      readonly isAnother?: boolean | undefined;
    }
  | { readonly type: 'progress' | 'done'; readonly progress: Progress }
  | { readonly type: 'failed'; readonly message: string };
