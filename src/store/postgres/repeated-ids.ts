/** What trials are called whose own id another trial of the collection has too. */
import type { ClientBase } from 'pg';
import { arraysOf } from './keys.ts';
import { compareLists } from './nodes/merge.ts';
import type { Asked } from './nodes/servers.ts';
import { fromSql, toSql } from './text.ts';

/** The ids that trials get, in their order: `id`, or `id #2`, `id #3` … where other trials have it. */
export async function freeIds(
  client: ClientBase,
  buckets: readonly number[],
  ids: readonly string[],
): Promise<readonly string[]> {
  const taken = await takenOf(client, buckets, ids);
  const numbers = await numbersOf(client, buckets, ids);
  const given: string[] = [];
  let repeated: number[] = [];
  ids.forEach((id, at) => {
    if (taken.has(id.toWellFormed())) repeated.push(at);
    else given[at] = id;
    taken.add(id.toWellFormed());
  });
  // A few rounds: numbers that are taken as well are rare.
  while (repeated.length > 0) {
    const tried = repeated.map((at) => {
      const id = ids[at] ?? '';
      const number = (numbers.get(id.toWellFormed()) ?? 1) + 1;
      numbers.set(id.toWellFormed(), number);
      return { at, id: `${id} #${number}` };
    });
    for (const id of await takenOf(
      client,
      buckets,
      tried.map((one) => one.id),
    )) {
      taken.add(id);
    }
    repeated = tried.flatMap(({ at, id }) => {
      if (taken.has(id.toWellFormed())) return [at];
      taken.add(id.toWellFormed());
      given[at] = id;
      return [];
    });
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

/** About the last number that was given to each of some ids. */
async function numbersOf(
  client: ClientBase,
  buckets: readonly number[],
  ids: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ given: string; count: number }>(
    `SELECT given, count(*)::int AS count FROM inquest.trial
      WHERE given = ANY ($2::text[]) AND bucket = ANY ($1) GROUP BY given`,
    [buckets, ids.map(toSql)],
  );
  return new Map(rows.map(({ given, count }) => [fromSql(given), count + 1]));
}

/** A trial, with its own id: what it is called where no other trial has that. */
export type Member = {
  readonly bucket: number;
  readonly key: number;
  readonly id: string;
  readonly given: string | null;
  readonly own: string;
};

/** One of ours among the advisory locks; with the number of a collection. */
export const CLAIMING = 7_367_112;

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
  client: Asked,
  buckets: readonly number[],
): Promise<{ readonly repeats: number; readonly renamed: number }> {
  const { rows: repeated } = await client.query<{ own: string }>(
    'SELECT DISTINCT given AS own FROM inquest.trial WHERE bucket = ANY ($1) AND given IS NOT NULL',
    [buckets],
  );
  const owns = repeated.map(({ own }) => own);
  const rows = await membersOf(client, buckets, owns, 'f.source');
  const { changes, repeats } = await numbered(client, buckets, rows);
  await rename(client, changes);
  return { repeats, renamed: changes.length };
}

/**
 * Which of the trials that share their own ids are called otherwise than they should be, with what they should be
 * called; and how many do not keep their own. `members`: by their own ids, those of one in their order.
 */
export async function numbered(
  client: Asked,
  buckets: readonly number[],
  members: readonly Member[],
): Promise<{ readonly changes: readonly Member[]; readonly repeats: number }> {
  // Ids that are some trial's own, among those that a number could make.
  const own = await ownOf(client, buckets, members);
  const changes: Member[] = [];
  let repeats = 0;
  let of: string | undefined;
  let number = 1;
  for (const member of members) {
    const isFirst = member.own !== of;
    if (isFirst) [of, number] = [member.own, 1];
    else repeats += 1;
    let id = member.own;
    if (!isFirst) {
      do {
        number += 1;
        id = `${member.own} #${number}`;
      } while (own.has(id));
    }
    const given = isFirst ? null : member.own;
    if (id !== member.id || given !== member.given) changes.push({ ...member, id, given });
  }
  return { changes, repeats };
}

/**
 * The trials that have some ids as their own, by these, in the order of their files. `order`: the number of the file
 * of `f`. The trials of an id may be on several servers.
 */
export async function membersOf(
  client: Asked,
  buckets: readonly number[],
  ids: readonly string[],
  order: string,
): Promise<readonly Member[]> {
  const owns = [...new Set(ids)].toSorted();
  const members: Member[] = [];
  for (let at = 0; at < owns.length; at += MANY) {
    const { rows } = await client.query<Member & { readonly file: number }>(
      `SELECT t.bucket, t.key, t.id, t.given, r.own, ${order} AS file
        FROM unnest($2::text[]) r(own)
          JOIN inquest.trial t ON t.bucket = ANY ($1) AND (t.given = r.own OR (t.id = r.own AND t.given IS NULL))
          JOIN inquest.fact f ON f.bucket = t.bucket AND f.key = t.key`,
      [buckets, owns.slice(at, at + MANY)],
    );
    const placeOf = ({ file, bucket, key }: (typeof rows)[number]) => [file, bucket, key];
    for (const [, some] of Map.groupBy(rows, ({ own }) => own)) {
      members.push(...some.toSorted((a, b) => compareLists(placeOf(a), placeOf(b))));
    }
  }
  return members;
}

/** Ids in one question. */
const MANY = 10_000;

/** Which of the ids that numbers make of repeated ones are some trial's own. */
async function ownOf(
  client: Asked,
  buckets: readonly number[],
  members: readonly Member[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  let asked = [...Map.groupBy(members, ({ own }) => own)].map(([own, { length }]) => ({
    own,
    from: 2,
    to: length,
  }));
  // As many more as were found to be taken have to be looked at, and so on.
  while (asked.length > 0) {
    const all = asked.flatMap(({ own, from, to }) =>
      Array.from({ length: to - from + 1 }, (_, n) => `${own} #${from + n}`),
    );
    const taken = new Set<string>();
    for (let at = 0; at < all.length; at += MANY) {
      const { rows } = await client.query<{ id: string }>(
        `SELECT id FROM inquest.trial WHERE bucket = ANY ($1) AND id = ANY ($2) AND given IS NULL
          UNION SELECT given FROM inquest.trial WHERE bucket = ANY ($1) AND given = ANY ($2)`,
        [buckets, all.slice(at, at + MANY)],
      );
      for (const { id } of rows) taken.add(id);
    }
    for (const id of taken) found.add(id);
    asked = asked.flatMap(({ own, from, to }) => {
      let more = 0;
      for (let n = from; n <= to; n += 1) if (taken.has(`${own} #${n}`)) more += 1;
      return more === 0 ? [] : [{ own, from: to + 1, to: to + more }];
    });
  }
  return found;
}

async function rename(client: Asked, changes: readonly Member[]): Promise<void> {
  if (changes.length === 0) return;
  await client.query(
    `UPDATE inquest.trial t SET id = c.id, given = c.given
      FROM unnest($1::int[], $2::int[], $3::text[], $4::text[]) c(bucket, key, id, given)
      WHERE t.bucket = c.bucket AND t.key = c.key`,
    [...arraysOf(changes), changes.map(({ id }) => id), changes.map(({ given }) => given)],
  );
}
