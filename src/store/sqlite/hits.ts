/** Finds and ranks passages. The weights are explained in docs/query.md. */
import type { DatabaseSync } from 'node:sqlite';
import type { Plan } from '../../query/plan-types.ts';
import type { RawHit, RawHits } from '../../query/results.ts';
import {
  combinations,
  fromIndex,
  passageCondition,
  phraseExpression,
  textNodes,
  trialCondition,
  type TextSource,
} from './compile.ts';
import { sql } from './sql.ts';

/** What a hit in a kind of passage is worth: what the model thought and did before what it read. */
const KIND_WEIGHTS = `CASE p.kind WHEN 'reasoning' THEN 1.0 WHEN 'action' THEN 0.9
  WHEN 'message' THEN 0.9 WHEN 'rationale' THEN 0.8 WHEN 'email' THEN 0.6 WHEN 'result' THEN 0.55
  WHEN 'note' THEN 0.5 ELSE 0.4 END`;

/** Room for a trial's key beside its source in one number that sorts by both. */
const KEYS = 2 ** 32;

const NOTHING: RawHits = { hits: [], passages: 0, trials: 0 };

/**
 * Passages that hold the plan's words, in trials that match the plan and the filter. The score is
 * the weight of the passage's kind times the mean closeness of the words it was found by.
 */
export function findHits(
  database: DatabaseSync,
  plan: Plan,
  limit: number,
  filter: Plan = { type: 'all' },
): RawHits {
  const nodes = textNodes(plan);
  const tables = nodes.map((node, index) => {
    fillMatches(database, `matches${index}`, node);
    return `temp.matches${index}`;
  });
  const source: TextSource = (node) => {
    const table = tables[nodes.indexOf(node)];
    // A word that is only excluded has no table of its own.
    return table === undefined ? fromIndex(node) : sql(`p.id IN (SELECT passage FROM ${table})`);
  };
  const passages = passageCondition(plan, source);
  if (passages === undefined) return NOTHING;
  const trials = [trialCondition(plan, source), trialCondition(filter)];
  const closeness =
    nodes.length === 0
      ? '1.0'
      : `(${tables
          .map(
            (table) => `coalesce((SELECT m.closeness FROM ${table} m WHERE m.passage = p.id), 0)`,
          )
          .join(' + ')}) / ${nodes.length}.0`;
  const from = `FROM passage p JOIN turn u ON u.passage = p.id JOIN trial t ON t.key = u.trial
    WHERE ${passages.text} AND ${trials.map(({ text }) => text).join(' AND ')}`;
  const values = [...passages.values, ...trials.flatMap((one) => one.values)];
  const found = database
    .prepare(
      `SELECT p.id AS passage, p.kind, count(DISTINCT u.trial) AS trials, u.n,
        min(t.source * ${KEYS} + t.key) AS first, ${KIND_WEIGHTS} * ${closeness} AS score
        ${from} GROUP BY p.id ORDER BY score DESC, first, u.n LIMIT ?`,
    )
    .all(...values, Math.min(limit, Number.MAX_SAFE_INTEGER));
  const totals = database
    .prepare(`SELECT count(DISTINCT p.id) AS passages, count(DISTINCT u.trial) AS trials ${from}`)
    .get(...values);
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

/** A table of the passages that have a node's words, with the closeness of the best of them. */
function fillMatches(
  database: DatabaseSync,
  table: string,
  node: ReturnType<typeof textNodes>[number],
): void {
  database.exec(`
    CREATE TEMP TABLE IF NOT EXISTS ${table} (passage INTEGER PRIMARY KEY, closeness REAL NOT NULL);
    DELETE FROM temp.${table};`);
  const insert = database.prepare(
    `INSERT OR IGNORE INTO temp.${table} SELECT rowid, ? FROM word WHERE word MATCH ?`,
  );
  // The closest first: what is there already stays.
  for (const { words, closeness } of combinations(node)) {
    insert.run(closeness, phraseExpression(words));
  }
}
