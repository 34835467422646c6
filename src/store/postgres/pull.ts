/** Collections read from their beginning to their end, as they were at one moment. */
import type { Trial } from '../../trial/types.ts';
import { ALL_IN_ORDER } from '../store.ts';
import { databaseError, type Database } from './connection.ts';
import { numberOf, type Place } from './keys.ts';
import { inBuckets, knownNow } from './known.ts';
import { checkVersion } from './migrate.ts';
import { orderBy, orderOf } from './order.ts';
import { readTrials } from './read-trials.ts';

/** Trials that are read in one go. */
const MANY = 200;
/** Keys that are fetched in one go. */
const MANY_KEYS = 20_000;

/**
 * All trials of the collections that the address names, in the order of their files. What others push meanwhile
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
    const known = await knownNow(client, database.address, undefined);
    await client.query(
      `DECLARE pulled NO SCROLL CURSOR FOR SELECT t.bucket, t.key FROM inquest.fact t
        WHERE ${inBuckets(known, 't')} ${orderBy(orderOf(known, ALL_IN_ORDER.sort))}`,
    );
    for (;;) {
      const { rows: places } = await client.query<Place>(`FETCH ${MANY_KEYS} FROM pulled`);
      if (places.length === 0) break;
      for (let at = 0; at < places.length; at += MANY) {
        const some = places.slice(at, at + MANY);
        const trials = await readTrials(client, some, known);
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
