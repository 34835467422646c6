/** Which collections and buckets there are. */
import type { ClientBase } from 'pg';
import { UserError } from '../../base/user-error.ts';
import { quickly } from './lost.ts';
import { ALL_COLLECTIONS, type Address } from './address.ts';
import type { Asked } from './nodes/servers.ts';

export type Collection = {
  readonly id: number;
  readonly name: string;
  /** Rises with whatever is committed. */
  readonly generation: number;
};

export type Bucket = {
  readonly id: number;
  /** Number of the collection. */
  readonly collection: number;
  readonly trials: number;
  readonly passages: number;
  /** Passages have numbers below it. */
  readonly nextPassage: number;
};

/**
 * The collections that an address asks for, in its order; all of them are sorted by name.
 * @throws UserError where one is not there, or where the address does not say which of several.
 */
export async function collectionsOf(
  client: ClientBase,
  { collections: asked }: Pick<Address, 'collections'>,
): Promise<readonly Collection[]> {
  const { rows: all } = await client.query<Collection>(
    quickly('SELECT id, name, generation FROM inquest.collection ORDER BY name'),
  );
  const names = all.map(({ name }) => name).join(', ');
  if (all.length === 0 && asked.every((name) => name === ALL_COLLECTIONS)) {
    throw new UserError('the database has no collection', 'fill one with: inquest push');
  }
  if (asked.includes(ALL_COLLECTIONS) || (asked.length === 0 && all.length === 1)) return all;
  if (asked.length === 0) {
    throw new UserError(
      'the database has several collections',
      `say which: ?collection=NAME, or several: NAME,NAME, or all: * (it has ${names})`,
    );
  }
  return asked.map((name) => {
    const found = all.find((one) => one.name === name);
    if (found !== undefined) return found;
    throw new UserError(
      `the database has no collection ${JSON.stringify(name)}`,
      names === '' ? 'it has none yet' : `it has ${names}`,
    );
  });
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
  const found = await findCollection(client, name);
  if (found === undefined) throw new Error('the collection is not there');
  return found;
}

/** The buckets of a collection, in their order. */
export async function bucketsOf(client: Asked, collection: number): Promise<readonly Bucket[]> {
  return bucketsOfAll(client, [collection]);
}

/** The buckets of several collections. */
export async function bucketsOfAll(
  client: Asked,
  collections: readonly number[],
): Promise<readonly Bucket[]> {
  const { rows } = await client.query<Bucket>(
    `SELECT id, collection, trials, passages, next_passage AS "nextPassage" FROM inquest.bucket
      WHERE collection = ANY ($1) ORDER BY id`,
    [collections],
  );
  return rows.toSorted((a, b) => a.id - b.id);
}

/** Makes a bucket, where there are nodes on the next of them; gives its number. */
export async function makeBucket(client: ClientBase, collection: number): Promise<number> {
  const { rows: nodes } = await client.query('SELECT id FROM inquest.node LIMIT 1');
  const { rows } = await client.query<{ id: number }>(
    nodes.length > 0
      ? 'SELECT inquest.make_bucket($1) AS id'
      : 'INSERT INTO inquest.bucket (collection) VALUES ($1) RETURNING id',
    [collection],
  );
  return rows[0]?.id ?? 0;
}
