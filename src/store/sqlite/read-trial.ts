/** Reads trials and their texts out of the database. */
import type { DatabaseSync } from 'node:sqlite';
import type { TrialRow } from '../../query/results.ts';
import { searchable } from '../../trial/searchable.ts';
import type { Trial, Turn } from '../../trial/types.ts';
import type { Outline } from '../store.ts';
import { createBlockReader, orUnusable } from './compressed-text.ts';
import { valuesOf } from './columns.ts';
import type { CollectionField } from '../../trial/collection-fields.ts';
import type { ValueReader } from './field-values.ts';
import { keyOf } from './keys.ts';
import type { TextSlice } from './encoded-trials.ts';

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
      const trial = orUnusable(() => JSON.parse(blocks.read(record)) as Trial);
      const passages = getPassages.all(key) as PassageRow[];
      const turns = trial.turns.map((turn, index) => {
        const passage = passages[index];
        return passage === undefined ? turn : withPassage(turn, passage, blocks.read(passage));
      });
      const judged = passages[turns.length];
      const rationale = judged === undefined ? {} : { rationale: blocks.read(judged) };
      const verdict = { ...trial.verdict, ...rationale };
      return { ...trial, id: idOf(trial.id, record.id), verdict, turns };
    },
    outline: (key) => getOutline.get(key) as Outline | undefined,
    passage: (id) => {
      const slice = getSlice.get(id) as TextSlice | undefined;
      return slice === undefined ? undefined : blocks.read(slice);
    },
  };
}

type PassageRow = TextSlice & {
  readonly sender: string | null;
  readonly recipient: string | null;
  readonly subject: string | null;
};

/** A turn as a record has it: with null for the headers that its passage keeps. */
type RecordTurn = Omit<Turn, 'from' | 'to' | 'subject'> & {
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
  readonly subject?: string | null | undefined;
};

/** A turn with what its passage has of it, in the order the source has it in. */
function withPassage(
  turn: RecordTurn,
  { sender, recipient, subject }: PassageRow,
  text: string,
): Turn {
  const whole = {
    ...turn,
    ...(turn.from === null && { from: sender }),
    ...(turn.to === null && { to: recipient }),
    ...(turn.subject === null && { subject }),
  } as Turn;
  const { textStart } = searchable({ ...whole, text: '' });
  return { ...whole, text: text.slice(textStart) };
}

/** An id to the letter (SQLite has no lone surrogates), with what made it unique in the collection. */
function idOf(given: string, stored: string): string {
  return given + stored.slice(given.toWellFormed().length);
}

function rowOf(row: Readonly<Record<string, unknown>>): TrialRow {
  return {
    key: keyOf(Number(row['key'])),
    source: `${String(row['source_name'])}${row['missing'] === 1 ? ' (gone)' : ''}`,
    ...valuesOf(row),
  };
}
