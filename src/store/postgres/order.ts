/** Orders of lists: by what, and what stands before or after a trial. */
import type { Sort } from '../../query/results.ts';
import { isCollectionField } from '../../trial/collection-fields.ts';
import { asciiLower } from '../patterns.ts';
import { join, NEVER, sql, wrap, type Sql, type Value } from '../sql.ts';
import { sampleOf } from './conditions.ts';
import { FIELD_COLUMNS } from './fields.ts';
import type { Known } from './known.ts';
import { arrayOf } from './text.ts';

/** What a list is sorted by, with what must be joined to `t` for it. */
export type Order = {
  readonly join: Sql;
  /** What has no value in one of them comes last, in both directions. */
  readonly columns: readonly string[];
  readonly descending: boolean;
  /** Those that are equal are in the order of the files; the same backwards where that is the order. */
  readonly isBackwards: boolean;
};

const NOTHING = sql('');

export function orderOf(known: Known, { field, descending }: Sort): Order {
  const order = (columns: readonly string[], joined = NOTHING): Order => ({
    join: joined,
    columns,
    descending,
    isBackwards: false,
  });
  if (isCollectionField(field)) {
    const code = known.fields.get(field) ?? 0;
    // Numbers come first, then texts; of several values the first counts.
    return order(
      [
        '(CASE WHEN v.trial IS NOT NULL THEN v.number IS NULL END)',
        'v.number',
        '(CASE WHEN v.number IS NULL THEN lower(v.text) END)',
      ],
      sql(`LEFT JOIN inquest.field_value v ON v.bucket = t.bucket AND v.trial = t.key
        AND v.field = ${code} AND v.n = 0`),
    );
  }
  if (field === 'order') {
    return { join: NOTHING, columns: [], descending, isBackwards: descending };
  }
  if (field === 'source') {
    const ids = known.sources.map(({ id, source }) => [id, source.name] as const);
    return order(['r.rank'], ranks('t.source', ranked(ids, bytesOf)));
  }
  const stored = FIELD_COLUMNS[field];
  switch (stored.type) {
    case 'id':
      return order(
        ['lower(i.id)'],
        sql('JOIN inquest.trial i ON i.bucket = t.bucket AND i.key = t.key'),
      );
    case 'outcome':
      return order(['t.outcome']);
    case 'flag':
      return order([`(NOT t.${stored.column})`]);
    case 'number':
      return order([`t.${stored.column}`]);
    case 'time':
      return order(['t.started']);
    case 'text':
    case 'json': {
      const sortable = field === 'sample' ? sampleKey : field === 'model' ? foldedKey : bytesOf;
      return order(
        ['r.rank'],
        ranks(`t.${stored.column}`, ranked([...known.names[stored.column]], sortable)),
      );
    }
    default:
      return stored satisfies never;
  }
}

/** By what the rows are sorted, `ORDER BY` and all. `isReverse`: the other way round. */
export function orderBy({ columns, descending, isBackwards }: Order, isReverse = false): string {
  const direction = descending === isReverse ? 'ASC' : 'DESC';
  const nulls = isReverse ? 'FIRST' : 'LAST';
  const tail = isBackwards === isReverse ? 'ASC' : 'DESC';
  return `ORDER BY ${[
    ...columns.map((column) => `${column} ${direction} NULLS ${nulls}`),
    ...['t.source', 't.bucket', 't.key'].map((column) => `${column} ${tail}`),
  ].join(', ')}`;
}

/** What a trial is sorted by: the values of the columns, then its file, bucket and key. */
export type Position = {
  readonly values: readonly (Value | null)[];
  readonly tail: readonly [source: number, bucket: number, key: number];
};

/** Columns of `position`. */
export function positionColumns({ columns }: Order): string {
  return [
    ...columns.map((column, at) => `${column} AS c${at}`),
    't.source',
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
    text: `(t.source, t.bucket, t.key) ${isTailDown ? '>' : '<'} (?, ?, ?)`,
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
    text: `LEFT JOIN unnest(?::int[], ?::int[]) r(code, rank) ON r.code = ${column}`,
    values: [arrayOf(all.map(([code]) => code)), arrayOf(all.map(([, rank]) => rank))],
  };
}
