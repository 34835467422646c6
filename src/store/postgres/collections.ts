/** Which collections and buckets there are. */
import type { ClientBase } from 'pg';
import { UserError } from '../../base/user-error.ts';
import type { Address } from './address.ts';

export type Bucket = { readonly id: number; readonly trials: number; readonly passages: number };

/** The names of all collections, sorted. */
async function collectionNames(client: ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT name FROM inquest.collection ORDER BY name',
  );
  return rows.map(({ name }) => name);
}

/** The number of the collection that an address asks for. @throws UserError where it is none, or not one. */
export async function collectionOf(client: ClientBase, { collections }: Address): Promise<number> {
  const names = await collectionNames(client);
  const [name, ...more] = collections.length === 0 ? names : collections;
  const there = names.length === 0 ? 'it has none yet' : `it has ${names.join(', ')}`;
  if (name === undefined) {
    throw new UserError('the database has no collection', 'fill one with: inquest push');
  }
  if (more.length > 0) {
    throw new UserError(
      'one collection can be opened at a time',
      `say which: ?collection=NAME (${there})`,
    );
  }
  const { rows } = await client.query<{ id: number }>(
    'SELECT id FROM inquest.collection WHERE name = $1',
    [name],
  );
  const [found] = rows;
  if (found === undefined) {
    throw new UserError(`the database has no collection ${JSON.stringify(name)}`, there);
  }
  return found.id;
}

/** The number of a collection by its name; undefined: there is none. */
export async function findCollection(
  client: ClientBase,
  name: string,
): Promise<number | undefined> {
  const { rows } = await client.query<{ id: number }>(
    'SELECT id FROM inquest.collection WHERE name = $1',
    [name],
  );
  return rows[0]?.id;
}

/** The number of a collection by its name, which is made where it is not there. */
export async function makeCollection(client: ClientBase, name: string): Promise<number> {
  await client.query(
    'INSERT INTO inquest.collection (name) VALUES ($1) ON CONFLICT (name) DO NOTHING',
    [name],
  );
  const { rows } = await client.query<{ id: number }>(
    'SELECT id FROM inquest.collection WHERE name = $1',
    [name],
  );
  const [found] = rows;
  if (found === undefined) throw new Error('the collection is not there');
  return found.id;
}

/** The buckets of a collection, in their order. */
export async function bucketsOf(
  client: ClientBase,
  collection: number,
): Promise<readonly Bucket[]> {
  const { rows } = await client.query<Bucket>(
    'SELECT id, trials, passages FROM inquest.bucket WHERE collection = $1 ORDER BY id',
    [collection],
  );
  return rows;
}

/** Makes a bucket; gives its number. */
export async function makeBucket(client: ClientBase, collection: number): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    'INSERT INTO inquest.bucket (collection) VALUES ($1) RETURNING id',
    [collection],
  );
  return rows[0]?.id ?? 0;
}
