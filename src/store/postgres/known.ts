/**
 * What a reader knows of collections beside their trials: buckets, files, the names of codes. It is read with
 * the first question of each generation. Plans are compiled with it, so that PostgreSQL compares
 * numbers alone.
 *
 * Several collections are read as one, in which they follow one another. Buckets and codes have numbers of
 * their own in the whole database; files have them in their collection (`numberOfSource`), and ids that
 * trials of several collections have are numbered anew (`shared-ids.ts`).
 */
import type { Plan } from '../../query/plan-types.ts';
import type { CollectionField } from '../../trial/collection-fields.ts';
import type { Address } from './address.ts';
import { bucketsOfAll, collectionsOf, type Bucket, type Collection } from './collections.ts';
import { CODED_COLUMNS } from './fields.ts';
import { FIELD_CODES, FIELD_NAMES, type CodedColumn } from './schema.ts';
import { readKept, type Kept } from './kept-counts.ts';
import type { Place } from './keys.ts';
import { missingOf } from './nodes/missing.ts';
import { readSharedIds, type SharedIds } from './shared-ids.ts';
import { readSources, type SourceRow } from './sources.ts';
import { fromSql } from './text.ts';
import type { Servers } from './nodes/servers.ts';

type Names = ReadonlyMap<number, string>;

export type Known = {
  /** In the order in which they are read. */
  readonly collections: readonly Collection[];
  readonly generation: number;
  readonly buckets: readonly Bucket[];
  /** Of several collections, names begin with that of the collection. */
  readonly sources: readonly SourceRow[];
  /** The name of each code of a column; without 0. A name has a code in each collection. */
  readonly names: Readonly<Record<CodedColumn, Names>>;
  /**
   * The codes of fields that trials bring along, one in each collection. Of some of them there may be no
   * trial any more.
   */
  readonly fields: ReadonlyMap<CollectionField, readonly number[]>;
  /** Which counts are used that are kept beside the trials. */
  readonly kept: Kept;
  /** A line where some nodes are left out. */
  readonly missing: string | undefined;
  /** Trials that have another id than in their collection. */
  readonly sharedIds: SharedIds;
};

/** The passages that each regular expression matches, by its name (`regexes.ts`). */
export type RegexPlaces = ReadonlyMap<string, readonly Place[]>;

/** What words are looked for with. */
export type KnownWords = Known & {
  /** The words that begin so. */
  readonly beginningWith: (beginning: string) => readonly string[];
};

/** What plans are compiled with. */
export type Compiling = KnownWords & {
  readonly signals: ReadonlyMap<string, Plan>;
  readonly regexes: RegexPlaces;
};

/** Rises with whatever is committed, also with a new collection where all are asked for. */
export function generationOf(collections: readonly Collection[]): number {
  return collections.reduce((sum, { generation }) => sum + generation + 1, 0);
}

const MISSING = 2 ** 40;

/** The collections of an address. Each server counts what is committed there. */
export async function collectionsNow(
  { home, nodes, missing, query }: Servers,
  address: Address,
): Promise<readonly Collection[]> {
  const collections = await collectionsOf(home, address);
  if (nodes.length === 0) return collections;
  const { rows } = await query<{ id: number; generation: number }>(
    'SELECT id, generation FROM inquest.collection WHERE id = ANY ($1)',
    [collections.map(({ id }) => id)],
  );
  return collections.map((one) => {
    const others = rows.filter(({ id }) => id === one.id);
    const generation = others.reduce((sum, other) => sum + other.generation, one.generation);
    // What is left out changes what is known, too.
    return { ...one, generation: generation + missing.length * MISSING };
  });
}

/** What there is now; `before`, where nothing has changed since. */
export async function knownNow(
  client: Servers,
  address: Address,
  before: Known | undefined,
): Promise<Known> {
  const collections = await collectionsNow(client, address);
  const generation = generationOf(collections);
  if (before?.generation === generation) return before;
  const ids = collections.map(({ id }) => id);
  const buckets = await bucketsOfAll(client, ids);
  const { rows } = await client.home.query<{ field: number; code: number; name: string }>(
    'SELECT field, code, name FROM inquest.value WHERE collection = ANY ($1)',
    [ids],
  );
  const byField = Map.groupBy(rows, ({ field }) => field);
  const of = (field: number): Names =>
    new Map((byField.get(field) ?? []).map(({ code, name }) => [code, fromSql(name)]));
  const names = Object.fromEntries(
    CODED_COLUMNS.map((column) => [column, of(FIELD_CODES[column])]),
  ) as Record<CodedColumn, Names>;
  const byName = Map.groupBy(of(FIELD_NAMES), ([, name]) => name as CollectionField);
  const fields = new Map(
    byName.entries().map(([name, some]) => [name, some.map(([code]) => code)] as const),
  );
  const ours = { collections, buckets };
  const sources = await readSources(
    client,
    buckets.map(({ id }) => id),
    (bucket, id) => placeOfBucket(ours, bucket) * FILES + id,
  );
  return {
    ...ours,
    generation,
    sources: sources.map(({ number, source }) => ({
      number,
      source: { ...source, name: nameIn(ours, Math.floor(number / FILES), source.name) },
    })),
    names,
    fields,
    kept: await readKept(client, buckets),
    missing: await missingOf(client, ids),
    sharedIds: await readSharedIds(client, ours, numberOfSource(ours, 'f')),
  };
}

type Collected = Pick<Known, 'collections' | 'buckets'>;

/** Room for the numbers of the files of a collection. */
const FILES = 2 ** 32;

/** Which of the collections a bucket belongs to, by its place among them. */
function placeOfBucket({ collections, buckets }: Collected, bucket: number): number {
  const its = buckets.find(({ id }) => id === bucket)?.collection;
  return collections.findIndex(({ id }) => id === its);
}

/**
 * The number of the file of a row called `alias`, which has a bucket and a source. Numbers rise as the files follow
 * one another, collection after collection.
 */
export function numberOfSource({ collections, buckets }: Collected, alias: string): string {
  const cases = collections.flatMap(({ id }, place) => {
    const its = buckets.filter(({ collection }) => collection === id).map((one) => one.id);
    return its.length === 0 ? [] : [`WHEN ${alias}.bucket IN (${its.join(', ')}) THEN ${place}`];
  });
  if (collections.length === 1 || cases.length === 0) return `${alias}.source`;
  return `((CASE ${cases.join(' ')} END) * ${FILES}::bigint + ${alias}.source)`;
}

/** What a file of a bucket is called, beside the files of other collections. */
export function nameOfFile(known: Collected, bucket: number, name: string): string {
  return nameIn(known, placeOfBucket(known, bucket), name);
}

function nameIn({ collections }: Collected, place: number, name: string): string {
  return collections.length === 1 ? name : `${collections[place]?.name ?? ''}/${name}`;
}

/** A condition: a row called `alias` is of a field that trials bring along. */
export function isOfField({ fields }: Known, field: CollectionField, alias: string): string {
  return isAnyOf(`${alias}.field`, fields.get(field) ?? []);
}

/** A condition: a row called `alias` is in one of the buckets. */
export function inBuckets({ buckets }: Pick<Known, 'buckets'>, alias: string): string {
  return isAnyOf(
    `${alias}.bucket`,
    buckets.map(({ id }) => id),
  );
}

function isAnyOf(column: string, [only, ...more]: readonly number[]): string {
  if (only === undefined) return 'FALSE';
  return more.length === 0 ? `${column} = ${only}` : `${column} IN (${[only, ...more].join(', ')})`;
}
