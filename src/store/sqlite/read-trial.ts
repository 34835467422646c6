/** Reads trials and their texts out of the database. */
import type { DatabaseSync } from 'node:sqlite';
import type { TrialRow } from '../../query/results.ts';
import type { Trial } from '../../trial/types.ts';
import type { Outline } from '../store.ts';
import { wholeTrial, type Headers } from '../whole-trial.ts';
import { createBlockReader, orUnusable } from './compressed-text.ts';
import { valuesOf } from './columns.ts';
import type { CollectionField } from '../../trial/collection-fields.ts';
import type { ValueReader } from './field-values.ts';
import { keyOf } from './keys.ts';
import type { TextSlice } from '../encoded-trials.ts';

export type TrialReader = {
  /** With those fields of the collection that are wanted. */
  readonly row: (key: number, fields?: readonly CollectionField[]) => TrialRow | undefined;
  readonly trial: (key: number) => Trial | undefined;
  readonly outline: (key: number) => Outline | undefined;
  /** The searchable text of a passage. */
  readonly passage: (id: number) => string | undefined;
};

export function createTrialReader(database: DatabaseSync, values: ValueReader): TrialReader {
  const blocks = createBlockReader(database);
  const getRow = database.prepare(`
    SELECT t.*, s.name AS source_name, s.missing FROM trial t JOIN source s ON s.id = t.source
    WHERE t.key = ?`);
  const getRecord = database.prepare(
    'SELECT id, block, start, length, json FROM trial WHERE key = ?',
  );
  const getPassages = database.prepare(`
    SELECT p.block, p.start, p.length, p.json, p.sender, p.recipient, p.subject
    FROM turn u JOIN passage p ON p.id = u.passage WHERE u.trial = ? ORDER BY u.n`);
  const getSlice = database.prepare('SELECT block, start, length, json FROM passage WHERE id = ?');
  const getOutline = database.prepare(`
    SELECT s.path, s.name, s.size, s.format, t.place FROM trial t JOIN source s ON s.id = t.source
    WHERE t.key = ? AND t.outline = 1`);

  return {
    row: (key, fields = []) => {
      const found = getRow.get(key);
      if (found === undefined) return undefined;
      const row = rowOf(found);
      if (fields.length === 0) return row;
      const entries = fields.flatMap((field) => {
        const of = values.of(key, field);
        return of.length === 0 ? [] : [[field, of] as const];
      });
      return { ...row, fields: Object.fromEntries(entries) };
    },
    trial: (key) => {
      const record = getRecord.get(key) as (TextSlice & Pick<Trial, 'id'>) | undefined;
      if (record === undefined) return undefined;
      const passages = getPassages.all(key) as (TextSlice & Headers)[];
      return orUnusable(() =>
        wholeTrial(
          blocks.read(record),
          record.id,
          passages.map((one) => ({ ...one, text: blocks.read(one) })),
        ),
      );
    },
    outline: (key) => getOutline.get(key) as Outline | undefined,
    passage: (id) => {
      const slice = getSlice.get(id) as TextSlice | undefined;
      return slice === undefined ? undefined : blocks.read(slice);
    },
  };
}

function rowOf(row: Readonly<Record<string, unknown>>): TrialRow {
  return {
    key: keyOf(Number(row['key'])),
    source: `${String(row['source_name'])}${row['missing'] === 1 ? ' (gone)' : ''}`,
    ...valuesOf(row),
  };
}
