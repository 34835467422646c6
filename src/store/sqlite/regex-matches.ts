/**
 * The passages that regular expressions match, each found once and then used like words of the index.
 * Of passages that are added later only these are read. Where a pattern requires letters, only passages
 * are read that have a word with them.
 */
import type { DatabaseSync } from 'node:sqlite';
import { requiredLetters } from '../../query/required-letters.ts';
import { hasRegex } from '../../text/regex.ts';
import type { ReaderOptions } from '../backend.ts';
import type { RegexPlan } from '../plan-nodes.ts';
import { IN_SQL, isWide } from '../conditions.ts';
import { pause } from '../pause.ts';
import { sql, type Sql } from '../sql.ts';
import { matchExpression, phraseExpression } from './compile.ts';

export type RegexMatches = {
  /**
   * Looks through the passages up to one, with pauses in which `signal` can end it. All that is found
   * is kept, whoever asked for it.
   */
  readonly look: (nodes: readonly RegexPlan[], to?: number, signal?: AbortSignal) => Promise<void>;
  /** The table of the passages up to one that a pattern matches. What was not looked at yet, is now. */
  readonly table: (node: RegexPlan, to?: number) => string;
  /** A condition on `p`, a row of `passage`. */
  readonly condition: (node: RegexPlan) => Sql;
};

/** Patterns whose passages are kept: more than a query has. */
const MOST_KEPT = 250;
/** Passages of one statement; of the index, which takes its time whenever it is asked. */
const STEP = 2000;
const STEP_OF_INDEX = 100_000;
/** Letters of text between two pauses: some milliseconds. */
const MOST_LETTERS = 512 * 1024;
/** Bytes of a word at which the index cuts it off: what it has behind them is not known. */
const LONGEST_WORD = 32_768;
/** Letters that are in more words hardly leave out a text. */
const MOST_WORDS = 5000;

type Kept = {
  readonly table: string;
  /** All passages up to this one have been looked at. */
  upTo: number;
  /** What that passage was then. Where it is another now, those before it may be others too. */
  last: string;
  /** How many look through texts for it just now. */
  busy: number;
  /** What the index is asked for, at a generation; undefined: all texts are read. */
  asked: { readonly at: number; readonly expression: string | undefined } | undefined;
};

/** `textOf` gives the searchable text of a passage. */
export function createRegexMatches(
  database: DatabaseSync,
  {
    generation,
    textOf,
    onLooked,
  }: {
    readonly generation: () => number;
    readonly textOf: (passage: number) => string | undefined;
    readonly onLooked?: ReaderOptions['onLooked'];
  },
): RegexMatches {
  const tables = createTables(database);

  /** What the index is asked for; while words come and go it is not. */
  function expressionOf(node: RegexPlan, one: Kept): string | undefined {
    const at = generation();
    if (one.asked?.at !== at) {
      one.asked = { at, expression: indexExpression(database, node) };
    }
    return one.asked.expression;
  }

  /** Looks at passages up to one; stops now and then for others to have a turn. */
  function* lookAt(node: RegexPlan, one: Kept, to: number): Generator<undefined> {
    const insert = database.prepare(`INSERT OR IGNORE INTO ${one.table} VALUES (?)`);
    while (one.upTo < to) {
      const expression = expressionOf(node, one);
      const from = one.upTo + 1;
      const end = Math.min(to, one.upTo + (expression === undefined ? STEP : STEP_OF_INDEX));
      let letters = 0;
      for (const passage of candidatesIn(database, node, expression, from, end)) {
        const text = textOf(passage) ?? '';
        if (hasRegex(text, node)) insert.run(passage);
        letters += text.length;
        if (letters < MOST_LETTERS) continue;
        letters = 0;
        yield;
      }
      // Somebody else may have looked further meanwhile.
      if (end > one.upTo) {
        one.upTo = end;
        one.last = identityOf(database, end);
      }
      yield;
    }
  }

  function settled(node: RegexPlan, to = lastPassage(database)): string {
    const one = tables.of(node);
    // Without pauses.
    lookAt(node, one, to).forEach(() => undefined);
    return one.table;
  }

  return {
    look: async (nodes, to = lastPassage(database), signal = new AbortController().signal) => {
      const all = lastPassage(database);
      for (const node of nodes) {
        const one = tables.of(node);
        one.busy += 1;
        try {
          for (const _ of lookAt(node, one, to)) {
            onLooked?.(one.upTo / all);
            await pause(signal);
          }
        } finally {
          onLooked?.(undefined);
          one.busy -= 1;
          tables.release(node, one);
        }
      }
    },
    table: settled,
    condition: (node) => sql(`p.id IN (SELECT passage FROM ${settled(node)})`),
  };
}

type Tables = {
  /** The table of a pattern; a new one where there is none, or what it was made of has changed. */
  readonly of: (node: RegexPlan) => Kept;
  /** Drops a table that another one has replaced while it was filled. */
  readonly release: (node: RegexPlan, one: Kept) => void;
};

function createTables(database: DatabaseSync): Tables {
  const kept = new Map<string, Kept>();
  let made = 0;

  function drop({ table, busy }: Kept): void {
    if (busy === 0) database.exec(`DROP TABLE ${table}`);
  }

  /** Makes room for another one: the first in the map is the least recently used. */
  function makeRoom(): void {
    if (kept.size < MOST_KEPT) return;
    const idle = [...kept].find(([, { busy }]) => busy === 0);
    if (idle === undefined) return;
    kept.delete(idle[0]);
    drop(idle[1]);
  }

  return {
    of: (node) => {
      const key = keyOf(node);
      const before = kept.get(key);
      kept.delete(key);
      if (before !== undefined && identityOf(database, before.upTo) === before.last) {
        kept.set(key, before);
        return before;
      }
      if (before !== undefined) drop(before);
      makeRoom();
      made += 1;
      const table = `temp.regex${made}`;
      database.exec(`CREATE TABLE ${table} (passage INTEGER PRIMARY KEY)`);
      const fresh: Kept = { table, upTo: 0, last: '', busy: 0, asked: undefined };
      kept.set(key, fresh);
      return fresh;
    },
    release: (node, one) => {
      if (kept.get(keyOf(node)) !== one) drop(one);
    },
  };
}

function identityOf(database: DatabaseSync, passage: number): string {
  const row = database
    .prepare('SELECT hex(hash) AS hash, block, start FROM passage WHERE id = ?')
    .get(passage);
  return row === undefined ? '' : JSON.stringify(row);
}

function keyOf({ source, flags, in: scopes, beside }: RegexPlan): string {
  return JSON.stringify([source, flags, scopes, beside?.map(({ places }) => places)]);
}

function lastPassage(database: DatabaseSync): number {
  return Number(database.prepare('SELECT max(id) AS id FROM passage').get()?.['id'] ?? 0);
}

/** The passages of a range that are to be read. */
function candidatesIn(
  database: DatabaseSync,
  { in: scopes }: RegexPlan,
  expression: string | undefined,
  from: number,
  to: number,
): readonly number[] {
  if (expression === '') return [];
  const isWanted = IN_SQL.ofKind(scopes);
  const isInIndex =
    'AND p.id IN (SELECT rowid FROM word WHERE word MATCH ? AND rowid BETWEEN ? AND ?)';
  // As integers: of a range of real numbers, which numbers of JavaScript are, the index makes no use.
  const inIndex = expression === undefined ? [] : [expression, BigInt(from), BigInt(to)];
  return database
    .prepare(
      `SELECT p.id AS id FROM passage p WHERE p.id BETWEEN ? AND ? AND ${isWanted.text}
        ${expression === undefined ? '' : isInIndex} ORDER BY p.id`,
    )
    .all(from, to, ...isWanted.values, ...inIndex)
    .map(({ id }) => Number(id));
}

/**
 * A query for the index that all texts match which a pattern can match, and which have the words beside
 * it. Undefined: there is none, and all texts are read; empty: there is no such text.
 */
function indexExpression(
  database: DatabaseSync,
  { source, beside = [] }: RegexPlan,
): string | undefined {
  const parts = beside.filter((node) => !isWide(node)).map((node) => `(${matchExpression(node)})`);
  // No words are known while many passages come and go.
  const isKnown = database.prepare('SELECT 1 FROM term LIMIT 1').get() !== undefined;
  for (const clause of isKnown ? requiredLetters(source) : []) {
    const found = wordsWith(database, clause);
    if (found.length === 0) return '';
    if (found.length > MOST_WORDS) continue;
    parts.push(`(${found.map((word) => phraseExpression([{ word, closeness: 1 }])).join(' OR ')})`);
  }
  return parts.length === 0 ? undefined : parts.join(' AND ');
}

/** Words of the index that have one of some runs of letters, or may have it. */
function wordsWith(database: DatabaseSync, runs: readonly string[]): readonly string[] {
  return database
    .prepare(
      `SELECT word FROM term WHERE ${runs.map(() => 'instr(word, ?)').join(' OR ')}
        OR octet_length(word) >= ${LONGEST_WORD} LIMIT ${MOST_WORDS + 1}`,
    )
    .all(...runs)
    .map(({ word }) => String(word));
}
