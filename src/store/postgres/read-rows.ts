/** Reads trials as rows of a list. */
import type { TrialRow } from '../../query/results.ts';
import { propertyOf, STORED_FIELDS, type StoredField } from '../../trial/catalogue.ts';
import type { CollectionField, FieldValue } from '../../trial/collection-fields.ts';
import { fieldValueOf } from '../exact-number.ts';
import { sampleOf, tagsOf } from './coded-values.ts';
import { FIELD_COLUMNS } from './fields.ts';
import { arraysOf, keyOf, numberOf, type Place } from './keys.ts';
import { numberOfSource, type Known } from './known.ts';
import { OUTCOME_CODES } from './schema.ts';
import { fromSql } from './text.ts';
import type { Asked } from './nodes/servers.ts';

/** A row of `fact` with what a list shows of `trial`. */
type Row = Place & { readonly id: string; readonly started_text: string | null } & Readonly<
    Record<string, unknown>
  >;

/** The rows at these places, in this order; those that are gone are left out. */
export async function readRows(
  client: Asked,
  known: Known,
  places: readonly Place[],
  fields: readonly CollectionField[] = [],
): Promise<readonly TrialRow[]> {
  if (places.length === 0) return [];
  const arrays = arraysOf(places);
  const ours = known.buckets.map(({ id }) => id);
  const { rows } = await client.query<Row & { readonly n: number }>(
    `SELECT w.n, t.*, ${numberOfSource(known, 't')} AS file, i.id, i.started AS started_text
      FROM unnest($1::int[], $2::int[]) WITH ORDINALITY w(bucket, key, n)
        JOIN inquest.fact t ON t.bucket = w.bucket AND t.key = w.key
        JOIN inquest.trial i ON i.bucket = w.bucket AND i.key = w.key
      WHERE w.bucket = ANY ($3)`,
    [...arrays, ours],
  );
  const sources = new Map(known.sources.map(({ number, source }) => [number, source]));
  const brought = fields.length === 0 ? undefined : await readValues(client, known, arrays, fields);
  const sorted = rows.toSorted((a, b) => a.n - b.n);
  return sorted.map((row) => {
    const source = sources.get(Number(row['file']));
    return {
      key: keyOf(row),
      source: `${source?.name ?? ''}${source?.missing === true ? ' (gone)' : ''}`,
      ...valuesOf(known, row),
      ...(brought !== undefined && { fields: brought.get(numberOf(row)) ?? {} }),
    };
  });
}

function valuesOf(known: Known, row: Row): Omit<TrialRow, 'key' | 'source' | 'fields'> {
  return Object.fromEntries(
    STORED_FIELDS.map((field) => [propertyOf(field), valueOf(known, row, field)]),
  ) as Omit<TrialRow, 'key' | 'source' | 'fields'>;
}

function valueOf(known: Known, row: Row, field: StoredField): unknown {
  const stored = FIELD_COLUMNS[field];
  switch (stored.type) {
    case 'id':
      return fromSql(known.sharedIds.get(numberOf(row))?.id ?? row.id);
    case 'outcome':
      return OUTCOME_CODES[Number(row['outcome'])];
    case 'time':
      return row.started_text === null ? null : fromSql(row.started_text);
    case 'flag':
    case 'number':
      return row[stored.column];
    case 'text':
    case 'json': {
      const name = known.names[stored.column].get(Number(row[stored.column]));
      if (field === 'tag') return tagsOf(name);
      return (field === 'sample' ? sampleOf(name) : name) ?? null;
    }
    default:
      return stored satisfies never;
  }
}

/** The values of fields that trials bring along, by trial and field. */
async function readValues(
  client: Asked,
  known: Known,
  [buckets, keys]: readonly string[],
  fields: readonly CollectionField[],
): Promise<ReadonlyMap<number, Readonly<Record<string, readonly FieldValue[]>>>> {
  const names = new Map(
    fields.flatMap((field) =>
      (known.fields.get(field) ?? []).map((code) => [code, field] as const),
    ),
  );
  const { rows } = await client.query<Place & { field: number; text: string; is_number: boolean }>(
    `SELECT v.bucket, v.trial AS key, v.field, v.text, v.number IS NOT NULL AS is_number
      FROM unnest($1::int[], $2::int[]) w(bucket, key)
        JOIN inquest.field_value v ON v.bucket = w.bucket AND v.trial = w.key
      WHERE v.field = ANY ($3) ORDER BY v.bucket, v.trial, v.field, v.n`,
    [buckets, keys, [...names.keys()]],
  );
  const byTrial = Map.groupBy(rows, numberOf);
  return new Map(
    byTrial.entries().map(([key, some]) => {
      const byField = Map.groupBy(some, ({ field }) => field);
      // In the order in which they were asked for.
      const entries = [...names].flatMap(([code, name]) => {
        const values = byField.get(code);
        if (values === undefined) return [];
        return [[name, values.map((one) => fieldValueOf(fromSql(one.text), one.is_number))]];
      });
      return [key, Object.fromEntries(entries) as Record<string, readonly FieldValue[]>];
    }),
  );
}
