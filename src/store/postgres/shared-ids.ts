/**
 * Ids that trials of several collections have, where these are read as one: they are numbered as those of several
 * files are. In the tables every collection keeps its own.
 */
import type { Sql } from '../sql.ts';
import type { Bucket, Collection } from './collections.ts';
import { arraysOf, numberOf, type Place } from './keys.ts';
import { membersOf, numbered } from './repeated-ids.ts';
import { textArrayOf } from './text.ts';
import type { Servers } from './nodes/servers.ts';

/** A trial that is called otherwise here; texts are as they are stored. */
type SharedId = Place & {
  readonly id: string;
  /** What it is called in its collection, and whether it has a number there. */
  readonly stored: string;
  readonly isRepeat: boolean;
};

/** By the number of the trial's place. */
export type SharedIds = ReadonlyMap<number, SharedId>;

/** Compares the ids of all trials: a second or two for a million. `order`: the number of the file of `f`. */
export async function readSharedIds(
  client: Servers,
  { collections, buckets }: { collections: readonly Collection[]; buckets: readonly Bucket[] },
  order: string,
): Promise<SharedIds> {
  if (collections.length === 1) return new Map();
  const ids = buckets.map(({ id }) => id);
  // Of several servers each gives all of its ids: what one has once, another may have, too.
  const { rows: counted } = await client.query<{ own: string; count: number }>(
    `SELECT coalesce(given, id) AS own, count(*) AS count FROM inquest.trial
      WHERE bucket = ANY ($1) GROUP BY 1 ${client.count === 1 ? 'HAVING count(*) > 1' : ''}`,
    [ids],
  );
  const repeated = repeatedIn(counted);
  const rows = await membersOf(client, ids, repeated, order);
  const stored = new Map(rows.map((member) => [numberOf(member), member]));
  const { changes } = await numbered(client, ids, rows);
  return new Map(
    changes.flatMap(({ bucket, key, id }) => {
      const number = numberOf({ bucket, key });
      const before = stored.get(number);
      if (before === undefined || before.id === id) return [];
      const isRepeat = before.given !== null;
      return [[number, { bucket, key, id, stored: before.id, isRepeat }] as const];
    }),
  );
}

function repeatedIn(
  counted: readonly { readonly own: string; readonly count: number }[],
): readonly string[] {
  const counts = new Map<string, number>();
  for (const { own, count } of counted) counts.set(own, (counts.get(own) ?? 0) + count);
  return [...counts].flatMap(([own, count]) => (count > 1 ? [own] : []));
}

/** `JOIN`s `alias`, a row of `trial`, with what it is called here: `s.id` is null where that is what is stored. */
export function joinSharedIds(shared: SharedIds, alias: string): Sql {
  const all = [...shared.values()];
  return {
    text: `LEFT JOIN unnest(?::int[], ?::int[], ?::text[]) s(bucket, key, id)
      ON s.bucket = ${alias}.bucket AND s.key = ${alias}.key`,
    values: [...arraysOf(all), textArrayOf(all.map(({ id }) => id))],
  };
}
