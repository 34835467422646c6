/**
 * The fields that trials bring along, in SQL: names in `field`, values in `value`. Trials without such
 * fields have no rows there.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Comparison, Pattern } from '../../query/ast.ts';
import {
  numberIn,
  type CollectionField,
  type FieldValue,
  type FieldValues,
} from '../../trial/collection-fields.ts';
import { exactNumber, fieldValueOf } from '../exact-number.ts';
import { isNone } from '../patterns.ts';
import { like } from './patterns.ts';
import { join, sql, wrap, type Sql } from '../sql.ts';

/**
 * Values follow one another by field and trial, so that those of a field are read in the order of the
 * trials. `number` is an integer or a float as far as SQLite has it exactly, 1 or 0 for true or false.
 */
export const FIELD_TABLES = `
CREATE TABLE field (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE value (
  field INTEGER NOT NULL, trial INTEGER NOT NULL, n INTEGER NOT NULL, text TEXT NOT NULL, number ANY,
  PRIMARY KEY (field, trial, n)
) STRICT, WITHOUT ROWID;`;

/** Deletes the values of the trials of a source, as a part of a script. */
export function removeValuesOf(source: number): string {
  const keys = `FROM trial WHERE source = ${source}`;
  return `DELETE FROM value WHERE field IN (SELECT id FROM field)
    AND trial BETWEEN (SELECT min(key) ${keys}) AND (SELECT max(key) ${keys})
    AND +trial IN (SELECT key ${keys});`;
}

export type ValueWriter = {
  readonly add: (trial: number, fields: readonly FieldValues[]) => void;
  /** Deletes the values of a trial. */
  readonly remove: (trial: number) => void;
};

export function createValueWriter(database: DatabaseSync): ValueWriter {
  const addField = database.prepare('INSERT OR IGNORE INTO field (name) VALUES (?)');
  const findField = database.prepare('SELECT id FROM field WHERE name = ?');
  const addValue = database.prepare('INSERT INTO value VALUES (?, ?, ?, ?, ?)');
  const removeValues = database.prepare(
    'DELETE FROM value WHERE field IN (SELECT id FROM field) AND trial = ?',
  );
  const ids = new Map<string, number>();
  const idOf = (name: string): number => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    addField.run(name);
    const id = Number(findField.get(name)?.['id']);
    ids.set(name, id);
    return id;
  };
  return {
    add: (trial, fields) => {
      for (const [name, values] of fields) {
        const id = idOf(name);
        values.forEach((value, n) => {
          addValue.run(id, trial, n, String(value), exactNumber(value) ?? numberIn(value));
        });
      }
    },
    remove: (trial) => {
      removeValues.run(trial);
    },
  };
}

export type ValueReader = {
  /** Names of all fields that a trial has, sorted. */
  readonly names: () => readonly CollectionField[];
  readonly of: (trial: number, field: CollectionField) => readonly FieldValue[];
};

export function createValueReader(database: DatabaseSync): ValueReader {
  const getNames = database.prepare(
    'SELECT name FROM field WHERE EXISTS (SELECT 1 FROM value WHERE field = id) ORDER BY name',
  );
  // No integer as one: those beyond 2^53 are no number in JavaScript.
  const getValues = database.prepare(`SELECT text, number IS NOT NULL AS isNumber FROM value
    WHERE field = (SELECT id FROM field WHERE name = ?) AND trial = ? ORDER BY n`);
  return {
    names: () => getNames.all().map(({ name }) => name as CollectionField),
    of: (trial, field) =>
      getValues
        .all(field, trial)
        .map(({ text, isNumber }) => fieldValueOf(String(text), isNumber === 1)),
  };
}

/** `score.x:0.5`, `score.x:>0.5`: any of the values of a trial. */
export function valueCondition(field: CollectionField, op: Comparison, value: Pattern): Sql {
  const matching = (condition: Sql): Sql =>
    wrap(
      `t.key IN (SELECT v.trial FROM value v WHERE v.field = ${idOf(field)} AND `,
      condition,
      ')',
    );
  if (isNone(value)) return wrap('NOT ', matching(sql('1')), '');
  const exact = exactNumber(value.text);
  if (op !== 'is') {
    const number = exact ?? numberIn(value.text) ?? 0;
    return matching({ text: `v.number ${op} ?`, values: [number] });
  }
  const same = like('v.text', value);
  if (value.glob || exact === null) return matching(same);
  // Of `true`, which compares as 1, none asks by a number.
  const equal = { text: "v.number = ? AND v.text NOT IN ('true', 'false')", values: [exact] };
  return matching(join([same, wrap('(', equal, ')')], 'OR'));
}

export function hasCondition(field: CollectionField): Sql {
  return wrap('NOT ', valueCondition(field, 'is', { text: '(none)', glob: false }), '');
}

/** Numbers come first, then texts; of several values the first counts. */
export function valueSort(field: CollectionField): string {
  return `(SELECT coalesce(v.number, lower(v.text)) FROM value v
    WHERE v.field = ${idOf(field)} AND v.trial = t.key AND v.n = 0)`;
}

export function valueGroup(field: CollectionField): { value: string; join: string } {
  const name = `"${field.replaceAll(/[^\w.]/g, '_')} ${hex(field)}"`;
  return {
    value: `${name}.text`,
    join: `LEFT JOIN value ${name} ON ${name}.field = ${idOf(field)} AND ${name}.trial = t.key`,
  };
}

function idOf(field: CollectionField): string {
  return `(SELECT f.id FROM field f WHERE f.name = CAST(x'${hex(field)}' AS TEXT))`;
}

/** A name as SQL may have it, whatever is in it. */
function hex(text: string): string {
  return Buffer.from(text.toWellFormed()).toString('hex');
}
