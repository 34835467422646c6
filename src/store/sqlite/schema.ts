/** The tables of the embedded store. Another version of them means: build the database anew. */
import type { DatabaseSync } from 'node:sqlite';
import { COLUMNS } from './columns.ts';
import { FIELD_TABLES } from './field-values.ts';
import { SCHEMA_VERSION } from './files.ts';

/**
 * - `block`: passages and records one after the other, compressed together. `block`, `start`,
 *   `length` and `json` of a row say where its piece is.
 * - `passage`: what can be searched of a turn; equal ones of many turns are stored once. The judge's
 *   rationale is a passage of kind `rationale`, at the place after the last turn. `draft` is 1 for what
 *   was written and never sent: the same words sent are another passage.
 * - `problem.source` is 0 for problems that belong to no file that was read.
 * - The piece of a `trial` is everything of it but the passages, so that it can be given back whole.
 * - `trial` has the columns of the catalogue's stored fields (`columns.ts`), and where its record is.
 * - `trial.place`: where it is in a file that has a table of contents; `outline` is 1 as long as only
 *   that was read. Such a trial has no turns.
 * - `trial.given`: the id in the source, where another trial has it in the collection; `at`: where the
 *   trial is in its file, for people, where `place` does not say it.
 * - `dictionary`: the words of `word`, counted anew at each reading; `term`: the same, kept. It is
 *   empty while many passages come and go.
 * - `word`: settings for filling it fast. Its parts are merged when there are many, not at once.
 */
/** The index is given words (`textForIndex` in `text/words.ts`): it knows ASCII alone, and folds nothing else. */
export const TOKENIZER = 'ascii';

const TABLES = `
CREATE TABLE source (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, name TEXT, format TEXT, why TEXT,
  size INTEGER, stamp TEXT, fingerprint TEXT, checked_bytes INTEGER, checksum INTEGER, read_bytes INTEGER, read_lines INTEGER,
  complete INTEGER, trials INTEGER, problems INTEGER, missing INTEGER
);
CREATE TABLE problem (
  source INTEGER NOT NULL, name TEXT NOT NULL, place TEXT, severity TEXT NOT NULL,
  message TEXT NOT NULL
);
CREATE INDEX problem_source ON problem (source);
CREATE TABLE trial (
  key INTEGER PRIMARY KEY, ${COLUMNS}, source INTEGER NOT NULL, flags INTEGER NOT NULL,
  block INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL, json INTEGER NOT NULL,
  place TEXT, outline INTEGER NOT NULL, given TEXT, at TEXT
) STRICT;
CREATE INDEX trial_order ON trial (source, key);
CREATE INDEX trial_place ON trial (source, place) WHERE place IS NOT NULL;
CREATE INDEX trial_given ON trial (given) WHERE given IS NOT NULL;
${FIELD_TABLES}
CREATE TABLE block (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE passage (
  id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, kind TEXT NOT NULL,
  sender TEXT, recipient TEXT, subject TEXT, draft INTEGER NOT NULL, block INTEGER NOT NULL,
  start INTEGER NOT NULL, length INTEGER NOT NULL, json INTEGER NOT NULL
);
CREATE TABLE turn (
  trial INTEGER NOT NULL, n INTEGER NOT NULL, passage INTEGER NOT NULL, PRIMARY KEY (trial, n)
) WITHOUT ROWID;
CREATE INDEX turn_passage ON turn (passage, trial, n);
CREATE VIRTUAL TABLE word USING fts5 (
  text, content='', contentless_delete=1, tokenize="${TOKENIZER}"
);
INSERT INTO word (word, rank) VALUES ('hashsize', 8000000), ('automerge', 0), ('crisismerge', 500);
CREATE VIRTUAL TABLE dictionary USING fts5vocab (word, row);
CREATE TABLE term (word TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
`;

/** Whether the database has the tables this program writes. */
export function isCurrent(database: DatabaseSync): boolean {
  const version = database.prepare('PRAGMA user_version').get();
  return version?.['user_version'] === SCHEMA_VERSION;
}

/** Makes the tables in an empty database. */
export function createTables(database: DatabaseSync): void {
  database.exec(`BEGIN IMMEDIATE; ${TABLES} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
}
