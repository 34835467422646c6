/** Orders of lists: by what, and what stands before or after a trial. */
import type { Sort } from '../../query/results.ts';
import type { StoredField } from '../../trial/catalogue.ts';
import { isCollectionField } from '../../trial/collection-fields.ts';
import { asciiLower } from '../patterns.ts';
import { join, NEVER, sql, wrap, type Sql, type Value } from '../sql.ts';
import { sampleOf } from './coded-values.ts';
import { FIELD_COLUMNS } from './fields.ts';
import { isOfField, numberOfSource, type Known } from './known.ts';
import { OUTCOME_CODES } from './schema.ts';
import { joinSharedIds } from './shared-ids.ts';
import type { SimpleColumn } from './simple-filters.ts';
import { sequence } from './statement.ts';
import { arrayOf } from './text.ts';

/** What a list is sorted by, with what must be joined to `t` for it. */
export type Order = {
  readonly join: Sql;
  /** The number of a row's file. */
  readonly source: string;
  /** What has no value in one of them comes last, in both directions. */
  readonly columns: readonly string[];
  readonly descending: boolean;
  /** Those that are equal are in the order of the files; the same backwards where that is the order. */
  readonly isBackwards: boolean;
};

const NOTHING = sql('');

/** The column whose values come as text with all of their digits. */
export const NUMERIC = 'v.number';

export function orderOf(known: Known, { field, descending }: Sort): Order {
  const source = numberOfSource(known, 't');
  const order = (columns: readonly string[], joined = NOTHING): Order => ({
    join: joined,
    source,
    columns,
    descending,
    isBackwards: false,
  });
  if (isCollectionField(field)) {
    // Numbers come first, then texts; of several values the first counts.
    return order(
      [
        '(CASE WHEN v.trial IS NOT NULL THEN v.number IS NULL END)',
        NUMERIC,
        '(CASE WHEN v.number IS NULL THEN lower(v.text) END)',
      ],
      sql(`LEFT JOIN inquest.field_value v ON v.bucket = t.bucket AND v.trial = t.key
        AND ${isOfField(known, field, 'v')} AND v.n = 0`),
    );
  }
  if (field === 'order') {
    return { ...order([]), isBackwards: descending };
  }
  if (field === 'source') {
    const files = known.sources.map((one) => [one.number, one.source.name] as const);
    return order(['r.rank'], ranks(source, ranked(files, bytesOf)));
  }
  const stored = FIELD_COLUMNS[field];
  switch (stored.type) {
    case 'id':
      return orderById(known, order);
    case 'outcome':
      return order(['t.outcome']);
    case 'flag':
      return order([`(NOT t.${stored.column})`]);
    case 'number':
      return order([`t.${stored.column}`]);
    case 'time':
      return order(['t.started']);
    case 'text':
    case 'json':
      return order(
        ['r.rank'],
        ranks(`t.${stored.column}`, ranked([...known.names[stored.column]], sortKeyOf(field))),
      );
    default:
      return stored satisfies never;
  }
}

function orderById(
  { sharedIds }: Known,
  order: (columns: readonly string[], joined: Sql) => Order,
): Order {
  const trials = sql('JOIN inquest.trial i ON i.bucket = t.bucket AND i.key = t.key');
  return sharedIds.size === 0
    ? order(['lower(i.id)'], trials)
    : order(['lower(coalesce(s.id, i.id))'], sequence(trials, joinSharedIds(sharedIds, 'i')));
}

/** By what the rows are sorted, `ORDER BY` and all. `isReverse`: the other way round. */
export function orderBy(
  { source, columns, descending, isBackwards }: Order,
  isReverse = false,
): string {
  const direction = descending === isReverse ? 'ASC' : 'DESC';
  const nulls = isReverse ? 'FIRST' : 'LAST';
  const tail = isBackwards === isReverse ? 'ASC' : 'DESC';
  return `ORDER BY ${[
    ...columns.map((column) => `${column} ${direction} NULLS ${nulls}`),
    ...[source, 't.bucket', 't.key'].map((column) => `${column} ${tail}`),
  ].join(', ')}`;
}

/** The same of rows with the columns of `positionColumns`. */
export function positionOrder({ columns, ...order }: Order): string {
  const named = { ...order, source: 'source', columns: columns.map((_, at) => `c${at}`) };
  return orderBy(named).replaceAll('t.', '');
}

/** The codes of a column in the order of a list, those that are equal together. */
export type Classes = {
  readonly column: SimpleColumn;
  readonly codes: readonly (readonly number[])[];
};

/** Of a list that is sorted by a column of codes; undefined for others. */
export function classesOf(known: Known, { field, descending }: Sort): Classes | undefined {
  if (!Object.hasOwn(FIELD_COLUMNS, field)) return undefined;
  const stored = FIELD_COLUMNS[field as StoredField];
  if (stored.type === 'outcome') {
    const codes = OUTCOME_CODES.map((_, code) => [code]);
    return { column: 'outcome', codes: descending ? codes.toReversed() : codes };
  }
  if (stored.type !== 'text' && stored.type !== 'json') return undefined;
  const all = ranked([...known.names[stored.column]], sortKeyOf(field as StoredField));
  const byRank = [...Map.groupBy(all, ([, rank]) => rank).values()];
  const codes = byRank.map((some) => some.map(([code]) => code));
  return { column: stored.column, codes: [...(descending ? codes.toReversed() : codes), [0]] };
}

function sortKeyOf(field: StoredField): (name: string) => SortKey {
  return field === 'sample' ? sampleKey : field === 'model' ? foldedKey : bytesOf;
}

/** What a trial is sorted by: the values of the columns, then its file, bucket and key. */
export type Position = {
  readonly values: readonly (Value | null)[];
  readonly tail: readonly [source: number, bucket: number, key: number];
};

/** Columns of `position`. */
export function positionColumns({ source, columns }: Order): string {
  return [
    ...columns.map((column, at) => `${column} AS c${at}`),
    `${source} AS source`,
    't.bucket',
    't.key',
  ].join(', ');
}

export function positionOf({ columns }: Order, row: Readonly<Record<string, unknown>>): Position {
  const values = columns.map((_, at) => {
    const value = row[`c${at}`];
    if (value === null || value === undefined) return null;
    return typeof value === 'number' ? value : String(value);
  });
  return { values, tail: [Number(row['source']), Number(row['bucket']), Number(row['key'])] };
}

/** A condition: a row stands before the position, or after it. */
export function beside(order: Order, { values, tail }: Position, side: 'before' | 'after'): Sql {
  const isDown = order.descending === (side === 'before');
  const isTailDown = order.isBackwards === (side === 'before');
  const last: Sql = {
    text: `(${order.source}, t.bucket, t.key) ${isTailDown ? '>' : '<'} (?, ?, ?)`,
    values: tail,
  };
  return order.columns.reduceRight((behind, column, at) => {
    const value = values[at] ?? null;
    const isSame: Sql =
      value === null ? sql(`${column} IS NULL`) : { text: `${column} = ?`, values: [value] };
    const together = join([isSame, behind], 'AND');
    const apart = apartFrom(column, value, isDown, side);
    return apart === NEVER ? together : wrap('(', join([apart, together], 'OR'), ')');
  }, last);
}

function apartFrom(
  column: string,
  value: Value | null,
  isDown: boolean,
  side: 'before' | 'after',
): Sql {
  // What has no value is last.
  if (value === null) return side === 'before' ? sql(`${column} IS NOT NULL`) : NEVER;
  const compared: Sql = { text: `${column} ${isDown ? '>' : '<'} ?`, values: [value] };
  return side === 'before' ? compared : join([compared, sql(`${column} IS NULL`)], 'OR');
}

type SortKey = Buffer | number;

function bytesOf(name: string): SortKey {
  return Buffer.from(name);
}

function foldedKey(name: string): SortKey {
  return Buffer.from(asciiLower(name));
}

function sampleKey(name: string): SortKey {
  const sample = sampleOf(name);
  return typeof sample === 'number' ? sample : Buffer.from(sample ?? '');
}

/** Numbers before texts. */
function compareKeys(a: SortKey, b: SortKey): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  return typeof b === 'number' ? 1 : Buffer.compare(a, b);
}

/** Codes with their ranks; those that are equal have one rank. */
function ranked(
  names: readonly (readonly [code: number, name: string])[],
  keyOf: (name: string) => SortKey,
): readonly (readonly [code: number, rank: number])[] {
  const sorted = names
    .map(([code, name]) => ({ code, key: keyOf(name) }))
    .toSorted((a, b) => compareKeys(a.key, b.key));
  let rank = 0;
  return sorted.map(({ code, key }, at) => {
    const before = sorted[at - 1];
    if (before !== undefined && compareKeys(before.key, key) !== 0) rank += 1;
    return [code, rank];
  });
}

function ranks(column: string, all: readonly (readonly [code: number, rank: number])[]): Sql {
  return {
    text: `LEFT JOIN unnest(?::bigint[], ?::int[]) r(code, rank) ON r.code = ${column}`,
    values: [arrayOf(all.map(([code]) => code)), arrayOf(all.map(([, rank]) => rank))],
  };
}
