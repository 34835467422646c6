/**
 * Makes a collection larger than can be pushed in reasonable time: the trials of its first bucket are there
 * again and again, written by the database itself. What is counted and searched is as many and as
 * varied as if they had been pushed; what is not: texts repeat, so that the blocks of a bucket are those of one copy.
 *
 * A copy has keys, ids, files and texts of its own (passages that many trials share stay shared within a bucket), and
 * its trials combine the values of three trials of the first copy.
 */
import type { ClientBase } from 'pg';
import { addToRollup } from '../../src/store/postgres/rollup.ts';
import { BUCKET_TRIALS } from '../../src/store/postgres/schema.ts';

/** Kinds of passages that a trial has for itself. */
const OWN = "p.kind IN ('reasoning', 'action')";

/** What is copied: the bucket that was pushed, with the numbers of its rows. */
type Original = {
  readonly collection: number;
  readonly bucket: number;
  readonly trials: number;
  /** Rows of passages, and how many of those are of one trial alone. */
  readonly passages: number;
  readonly own: number;
  readonly sources: number;
};

/** Remembers what was pushed, which is all that there is: it is copied later. */
export async function rememberOriginal(client: ClientBase): Promise<void> {
  await client.query(
    `CREATE TABLE public.bench_original AS
      SELECT b.collection, b.id AS bucket, b.trials, b.next_passage - 1 AS passages,
        (SELECT count(*)::int FROM inquest.passage p WHERE p.bucket = b.id AND ${OWN}) AS own,
        (SELECT count(*)::int FROM inquest.source s WHERE s.bucket = b.id) AS sources
      FROM inquest.bucket b`,
  );
  await client.query(
    'CREATE TABLE public.bench_word AS SELECT hash, word, passages FROM inquest.word',
  );
}

/** How many trials there are. */
async function trialsOf(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ trials: number }>(
    'SELECT coalesce(sum(trials), 0)::int AS trials FROM inquest.bucket',
  );
  return rows[0]?.trials ?? 0;
}

/** Makes the collection as large as `trials`, a multiple of the original. The tables have their indexes anew then. */
export async function growTo(client: ClientBase, trials: number): Promise<void> {
  const { rows } = await client.query<Original>('SELECT * FROM public.bench_original');
  const [original] = rows;
  if (original === undefined || rows.length > 1) throw new Error('one bucket is copied');
  const there = await trialsOf(client);
  const first = Math.round(there / original.trials);
  const copies = Math.round(trials / original.trials);
  if (copies <= first) return;
  const indexes = await dropIndexes(client);
  for (const statement of stagedTables(original)) await client.query(statement);
  const perBucket = Math.floor(BUCKET_TRIALS / original.trials);
  for (let copy = first; copy < copies; copy += 1) {
    const slot = copy % perBucket;
    const bucket = await bucketOf(client, original, Math.floor(copy / perBucket));
    await client.query('BEGIN');
    for (const statement of statementsOf(original, { copy, slot, bucket })) {
      await client.query(statement);
    }
    for (let n = 0; n < original.sources; n += 1) {
      const source = 1 + copy * original.sources + n;
      await addToRollup(client, bucket, { source });
    }
    await client.query('COMMIT');
    process.stderr.write(`  copied ${copy + 1} of ${copies}\r`);
  }
  process.stderr.write('\n  indexes…\n');
  for (const statement of indexes) await client.query(statement);
  await client.query('DROP SCHEMA bench CASCADE');
  await client.query('UPDATE inquest.collection SET generation = generation + 1');
  for (const table of TABLES) await client.query(`VACUUM ANALYZE inquest.${table}`);
}

const TABLES = ['fact', 'trial', 'passage', 'turn', 'block', 'word', 'rollup', 'source'];

/** The rows that are copied, in tables of their own: those that grow have no indexes meanwhile. */
function stagedTables({ bucket, trials, passages }: Original): readonly string[] {
  const of = (table: string, key: string, most: number): string =>
    `CREATE TABLE bench.${table} AS SELECT * FROM inquest.${table} p
      WHERE p.bucket = ${bucket} AND p.${key} <= ${most} ORDER BY p.${key}`;
  return [
    'DROP SCHEMA IF EXISTS bench CASCADE',
    'CREATE SCHEMA bench',
    of('fact', 'key', trials),
    of('trial', 'key', trials),
    of('passage', 'id', passages),
    `CREATE TABLE bench.turn AS SELECT u.trial, u.n, u.passage, ${OWN} AS is_own
      FROM inquest.turn u JOIN bench.passage p ON p.id = u.passage
      WHERE u.bucket = ${bucket} AND u.trial <= ${trials} ORDER BY u.trial, u.n`,
    'ANALYZE bench.fact',
  ];
}

/** Takes away what no statement here needs; gives what makes them again. */
async function dropIndexes(client: ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; dropped: string; made: string }>(
    `SELECT t.relname AS name, coalesce(
        'ALTER TABLE inquest.' || t.relname || ' DROP CONSTRAINT ' || c.conname,
        'DROP INDEX ' || i.indexrelid::regclass) AS dropped,
        coalesce('ALTER TABLE inquest.' || t.relname || ' ADD ' || pg_get_constraintdef(c.oid),
          pg_get_indexdef(i.indexrelid)) AS made
      FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
        LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid
      WHERE n.nspname = 'inquest' AND t.relname IN ('fact', 'trial', 'passage', 'turn')`,
  );
  // By its file, trials are counted while they are copied.
  const some = rows.filter(({ made }) => !made.includes('fact_order'));
  for (const { dropped } of some) await client.query(dropped);
  return some.map(({ made }) => made);
}

async function bucketOf(client: ClientBase, original: Original, place: number): Promise<number> {
  if (place === 0) return original.bucket;
  const { rows } = await client.query<{ id: number }>(
    'SELECT id FROM inquest.bucket WHERE collection = $1 ORDER BY id OFFSET $2 LIMIT 1',
    [original.collection, place],
  );
  if (rows[0] !== undefined) return rows[0].id;
  const { rows: made } = await client.query<{ id: number }>(
    `INSERT INTO inquest.bucket (collection, next_block)
      SELECT collection, next_block FROM inquest.bucket WHERE id = $1 RETURNING id`,
    [original.bucket],
  );
  return made[0]?.id ?? 0;
}

type Copy = { readonly copy: number; readonly slot: number; readonly bucket: number };

function statementsOf(
  { collection, bucket: from, trials, passages, own, sources }: Original,
  { copy, slot, bucket }: Copy,
): readonly string[] {
  const key = `+ ${slot * trials}`;
  const source = `+ ${copy * sources}`;
  const isFirst = slot === 0;
  // A number that is coprime to that of the trials, so that each of them comes up once.
  const other = (n: number): string => `(t.key::bigint * ${n} + ${copy * 7919}) % ${trials} + 1`;
  const fresh = (column: string): string =>
    `substring(sha256(${column} || int4send(${copy})) FROM 1 FOR 17)`;
  return [
    `INSERT INTO inquest.source (bucket, id, path, name, format, why, size, stamp, fingerprint,
        checked_bytes, checksum, read_bytes, read_lines, complete, trials, problems, missing)
      SELECT ${bucket}, id ${source}, path || '~${copy}', name || '~${copy}', format, why, size, '', '',
        0, 0, read_bytes, read_lines, complete, trials, problems, missing
      FROM inquest.source WHERE bucket = ${from} AND id <= ${sources}`,
    `INSERT INTO inquest.fact
      SELECT ${bucket}, t.key ${key}, t.source ${source}, t.flags, t.started, t.tokens, t.duration, t.epoch, t.turns,
        a.model, a.label, a.judge, t.scenario, b.condition, t.sample, t.belief, b.instruction, t.tags, t.errortype,
        a.outcome, t.disputed, t.synthetic
      FROM bench.fact t JOIN bench.fact a ON a.key = ${other(31)} JOIN bench.fact b ON b.key = ${other(37)}
      ORDER BY t.key`,
    `INSERT INTO inquest.trial
      SELECT ${bucket}, key ${key}, id || '~${copy}', given, place, at, outline, started, block, start, length, json
      FROM bench.trial`,
    `INSERT INTO inquest.passage
      SELECT ${bucket}, id + CASE WHEN ${OWN} THEN ${slot * passages} ELSE 0 END,
        CASE WHEN ${OWN} THEN ${fresh('hash')} ELSE hash END,
        kind, sender, recipient, subject, draft, block, start, length, json, words
      FROM bench.passage p ${isFirst ? '' : `WHERE ${OWN}`}`,
    `INSERT INTO inquest.turn
      SELECT ${bucket}, trial ${key}, n, passage + CASE WHEN is_own THEN ${slot * passages} ELSE 0 END
      FROM bench.turn`,
    ...(isFirst
      ? [
          `INSERT INTO inquest.block SELECT ${bucket}, id, body FROM inquest.block WHERE bucket = ${from}`,
        ]
      : []),
    // Of words in passages that trials share, a little too many: only these numbers are told of them.
    `INSERT INTO inquest.word AS w SELECT ${bucket}, hash, word, passages FROM public.bench_word
      ON CONFLICT (bucket, hash) DO UPDATE SET passages = w.passages + excluded.passages`,
    `UPDATE inquest.bucket SET trials = ${(slot + 1) * trials}, next_trial = ${(slot + 1) * trials + 1},
      passages = ${passages - own + (slot + 1) * own},
      next_passage = ${(slot + 1) * passages + 1} WHERE id = ${bucket}`,
    `UPDATE inquest.collection SET next_source = next_source + ${sources} WHERE id = ${collection}`,
  ];
}
