/** Reads a collection in PostgreSQL. Sees what others commit meanwhile. */
import type { Plan } from '../../query/plan-types.ts';
import type { TrialKey } from '../../query/results.ts';
import type { CollectionField } from '../../trial/collection-fields.ts';
import type { ReaderOptions } from '../backend.ts';
import { ALL_IN_ORDER, type HitOptions, type Store, type StoredTrial } from '../store.ts';
import { wantedSignal } from '../wanted.ts';
import { collectionsOf } from './collections.ts';
import { openIn, type Database } from './connection.ts';
import { countFacets, countGroups } from './counts.ts';
import { findInParts } from './hit-parts.ts';
import { findHits } from './hits.ts';
import { keyOf, numberOf, placeOf, type Place } from './keys.ts';
import {
  collectionsNow,
  generationOf,
  inBuckets,
  knownNow,
  type Compiling,
  type Known,
} from './known.ts';
import { allOf, countOf, readNeighbours, readPage } from './lists.ts';
import { readOnly } from './read-only.ts';
import { readPassages, readTrials } from './read-trials.ts';
import { createRegexPlaces } from './regexes.ts';
import { asksForBeginnings, regexNodes } from '../plan-nodes.ts';
import { openCluster, type Cluster } from './nodes/cluster.ts';
import type { Servers } from './nodes/servers.ts';
import { readProblems } from './problems.ts';
import { readRows } from './read-rows.ts';
import { toSql } from './text.ts';
import { createWords } from './words.ts';

/** Trials that are read in one go. */
const MANY = 200;

/** Opens the collections of an address for reading; closes the database with itself, and where it fails. */
export async function openReader(
  database: Database,
  { chunk, onLooked }: ReaderOptions = {},
): Promise<Store> {
  const { address } = database;
  const cluster = await openIn(database, async () => clusterWithAll(database));
  let known: Known | undefined;
  let signals: ReadonlyMap<string, Plan> = new Map();
  const words = createWords();
  const placesOf = createRegexPlaces(words.all, onLooked);

  /** Asks for what belongs together. `plans`: what will be compiled. */
  async function ask<T>(
    plans: readonly Plan[],
    use: (client: Servers, known: Compiling) => Promise<T>,
    signal = wantedSignal(),
  ): Promise<T> {
    return readOnly(cluster, signal, async (client) => {
      const now = await knownNow(client, address, known);
      known = now;
      const hasBeginnings = [...plans, ...signals.values()].some(asksForBeginnings);
      const all = hasBeginnings ? await words.all(client, now) : [];
      const beginningWith = (beginning: string): readonly string[] =>
        all.flatMap(({ word }) => (word.startsWith(beginning) ? [word] : []));
      const nodes = [...plans, ...signals.values()].flatMap(regexNodes);
      const regexes = await placesOf(client, { ...now, beginningWith }, nodes, signal);
      return use(client, { ...now, signals, beginningWith, regexes });
    });
  }

  async function* stored(keys: readonly Place[]): AsyncGenerator<StoredTrial> {
    for (let at = 0; at < keys.length; at += MANY) {
      yield* await ask([], (client, now) => readStored(client, now, keys.slice(at, at + MANY)));
    }
  }

  const one = async (key: TrialKey) => {
    const place = placeOf(key);
    if (place === undefined) return undefined;
    return ask([], async (client, now) =>
      (await readTrials(client, [place], now)).get(numberOf(place)),
    );
  };

  return {
    generation: async () =>
      readOnly(cluster, undefined, async (client) =>
        generationOf(await collectionsNow(client, address)),
      ),
    totals: async () => ask([], readTotals),
    missing: async () =>
      address.allowsMissing === true ? ask([], async (_, { missing }) => missing) : undefined,
    sources: async () => ask([], async (_, { sources }) => sources.map(({ source }) => source)),
    problems: async (limit) => ask([], (client, now) => readProblems(client, now, limit)),
    prepare: async (plan, signal) => {
      if (regexNodes(plan).length > 0) await ask([plan], async () => undefined, signal);
    },
    page: async (list, options) =>
      ask([list.plan], (client, now) => readPage(client, now, list, options)),
    count: async (plan) => ask([plan], (client, now) => countOf(client, now, plan)),
    neighbours: async (list, key) =>
      ask([list.plan], (client, now) => readNeighbours(client, now, list, key)),
    scan: async function* (list) {
      const keys = await ask([list.plan], (client, now) => allOf(client, now, list));
      yield* stored(keys);
    },
    trials: async function* (keys) {
      let some: Place[] = [];
      for (const key of keys) {
        some.push(placeOf(key) ?? { bucket: 0, key: 0 });
        if (some.length < MANY) continue;
        yield* stored(some);
        some = [];
      }
      yield* stored(some);
    },
    rows: async (keys) =>
      ask([], (client, now) =>
        readRows(
          client,
          now,
          keys.flatMap((key) => placeOf(key) ?? []),
        ),
      ),
    trial: async (key) => (await one(key))?.trial,
    outline: async (key) => (await one(key))?.outline,
    keyOf: async (id) =>
      ask([], async (client, now) => {
        const place = await placeOfId(client, now, toSql(id));
        return place && keyOf(place);
      }),
    fields: async () => ask([], readFields),
    facets: async (plan, fields) =>
      ask([plan], (client, now) => countFacets(client, now, plan, fields)),
    groups: async (plan, by) => ask([plan], (client, now) => countGroups(client, now, plan, by)),
    variants: async (typed) =>
      ask([], async (client, now) => {
        const { expand } = await words.dictionary(client, now);
        return typed.map(({ word, mode }) => expand(word, mode));
      }),
    words: async () => ask([], words.all),
    hits: async (plan, options: HitOptions = {}) => {
      const { filter = { type: 'all' }, signal, limit = Infinity } = options;
      return ask(
        [plan, filter],
        (client, now) => {
          const counts = async () => (await words.dictionary(client, now)).countOf;
          return findInParts(now, plan, { ...options, chunk, counts }, (part) =>
            findHits(client, now, plan, { limit, filter, part }),
          );
        },
        signal,
      );
    },
    passages: async (ids) =>
      ask([], (client) =>
        readPassages(
          client,
          ids.flatMap((id) => placeOf(id) ?? []),
        ),
      ),
    defineSignals: async (definitions) => {
      signals = new Map(definitions);
    },
    close: async () => {
      await cluster.close();
      await database.close();
    },
  };
}

/** @throws UserError where a collection that the address names is not there. */
async function clusterWithAll(database: Database): Promise<Cluster> {
  const cluster = await openCluster(database);
  await database.withClient((client) => collectionsOf(client, database.address));
  return cluster;
}

async function placeOfId(client: Servers, now: Known, id: string): Promise<Place | undefined> {
  const shared = now.sharedIds.values().find((one) => one.id === id);
  if (shared !== undefined) return shared;
  const { rows } = await client.query<Place>(
    `SELECT i.bucket, i.key FROM inquest.trial i WHERE i.id = $1 AND ${inBuckets(now, 'i')}`,
    [id],
  );
  return rows.find((row) => !now.sharedIds.has(numberOf(row)));
}

async function readStored(
  client: Servers,
  now: Known,
  places: readonly Place[],
): Promise<readonly StoredTrial[]> {
  const rows = await readRows(client, now, places);
  const trials = await readTrials(client, places, now);
  return rows.flatMap((row) => {
    const read = trials.get(row.key as unknown as number);
    return read === undefined ? [] : [{ row, ...read }];
  });
}

async function readTotals(
  client: Servers,
  now: Compiling,
): Promise<Awaited<ReturnType<Store['totals']>>> {
  const { rows } = await client.query<{ problems: number }>(
    `SELECT (SELECT count(*) FROM inquest.problem m WHERE ${inBuckets(now, 'm')}) +
      (SELECT count(*) FROM inquest.trial i WHERE i.given IS NOT NULL AND ${inBuckets(now, 'i')}) AS problems`,
  );
  // Those that have a number in their collection are counted there.
  const repeats = [...now.sharedIds.values()].filter(({ isRepeat }) => !isRepeat).length;
  const problems = rows.reduce((all, one) => all + one.problems, repeats);
  const trials = await countOf(client, now, ALL_IN_ORDER.plan);
  const passages = now.buckets.reduce((sum, bucket) => sum + bucket.passages, 0);
  const doubts = [now.missing, now.kept.doubt].filter((doubt) => doubt !== undefined);
  const doubt = doubts.length === 0 ? undefined : doubts.join('; ');
  return { trials, passages, problems, doubt };
}

async function readFields(client: Servers, now: Known): Promise<readonly CollectionField[]> {
  const { rows } = await client.query<{ field: number }>(
    `SELECT f.field FROM unnest($1::int[]) f(field)
      WHERE EXISTS (SELECT 1 FROM inquest.field_value v WHERE ${inBuckets(now, 'v')} AND v.field = f.field)`,
    [[...now.fields.values()].flat()],
  );
  const there = new Set(rows.map(({ field }) => field));
  const names = [...now.fields].flatMap(([name, codes]) =>
    codes.some((code) => there.has(code)) ? [name] : [],
  );
  return names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
