/** Collections read from their beginning to their end, as they were at one moment. */
import { UserError } from '../../base/user-error.ts';
import type { Trial } from '../../trial/types.ts';
import { ALL_IN_ORDER } from '../store.ts';
import { databaseError, type Database } from './connection.ts';
import { numberOf, type Place } from './keys.ts';
import { inBuckets, knownNow, type Known } from './known.ts';
import { openCluster, type Cluster } from './nodes/cluster.ts';
import { compareLists } from './nodes/merge.ts';
import { holdServers, SNAPSHOT, type Asked, type Servers } from './nodes/servers.ts';
import { orderBy, orderOf, positionColumns, positionOf } from './order.ts';
import { readTrials } from './read-trials.ts';

/** Trials that are read in one go. */
const MANY = 200;
/** Keys that are fetched in one go. */
const MANY_KEYS = 20_000;

/**
 * All trials of the collections that the address names, in the order of their files. What others push meanwhile
 * is not seen. @throws UserError where there is no such collection, or a connection is lost.
 */
export async function* pullTrials(database: Database): AsyncGenerator<Trial, void> {
  const cluster = await openCluster(database);
  try {
    yield* pulledFrom(cluster);
  } finally {
    await cluster.close();
  }
}

async function* pulledFrom(cluster: Cluster): AsyncGenerator<Trial, void> {
  const { address } = cluster.home;
  const { servers, commit, release } = await holdServers(cluster, SNAPSHOT);
  try {
    const known = await knownNow(servers, address, undefined);
    // The file would be taken for all of it.
    if (known.missing !== undefined) throw new UserError(`not pulled: ${known.missing}`);
    let some: Place[] = [];
    for await (const place of placesOf(servers, known)) {
      some.push(place);
      if (some.length < MANY) continue;
      yield* trialsAt(servers, known, some);
      some = [];
    }
    yield* trialsAt(servers, known, some);
    await commit();
  } catch (error) {
    throw databaseError(error, address);
  } finally {
    release();
  }
}

async function* trialsAt(
  servers: Servers,
  known: Known,
  places: readonly Place[],
): AsyncGenerator<Trial, void> {
  const trials = await readTrials(servers, places, known);
  for (const place of places) {
    const found = trials.get(numberOf(place));
    if (found === undefined) throw new Error('a trial has no record');
    yield found.trial;
  }
}

type Row = Place & { readonly source: number };

/** The places of all servers in one order. */
async function* placesOf(servers: Servers, known: Known): AsyncGenerator<Place, void> {
  const order = orderOf(known, ALL_IN_ORDER.sort);
  const statement = `SELECT ${positionColumns(order)} FROM inquest.fact t
    WHERE ${inBuckets(known, 't')} ${orderBy(order)}`;
  const streams = servers.parts.map((part) => fetchedFrom(part, statement));
  const heads = await Promise.all(streams.map(async (stream) => stream.next()));
  const tailOf = (row: Row) => positionOf(order, row).tail;
  for (;;) {
    const [first] = heads
      .flatMap(({ value }, at) => (value === undefined ? [] : [{ value, at }]))
      .toSorted((a, b) => compareLists(tailOf(a.value), tailOf(b.value)));
    if (first === undefined) return;
    yield first.value;
    const next = await streams[first.at]?.next();
    if (next !== undefined) heads[first.at] = next;
  }
}

async function* fetchedFrom(part: Asked, statement: string): AsyncGenerator<Row, void> {
  await part.query(`DECLARE pulled NO SCROLL CURSOR FOR ${statement}`);
  for (;;) {
    const { rows } = await part.query<Row>(`FETCH ${MANY_KEYS} FROM pulled`);
    if (rows.length === 0) return;
    yield* rows;
  }
}
