/** Finds and ranks passages. The weights are explained in docs/query.md. */
import type { DatabaseSync } from 'node:sqlite';
import type { Plan } from '../../query/plan-types.ts';
import type { RawHit, RawHits } from '../../query/results.ts';
import type { HitOptions } from '../store.ts';
import { besideHits, combinations, isWide, type TextSource } from '../conditions.ts';
import { fromIndex, passageCondition, phraseExpression, trialCondition } from './compile.ts';
import type { RegexMatches } from './regex-matches.ts';
import { widePhrase } from './wide-phrases.ts';
import { regexNodes, textNodes, type RegexPlan, type TextPlan } from '../plan-nodes.ts';
import { pause } from '../pause.ts';
import { keyOf } from './keys.ts';
import { fillMatching } from './matching-keys.ts';
import { pieces, type Span } from './key-ranges.ts';
import { ALWAYS, join, sql, type Sql } from '../sql.ts';

/** What a hit in a kind of passage is worth: what the model thought and did before what it read. */
const KIND_WEIGHTS = `CASE p.kind WHEN 'reasoning' THEN 1.0 WHEN 'action' THEN 0.9
  WHEN 'message' THEN 0.9 WHEN 'rationale' THEN 0.8 WHEN 'email' THEN 0.6 WHEN 'result' THEN 0.55
  WHEN 'note' THEN 0.5 ELSE 0.4 END`;

/** Room for a trial's key beside its source in one number that sorts by both. */
const KEYS = 2 ** 32;

/** Passages whose hits are gathered before others have a turn; what is found there is known then. */
const CHUNK = 10_000;
/**
 * The index is asked for a word in longer and longer chunks, up to so many times as long: it
 * takes its time whenever it is asked, however little is wanted.
 */
const MOST_CHUNKS = 20;

/** A `LIMIT` of all rows. */
const ALL_ROWS = -1;

const NONE: Plan = { type: 'none' };
const NOTHING: RawHits = { hits: [], passages: 0, trials: 0 };

/** Words that are looked for one by one, each with its closeness. */
const APART = 100;

type FindOptions = HitOptions & { readonly chunk?: number | undefined };
/** Hits are given in the order of their score, those of one score in the order of their trials. */
type Ranked = { readonly hit: RawHit; readonly first: number };

/**
 * Passages that hold at least one of the plan's words, in trials that match the plan and the filter;
 * for a plan without words, those that its fields speak of. The score is the weight of the passage's
 * kind times the mean closeness of the words it was found by.
 *
 * The passages are looked through in chunks, each of which adds to the hits and the counts. What
 * trials must fulfil is found before the first; only where it depends on words of other passages
 * (`(verdict:harmful a) | b`) must all have been looked through for these words already.
 */
export async function findHits(
  database: DatabaseSync,
  regexes: RegexMatches,
  plan: Plan,
  {
    limit = Infinity,
    filter = { type: 'all' },
    signal,
    isDue,
    onPart,
    chunk = CHUNK,
  }: FindOptions = {},
): Promise<RawHits> {
  const looked = textNodes(plan);
  const all = { from: 1, to: lastPassage(database) };
  // A word that is only excluded has no table of its own; a regular expression is not looked up elsewhere.
  const nodes = [...new Set([...looked, ...regexNodes(plan)])];
  const names = nodes.map((_, index) => `temp.matches${index}`);
  const tables = names.slice(0, looked.length);
  const indexed = fromIndex(regexes);
  const source: TextSource = (node) => {
    const table = names[nodes.indexOf(node)];
    return table === undefined ? indexed(node) : sql(`p.id IN (SELECT passage FROM ${table})`);
  };
  createTables(database, names);
  const condition = passageCondition(plan, source);
  if (condition === undefined) return NOTHING;
  const beside = besideHits(plan);
  const fill = async (span: Span): Promise<void> => {
    for (const [index, node] of nodes.entries()) {
      const table = names[index] ?? '';
      if (node.type === 'text') await fillMatches(database, table, node, span, signal);
      else await fillRegex(database, table, { node, regexes }, span, signal);
    }
  };
  if (beside === undefined) {
    for (const span of growing(all, chunk)) await fill(span);
  }
  await regexes.look([filter, beside ?? NONE].flatMap(regexNodes), undefined, signal);
  const only = trialCondition(filter, indexed);
  const others =
    beside === undefined ? trialCondition(plan, source) : trialCondition(beside, indexed);
  const isAny = others === ALWAYS && only === ALWAYS;
  if (!isAny) fillMatching(database, 'of_hits', join([others, only], 'AND'));
  await pause(signal);

  let best: Ranked[] = [];
  let passages = 0;
  let trials = 0;
  const ranked = (): Ranked[] =>
    best.toSorted((a, b) => b.hit.score - a.hit.score || a.first - b.first);
  const foundSoFar = (): RawHits => {
    const hits = ranked().slice(0, limit);
    return { hits: hits.map(({ hit }) => hit), passages, trials };
  };
  const isReading = nodes.some(({ type }) => type === 'regex');
  const spans = isReading ? pieces : growing;
  for (const span of beside === undefined ? [all] : spans(all, chunk)) {
    if (beside !== undefined) {
      for (const table of names) database.exec(`DELETE FROM ${table}`);
      await fill(span);
    }
    for (const part of pieces(span, chunk)) {
      const count = fillHits(database, condition, tables, part);
      const found = hitsOfChunk(database, limit, isAny ? count : undefined);
      for (const hit of found.hits) best.push(hit);
      passages += found.passages;
      trials += found.trials;
      if (best.length > 2 * limit) best = ranked().slice(0, limit);
      if (part.to < all.to && isDue?.() === true) {
        const looked = isReading ? { looked: part.to / all.to } : {};
        await onPart?.({ ...foundSoFar(), ...looked });
      }
      await pause(signal);
    }
  }
  return foundSoFar();
}

/** Temporary tables that a search fills: the places of each node's words, the hits, their trials. */
function createTables(database: DatabaseSync, tables: readonly string[]): void {
  const matches = tables.map(
    (table) => `
      CREATE TABLE IF NOT EXISTS ${table} (
        passage INTEGER PRIMARY KEY, closeness REAL NOT NULL
      );
      DELETE FROM ${table};`,
  );
  database.exec(`
    CREATE TEMP TABLE IF NOT EXISTS hit (
      passage INTEGER PRIMARY KEY, kind TEXT NOT NULL, score REAL NOT NULL
    );
    CREATE TEMP TABLE IF NOT EXISTS hit_trial (trial INTEGER PRIMARY KEY);
    DELETE FROM temp.hit_trial;
    ${matches.join('')}`);
}

function lastPassage(database: DatabaseSync): number {
  return Number(database.prepare('SELECT max(id) AS id FROM passage').get()?.['id'] ?? 0);
}

/** A span cut into pieces, each four times as long as the one before, up to a limit. */
function* growing({ from, to }: Span, first: number): Generator<Span> {
  let length = first;
  for (let at = from; at <= to;) {
    yield { from: at, to: Math.min(to, at + length - 1) };
    at += length;
    length = Math.min(MOST_CHUNKS * first, 4 * length);
  }
}

/** Adds the passages of a span that have a node's words, with the closeness of the best of them. */
async function fillMatches(
  database: DatabaseSync,
  table: string,
  node: TextPlan,
  { from, to }: Span,
  signal: AbortSignal | undefined,
): Promise<void> {
  const insert = database.prepare(
    `INSERT OR IGNORE INTO ${table} SELECT rowid, ? FROM word
      WHERE word MATCH ? AND rowid BETWEEN ? AND ?`,
  );
  // The closest first: what is there already stays. Where there are many, those about as close together.
  const all = combinations(node);
  const groups = Map.groupBy(all, ({ closeness }) =>
    all.length <= APART ? closeness : Math.round(closeness * 20) / 20,
  );
  for (const [closeness, some] of groups) {
    const any = some.map(({ words }) => phraseExpression(words)).join(' OR ');
    insert.run(closeness, any, from, to);
    await pause(signal);
  }
  if (!isWide(node)) return;
  const { text, values } = widePhrase(node);
  const least = Math.min(...all.map(({ closeness }) => closeness));
  database
    .prepare(
      `INSERT OR IGNORE INTO ${table} SELECT doc, ? FROM (${text}) WHERE doc BETWEEN ? AND ?`,
    )
    .run(least, ...values, from, to);
}

/** Adds the passages of a span that a regular expression matches. */
async function fillRegex(
  database: DatabaseSync,
  table: string,
  { node, regexes }: { readonly node: RegexPlan; readonly regexes: RegexMatches },
  { from, to }: Span,
  signal: AbortSignal | undefined,
): Promise<void> {
  await regexes.look([node], to, signal);
  database
    .prepare(
      `INSERT OR IGNORE INTO ${table} SELECT passage, 1.0 FROM ${regexes.table(node, to)}
        WHERE passage BETWEEN ? AND ?`,
    )
    .run(from, to);
}

/** Makes `hit` a table of the passages of a span that are hits, with kind and score; counts them. */
function fillHits(
  database: DatabaseSync,
  condition: Sql,
  tables: readonly string[],
  { from, to }: Span,
): number {
  const closeness = tables.map(
    (table) => `coalesce((SELECT m.closeness FROM ${table} m WHERE m.passage = p.id), 0)`,
  );
  const mean = tables.length === 0 ? '1.0' : `(${closeness.join(' + ')}) / ${tables.length}.0`;
  const candidates = tables.map(
    (table) => `SELECT passage FROM ${table} WHERE passage BETWEEN ${from} AND ${to}`,
  );
  const where =
    tables.length === 0
      ? `passage p WHERE p.id BETWEEN ${from} AND ${to}`
      : `(${candidates.join(' UNION ')}) c CROSS JOIN passage p WHERE p.id = c.passage`;
  database.exec('DELETE FROM temp.hit');
  const { changes } = database
    .prepare(
      `INSERT INTO temp.hit SELECT p.id, p.kind, ${KIND_WEIGHTS} * ${mean}
        FROM ${where} AND ${condition.text}`,
    )
    .run(...condition.values);
  return Number(changes);
}

/**
 * The best of the table `hit`, how many passages it has, and how many trials that are new. `count`:
 * how many it has where any trial will do.
 */
function hitsOfChunk(
  database: DatabaseSync,
  limit: number,
  count: number | undefined,
): { readonly hits: readonly Ranked[]; readonly passages: number; readonly trials: number } {
  if (count === 0) return { hits: [], passages: 0, trials: 0 };
  // In this order of tables: left to itself, SQLite can take very long.
  const from = `FROM temp.hit h CROSS JOIN turn u ON u.passage = h.passage
    ${count === undefined ? 'CROSS JOIN temp.of_hits m ON m.key = u.trial' : ''}`;
  const rows = database
    .prepare(
      `SELECT h.passage, h.kind, h.score, count(DISTINCT u.trial) AS trials, u.n,
        min(t.source * ${KEYS} + t.key) AS first
        ${from} CROSS JOIN trial t ON t.key = u.trial
        GROUP BY h.passage ORDER BY h.score DESC, first LIMIT ?`,
    )
    .all(limit === Infinity ? ALL_ROWS : limit);
  const counted = count === undefined ? passageCount(database, from) : count;
  const { changes } = database
    .prepare(`INSERT OR IGNORE INTO temp.hit_trial SELECT u.trial ${from}`)
    .run();
  return { hits: rows.map(rankedOf), passages: counted, trials: Number(changes) };
}

function passageCount(database: DatabaseSync, from: string): number {
  const row = database.prepare(`SELECT count(DISTINCT h.passage) AS passages ${from}`).get();
  return Number(row?.['passages']);
}

function rankedOf(row: Readonly<Record<string, unknown>>): Ranked {
  const first = Number(row['first']);
  return {
    first,
    hit: {
      passage: Number(row['passage']),
      key: keyOf(first % KEYS),
      turn: Number(row['n']),
      kind: row['kind'] as RawHit['kind'],
      trials: Number(row['trials']),
      score: Number(row['score']),
    },
  };
}
