/** Reads the embedded store: lists, counts, trials. Sees what a writer commits meanwhile. */
import { DatabaseSync } from 'node:sqlite';
import type { Expander, WordCount } from '../../query/expand.ts';
import type { Plan } from '../../query/plan-types.ts';
import type { Problem } from '../../trial/types.ts';
import type { ReaderOptions } from '../backend.ts';
import { UnusableStore, type LedgerEntry, type Store, type StoredTrial } from '../store.ts';
import { regexNodes } from '../plan-nodes.ts';
import { fromIndex, trialCondition } from './compile.ts';
import { countFacets, countGroups } from './counts.ts';
import { findHits } from './hits.ts';
import { keyOf, numberOf } from './keys.ts';
import { createLists } from './lists.ts';
import { wordsOf } from './bulk-read.ts';
import { addFunctions } from './patterns.ts';
import { createTrialReader } from './read-trial.ts';
import { createValueReader } from './field-values.ts';
import { createPassageFacts } from './passage-facts.ts';
import { createRegexMatches } from './regex-matches.ts';
import { isCurrent } from './schema.ts';
import { PLACES } from './wide-phrases.ts';
import { readLedger, readSources } from './sources.ts';

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
export function openReader(file: string, { chunk, onLooked }: ReaderOptions = {}): Store {
  const database = openDatabase(file);
  const values = createValueReader(database);
  const trials = createTrialReader(database, values);
  // As one text: rows of SQLite take ten times the room of what they say.
  const getTerms = database.prepare(
    "SELECT group_concat(word || ' ' || passages, char(10)) AS words FROM term",
  );
  const getWords = database.prepare(
    "SELECT group_concat(term || ' ' || doc, char(10)) AS words FROM dictionary",
  );
  const getGeneration = database.prepare('PRAGMA data_version');
  const generation = (): number => Number(getGeneration.get()?.['data_version']);
  const words = (): readonly WordCount[] =>
    wordsOf(getTerms.get()?.['words'] ?? getWords.get()?.['words']);
  const currentExpander = cachedExpander(words, generation);
  let signals: ReadonlyMap<string, Plan> = new Map();
  let signalsAt = Number.NaN;
  let lastHits: Promise<unknown> = Promise.resolve();
  const regexes = createRegexMatches(database, { generation, textOf: trials.passage, onLooked });
  const source = fromIndex(regexes);
  const facts = createPassageFacts(database, generation);
  const lists = createLists(database, { generation, prepare: refreshSignals, source, trials });

  /** Finds the hits of the signals anew where there is new data since. */
  function refreshSignals(): void {
    const now = generation();
    if (now === signalsAt || signals.size === 0) return;
    database.exec('DELETE FROM temp.signal');
    for (const [name, plan] of signals) {
      const where = trialCondition(plan, source);
      database
        .prepare(`INSERT INTO temp.signal SELECT ?, t.key FROM trial t WHERE ${where.text}`)
        .run(name, ...where.values);
    }
    signalsAt = now;
  }

  function* stored(keys: Iterable<number>): Generator<StoredTrial> {
    for (const key of keys) {
      const [row, trial] = [trials.row(key), trials.trial(key)];
      if (row !== undefined && trial !== undefined) {
        yield { row, trial, outline: trials.outline(key) };
      }
    }
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
    prepare: (plan, signal) => regexes.look(regexNodes(plan), undefined, signal),
    page: async (list, options) => lists.page(list, options),
    count: async (plan) => lists.count(plan),
    neighbours: async (list, key) => lists.neighbours(list, key),
    scan: async function* (list) {
      yield* stored(lists.keys(list));
    },
    trials: async function* (keys) {
      for (const key of keys) yield* stored([numberOf(key)]);
    },
    rows: async (keys) => keys.flatMap((key) => trials.row(numberOf(key)) ?? []),
    trial: async (key) => trials.trial(numberOf(key)),
    outline: async (key) => trials.outline(numberOf(key)),
    keyOf: async (id) => {
      const row = database.prepare('SELECT key FROM trial WHERE id = ?').get(id);
      return row === undefined ? undefined : keyOf(Number(row['key']));
    },
    fields: async () => values.names(),
    facets: async (plan, fields) => {
      refreshSignals();
      return countFacets(database, source, plan, fields, chunk);
    },
    groups: async (plan, by) => {
      refreshSignals();
      return countGroups(database, source, plan, by, chunk);
    },
    variants: async (typed) => {
      const { expand } = await currentExpander();
      return typed.map(({ word, mode }) => expand(word, mode));
    },
    words: async () => words(),
    hits: (plan, options) => {
      // One after the other: each takes room.
      const found = lastHits.then(() => {
        refreshSignals();
        return findHits({ database, regexes, facts: facts() }, plan, { ...options, chunk });
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
          const text = trials.passage(id);
          return text === undefined ? [] : [[id, text] as const];
        }),
      ),
    defineSignals: async (definitions) => {
      database.exec('DELETE FROM temp.signal');
      signals = new Map(definitions);
      signalsAt = Number.NaN;
      lists.drop();
    },
    close: async () => {
      database.close();
    },
  };
}

/** An expander that is kept until the generation rises. Loaded on use: the first list needs none. */
function cachedExpander(
  words: () => readonly WordCount[],
  generation: () => number,
): () => Promise<Expander> {
  let expander: Expander | undefined;
  let madeAt = Number.NaN;
  return async () => {
    const { createExpander } = await import('../../query/expand.ts');
    const now = generation();
    if (expander === undefined || now !== madeAt) expander = createExpander(words());
    madeAt = now;
    return expander;
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
    database.exec(PLACES);
    addFunctions(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
