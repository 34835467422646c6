/** What a source format is: a way to recognise a file and a way to read trials out of it. */
import type { Problem, Trial } from '../trial/types.ts';

/** A file to read. `-` (standard input) is a file whose `path` is `-`. */
export type SourceFile = {
  /** Absolute path, or `-`. */
  readonly path: string;
  /** How the user would name it: relative to where they are, or to the opened folder. */
  readonly name: string;
  /** Bytes on disk; 0 where unknown. */
  readonly size: number;
};

/** How the bytes of a file are stored; of all but `none` it is decoded from its beginning. */
export type Compression = 'none' | 'gzip' | 'zstd' | 'utf-16';

/** The beginning of a file, decompressed, for detection. */
export type Head = {
  readonly file: SourceFile;
  readonly bytes: Buffer;
  /** True if `bytes` is the whole file. */
  readonly whole: boolean;
  /** How the file stores them. */
  readonly compression?: Compression;
};

/** A reader's claim on a file, with its reason in words a user can read. */
export type Claim = { readonly confidence: number; readonly why: string };

/** Which fields of a foreign record are meant, from `--map` (keys: model, reasoning, message …). */
export type FieldMap = Readonly<Record<string, string>>;

export type ReadOptions = {
  readonly map?: FieldMap | undefined;
  /** A condition over the source record, e.g. `scores.x.value >= 7`: true means harmful. */
  readonly verdict?: string | undefined;
  /** Start at this byte of the (plain) file: what came before is already read. */
  readonly fromByte?: number | undefined;
  /** The number of the line at `fromByte`, minus one. */
  readonly fromLine?: number | undefined;
  /** Whether a file (by its absolute path) is read as well: what it holds need not be told twice. */
  readonly isOpened?: ((path: string) => boolean) | undefined;
  /**
   * Folders that were opened (of a file, its own): nothing above them is read. None: the file's own
   * folder alone.
   */
  readonly roots?: ReadonlySet<string> | undefined;
  /** Places whose trials are there already: they are passed over. */
  readonly skip?: ReadonlySet<string> | undefined;
  /** Lines longer than this are reported and passed over. Bytes; default `MAX_LINE_BYTES`. */
  readonly maxLineBytes?: number | undefined;
};

/** What a reader yields. `end` is the byte of the raw file up to which everything has been yielded. */
export type ReadItem =
  | {
      readonly type: 'trial';
      readonly trial: Trial;
      readonly place?: string;
      readonly end?: number;
    }
  /** What a table of contents says of a trial, without its turns: shown until it is read itself. */
  | {
      readonly type: 'outline';
      readonly trial: Trial;
      readonly place: string;
      readonly end?: number;
    }
  | { readonly type: 'problem'; readonly problem: Problem; readonly end?: number }
  /** Sent now and then where nothing else is, so that progress moves. Raw bytes consumed so far. */
  | { readonly type: 'progress'; readonly end: number; readonly line?: number };

export type Format = {
  /** The name `--format` and `check` use. */
  readonly name: string;
  /** A few words for people. */
  readonly title: string;
  /** True if a file that only grew can be read on from where it ended. */
  readonly appends: boolean;
  /** True if `--map` may say what the fields of its records mean. */
  readonly mappable?: boolean;
  /** Files and folders that also decide what is read of a file: it is read anew when they change. */
  readonly beside?: (path: string) => readonly string[];
  /** By content first, name second. Undefined: not mine. The highest confidence (0..1) wins. */
  readonly detect: (head: Head) => Claim | undefined;
  readonly read: (file: SourceFile, options: ReadOptions) => AsyncIterable<ReadItem>;
  /** For files that may be large and have a table of contents. */
  readonly contents?: {
    /** What the table says of each trial; nothing where reading the whole file is quick. */
    readonly outline: (file: SourceFile, options: ReadOptions) => AsyncIterable<ReadItem>;
    /** The trial at a place of an outline, read from the file now. */
    readonly readOne: (file: SourceFile, place: string, options: ReadOptions) => Promise<Trial>;
  };
};

/** What a folder scan saw, for formats that can tell when a file is missing from a tree. */
export type Survey = {
  readonly files: readonly string[];
  readonly emptyFolders: readonly string[];
  /** As in `ReadOptions`. */
  readonly roots: ReadonlySet<string>;
};
