/** What trials are called whose own id another trial of the collection has too. */
import type { ClientBase } from 'pg';
import { arrayOf, fromSql, toSql } from './text.ts';

/**
 * The ids that trials get, in their order: `id`, or `id #2`, `id #3` … where other trials have it.
 * Undefined for one that keeps what it has.
 */
export async function freeIds(
  client: ClientBase,
  buckets: readonly number[],
  ids: readonly string[],
): Promise<readonly string[]> {
  const taken = await takenOf(client, buckets, ids);
  const given: string[] = [];
  for (const id of ids) {
    let free = id;
    for (let number = 2; taken.has(free.toWellFormed()); number += 1) {
      free = `${id} #${number}`;
      if (taken.has(free.toWellFormed())) continue;
      for (const one of await takenOf(client, buckets, [free])) taken.add(one);
    }
    taken.add(free.toWellFormed());
    given.push(free);
  }
  return given;
}

/** Those of some ids that trials have. */
async function takenOf(
  client: ClientBase,
  buckets: readonly number[],
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM inquest.trial WHERE id = ANY ($2::text[]) AND bucket = ANY ($1)',
    [buckets, ids.map(toSql)],
  );
  return new Set(rows.map(({ id }) => fromSql(id)));
}

type Member = {
  readonly bucket: number;
  readonly key: number;
  readonly id: string;
  readonly given: string | null;
  readonly own: string;
};

/** One of ours among the advisory locks; with the number of a collection. */
const CLAIMING = 7_367_112;

/**
 * Marks those of the trials from a key on whose ids trials of other buckets have too, which were written
 * meanwhile: `settleIds` tells them apart. To be called last before a commit, so that of two transactions
 * the later one sees the other.
 */
export async function claimIds(
  client: ClientBase,
  collection: number,
  bucket: number,
  firstKey: number,
): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1, $2)', [CLAIMING, collection]);
  await client.query(
    `UPDATE inquest.trial t SET given = t.id
      WHERE t.bucket = $1 AND t.key >= $2 AND t.given IS NULL AND EXISTS (
        SELECT 1 FROM inquest.trial o WHERE o.id = t.id AND o.bucket <> t.bucket
          AND o.bucket IN (SELECT b.id FROM inquest.bucket b WHERE b.collection = $3))`,
    [bucket, firstKey, collection],
  );
}

/**
 * See `StoreWriter.settleIds`. `renamed`: how many trials got another id, or were told to be the
 * first of theirs.
 */
export async function settleIds(
  client: ClientBase,
  buckets: readonly number[],
): Promise<{ readonly repeats: number; readonly renamed: number }> {
  const { rows } = await client.query<Member>(
    `SELECT t.bucket, t.key, t.id, t.given, r.own
      FROM (SELECT DISTINCT given AS own FROM inquest.trial
          WHERE bucket = ANY ($1) AND given IS NOT NULL) r
        JOIN inquest.trial t ON t.bucket = ANY ($1) AND (t.given = r.own OR (t.id = r.own AND t.given IS NULL))
        JOIN inquest.fact f ON f.bucket = t.bucket AND f.key = t.key
      ORDER BY r.own, f.source, t.bucket, t.key`,
    [buckets],
  );
  // Ids that are some trial's own, among those that a number could make.
  const own = new Set(rows.map((row) => row.own));
  const changes: Member[] = [];
  let repeats = 0;
  let of: string | undefined;
  let number = 1;
  for (const member of rows) {
    const isFirst = member.own !== of;
    if (isFirst) [of, number] = [member.own, 1];
    else repeats += 1;
    let id = member.own;
    if (!isFirst) {
      do {
        number += 1;
        id = `${member.own} #${number}`;
      } while (own.has(id) || (await isOwn(client, buckets, id)));
    }
    const given = isFirst ? null : member.own;
    if (id !== member.id || given !== member.given) changes.push({ ...member, id, given });
  }
  await rename(client, changes);
  return { repeats, renamed: changes.length };
}

async function isOwn(client: ClientBase, buckets: readonly number[], id: string): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT 1 FROM inquest.trial
      WHERE bucket = ANY ($1) AND (given = $2 OR (id = $2 AND given IS NULL)) LIMIT 1`,
    [buckets, id],
  );
  return rows.length > 0;
}

async function rename(client: ClientBase, changes: readonly Member[]): Promise<void> {
  if (changes.length === 0) return;
  await client.query(
    `UPDATE inquest.trial t SET id = c.id, given = c.given
      FROM unnest($1::int[], $2::int[], $3::text[], $4::text[]) c(bucket, key, id, given)
      WHERE t.bucket = c.bucket AND t.key = c.key`,
    [
      arrayOf(changes.map(({ bucket }) => bucket)),
      arrayOf(changes.map(({ key }) => key)),
      changes.map(({ id }) => id),
      changes.map(({ given }) => given),
    ],
  );
}
