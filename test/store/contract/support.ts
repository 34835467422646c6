/** What the parts of the contract share. */
import { keysOf } from '../../support/keys.ts';
import type { Pattern } from '../../../src/query/ast.ts';
import type { Plan } from '../../../src/query/plan-types.ts';
import type { SortField } from '../../../src/trial/catalogue.ts';
import type {
  LedgerEntry,
  Source,
  Store,
  StoreWriter,
  TrialAbout,
  TrialEncoder,
} from '../../../src/store/store.ts';
import type { Trial } from '../../../src/trial/types.ts';

/** A writer, with what makes batches for it. */
export type TestWriter = StoreWriter & { readonly encoder: () => Promise<TrialEncoder> };

/** An empty store: its writer, and a way to open it for reading. */
export type Opened = {
  readonly writer: TestWriter;
  readonly read: () => Promise<Store>;
  readonly close: () => Promise<void>;
};

export type Stores = {
  /** A new store, closed after the test. */
  readonly empty: () => Promise<Opened>;
  /** A store with these trials in one file, and the ids they got. */
  readonly filled: (trials: readonly Trial[]) => Promise<Store & { ids: readonly string[] }>;
  /** How often a property is tried, of how often it usually is. */
  readonly runs: (usual: number) => number;
};

export const ALL: Plan = { type: 'all' };

/** Adds one trial, as a batch of its own; gives the id it got. */
export async function addTrial(
  writer: TestWriter,
  source: number,
  trial: Trial,
  about: TrialAbout = {},
): Promise<string> {
  const encoder = await writer.encoder();
  encoder.add(trial, about);
  const [id = ''] = await writer.addTrials(source, encoder.finish());
  return id;
}

export function sourceOf(path: string, changes: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    path,
    name: path.slice(1),
    format: 'inquest',
    why: 'it was made for a test',
    size: 100,
    stamp: '100:1234:1234',
    fingerprint: 'abc',
    checkedBytes: 100,
    checksum: 7,
    readBytes: 100,
    readLines: 3,
    complete: true,
    trials: 0,
    problems: 0,
    missing: false,
    ...changes,
  };
}

/** What is shown of a file. */
export function shownOf(entry: LedgerEntry): Source {
  const { path, name, format, why, size, trials, problems, missing } = entry;
  return { path, name, format, why, size, trials, problems, missing };
}

/** A plan for one word, or for words one after the other. */
export function word(...places: readonly string[]): Plan {
  return { type: 'text', places: places.map((one) => [{ word: one, closeness: 1 }]) };
}

export function within(scope: string, plan: Plan): Plan {
  return plan.type === 'text' ? { ...plan, in: [scope] } : plan;
}

export function field(name: Extract<Plan, { type: 'field' }>['field'], ...texts: string[]): Plan {
  const values = texts.map((text): Pattern => ({ text, glob: text.includes('*') }));
  return { type: 'field', field: name, op: 'is', values };
}

export function and(...parts: readonly Plan[]): Plan {
  return { type: 'and', parts };
}

export function not(part: Plan): Plan {
  return { type: 'not', part };
}

/** Ids of the matching trials. */
export async function idsOf(
  store: Store,
  plan: Plan,
  by: SortField = 'order',
  descending = false,
): Promise<readonly string[]> {
  const keys = await keysOf(store, plan, { field: by, descending });
  return (await store.rows([...keys])).map(({ id }) => id);
}
