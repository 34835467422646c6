/** A collection read from its beginning to its end, as it was at one moment. */
import type { Trial } from '../../trial/types.ts';
import { bucketsOf, collectionOf } from './collections.ts';
import { databaseError, type Database } from './connection.ts';
import { numberOf, type Place } from './keys.ts';
import { checkVersion } from './migrate.ts';
import { readTrials } from './read-trials.ts';

/** Trials that are read in one go. */
const MANY = 200;
/** Keys that are fetched in one go. */
const MANY_KEYS = 20_000;

/**
 * All trials of the collection that the address names, in the order of their files. What others push meanwhile
 * is not seen. @throws UserError where there is no such collection, or the connection is lost.
 */
export async function* pullTrials(database: Database): AsyncGenerator<Trial, void> {
  const client = await database.pool.connect().catch((error: unknown) => {
    throw databaseError(error, database.address);
  });
  let isDone = false;
  try {
    await checkVersion(client);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const collection = await collectionOf(client, database.address);
    const buckets = (await bucketsOf(client, collection)).map(({ id }) => id);
    await client.query(
      `DECLARE pulled NO SCROLL CURSOR FOR SELECT bucket, key FROM inquest.fact
        WHERE bucket = ANY ($1) ORDER BY source, bucket, key`,
      [buckets],
    );
    for (;;) {
      const { rows: places } = await client.query<Place>(`FETCH ${MANY_KEYS} FROM pulled`);
      if (places.length === 0) break;
      for (let at = 0; at < places.length; at += MANY) {
        const some = places.slice(at, at + MANY);
        const trials = await readTrials(client, some);
        for (const place of some) {
          const found = trials.get(numberOf(place));
          if (found === undefined) throw new Error('a trial has no record');
          yield found.trial;
        }
      }
    }
    await client.query('COMMIT');
    isDone = true;
  } catch (error) {
    throw databaseError(error, database.address);
  } finally {
    // A connection in the middle of something is not used again.
    client.release(!isDone);
  }
}
