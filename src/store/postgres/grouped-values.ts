/** What trials are grouped by, field by field. */
import type { GroupField, StoredField } from '../../trial/catalogue.ts';
import { isCollectionField } from '../../trial/collection-fields.ts';
import { modelKey } from '../../trial/models.ts';
import { sql, type Sql } from '../sql.ts';
import { tagsOf } from './coded-values.ts';
import { FIELD_COLUMNS } from './fields.ts';
import { isOfField, numberOfSource, type Compiling } from './known.ts';
import { OUTCOME_CODES, type CodedColumn } from './schema.ts';
import { fromSql } from './text.ts';

/** What to group by, what must be joined to `t` for it, and the values that one of the database stands for. */
export type Grouped = {
  readonly expression: string;
  readonly join?: Sql;
  readonly values: (raw: unknown) => readonly (string | null)[];
};

/** `models`: the name that is shown of each model, by its key. */
export function groupedBy(
  known: Compiling,
  field: GroupField,
  models: ReadonlyMap<string, string>,
): Grouped {
  if (isCollectionField(field)) {
    const name = `f${known.fields.get(field)?.[0] ?? 0}`;
    return {
      expression: `${name}.text`,
      join: sql(`LEFT JOIN inquest.field_value ${name} ON ${name}.bucket = t.bucket
        AND ${name}.trial = t.key AND ${isOfField(known, field, name)}`),
      values: (raw) => [raw === null ? null : fromSql(String(raw))],
    };
  }
  switch (field) {
    case 'verdict':
      return { expression: 't.outcome', values: (raw) => [OUTCOME_CODES[Number(raw)] ?? null] };
    case 'source': {
      const names = new Map(known.sources.map(({ number, source }) => [number, source.name]));
      return {
        expression: numberOfSource(known, 't'),
        values: (raw) => [names.get(Number(raw)) ?? null],
      };
    }
    case 'signal':
      throw new Error('signals are counted one by one');
    default:
      return groupedByStored(known, field, models);
  }
}

function groupedByStored(
  known: Compiling,
  field: Extract<GroupField, StoredField>,
  models: ReadonlyMap<string, string>,
): Grouped {
  const stored = FIELD_COLUMNS[field];
  switch (stored.type) {
    case 'flag':
      return { expression: `t.${stored.column}`, values: (raw) => [String(raw)] };
    case 'number':
      return {
        expression: `t.${stored.column}`,
        values: (raw) => [raw === null ? null : String(raw)],
      };
    case 'time':
      return { expression: 'floor((t.started / 1000) / 86400.0)::float8', values: dayOf };
    case 'text':
    case 'json':
      return codedValues(known, field, stored.column, models);
    default:
      throw new Error(`trials cannot be grouped by ${field}`);
  }
}

function codedValues(
  known: Compiling,
  field: StoredField,
  column: CodedColumn,
  models: ReadonlyMap<string, string>,
): Grouped {
  const names = known.names[column];
  return {
    expression: `t.${column}`,
    values: (raw) => {
      const name = names.get(Number(raw));
      if (field !== 'tag') {
        return [
          name !== undefined && field === 'model'
            ? (models.get(modelKey(name)) ?? name)
            : (name ?? null),
        ];
      }
      const tags = tagsOf(name);
      return tags.length === 0 ? [null] : tags;
    },
  };
}

/** A day of UTC from its number since 1970. */
function dayOf(raw: unknown): readonly (string | null)[] {
  if (raw === null) return [null];
  const day = new Date(Number(raw) * 86_400_000).toISOString();
  // Years of more than four digits have a sign.
  return [/^\d/.test(day) ? day.slice(0, 10) : null];
}
