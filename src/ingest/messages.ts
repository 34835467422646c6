/** What the ingest worker is told, and what it says while it works. Plain data across threads. */
import type { FieldMap } from '../formats/format.ts';
import type { StoreLocation } from '../store/backend.ts';
import type { Problem } from '../trial/types.ts';

export type IngestRequest = {
  /** Files, folders, globs, `-`; as the user typed them. */
  readonly paths: readonly string[];
  /** Folder that relative paths are relative to. */
  readonly cwd: string;
  /** Where stores are kept. Undefined: a temporary one that is removed at exit. */
  readonly cacheFolder?: string | undefined;
  readonly map?: FieldMap | undefined;
  readonly verdict?: string | undefined;
  /** Name of the only format to use. */
  readonly format?: string | undefined;
  /** Goes on looking for what is new when all is read, until told to stop. */
  readonly follow?: boolean | undefined;
  /** The store turned out to be damaged while it was read: it is made anew. */
  readonly rebuild?: boolean | undefined;
};

export type Progress = {
  readonly phase: 'scanning' | 'reading' | 'done';
  /** Trials in the collection so far, cached ones included. */
  readonly trials: number;
  readonly problems: number;
  readonly files: number;
  readonly filesDone: number;
  /** Files that no reader knows; passed over. */
  readonly passedOver: number;
  /** Paths that were given and cannot be opened, each with the reason. */
  readonly unopened: readonly Problem[];
  /** Raw bytes read of the raw bytes to read. */
  readonly bytes: number;
  readonly totalBytes: number;
};

export type IngestMessage =
  /** The store is there and can be read; rows will appear in it. */
  | { readonly type: 'opened'; readonly location: StoreLocation; readonly temporary: boolean }
  /** Something a person should know now; one line. */
  | { readonly type: 'notice'; readonly text: string }
  /** New data has been committed. */
  | { readonly type: 'progress'; readonly progress: Progress }
  /** Every trial is there, if only by its file's table of contents; those are read now. */
  | { readonly type: 'listed'; readonly progress: Progress }
  | { readonly type: 'done'; readonly progress: Progress }
  /** Nothing could be opened; one line for the user, and a hint. */
  | {
      readonly type: 'failed';
      readonly message: string;
      readonly hint?: string | undefined;
      /** Where it is a mistake of our own. */
      readonly error?: Error | undefined;
    };
