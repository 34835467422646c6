/** What a kind of store provides: how it is opened, locked, examined and removed. */
import type { Store, LedgerEntry, StoreWriter, TrialEncoder } from './store.ts';

/** Where a store is. Plain data, so that a thread can be told. */
export type StoreLocation =
  | { readonly scheme: 'file'; readonly path: string }
  /** `postgres://user@host/database?collection=NAME,…`. */
  | { readonly scheme: 'postgres'; readonly address: string };

export type Scheme = StoreLocation['scheme'];

export type ReaderOptions = {
  /** How many passages a search looks at in one go, and how many trials a count. */
  readonly chunk?: number | undefined;
  /**
   * Is told how it goes where texts are read for a regular expression: which share of all passages was
   * looked at; undefined whenever something else comes next.
   */
  readonly onLooked?: ((share: number | undefined) => void) | undefined;
};

/** Why a store had to be made anew. */
export type Damage = 'damaged' | 'deleted' | 'of another version';

export type WriterOptions = {
  /** Others open the store again later: it is kept in a state in which damage is noticed. */
  readonly isKept?: boolean;
  /** The program starts on the collection: all of the store is checked. */
  readonly isOpening?: boolean;
  /** It is damaged, whatever it looks like. */
  readonly isRebuild?: boolean;
  readonly signal?: AbortSignal;
  /** Is called where the store cannot be used and is made anew. */
  readonly onRebuild?: (why: Damage) => void;
};

/** A lock that is held; releasing it again does nothing. */
export type StoreLock = { readonly release: () => Promise<void> };

/** What can be said of a store without opening it for use. */
export type Examined = {
  /** The version of its tables; undefined where even that cannot be read. */
  readonly version?: number;
  /** `sound`, `of another version`, `being written`, or what is wrong, without anything of what is stored. */
  readonly state: string;
  readonly trials?: number;
  /** Absolute paths of the files that were read into it. */
  readonly sources?: readonly string[];
};

/** A store at a location, which need not be there yet. */
export type StoreAccess = {
  /** Opens it for reading. Rejects where it is not there, is damaged or of another version. */
  readonly reader: (options?: ReaderOptions) => Promise<Store>;
  /** Opens it for writing, and makes it where it is not there. To be called by the one that has the lock. */
  readonly writer: (options?: WriterOptions) => Promise<StoreWriter>;
  /** Makes batches for the writer, in whichever thread. */
  readonly encoder: () => Promise<TrialEncoder>;
  /** What ingest knows of the files, without the lock. */
  readonly ledger: () => Promise<readonly LedgerEntry[]>;
  /**
   * The lock of the one process that may write; undefined: another has it. The system releases it
   * however the process ends.
   */
  readonly lock: () => Promise<StoreLock | undefined>;
  /** The number of the process that has the lock, as far as that is known. */
  readonly holder: () => number | undefined;
  /** Removes it, but for its lock. Those that have it open go on with what they have. */
  readonly remove: () => Promise<void>;
  /** Changes where another store takes its place; undefined: there is none. */
  readonly identity: () => string | undefined;
  /** The local files that may be part of it, the one with the data first. */
  readonly files: readonly string[];
  /** Reads all of it, which can take seconds, and changes nothing. */
  readonly examine: () => Promise<Examined>;
};

/** One kind of store. Locations of its scheme are opened by it. */
export type StoreBackend<S extends Scheme = Scheme> = {
  readonly at: (location: Extract<StoreLocation, { readonly scheme: S }>) => StoreAccess;
  /** Whether an error of this kind of store says that it is damaged, or that it cannot be written. */
  readonly failureOf: (error: unknown) => 'damaged' | 'unwritable' | undefined;
  /** What it is made with: the program behind it, and the version of its tables. */
  readonly engine: {
    readonly key: string;
    readonly name: string;
    readonly version: string;
    readonly tables: number;
  };
};
