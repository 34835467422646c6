/** Finds and ranks passages. The weights are explained in docs/query.md. */
import type { Plan } from '../../query/plan-types.ts';
import type { RawHit, RawHits } from '../../query/results.ts';
import {
  besideHits,
  combinations,
  isWide,
  passageCondition,
  trialCondition,
} from '../conditions.ts';
import { byKind, KIND_WEIGHTS } from '../kinds.ts';
import { textNodes, type RegexPlan, type TextPlan } from '../plan-nodes.ts';
import { join, sql, type Sql } from '../sql.ts';
import { dialectOf, trialsOf } from './conditions.ts';
import { keyOf, numberOf } from './keys.ts';
import type { Part, Run } from './hit-parts.ts';
import { inBuckets, numberOfSource, type Compiling } from './known.ts';
import { compareLists } from './nodes/merge.ts';
import { run, sequence } from './statement.ts';
import { arrayOf, wordHash } from './text.ts';
import { wordsOfChoice } from './turn-conditions.ts';
import type { Servers } from './nodes/servers.ts';

/** Words that are told apart one by one; of more, those about as close count as equally close. */
const APART = 100;

/** Words that are looked for in a passage one after the other; of more, its words are looked for among them. */
const FEW = 40;

const WEIGHT = `(${byKind((kind) => KIND_WEIGHTS[kind])})::float8`;

const TURNS = 'JOIN inquest.turn u ON u.bucket = h.bucket AND u.passage = h.id';

/** Thousands of trials may share a passage. */
const FIRST_TURNS = `CROSS JOIN LATERAL (SELECT u.bucket, u.trial FROM inquest.turn u
  WHERE u.bucket = h.bucket AND u.passage = h.id ORDER BY u.trial LIMIT 10) u`;

const NOTHING: RawHits = { hits: [], passages: 0, trials: 0 };

type Row = {
  readonly passages: number;
  readonly trials: number;
  readonly bucket: number | null;
  readonly passage: number;
  readonly kind: RawHit['kind'];
  readonly score: number;
  readonly same: number;
  /** Source, bucket, key, turn and passage of the first; with several collections as texts. */
  readonly first: readonly (number | string)[];
  /** Names the text; the same in all buckets. */
  readonly hash: string;
  /** The first bucket with a hit: by it servers are told apart. */
  readonly least: number;
};

type FindOptions = {
  readonly limit: number;
  readonly filter: Plan;
  /** What is looked at; undefined: all. */
  readonly part?: Part | undefined;
};

/**
 * Passages that hold at least one of the plan's words, in trials that match the plan and the filter;
 * for a plan without words, those that its fields speak of. The score is the weight of the passage's
 * kind times the mean closeness of the words it was found by. The same passage in two buckets is one.
 */
export async function findHits(
  client: Servers,
  known: Compiling,
  plan: Plan,
  { limit, filter, part }: FindOptions,
): Promise<RawHits> {
  const condition = passageCondition(plan, dialectOf(known));
  if (condition === undefined) return NOTHING;
  // Of trials that have a hit, what is still to be asked.
  const beside = besideHits(plan) ?? plan;
  const where = join([trialsOf(known, beside), trialCondition(filter, dialectOf(known))], 'AND');
  const rows = await run<Row>(
    client,
    sequence(
      'WITH hit AS MATERIALIZED (SELECT p.bucket, p.id, p.hash, p.kind,',
      scoreOf(known, textNodes(plan)),
      `AS score FROM inquest.passage p WHERE ${inBuckets(known, 'p')} AND`,
      part?.runs === undefined ? '' : `${inRuns(part.runs)} AND`,
      condition,
      `), found AS MATERIALIZED (
        SELECT DISTINCT h.bucket, h.id, t.source, t.key FROM hit h
          ${part === undefined ? TURNS : FIRST_TURNS}
          JOIN inquest.fact t ON t.bucket = u.bucket AND t.key = u.trial
        WHERE`,
      where,
      // As one number, which is compared faster than two.
      `), placed AS (
        SELECT bucket, id, same, (first >> 32)::int AS source, (first & 4294967295)::int AS key FROM (
          SELECT bucket, id, count(*) AS same, min((source::bigint << 32) | key) AS first
          FROM found GROUP BY bucket, id) f
      ), ranked AS (
        SELECT h.hash, min(h.kind) AS kind, max(h.score) AS score, sum(f.same)::bigint AS same,
          min(ARRAY[${numberOfSource(known, 'f')}, f.bucket, f.key, f.id]) AS first
        FROM hit h JOIN placed f ON f.bucket = h.bucket AND f.id = h.id GROUP BY h.hash
      ), best AS (
        SELECT *, first[1:3] AS trial FROM ranked ORDER BY score DESC, trial`,
      // Passages of one trial follow each other by their turns, which are looked up for these alone.
      // The same passage may be in several servers, at whatever place there.
      limit === Infinity || client.count > 1
        ? ''
        : { text: 'FETCH FIRST (?) ROWS WITH TIES', values: [limit] },
      `), turned AS (
        SELECT encode(b.hash, 'hex') AS hash, b.kind, b.score, b.same, b.first[2] AS bucket, b.first[4] AS passage,
          b.trial || u.n || b.first[4] AS first
        FROM best b CROSS JOIN LATERAL (SELECT min(u.n) AS n FROM inquest.turn u
          WHERE u.bucket = b.first[2] AND u.passage = b.first[4] AND u.trial = b.first[3]) u
      ) SELECT c.passages, d.trials, d.least, b.*
        FROM (SELECT count(*) AS passages FROM ranked) c
          CROSS JOIN (SELECT count(*) AS trials, min(bucket) AS least FROM (SELECT DISTINCT bucket, key FROM found) k) d
          LEFT JOIN turned b ON true ORDER BY b.score DESC, b.first`,
    ),
  );
  if (client.count === 1) {
    const [first] = rows;
    const hits = hitsOf(rows.slice(0, limit));
    return { hits, passages: first?.passages ?? 0, trials: first?.trials ?? 0 };
  }
  return merged(rows, limit);
}

/** Said one by one, so that the planner knows how few passages they are. */
function inRuns(runs: readonly Run[]): string {
  const some = runs.map(
    ({ bucket, from, to }) => `(p.bucket = ${bucket} AND p.id >= ${from} AND p.id < ${to})`,
  );
  return `(${some.join(' OR ')})`;
}

function hitsOf(rows: readonly Row[]): readonly RawHit[] {
  return rows.flatMap((row): readonly RawHit[] => {
    if (row.bucket === null) return [];
    const [, bucket = 0, key = 0, turn = 0] = row.first.map(Number);
    return [
      {
        passage: numberOf({ bucket: row.bucket, key: row.passage }),
        key: keyOf({ bucket, key }),
        turn,
        kind: row.kind,
        trials: row.same,
        score: row.score,
      },
    ];
  });
}

/** What several servers found: a passage that several have is one. A trial is on one server alone. */
function merged(rows: readonly Row[], limit: number): RawHits {
  const byHash = new Map<string, Row>();
  const trialsBy = new Map<number, number>();
  for (const row of rows) {
    if (row.bucket === null) continue;
    trialsBy.set(row.least, row.trials);
    const before = byHash.get(row.hash);
    if (before === undefined) byHash.set(row.hash, row);
    else {
      const [first] = [before, row].toSorted(compareFirst);
      byHash.set(row.hash, { ...(first ?? row), same: before.same + row.same });
    }
  }
  const trials = [...trialsBy.values()].reduce((sum, count) => sum + count, 0);
  const best = [...byHash.values()].toSorted((a, b) => b.score - a.score || compareFirst(a, b));
  return { hits: hitsOf(best.slice(0, limit)), passages: best.length, trials };
}

function compareFirst(a: Row, b: Row): number {
  return compareLists(a.first.map(Number), b.first.map(Number));
}

function scoreOf(known: Compiling, nodes: readonly (TextPlan | RegexPlan)[]): Sql {
  if (nodes.length === 0) return sql(`${WEIGHT} * 1.0::float8`);
  const sum = nodes
    .map((node) => closenessOf(known, node))
    .reduce((all, one) => sequence(all, '+', one));
  return sequence(`${WEIGHT} * (`, sum, `) / ${nodes.length}.0::float8`);
}

/** How close the closest words are by which a passage is found; 0 where it is not by these. */
function closenessOf(known: Compiling, node: TextPlan | RegexPlan): Sql {
  if (node.type === 'regex') {
    const isMatch = dialectOf(known).text(node);
    return sequence('CASE WHEN', isMatch, 'THEN 1.0::float8 ELSE 0::float8 END');
  }
  const all = combinations(node);
  const rounded = (closeness: number): number =>
    all.length <= APART ? closeness : Math.round(closeness * 20) / 20;
  // One row for each sequence of words, a beginning being all the words that begin so.
  const rows = all.flatMap(({ words, closeness }) =>
    words
      .map((choice) => wordsOfChoice(known, choice))
      .reduce<readonly (readonly string[])[]>(
        (before, some) => before.flatMap((all) => some.map((word) => [...all, word])),
        [[]],
      )
      .flatMap((some) =>
        known.collections.map(({ id }) => ({
          hashes: some.map((word) => wordHash(id, word)),
          closeness: rounded(closeness),
        })),
      ),
  );
  if (node.places.length === 1 && rows.length <= FEW) return closestLevel(rows);
  const columns = node.places.map((_, at) => arrayOf(rows.map(({ hashes }) => hashes[at] ?? 0n)));
  const names = node.places.map((_, at) => `w${at}`);
  const follow = names
    .slice(1)
    .map((name, at) => `AND d.words[w.n::int + ${at + 1}] = k.${name}`)
    .join(' ');
  const best: Sql = {
    // The array is taken out of its row once, not for each of its elements.
    text: `(SELECT max(k.closeness) FROM (SELECT p.words || '{}'::bigint[] AS words OFFSET 0) d
      CROSS JOIN unnest(d.words) WITH ORDINALITY w(word, n)
      JOIN unnest(${columns.map(() => '?::bigint[]').join(', ')}, ?::float8[]) k(${[...names, 'closeness'].join(', ')})
        ON k.w0 = w.word ${follow})`,
    values: [...columns, `{${rows.map(({ closeness }) => closeness).join(',')}}`],
  };
  if (!isWide(node)) return sequence('coalesce(', best, ', 0::float8)');
  const least = Math.min(...all.map(({ closeness }) => closeness));
  const isFound = dialectOf(known).text(node);
  return sequence('coalesce(', best, ', CASE WHEN', isFound, {
    text: 'THEN ?::float8 ELSE 0::float8 END)',
    values: [least],
  });
}

/** Of single words: the closeness of the closest that a passage has. */
function closestLevel(
  rows: readonly { readonly hashes: readonly bigint[]; readonly closeness: number }[],
): Sql {
  const levels = [...Map.groupBy(rows, ({ closeness }) => closeness)].toSorted(([a], [b]) => b - a);
  const cases = levels.map(([closeness, some]): Sql => ({
    text: 'WHEN p.words && ?::bigint[] THEN ?::float8',
    values: [arrayOf(some.flatMap(({ hashes }) => hashes)), closeness],
  }));
  return cases.length === 0 ? sql('0::float8') : sequence('CASE', ...cases, 'ELSE 0::float8 END');
}
