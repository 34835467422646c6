/** Reads the embedded store: lists, counts, trials. Sees what a writer commits meanwhile. */
import { DatabaseSync } from 'node:sqlite';
import type { Plan } from '../../query/plan-types.ts';
import type { Sort, TrialRow } from '../../query/results.ts';
import { searchable } from '../../trial/searchable.ts';
import type { Problem, Trial, Turn } from '../../trial/types.ts';
import type { TextSlice } from './encoded-trials.ts';
import type { ReaderOptions } from '../backend.ts';
import { UnusableStore, type LedgerEntry, type Outline, type Store } from '../store.ts';
import { createBlockReader, orUnusable } from './blocks.ts';
import { sortColumns, valuesOf } from './columns.ts';
import { trialCondition } from './compile.ts';
import { countFacets, countGroups } from './counts.ts';
import { addFunctions } from './patterns.ts';
import { findHits } from './hits.ts';
import { numbersOf, wordsOf } from './one-text.ts';
import { isCurrent } from './schema.ts';
import { readLedger, readSources } from './sources.ts';

/** In the order of the files as the index has it; by anything else, what has no value comes last. */
function orderBy({ field, descending }: Sort): string {
  const direction = descending ? 'DESC' : 'ASC';
  const columns = sortColumns(field);
  if (field === 'order') return columns.map((column) => `${column} ${direction}`).join(', ');
  return [
    ...columns.map((column) => `${column} ${direction} NULLS LAST`),
    ...sortColumns('order'),
  ].join(', ');
}

/** In the order of the files, with what repeated ids were called; last what belongs to no file. */
const PROBLEMS = `
  SELECT name, place, severity, message FROM (
    SELECT source, 0 AS derived, rowid AS n, name, place, severity, message FROM problem
    UNION ALL
    SELECT t.source, 1, t.key, s.name, coalesce(t.at, t.place), 'warning',
      'the id ' || t.given || ' appears again; this trial is kept as ' || t.id
      FROM trial t JOIN source s ON s.id = t.source WHERE t.given IS NOT NULL
  ) ORDER BY source = 0, source, derived, n LIMIT ?`;

/** Opens a database that a writer has made. Throws if it is none, or of another version. */
export function openReader(file: string, { stretch }: ReaderOptions = {}): Store {
  const database = openDatabase(file);
  const blocks = createBlockReader(database);
  const getRow = database.prepare(`
    SELECT t.*, s.name AS source_name, s.missing FROM trial t JOIN source s ON s.id = t.source
    WHERE t.key = ?`);
  const getRecord = database.prepare(
    'SELECT id, block, start, length, json FROM trial WHERE key = ?',
  );
  const getPassages = database.prepare(`
    SELECT p.block, p.start, p.length, p.json, p.sender, p.recipient, p.subject FROM turn u JOIN passage p ON p.id = u.passage
    WHERE u.trial = ? ORDER BY u.n`);
  const getPiece = database.prepare('SELECT block, start, length, json FROM passage WHERE id = ?');

  const getOutline = database.prepare(`
    SELECT s.path, s.name, s.size, s.format, t.place FROM trial t JOIN source s ON s.id = t.source
    WHERE t.key = ? AND t.outline = 1`);

  function readTrial(key: number): Trial | undefined {
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
  }

  // As one text: rows of SQLite take ten times the room of what they say.
  const getTerms = database.prepare(
    "SELECT group_concat(word || ' ' || passages, char(10)) AS words FROM term",
  );
  const getWords = database.prepare(
    "SELECT group_concat(term || ' ' || doc, char(10)) AS words FROM dictionary",
  );
  const getGeneration = database.prepare('PRAGMA data_version');
  const generation = (): number => Number(getGeneration.get()?.['data_version']);
  let signals: ReadonlyMap<string, Plan> = new Map();
  let signalsAt = Number.NaN;
  let lastHits: Promise<unknown> = Promise.resolve();

  /** Finds the hits of the signals anew where there is new data since. */
  function refreshSignals(): void {
    const now = generation();
    if (now === signalsAt || signals.size === 0) return;
    database.exec('DELETE FROM temp.signal');
    for (const [name, plan] of signals) {
      const where = trialCondition(plan);
      database
        .prepare(`INSERT INTO temp.signal SELECT ?, t.key FROM trial t WHERE ${where.text}`)
        .run(name, ...where.values);
    }
    signalsAt = now;
  }

  return {
    generation: async () => generation(),
    totals: async () => {
      const row = database
        .prepare(
          `SELECT (SELECT count(*) FROM trial) AS trials, (SELECT count(*) FROM passage) AS passages,
            (SELECT count(*) FROM problem) +
              (SELECT count(*) FROM trial WHERE given IS NOT NULL) AS problems`,
        )
        .get();
      return {
        trials: Number(row?.['trials']),
        passages: Number(row?.['passages']),
        problems: Number(row?.['problems']),
      };
    },
    sources: async () => readSources(database),
    problems: async (limit = -1) =>
      database
        .prepare(PROBLEMS)
        .all(limit)
        .map((row) => ({
          source: String(row['name']),
          ...(row['place'] === null ? {} : { place: String(row['place']) }),
          severity: row['severity'] as Problem['severity'],
          message: String(row['message']),
        })),
    keys: async (plan: Plan, sort: Sort) => {
      refreshSignals();
      const where = trialCondition(plan);
      // As one text: a million rows one by one take SQLite's binding half a second.
      const row = database
        .prepare(
          `SELECT json_group_array(key) AS keys
            FROM (SELECT t.key FROM trial t WHERE ${where.text} ORDER BY ${orderBy(sort)})`,
        )
        .get(...where.values);
      return numbersOf(row?.['keys']);
    },
    rows: async (keys) =>
      keys.flatMap((key) => {
        const row = getRow.get(key);
        return row === undefined ? [] : [rowOf(row)];
      }),
    trial: async (key) => readTrial(key),
    outline: async (key) => getOutline.get(key) as Outline | undefined,
    keyOf: async (id) =>
      database.prepare('SELECT key FROM trial WHERE id = ?').get(id)?.['key'] as number | undefined,
    facets: async (plan, fields) => {
      refreshSignals();
      return countFacets(database, plan, fields, stretch);
    },
    groups: async (plan, by) => {
      refreshSignals();
      return countGroups(database, plan, by, stretch);
    },
    words: async () => wordsOf(getTerms.get()?.['words'] ?? getWords.get()?.['words']),
    hits: (plan, limit, options) => {
      // One after the other: they use the same temporary tables.
      const found = lastHits.then(() => {
        refreshSignals();
        return findHits(database, plan, limit, { ...options, stretch });
      });
      lastHits = found.then(
        () => undefined,
        () => undefined,
      );
      return found;
    },
    passages: async (ids) =>
      new Map(
        ids.flatMap((id) => {
          const piece = getPiece.get(id) as TextSlice | undefined;
          return piece === undefined ? [] : [[id, blocks.read(piece)] as const];
        }),
      ),
    defineSignals: async (definitions) => {
      database.exec('DELETE FROM temp.signal');
      signals = new Map(definitions);
      signalsAt = Number.NaN;
    },
    close: async () => {
      database.close();
    },
  };
}

/** All that ingest knows of the files. */
export function readLedgerOf(file: string): readonly LedgerEntry[] {
  const database = openDatabase(file);
  try {
    return readLedger(database);
  } finally {
    database.close();
  }
}

function openDatabase(file: string): DatabaseSync {
  // Tables of our own are temporary; the file itself belongs to the writer.
  const database = new DatabaseSync(file, { timeout: 5000, readOnly: true });
  try {
    if (!isCurrent(database)) throw new UnusableStore('written by another version');
    database.exec(`
      PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY;
      CREATE TEMP TABLE signal (name TEXT NOT NULL, trial INTEGER NOT NULL,
        PRIMARY KEY (trial, name)) WITHOUT ROWID;`);
    addFunctions(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
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
    key: Number(row['key']),
    source: `${String(row['source_name'])}${row['missing'] === 1 ? ' (gone)' : ''}`,
    ...valuesOf(row),
  };
}
