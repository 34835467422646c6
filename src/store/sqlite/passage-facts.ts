/**
 * The kind of each passage and the trial that has it, in arrays. A search looks at them for each
 * passage that it finds; looking them up in tables, row by row, would take most of its time.
 */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { byKind, KINDS } from '../kinds.ts';
import { numbersOf } from './bulk-read.ts';
import type { Sql } from '../sql.ts';
import { type Span, within } from './key-ranges.ts';

/** Stands for a trial where a passage is in several. */
export const SHARED = 2 ** 32 - 1;
/** Room for a kind beside a passage in one number. */
const CODES = 16;

export type PassageFacts = {
  /** The last passage, and the last trial. What was added since is not known here. */
  readonly last: { readonly passage: number; readonly trial: number };
  /** By passage, its place in `KINDS` and one more; 0: not read yet, or gone. */
  readonly kinds: Uint8Array;
  /** By passage, the key of its trial, or `SHARED`. Valid where the kind is known. */
  readonly trials: Uint32Array;
  /** Reads what is not known yet of some passages, all in one span. */
  readonly read: (passages: Uint32Array, span: Span) => void;
  /** Rises with the place of a trial in the collection. */
  readonly orderOf: (trial: number) => number;
};

/** The facts at a generation: read on use, and kept until it rises. */
export function createPassageFacts(
  database: DatabaseSync,
  generation: () => number,
): () => PassageFacts {
  let facts: PassageFacts | undefined;
  let madeAt = Number.NaN;
  return () => {
    const now = generation();
    if (facts === undefined || now !== madeAt) facts = factsOf(database);
    madeAt = now;
    return facts;
  };
}

function factsOf(database: DatabaseSync): PassageFacts {
  const number = (text: string): number =>
    Number(database.prepare(`SELECT ${text} AS value`).get()?.['value'] ?? 0);
  const last = {
    passage: number('(SELECT max(id) FROM passage)'),
    trial: number('(SELECT max(key) FROM trial)'),
  };
  const kinds = new Uint8Array(last.passage + 1);
  const trials = new Uint32Array(last.passage + 1);
  let order: ((trial: number) => number) | undefined;

  function fill({ text: among, values }: Sql): void {
    const get = (text: string): Readonly<Record<string, SQLOutputValue>> =>
      database.prepare(text).get(...values) ?? {};
    const { coded } = get(
      `SELECT json_group_array(p.id * ${CODES} + ${byKind((kind) => KINDS.indexOf(kind) + 1)}) AS coded
        FROM passage p WHERE p.id ${among}`,
    );
    const { passages, keys } = get(
      `SELECT json_group_array(passage) AS passages, json_group_array(key) AS keys FROM (
        SELECT passage, iif(min(trial) = max(trial), min(trial), ${SHARED}) AS key
          FROM turn INDEXED BY turn_passage WHERE passage ${among} GROUP BY passage)`,
    );
    const keyOf = numbersOf(keys);
    numbersOf(passages).forEach((passage, at) => {
      trials[passage] = keyOf[at] ?? SHARED;
    });
    // Afterwards: a passage that no trial has, since it is about to go, counts as gone.
    for (const one of numbersOf(coded)) {
      const passage = Math.floor(one / CODES);
      if (trials[passage] !== 0) kinds[passage] = one % CODES;
    }
  }

  return {
    last,
    kinds,
    trials,
    read: (passages, span) => {
      const unknown = passages.filter((passage) => kinds[passage] === 0);
      if (unknown.length > 0) fill(within(unknown, span));
    },
    orderOf: (trial) => {
      order ??= createOrder(database, last.trial);
      return order(trial);
    },
  };
}

/** The place of each trial; of trials of one file that are their keys. */
function createOrder(database: DatabaseSync, last: number): (trial: number) => number {
  const row = database
    .prepare('SELECT (SELECT min(source) FROM trial) = (SELECT max(source) FROM trial) AS isOne')
    .get();
  if (row?.['isOne'] === 1) return (trial) => trial;
  const keys = database
    .prepare(
      `SELECT json_group_array(key) AS keys FROM (
        SELECT key FROM trial INDEXED BY trial_order ORDER BY source, key)`,
    )
    .get();
  const places = new Uint32Array(last + 1);
  numbersOf(keys?.['keys']).forEach((key, at) => {
    places[key] = at;
  });
  return (trial) => places[trial] ?? last;
}
