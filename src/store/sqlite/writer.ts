/** Writes trials into the embedded store. One writer at a time; readers go on meanwhile. */
import { DatabaseSync } from 'node:sqlite';
import type { Problem } from '../../trial/types.ts';
import {
  UnusableStore,
  type EncodedBatch,
  type LedgerEntry,
  type Source,
  type StoreWriter,
} from '../store.ts';
import { NEVER_READ_ON } from '../read-state.ts';
import { nextId } from './compressed-text.ts';
import { COLUMN_NAMES, columnValues } from './columns.ts';
import {
  decodeBatch,
  type Block,
  type EncodedPassage,
  type EncodedTrial,
} from '../encoded-trials.ts';
import { createPageSums, type PageSums } from './page-sums.ts';
import { clearSource, orderSources, readLedger, reopenSource } from './sources.ts';
import { createTables, isCurrent } from './schema.ts';
import { settleIds } from './repeated-ids.ts';
import { createTerms } from './terms.ts';
import { checkpoint, tidy, TIMEOUT } from './checkpoint.ts';
import { createValueWriter } from './field-values.ts';

/** Passages whose number is remembered, so that repeated prompts need no look-up. */
const PASSAGES_KEPT = 20_000;
/** Repeated ids whose next number is remembered. */
const REPEATS_KEPT = 10_000;
const NO_SOURCE = 0;

/**
 * Opens a database for writing, making its tables if it is empty. `isKept`: it is opened again by
 * others later, so that it has a checksum of each page (`page-sums.ts`).
 * @throws UnusableStore if it is damaged or has other tables.
 */
export function openWriter(file: string, { isKept = false } = {}): StoreWriter {
  const sums = isKept ? createPageSums(file) : undefined;
  const database = openDatabase(file, sums);
  const statements = prepare(database);
  let passages = new Map<string, number>();
  let before = new Map<string, number>();
  const terms = createTerms(database);
  const values = createValueWriter(database);
  const repeats = new Map<string, number>();
  let nextBlock = nextId(database, 'block');
  let nextPassage = nextId(database, 'passage');
  let nextTrial = nextId(database, 'trial');

  /** The number of a passage: an old one if the same was stored before. */
  function passageOf(passage: EncodedPassage | string, blocks: readonly Block[]): number {
    const name = typeof passage === 'string' ? passage : passage.hash;
    const id =
      passages.get(name) ??
      before.get(name) ??
      (typeof passage === 'string' ? knownPassage(name) : storedPassage(passage, blocks));
    passages.set(name, id);
    // What was not met among the last ones is forgotten with its generation, all at once.
    if (passages.size >= PASSAGES_KEPT) [before, passages] = [passages, new Map()];
    return id;
  }

  function knownPassage(name: string): number {
    const id = statements.findPassage.get(bytesOf(name))?.['id'];
    if (typeof id !== 'number') throw new UnusableStore('a passage is not in the database');
    return id;
  }

  function storedPassage(passage: EncodedPassage, blocks: readonly Block[]): number {
    const { hash, kind, from = null, to = null, subject = null, draft, slice, words } = passage;
    const { block, start, length, json } = slice;
    const id = nextPassage;
    const { changes } = statements.addPassage.run(
      id,
      bytesOf(hash),
      kind,
      from,
      to,
      subject,
      draft,
      nextBlock + block,
      start,
      length,
      json,
    );
    if (changes === 0) return knownPassage(hash);
    nextPassage += 1;
    // As bytes, which are UTF-8 already: as text they would be decoded and encoded again.
    const text = words ?? blocks[block]?.text.subarray(start, start + length);
    if (length > 0 && text !== undefined) {
      statements.addWords.run(id, text);
      terms.add(id, text);
    }
    return id;
  }

  function addTrial(source: number, trial: EncodedTrial, blocks: readonly Block[]): string {
    const { facts, record } = trial;
    const old = replaced(source, trial.place);
    const key = old?.key ?? nextTrial;
    if (old === undefined) nextTrial += 1;
    const own = facts.id.toWellFormed();
    const id = old?.id ?? freeId(facts.id);
    statements.addTrial.run(
      ...columnValues(facts, id),
      key,
      source,
      trial.flags,
      nextBlock + record.block,
      record.start,
      record.length,
      record.json,
      trial.place ?? null,
      trial.isOutline === true ? 1 : 0,
      id.toWellFormed() === own ? null : own,
      trial.place === undefined ? (trial.at ?? null) : null,
    );
    if (trial.fields !== undefined) values.add(key, trial.fields);
    trial.passages.forEach((passage, index) => {
      statements.addTurn.run(key, index + 1, passageOf(passage, blocks));
    });
    return id;
  }

  /** Takes away the trial that had the place. Its passages stay: the file has not changed since. */
  function replaced(source: number, place: string | undefined) {
    if (place === undefined) return undefined;
    const old = statements.findPlace.get(source, place) as { key: number; id: string } | undefined;
    if (old === undefined) return undefined;
    values.remove(old.key);
    statements.removeTurns.run(old.key);
    statements.removeTrial.run(old.key);
    return old;
  }

  function addTrials(source: number, batch: EncodedBatch): readonly string[] {
    const { trials, blocks } = decodeBatch(batch);
    blocks.forEach(({ body }, index) => statements.addBlock.run(nextBlock + index, body));
    const ids = trials.map((trial) => addTrial(source, trial, blocks));
    nextBlock += blocks.length;
    return ids;
  }

  function addProblem(source: number, { source: name, place, severity, message }: Problem): void {
    statements.addProblem.run(source, name, place ?? null, severity, message);
  }

  /** `id`, or `id #2`, `id #3` … where other trials have it. */
  function freeId(id: string): string {
    if (statements.hasId.get(id) === undefined) return id;
    let count = repeats.get(id) ?? 2;
    while (statements.hasId.get(`${id} #${count}`) !== undefined) count += 1;
    // Where many have the same id, the numbers are not all tried again for each of them.
    if (repeats.size >= REPEATS_KEPT) repeats.clear();
    repeats.set(id, count + 1);
    return `${id} #${count}`;
  }

  /** Some of the passages remembered may be gone, and some of the words and ids. */
  function clear(path: string): void {
    clearSource(database, path);
    passages.clear();
    before.clear();
    repeats.clear();
    terms.drop();
  }

  function putSource(source: Source | LedgerEntry): number {
    const { path, ...facts } = { ...NEVER_READ_ON, ...source };
    const known = statements.findSource.get(path)?.['id'] as number | undefined;
    // No upsert: SQLite would have the full-text index write all it holds before each.
    const id = known ?? Number(statements.addSource.run(path).lastInsertRowid);
    statements.changeSource.run(
      facts.name,
      facts.format,
      facts.why,
      facts.size,
      facts.stamp,
      facts.fingerprint,
      facts.checkedBytes,
      facts.checksum,
      facts.readBytes,
      facts.readLines,
      facts.complete ? 1 : 0,
      facts.trials,
      facts.problems,
      facts.missing ? 1 : 0,
      id,
    );
    return id;
  }

  return {
    begin: async () => {
      database.exec('BEGIN IMMEDIATE');
    },
    commit: async () => {
      terms.settle();
      database.exec('COMMIT');
      checkpoint(database, file, sums);
    },
    ledger: async () => readLedger(database),
    putSource: async (source) => putSource(source),
    clearSource: async (path) => clear(path),
    reopenSource: async (path) => reopenSource(database, path),
    removeSource: async (path) => {
      clear(path);
      database.prepare('DELETE FROM source WHERE path = ?').run(path);
    },
    orderSources: async (paths) => orderSources(database, paths),
    settleIds: async () => settleIds(database),
    addTrials: async (source, batch) => addTrials(source, batch),
    addProblems: async (source, problems) => {
      for (const problem of problems) addProblem(source, problem);
    },
    removeProblems: async (source, place) =>
      Number(
        database.prepare('DELETE FROM problem WHERE source = ? AND place = ?').run(source, place)
          .changes,
      ),
    setCollectionProblems: async (problems) => {
      database.exec(`DELETE FROM problem WHERE source = ${NO_SOURCE}`);
      for (const problem of problems) addProblem(NO_SOURCE, problem);
    },
    summarise: async () => terms.count(),
    close: async () => {
      if (database.isTransaction) database.exec('ROLLBACK');
      tidy(database, sums);
      database.close();
    },
  };
}

function openDatabase(file: string, sums: PageSums | undefined): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    // A cache can be made anew: a commit need not wait for the disk, only never tear.
    database = new DatabaseSync(file, { timeout: TIMEOUT });
    database.exec(`
      PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
      PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 0;`);
    const tables = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get();
    if (tables?.['tables'] === 0) createTables(database);
    else if (!isCurrent(database)) throw new UnusableStore('written by another version');
    tidy(database, sums);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof Error && /not a database|malformed|corrupt/i.test(error.message)) {
      throw new UnusableStore(error.message);
    }
    throw error;
  }
}

const bytesOf = (hash: string): Uint8Array => Buffer.from(hash, 'base64url');

/** The columns of a trial, in the order in which they are written. */
const TRIAL_COLUMNS = COLUMN_NAMES.concat(
  'key source flags block start length json place outline given at'.split(' '),
);

function prepare(database: DatabaseSync) {
  return {
    findPassage: database.prepare('SELECT id FROM passage WHERE hash = ?'),
    addBlock: database.prepare('INSERT INTO block (id, body) VALUES (?, ?)'),
    addPassage: database.prepare(
      'INSERT OR IGNORE INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    addWords: database.prepare('INSERT INTO word (rowid, text) VALUES (?, ?)'),
    addTurn: database.prepare('INSERT INTO turn VALUES (?, ?, ?)'),
    hasId: database.prepare('SELECT 1 FROM trial WHERE id = ?'),
    addTrial: database.prepare(
      `INSERT INTO trial (${TRIAL_COLUMNS.join(', ')})
        VALUES (${TRIAL_COLUMNS.map(() => '?').join(', ')})`,
    ),
    findPlace: database.prepare('SELECT key, id FROM trial WHERE source = ? AND place = ?'),
    removeTurns: database.prepare('DELETE FROM turn WHERE trial = ?'),
    removeTrial: database.prepare('DELETE FROM trial WHERE key = ?'),
    addProblem: database.prepare('INSERT INTO problem VALUES (?, ?, ?, ?, ?)'),
    findSource: database.prepare('SELECT id FROM source WHERE path = ?'),
    addSource: database.prepare('INSERT INTO source (path) VALUES (?)'),
    changeSource: database.prepare(`
      UPDATE source SET name = ?, format = ?, why = ?, size = ?, stamp = ?, fingerprint = ?,
        checked_bytes = ?, checksum = ?, read_bytes = ?, read_lines = ?, complete = ?, trials = ?, problems = ?, missing = ?
      WHERE id = ?`),
  };
}
