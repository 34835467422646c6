/**
 * The fields of the catalogue in SQL: the columns that a stored field has in the table `trial` (`t`),
 * how it is filtered, sorted and grouped. A field is its kind here; what a kind means is said once.
 */
import {
  kindOf,
  propertyOf,
  STORED_FIELDS,
  type DerivedField,
  type FieldKind,
  type FieldName,
  type StoredField,
  type TrialFacts,
} from '../../trial/catalogue.ts';
import { isCollectionField, type CollectionField } from '../../trial/collection-fields.ts';
import { modelKey } from '../../trial/models.ts';
import { timeOf, timeSpan } from '../../trial/time.ts';
import type { TrialRow } from '../../query/results.ts';
import type { Comparison, Pattern } from '../../query/ast.ts';
import { hasCondition, valueCondition, valueGroup, valueSort } from './field-values.ts';
import { FLAGS } from '../flags.ts';
import { isNone, isYes, likePattern } from '../patterns.ts';
import { like, likeOrNone, matches } from './patterns.ts';
import { SAMPLE } from './samples.ts';
import { join, NEVER, sql, wrap, type Sql, type Value } from '../sql.ts';

/** A column beside the field's own, by the end of its name: `model_key` of `model`. */
type Extra = Store & { readonly suffix: string; readonly type: string };

/** What is stored in a column. */
type Store = { readonly store: (value: unknown) => Value | null };

type Order = Exclude<Comparison, 'is'>;

type KindSql = Store & {
  /** Type and constraints of the column; further columns that are made of the value. */
  readonly type: string;
  readonly extra?: Extra;
  /** A column's value as a row has it; by default as it is. */
  readonly read?: (stored: unknown) => unknown;
  /** `field:value`. */
  readonly is: (column: string, value: Pattern) => Sql;
  /** `field:>5`; undefined where no order is asked for. */
  readonly compare?: (column: string, op: Order, value: Pattern) => Sql;
  /** What to sort by, the smaller first. */
  readonly sort: (column: string) => string;
  /** What to group by, and what must be joined for it. */
  readonly group?: (column: string) => Group;
};

export type Group = { readonly value: string; readonly join?: string };

/** When it began, in milliseconds since 1970. */
const YEAR_0 = Date.UTC(-1, 12, 1);

const asText = (value: unknown): Value | null => (value === undefined ? null : String(value));

const NUMBER: Omit<KindSql, 'type'> = {
  store: (value) => (typeof value === 'number' ? value : null),
  is: (column, { text }) => ({ text: `${column} = ?`, values: [Number(text)] }),
  compare: (column, op, { text }) => ({ text: `${column} ${op} ?`, values: [Number(text)] }),
  sort: (column) => column,
  group: (column) => ({ value: column }),
};

const KINDS: Readonly<Record<FieldKind, KindSql>> = {
  text: {
    type: 'TEXT',
    store: asText,
    is: likeOrNone,
    sort: (column) => column,
    group: (column) => ({ value: column }),
  },
  id: {
    type: 'TEXT NOT NULL UNIQUE',
    store: asText,
    is: like,
    sort: (column) => `${column} COLLATE NOCASE`,
  },
  model: {
    type: 'TEXT NOT NULL',
    extra: { suffix: 'key', type: 'TEXT NOT NULL', store: (value) => modelKey(String(value)) },
    store: asText,
    is: (column, value) => {
      const key = withSuffix(column, 'key');
      const sameKey: Sql = value.glob
        ? like(key, value)
        : { text: `${key} = ?`, values: [modelKey(value.text)] };
      return join([like(column, value), sameKey], 'OR');
    },
    sort: (column) => `${column} COLLATE NOCASE`,
    group: (column) => ({ value: withSuffix(column, 'key') }),
  },
  outcome: {
    type: 'TEXT NOT NULL',
    store: asText,
    is: like,
    // The worst first; what was not judged last.
    sort: (column) => `CASE ${column} WHEN 'harmful' THEN 0 WHEN 'safe' THEN 1
      WHEN 'judge-failed' THEN 2 WHEN 'error' THEN 3 ELSE 4 END`,
    group: (column) => ({ value: column }),
  },
  flag: {
    type: 'INTEGER NOT NULL',
    store: (value) => (value === true ? 1 : 0),
    read: (stored) => stored === 1,
    is: (column, value) => sql(`${column} = ${isYes(value) ? 1 : 0}`),
    sort: (column) => `NOT ${column}`,
    group: (column) => ({ value: `iif(${column}, 'true', 'false')` }),
  },
  count: { type: 'INTEGER', ...NUMBER },
  amount: { type: 'REAL', ...NUMBER },
  sample: {
    type: 'ANY',
    ...SAMPLE,
    sort: (column) => column,
  },
  time: {
    type: 'TEXT',
    extra: {
      suffix: 'ms',
      type: 'INTEGER',
      store: (value) => (value === undefined ? undefined : timeOf(String(value))) ?? null,
    },
    store: asText,
    is: (column, value) => {
      const ms = withSuffix(column, 'ms');
      if (isNone(value)) return sql(`${ms} IS NULL`);
      const span = timeSpan(value.text);
      if (span === undefined) return NEVER;
      return { text: `(${ms} >= ? AND ${ms} < ?)`, values: [span.from, span.to] };
    },
    compare: (column, op, { text }) => {
      const span = timeSpan(text);
      if (span === undefined) return NEVER;
      // `>2025-06-11` is after that day, `<=2025-06-11` up to its end.
      const [sign, bound] =
        op === '>' || op === '<=' ? [op === '>' ? '>=' : '<', span.to] : [op, span.from];
      return { text: `${withSuffix(column, 'ms')} ${sign} ?`, values: [bound] };
    },
    sort: (column) => withSuffix(column, 'ms'),
    group: (column) => ({
      // A zone may put a moment before the year 0: it has no such day.
      value: `iif(${withSuffix(column, 'ms')} < ${YEAR_0}, NULL,
        strftime('%Y-%m-%d', ${withSuffix(column, 'ms')} / 1000, 'unixepoch'))`,
    }),
  },
  tags: {
    type: 'TEXT NOT NULL',
    store: (value) => JSON.stringify([...new Set(value as readonly string[] | undefined)]),
    read: (stored) => JSON.parse(String(stored)),
    is: (column, value) =>
      isNone(value)
        ? sql(`${column} = '[]'`)
        : wrap(`EXISTS (SELECT 1 FROM json_each(${column}) j WHERE `, like('j.value', value), ')'),
    sort: (column) => column,
    group: (column) => ({ value: 'tag.value', join: `LEFT JOIN json_each(${column}) tag` }),
  },
};

type DerivedSql = {
  readonly is?: (value: Pattern) => Sql;
  readonly sort?: readonly string[];
  readonly group?: Group;
};

/** Fields that are no columns of `trial`. */
const DERIVED: Readonly<Record<DerivedField, DerivedSql>> = {
  order: { sort: ['t.source', 't.key'] },
  verdict: {
    is: (value) => join([like(columnOf('outcome'), value), like(columnOf('label'), value)], 'OR'),
    group: { value: columnOf('outcome') },
  },
  signal: {
    is: (value) =>
      isNone(value)
        ? sql('t.key NOT IN (SELECT s.trial FROM temp.signal s)')
        : wrap('t.key IN (SELECT s.trial FROM temp.signal s WHERE ', like('s.name', value), ')'),
    group: { value: 'signal.name', join: 'LEFT JOIN temp.signal signal ON signal.trial = t.key' },
  },
  source: {
    is: (value) => wrap('t.source IN (SELECT s.id FROM source s WHERE ', ofSource(value), ')'),
    sort: ['(SELECT s.name FROM source s WHERE s.id = t.source)'],
    group: { value: 'source.name', join: 'JOIN source ON source.id = t.source' },
  },
  has: {
    is: ({ text }) =>
      isCollectionField(text)
        ? hasCondition(text)
        : sql(`(t.flags & ${flagOf(text.toLowerCase())}) <> 0`),
  },
};

/** The column of a stored field; its name may be a word of SQL (`by`). */
function columnOf(field: StoredField): string {
  return `t."${field}"`;
}

function withSuffix(column: string, suffix: string): string {
  return `${column.slice(0, -1)}_${suffix}"`;
}

function sqlOf(field: FieldName): { readonly kind: KindSql; readonly column: string } | undefined {
  const kind = kindOf(field);
  return kind === undefined
    ? undefined
    : { kind: KINDS[kind], column: columnOf(field as StoredField) };
}

/** The columns of all stored fields. */
const STORED_COLUMNS = STORED_FIELDS.flatMap((field) => {
  const { type, store, extra } = KINDS[kindOf(field) ?? 'text'];
  const own = { field, name: `"${field}"`, type, store };
  if (extra === undefined) return [own];
  return [own, { field, name: withSuffix(own.name, extra.suffix), ...extra }];
});
export const COLUMNS = STORED_COLUMNS.map(({ name, type }) => `${name} ${type}`).join(', ');
/** In the order of `columnValues`. */
export const COLUMN_NAMES = STORED_COLUMNS.map(({ name }) => name);

const READS = STORED_FIELDS.map(
  (field) => [field, propertyOf(field), KINDS[kindOf(field) ?? 'text'].read] as const,
);

/** What stands in the columns for the stored values of a trial, under an id of the store's. */
export function columnValues(facts: TrialFacts, id: string): readonly (Value | null)[] {
  return STORED_COLUMNS.map(({ field, store }) => store(field === 'id' ? id : facts[field]));
}

/** A row of `trial` as its values. */
export function valuesOf(
  row: Readonly<Record<string, unknown>>,
): Omit<TrialRow, 'key' | 'source' | 'fields'> {
  return Object.fromEntries(
    READS.map(([field, property, read]) => [property, read?.(row[field]) ?? row[field] ?? null]),
  ) as Omit<TrialRow, 'key' | 'source' | 'fields'>;
}

/** A condition on a row `t` of `trial`: any of the values. */
export function fieldCondition(
  field: FieldName | CollectionField,
  op: Comparison,
  values: readonly Pattern[],
): Sql {
  const stored = isCollectionField(field) ? undefined : sqlOf(field);
  const one = (value: Pattern): Sql => {
    if (isCollectionField(field)) return valueCondition(field, op, value);
    if (stored === undefined) return DERIVED[field as DerivedField].is?.(value) ?? NEVER;
    if (op === 'is') return stored.kind.is(stored.column, value);
    return stored.kind.compare?.(stored.column, op, value) ?? NEVER;
  };
  return join(values.map(one), 'OR');
}

/** What to sort by, the smaller first. */
export function sortColumns(field: FieldName | CollectionField): readonly string[] {
  if (isCollectionField(field)) return [valueSort(field)];
  const stored = sqlOf(field);
  if (stored !== undefined) return [stored.kind.sort(stored.column)];
  return DERIVED[field as DerivedField].sort ?? [];
}

/** What to group by. Fields of the catalogue that cannot be grouped have no such column. */
export function groupColumn(field: FieldName | CollectionField): Group {
  if (isCollectionField(field)) return valueGroup(field);
  const stored = sqlOf(field);
  const group =
    stored === undefined
      ? DERIVED[field as DerivedField].group
      : stored.kind.group?.(stored.column);
  if (group === undefined) throw new Error(`trials cannot be grouped by ${field}`);
  return group;
}

/** The name as shown, the whole path, or the last parts of it. */
function ofSource(value: Pattern): Sql {
  const pattern = likePattern(value);
  return join(
    [
      matches('s.name', pattern),
      matches('s.path', pattern),
      matches("('/' || s.path)", `%/${pattern}`),
    ],
    'OR',
  );
}

function flagOf(name: string): number {
  return Object.entries(FLAGS).find(([flag]) => flag === name)?.[1] ?? 0;
}
