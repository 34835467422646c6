/** What is said while a collection is read, and what can be asked of the reading. */
import type { IngestMessage } from '../ingest/messages.ts';
import type { RedactSpec } from '../redact/types.ts';
import type { StoreLocation } from '../store/backend.ts';
import type { Progress } from './protocol.ts';

/** Where the answers come from. A later one replaces an earlier one. */
export type Source =
  /** Tentative: left by an earlier opening. It may be outdated or unusable, which is not told. */
  | {
      readonly type: 'open';
      readonly location: StoreLocation;
      readonly tentative: boolean;
      /** The rule of `--verdict` that its trials were read with. */
      readonly verdict?: string | undefined;
    }
  /** All is read; it is to be redacted from one store into another, and that one is to be asked. */
  | {
      readonly type: 'redact';
      readonly location: StoreLocation;
      readonly into: StoreLocation;
      readonly spec: RedactSpec;
      readonly verdict?: string | undefined;
    };

export type ReadingEvent =
  | Source
  /** A line about how it goes, without a full stop. */
  | { readonly type: 'notice'; readonly text: string }
  /** `done`: everything can be asked, now or again. */
  | { readonly type: 'progress' | 'done'; readonly progress: Progress }
  /** Every trial can be listed. */
  | { readonly type: 'listed'; readonly progress: Progress }
  /** Nothing could be opened. */
  | Extract<IngestMessage, { type: 'failed' }>;

export type Reading = {
  /** Names the index that an earlier opening may have left. False: there is none. */
  readonly openCached: () => boolean;
  /** Starts looking at the files, unless that has been done. */
  readonly start: () => void;
  /** To be called when a redacted copy has been made. */
  readonly copied: () => void;
  /** Names the source once more, for another thread than before: a copy is made again. */
  readonly sourceAgain: () => void;
  /**
   * Has a damaged index made again from the files. Returns a sentence that says why, where that is
   * not possible.
   */
  readonly rebuild: () => string | undefined;
  /**
   * Has everything read again with another rule for the verdict (undefined: as the files say). Returns
   * a sentence that says why, where that is not possible.
   */
  readonly judgeBy: (rule: string | undefined) => string | undefined;
  /** Stops reading and removes temporary stores. To be called when no one reads them any more. */
  readonly stop: () => Promise<void>;
};
