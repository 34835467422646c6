/** Writes trials into the embedded store. One writer at a time; readers go on meanwhile. */
import { hash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { modelKey } from '../../trial/models.ts';
import { searchable } from '../../trial/searchable.ts';
import type { Problem, Trial, Turn } from '../../trial/types.ts';
import type { SourceRecord, StoreWriter } from '../store.ts';
import { createBlockWriter, nextId } from './blocks.ts';
import { clearSource, orderSources, readSources } from './sources.ts';
import { createTables, FLAGS, isCurrent, UnusableDatabase } from './schema.ts';

/** Passages whose number is remembered, so that repeated prompts need no look-up. */
const PASSAGES_KEPT = 20_000;
const NO_SOURCE = 0;

/**
 * Opens a database for writing, making its tables if it is empty.
 * @throws UnusableDatabase if it is damaged or has other tables.
 */
export function openWriter(file: string): StoreWriter {
  const database = openDatabase(file);
  const statements = prepare(database);
  const blocks = createBlockWriter(database);
  let passages = new Map<string, number>();
  let before = new Map<string, number>();
  let hasTerms = database.prepare('SELECT 1 FROM term LIMIT 1').get() !== undefined;
  let nextPassage = nextId(database, 'passage');
  let nextTrial = nextId(database, 'trial');

  /** The number of a passage: an old one if the same was stored before. */
  function passageOf(kind: string, turn: Turn, text: string): number {
    const name = hashOf(kind, turn, text);
    const id = passages.get(name) ?? before.get(name) ?? storedPassage(name, kind, turn, text);
    passages.set(name, id);
    // What was not met among the last ones is forgotten with its generation, all at once.
    if (passages.size >= PASSAGES_KEPT) [before, passages] = [passages, new Map()];
    return id;
  }

  function storedPassage(name: string, kind: string, turn: Turn, text: string): number {
    const { from = null, to = null, subject = null } = turn;
    const { block, start, length, json } = blocks.offer(text);
    const id = nextPassage;
    const { changes } = statements.addPassage.run(
      id,
      name,
      kind,
      from,
      to,
      subject,
      block,
      start,
      length,
      json,
    );
    if (changes === 0) return statements.findPassage.get(name)?.['id'] as number;
    blocks.take();
    nextPassage += 1;
    dropTerms();
    if (text !== '') statements.addWords.run(id, text);
    return id;
  }

  function addTrial(source: number, trial: Trial): string {
    const { verdict, turns } = trial;
    const key = nextTrial;
    nextTrial += 1;
    const id = freeId(trial.id);
    const { block, start, length, json } = blocks.offer(recordOf({ ...trial, id }));
    blocks.take();
    statements.addTrial.run(
      key,
      id,
      trial.model,
      modelKey(trial.model),
      verdict.outcome,
      verdict.label ?? null,
      verdict.by ?? null,
      verdict.disputed === true ? 1 : 0,
      trial.scenario ?? null,
      trial.condition ?? null,
      trial.sample ?? null,
      trial.belief ?? null,
      trial.instruction ?? null,
      turns.length,
      source,
      trial.startedAt ?? null,
      trial.synthetic === true ? 1 : 0,
      JSON.stringify([...new Set(trial.tags)]),
      flagsOf(trial),
      block,
      start,
      length,
      json,
    );
    turns.forEach((turn, index) => {
      const passage = passageOf(turn.kind, turn, searchable(turn).passage);
      statements.addTurn.run(key, index + 1, passage);
    });
    if (verdict.rationale !== undefined && verdict.rationale !== '') {
      const passage = passageOf('rationale', { kind: 'note', text: '' }, verdict.rationale);
      statements.addTurn.run(key, turns.length + 1, passage);
    }
    return id;
  }

  function addProblem(source: number, { source: name, place, severity, message }: Problem): void {
    statements.addProblem.run(source, name, place ?? null, severity, message);
  }

  /** `id`, or `id #2`, `id #3` … where other trials have it. */
  function freeId(id: string): string {
    let candidate = id;
    for (let count = 2; statements.hasId.get(candidate) !== undefined; count += 1) {
      candidate = `${id} #${count}`;
    }
    return candidate;
  }

  /** Some of the passages remembered may be gone, and some of the words. */
  function forget(): void {
    passages.clear();
    before.clear();
    dropTerms();
  }

  function dropTerms(): void {
    if (hasTerms) database.exec('DELETE FROM term');
    hasTerms = false;
  }

  function putSource(source: SourceRecord): number {
    const { path, ...facts } = source;
    const known = statements.findSource.get(path)?.['id'] as number | undefined;
    // No upsert: SQLite would have the full-text index write all it holds before each.
    const id = known ?? Number(statements.addSource.run(path).lastInsertRowid);
    statements.changeSource.run(
      facts.name,
      facts.format,
      facts.why,
      facts.size,
      facts.mtimeMs,
      facts.fingerprint,
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
    begin: () => {
      database.exec('BEGIN IMMEDIATE');
    },
    commit: () => {
      blocks.flush();
      database.exec('COMMIT');
    },
    sources: () => readSources(database),
    putSource,
    clearSource: (path) => {
      clearSource(database, path);
      forget();
    },
    removeSource: (path) => {
      clearSource(database, path);
      forget();
      database.prepare('DELETE FROM source WHERE path = ?').run(path);
    },
    orderSources: (paths) => orderSources(database, paths),
    addTrial,
    addProblem,
    removeProblems: (source, place) =>
      Number(
        database.prepare('DELETE FROM problem WHERE source = ? AND place = ?').run(source, place)
          .changes,
      ),
    setLooseProblems: (problems) => {
      database.exec(`DELETE FROM problem WHERE source = ${NO_SOURCE}`);
      for (const problem of problems) addProblem(NO_SOURCE, problem);
    },
    summarise: () => {
      if (hasTerms) return;
      database.exec('INSERT INTO term SELECT term, doc FROM dictionary');
      hasTerms = true;
    },
    close: () => {
      if (database.isTransaction) database.exec('ROLLBACK');
      database.close();
    },
  };
}

function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    // A cache can be made anew: a commit need not wait for the disk, only never tear.
    database = new DatabaseSync(file, { timeout: 5000 });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    database.exec(
      'PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 8192;',
    );
    const tables = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get();
    if (tables?.['tables'] === 0) createTables(database);
    else if (!isCurrent(database)) throw new UnusableDatabase('written by another version');
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof Error && /not a database|malformed|corrupt/i.test(error.message)) {
      throw new UnusableDatabase(error.message);
    }
    throw error;
  }
}

/** The identity of a passage: what it says, and what of its headers can be asked for. */
function hashOf(kind: string, { from, to, subject }: Turn, text: string): string {
  const headers = JSON.stringify([kind, from, to, subject]);
  // As in blocks: to UTF-8 all lone surrogates would be the same.
  return hash('sha1', `${headers}${text.isWellFormed() ? text : JSON.stringify(text)}`, 'base64');
}

/** A trial without the text of its turns, which is in the passages. */
function recordOf(trial: Trial): string {
  return JSON.stringify({
    ...trial,
    turns: trial.turns.map((turn) => ({ ...turn, text: undefined })),
  });
}

function flagsOf({ turns, verdict }: Trial): number {
  let flags = verdict.outcome === 'error' ? FLAGS.error : 0;
  for (const turn of turns) {
    flags |= FLAGS[turn.kind];
    if (turn.error === true) flags |= FLAGS.error;
    if (turn.draft === true) flags |= FLAGS.draft;
    if (turn.withheld === true) flags |= FLAGS.withheld;
  }
  if ((verdict.rationale ?? '') !== '') flags |= FLAGS.rationale;
  if ((verdict.quotes ?? []).length > 0) flags |= FLAGS.quotes;
  if ((verdict.gates ?? []).length > 0) flags |= FLAGS.gates;
  if (verdict.disputed === true) flags |= FLAGS.disputed;
  return flags;
}

function prepare(database: DatabaseSync) {
  return {
    findPassage: database.prepare('SELECT id FROM passage WHERE hash = ?'),
    addPassage: database.prepare(
      'INSERT OR IGNORE INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    addWords: database.prepare('INSERT INTO word (rowid, text) VALUES (?, ?)'),
    addTurn: database.prepare('INSERT INTO turn VALUES (?, ?, ?)'),
    hasId: database.prepare('SELECT 1 FROM trial WHERE id = ?'),
    addTrial: database.prepare(
      `INSERT INTO trial VALUES (${Array.from({ length: 23 }, () => '?').join(', ')})`,
    ),
    addProblem: database.prepare('INSERT INTO problem VALUES (?, ?, ?, ?, ?)'),
    findSource: database.prepare('SELECT id FROM source WHERE path = ?'),
    addSource: database.prepare('INSERT INTO source (path) VALUES (?)'),
    changeSource: database.prepare(`
      UPDATE source SET name = ?, format = ?, why = ?, size = ?, mtime = ?, fingerprint = ?,
        read_bytes = ?, read_lines = ?, complete = ?, trials = ?, problems = ?, missing = ?
      WHERE id = ?`),
  };
}
