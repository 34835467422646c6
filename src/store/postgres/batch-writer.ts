/** Writes batches of trials into a bucket, by COPY. */
import type { ClientBase } from 'pg';
import { numberIn } from '../../trial/collection-fields.ts';
import { decimal, exactNumber } from '../exact-number.ts';
import { decodeBatch, type Block, type EncodedTrial } from '../encoded-trials.ts';
import type { EncodedBatch } from '../store.ts';
import { createCodes } from './codes.ts';
import { bucketsOf } from './collections.ts';
import type { Database } from './connection.ts';
import { copyRows, type Cell } from './copy.ts';
import { codedNames, FACT_COLUMNS, factCells } from './fields.ts';
import {
  createPassageNumbers,
  flushWords,
  knownPassage,
  PASSAGE_COLUMNS,
  passageCells,
  wordsOf,
  type Counted,
} from './passages.ts';
import { freeIds } from './repeated-ids.ts';
import { createUncounted, takeFromRollup } from './rollup.ts';
import { arrayOf, fromSql, toSql } from './text.ts';

/** A row of `bucket`, as it is to be written at the end of the transaction. */
export type BucketState = {
  readonly id: number;
  trials: number;
  passages: number;
  next_trial: number;
  next_passage: number;
  next_block: number;
};

export type BatchWriter = {
  /** Adds trials of a file; resolves with the ids they got. */
  readonly add: (
    client: ClientBase,
    state: BucketState,
    source: number,
    batch: EncodedBatch,
  ) => Promise<readonly string[]>;
  /** Writes what was counted: to be called before a commit, and before passages are deleted. */
  readonly flush: (client: ClientBase) => Promise<void>;
  /** Some passages may be gone; what was counted and not written is no more. */
  readonly forget: () => void;
};

const TRIAL_COLUMNS = 'bucket key id given place at outline started block start length json'.split(
  ' ',
);

/** Names of a trial in its bucket and file. */
type Named = { readonly key: number; readonly id: string; readonly isNew: boolean };

/** `home`: where codes of values are made. */
export function createBatchWriter(home: Database, collection: number, bucket: number): BatchWriter {
  const codes = createCodes(home, collection);
  const numbers = createPassageNumbers(bucket);
  const counted: Counted = new Map();
  const uncounted = createUncounted(bucket);

  /** Keys and ids: those of the trials whose places they take, or new ones. */
  async function nameTrials(
    client: ClientBase,
    state: BucketState,
    source: number,
    trials: readonly EncodedTrial[],
  ): Promise<readonly Named[]> {
    const old = await trialsAt(client, bucket, source, trials);
    const fresh = trials.filter(({ place }) => place === undefined || !old.has(place));
    const buckets = (await bucketsOf(client, collection)).map(({ id }) => id);
    const ids = (
      await freeIds(
        client,
        buckets,
        fresh.map(({ facts }) => facts.id),
      )
    ).values();
    return trials.map(({ place }) => {
      const before = place === undefined ? undefined : old.get(place);
      if (before !== undefined) return { ...before, isNew: false };
      const key = state.next_trial;
      state.next_trial += 1;
      const id = ids.next().value ?? '';
      return { key, id, isNew: true };
    });
  }

  async function addPassages(
    client: ClientBase,
    state: BucketState,
    trials: readonly EncodedTrial[],
    blocks: readonly Block[],
  ): Promise<void> {
    await numbers.learn(client, trials);
    const rows: (readonly Cell[])[] = [];
    for (const passage of trials.flatMap(({ passages }) => passages)) {
      if (typeof passage === 'string' || numbers.of(passage.hash) !== undefined) continue;
      const id = state.next_passage;
      state.next_passage += 1;
      state.passages += 1;
      numbers.set(passage.hash, id);
      const hashes = wordsOf(collection, passage, blocks, counted);
      rows.push(passageCells(passage, { bucket, id, firstBlock: state.next_block }, hashes));
    }
    if (rows.length > 0) await copyRows(client, 'passage', PASSAGE_COLUMNS, rows);
  }

  async function addValues(
    client: ClientBase,
    trials: readonly EncodedTrial[],
    named: readonly Named[],
  ): Promise<void> {
    const names = trials.flatMap(({ fields = [] }) => fields.map(([name]) => name));
    if (names.length === 0) return;
    const fieldCodes = await codes.ofFields(new Set(names));
    const rows = trials.flatMap(({ fields = [] }, at) =>
      fields.flatMap(([name, values]) =>
        values.map((value, n): readonly Cell[] => {
          const number = exactNumber(value) ?? numberIn(value);
          return [
            bucket,
            fieldCodes.get(name) ?? 0,
            named[at]?.key ?? 0,
            n,
            toSql(String(value)),
            number === null ? null : decimal(number),
          ];
        }),
      ),
    );
    const columns = ['bucket', 'field', 'trial', 'n', 'text', 'number'];
    await copyRows(client, 'field_value', columns, rows);
  }

  return {
    add: async (client, state, source, batch) => {
      const { trials, blocks } = decodeBatch(batch);
      if (trials.length === 0) return [];
      const named = await nameTrials(client, state, source, trials);
      if (uncounted.hasAny(named)) await uncounted.flush(client);
      await removeReplaced(client, bucket, named);
      const allCodes = await codes.of(trials.map(({ facts }) => codedNames(facts)));
      await addPassages(client, state, trials, blocks);
      const rows = trials.map((trial, at) => {
        const { key = 0, id = '' } = named[at] ?? {};
        const facts = factCells(
          trial.facts,
          trial.flags,
          { bucket, key, source },
          allCodes[at] as NonNullable<(typeof allCodes)[number]>,
        );
        return { facts, trial: trialCells(trial, { bucket, key, id, block: state.next_block }) };
      });
      await copyRows(
        client,
        'fact',
        FACT_COLUMNS,
        rows.map(({ facts }) => facts),
      );
      await copyRows(
        client,
        'trial',
        TRIAL_COLUMNS,
        rows.map((row) => row.trial),
      );
      await addValues(client, trials, named);
      const turns = trials.flatMap(({ passages }, at) =>
        passages.map((one, index): readonly Cell[] => {
          const hash = typeof one === 'string' ? one : one.hash;
          return [bucket, named[at]?.key ?? 0, index + 1, knownPassage(numbers, hash)];
        }),
      );
      await copyRows(client, 'turn', ['bucket', 'trial', 'n', 'passage'], turns);
      await copyRows(
        client,
        'block',
        ['bucket', 'id', 'body'],
        blocks.map(({ body }, at) => [bucket, state.next_block + at, body]),
      );
      state.next_block += blocks.length;
      state.trials += named.filter(({ isNew }) => isNew).length;
      await uncounted.add(client, named);
      return named.map(({ id }) => id);
    },
    flush: async (client) => {
      await flushWords(client, bucket, counted);
      await uncounted.flush(client);
    },
    forget: () => {
      numbers.forget();
      counted.clear();
      uncounted.forget();
    },
  };
}

function trialCells(
  { facts, record, place, at, isOutline }: EncodedTrial,
  row: {
    readonly bucket: number;
    readonly key: number;
    readonly id: string;
    readonly block: number;
  },
): readonly Cell[] {
  const text = (value: string | undefined): string | null =>
    value === undefined ? null : toSql(value);
  const own = facts.id.toWellFormed();
  return [
    row.bucket,
    row.key,
    toSql(row.id),
    row.id.toWellFormed() === own ? null : toSql(own),
    text(place),
    place === undefined ? text(at) : null,
    isOutline === true,
    text(facts.started),
    row.block + record.block,
    record.start,
    record.length,
    record.json,
  ];
}

/** The trials of a file that have the places of those that come. */
async function trialsAt(
  client: ClientBase,
  bucket: number,
  source: number,
  trials: readonly EncodedTrial[],
): Promise<ReadonlyMap<string, { readonly key: number; readonly id: string }>> {
  const places = trials.flatMap(({ place }) => (place === undefined ? [] : [toSql(place)]));
  if (places.length === 0) return new Map();
  const { rows } = await client.query<{ key: number; id: string; place: string }>(
    `SELECT i.key, i.id, i.place FROM inquest.trial i JOIN inquest.fact t USING (bucket, key)
      WHERE i.bucket = $1 AND t.source = $2 AND i.place = ANY ($3::text[])`,
    [bucket, source, places],
  );
  return new Map(rows.map(({ key, id, place }) => [fromSql(place), { key, id: fromSql(id) }]));
}

/** Takes away the trials that had the places. Their passages stay: the file has not changed since. */
async function removeReplaced(
  client: ClientBase,
  bucket: number,
  named: readonly Named[],
): Promise<void> {
  const keys = arrayOf(named.filter(({ isNew }) => !isNew).map(({ key }) => key));
  if (keys === '{}') return;
  await takeFromRollup(client, bucket, { keys });
  for (const [table, column] of [
    ['turn', 'trial'],
    ['field_value', 'trial'],
    ['trial', 'key'],
    ['fact', 'key'],
  ] as const) {
    await client.query(
      `DELETE FROM inquest.${table} WHERE bucket = $1 AND ${column} = ANY ($2::int[])`,
      [bucket, keys],
    );
  }
}
