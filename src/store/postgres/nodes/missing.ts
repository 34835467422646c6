/** What is missing where a node does not answer and is left out. */
import type { Servers } from './servers.ts';

/** A line for a person; undefined: nothing of these collections is missing. */
export async function missingOf(
  { home, missing }: Servers,
  collections: readonly number[],
): Promise<string | undefined> {
  if (missing.length === 0) return undefined;
  const { rows } = await home.query<{ gone: number; all: number; trials: number }>(
    `SELECT count(*) FILTER (WHERE node = ANY ($2)) AS gone, count(*) AS all,
        coalesce(sum(trials) FILTER (WHERE node = ANY ($2)), 0) AS trials
      FROM inquest.bucket WHERE collection = ANY ($1)`,
    [collections, missing.map(({ node }) => node.id)],
  );
  const [{ gone, all, trials } = { gone: 0, all: 0, trials: 0 }] = rows;
  if (gone === 0) return undefined;
  const why = missing.map(({ reason }) => reason).join('; ');
  return `${gone} of ${all} buckets are missing, with ${trials} trials by the last push (${why}); totals are of the others, and no rates are given`;
}
