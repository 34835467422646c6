/**
 * What a reader knows of a collection beside its trials: buckets, files, the names of codes. It is read with
 * the first question of each generation. Plans are compiled with it, so that PostgreSQL compares
 * numbers alone.
 */
import type { ClientBase } from 'pg';
import type { Plan } from '../../query/plan-types.ts';
import type { CollectionField } from '../../trial/collection-fields.ts';
import { bucketsOf, type Bucket } from './collections.ts';
import { CODED_COLUMNS } from './fields.ts';
import { FIELD_CODES, FIELD_NAMES, type CodedColumn } from './schema.ts';
import type { Place } from './keys.ts';
import { readSources, type SourceRow } from './sources.ts';
import { fromSql } from './text.ts';

type Names = ReadonlyMap<number, string>;

export type Known = {
  readonly collection: number;
  readonly generation: number;
  readonly buckets: readonly Bucket[];
  readonly sources: readonly SourceRow[];
  /** The name of each code of a column; without 0. */
  readonly names: Readonly<Record<CodedColumn, Names>>;
  /** The codes of fields that trials bring along. Of some of them there may be no trial any more. */
  readonly fields: ReadonlyMap<CollectionField, number>;
};

/** The passages that each regular expression matches, by its name (`regexes.ts`). */
export type RegexPlaces = ReadonlyMap<string, readonly Place[]>;

/** What plans are compiled with. */
export type Compiling = Known & {
  readonly signals: ReadonlyMap<string, Plan>;
  /** The words that begin so. */
  readonly beginningWith: (beginning: string) => readonly string[];
  readonly regexes: RegexPlaces;
};

export async function generationOf(client: ClientBase, collection: number): Promise<number> {
  const { rows } = await client.query<{ generation: number }>(
    'SELECT generation FROM inquest.collection WHERE id = $1',
    [collection],
  );
  return rows[0]?.generation ?? 0;
}

export async function readKnown(
  client: ClientBase,
  collection: number,
  generation: number,
): Promise<Known> {
  const buckets = await bucketsOf(client, collection);
  const sources = await readSources(
    client,
    buckets.map(({ id }) => id),
  );
  const { rows } = await client.query<{ field: number; code: number; name: string }>(
    'SELECT field, code, name FROM inquest.value WHERE collection = $1',
    [collection],
  );
  const byField = Map.groupBy(rows, ({ field }) => field);
  const of = (field: number): Names =>
    new Map((byField.get(field) ?? []).map(({ code, name }) => [code, fromSql(name)]));
  const names = Object.fromEntries(
    CODED_COLUMNS.map((column) => [column, of(FIELD_CODES[column])]),
  ) as Record<CodedColumn, Names>;
  const fields = new Map(
    [...of(FIELD_NAMES)].map(([code, name]) => [name as CollectionField, code]),
  );
  return { collection, generation, buckets, sources, names, fields };
}

/** A condition: a row called `alias` is in one of the buckets. */
export function inBuckets({ buckets }: Pick<Known, 'buckets'>, alias: string): string {
  const [only, ...more] = buckets.map(({ id }) => id);
  if (only === undefined) return 'FALSE';
  return more.length === 0
    ? `${alias}.bucket = ${only}`
    : `${alias}.bucket IN (${[only, ...more].join(', ')})`;
}
