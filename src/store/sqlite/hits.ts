/** Finds and ranks passages. The weights are explained in docs/query.md. */
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import type { Plan } from '../../query/plan-types.ts';
import type { RawHit, RawHits } from '../../query/results.ts';
import {
  combinations,
  fromIndex,
  passageCondition,
  speaksOfOneTurn,
  phraseExpression,
  textNodes,
  trialCondition,
  type TextSource,
} from './compile.ts';
import { fillMatching } from './matching.ts';
import { ALWAYS, join, sql, type Sql } from './sql.ts';

/** What a hit in a kind of passage is worth: what the model thought and did before what it read. */
const KIND_WEIGHTS = `CASE p.kind WHEN 'reasoning' THEN 1.0 WHEN 'action' THEN 0.9
  WHEN 'message' THEN 0.9 WHEN 'rationale' THEN 0.8 WHEN 'email' THEN 0.6 WHEN 'result' THEN 0.55
  WHEN 'note' THEN 0.5 ELSE 0.4 END`;

/** Room for a trial's key beside its source in one number that sorts by both. */
const KEYS = 2 ** 32;

/** Passages looked through before another question has a turn. */
const STRETCH = 200_000;

const NOTHING: RawHits = { hits: [], passages: 0, trials: 0 };

/**
 * Passages that hold at least one of the plan's words, in trials that match the plan and the filter;
 * for a plan without words, those that its fields speak of. The score is the weight of the passage's
 * kind times the mean closeness of the words it was found by.
 */
export async function findHits(
  database: DatabaseSync,
  plan: Plan,
  limit: number,
  filter: Plan = { type: 'all' },
  signal?: AbortSignal,
): Promise<RawHits> {
  const nodes = textNodes(plan);
  const tables: string[] = [];
  for (const [index, node] of nodes.entries()) {
    await fillMatches(database, `matches${index}`, node, signal);
    tables.push(`temp.matches${index}`);
  }
  const source: TextSource = (node) => {
    const table = tables[nodes.indexOf(node)];
    // A word that is only excluded has no table of its own.
    return table === undefined ? fromIndex(node) : sql(`p.id IN (SELECT passage FROM ${table})`);
  };
  if (!fillHits(database, passageCondition(plan, source), tables)) return NOTHING;
  await pause(signal);
  // Step by step, and each in this order: one query for it all can take SQLite very long.
  const only = trialCondition(filter);
  // Trials that have a hit match such a plan: there is nothing more to ask of them.
  const isWhole = speaksOfOneTurn(plan) && only === ALWAYS;
  if (!isWhole) fillMatching(database, join([trialCondition(plan, source), only], 'AND'));
  await pause(signal);
  const from = `FROM temp.hit h CROSS JOIN turn u ON u.passage = h.passage
    ${isWhole ? '' : 'CROSS JOIN temp.matching m ON m.key = u.trial'}`;
  const found = database
    .prepare(
      `SELECT h.passage, h.kind, h.score, count(DISTINCT u.trial) AS trials, u.n,
        min(t.source * ${KEYS} + t.key) AS first
        ${from} CROSS JOIN trial t ON t.key = u.trial
        GROUP BY h.passage ORDER BY h.score DESC, first LIMIT ?`,
    )
    .all(Math.min(limit, Number.MAX_SAFE_INTEGER));
  await pause(signal);
  const totals = database
    .prepare(
      `SELECT count(DISTINCT h.passage) AS passages, count(DISTINCT u.trial) AS trials ${from}`,
    )
    .get();
  return {
    hits: found.map((row): RawHit => ({
      passage: Number(row['passage']),
      key: Number(row['first']) % KEYS,
      turn: Number(row['n']),
      kind: row['kind'] as RawHit['kind'],
      trials: Number(row['trials']),
      score: Number(row['score']),
    })),
    passages: Number(totals?.['passages']),
    trials: Number(totals?.['trials']),
  };
}

/** The table `hit` of passages with their kind and score; false if the plan can have none. */
function fillHits(
  database: DatabaseSync,
  condition: Sql | undefined,
  tables: readonly string[],
): boolean {
  database.exec(`
    CREATE TEMP TABLE IF NOT EXISTS hit (
      passage INTEGER PRIMARY KEY, kind TEXT NOT NULL, score REAL NOT NULL
    );
    DELETE FROM temp.hit;`);
  if (condition === undefined) return false;
  const closeness = tables.map(
    (table) => `coalesce((SELECT m.closeness FROM ${table} m WHERE m.passage = p.id), 0)`,
  );
  const mean = tables.length === 0 ? '1.0' : `(${closeness.join(' + ')}) / ${tables.length}.0`;
  const candidates = tables.map((table) => `SELECT passage FROM ${table}`).join(' UNION ');
  const from = tables.length === 0 ? '' : `(${candidates}) c CROSS JOIN`;
  database
    .prepare(
      `INSERT INTO temp.hit SELECT p.id, p.kind, ${KIND_WEIGHTS} * ${mean} FROM ${from} passage p
        WHERE ${tables.length === 0 ? '1' : 'p.id = c.passage'} AND ${condition.text}`,
    )
    .run(...condition.values);
  return true;
}

/** A table of the passages that have a node's words, with the closeness of the best of them. */
async function fillMatches(
  database: DatabaseSync,
  table: string,
  node: ReturnType<typeof textNodes>[number],
  signal: AbortSignal | undefined,
): Promise<void> {
  database.exec(`
    CREATE TEMP TABLE IF NOT EXISTS ${table} (passage INTEGER PRIMARY KEY, closeness REAL NOT NULL);
    DELETE FROM temp.${table};`);
  const last = database.prepare('SELECT max(id) AS id FROM passage').get()?.['id'];
  const insert = database.prepare(
    `INSERT OR IGNORE INTO temp.${table} SELECT rowid, ? FROM word
      WHERE word MATCH ? AND rowid BETWEEN ? AND ?`,
  );
  // The closest first: what is there already stays.
  for (const { words, closeness } of combinations(node)) {
    for (let from = 1; from <= Number(last); from += STRETCH) {
      insert.run(closeness, phraseExpression(words), from, from + STRETCH - 1);
      await pause(signal);
    }
  }
}

/** Lets a newer question come in, and ends this one where it has. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return;
  await turn();
  signal.throwIfAborted();
}
