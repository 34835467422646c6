/** What the parts of the contract share. */
import type { Pattern } from '../../../src/query/ast.ts';
import type { Plan } from '../../../src/query/plan-types.ts';
import type { SortField } from '../../../src/trial/catalogue.ts';
import { createPacker, type PackedTrial } from '../../../src/store/sqlite/encoded-trials.ts';
import type { SourceRecord, Store, StoreWriter } from '../../../src/store/store.ts';
import type { Trial } from '../../../src/trial/types.ts';

/** An empty store: its writer, and a way to open it for reading. */
export type Opened = {
  readonly writer: StoreWriter;
  readonly read: () => Promise<Store>;
  readonly close: () => Promise<void>;
};

export type Stores = {
  /** A new store, closed after the test. */
  readonly empty: () => Promise<Opened>;
  /** A store with these trials in one file, and the ids they got. */
  readonly filled: (trials: readonly Trial[]) => Promise<Store & { ids: readonly string[] }>;
};

export const ALL: Plan = { type: 'all' };

/** Adds one trial, as a parcel of its own; gives the id it got. */
export function addTrial(
  writer: StoreWriter,
  source: number,
  trial: Trial,
  about: Pick<PackedTrial, 'place' | 'isOutline'> = {},
): string {
  const packer = createPacker();
  packer.add(trial, about);
  return writer.addParcel(source, packer.finish())[0] ?? '';
}

export function sourceOf(path: string, changes: Partial<SourceRecord> = {}): SourceRecord {
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
  const keys = await store.keys(plan, { field: by, descending });
  return (await store.rows([...keys])).map(({ id }) => id);
}
