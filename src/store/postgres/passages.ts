/** Passages of one bucket as they are written: each once, with its words, which are counted. */
import type { ClientBase } from 'pg';
import { words } from '../../text/words.ts';
import type { Block, EncodedPassage, EncodedTrial } from '../encoded-trials.ts';
import { UnusableStore } from '../store.ts';
import type { Cell } from './copy.ts';
import { arrayOf, toSql, wordHash } from './text.ts';

export const PASSAGE_COLUMNS: readonly string[] =
  'bucket id hash kind sender recipient subject draft block start length json words'.split(' ');

/** Passages whose numbers are remembered, so that repeated prompts need no look-up. */
const MOST_KEPT = 100_000;

export type Counted = Map<bigint, { readonly word: string; passages: number }>;

/** The words of a passage in their order, by hash; `counted` gets one more of each. */
export function wordsOf(
  collection: number,
  { slice, words: indexed }: EncodedPassage,
  blocks: readonly Block[],
  counted: Counted,
): readonly bigint[] {
  const { block, start, length, json } = slice;
  const text =
    json === 1 || length === 0
      ? (indexed ?? '')
      : Buffer.from(blocks[block]?.text.subarray(start, start + length) ?? []).toString();
  const hashes: bigint[] = [];
  const distinct = new Map<bigint, string>();
  for (const { word } of words(text)) {
    const hash = wordHash(collection, word);
    hashes.push(hash);
    distinct.set(hash, word);
  }
  for (const [hash, word] of distinct) {
    const before = counted.get(hash);
    if (before === undefined) counted.set(hash, { word, passages: 1 });
    else before.passages += 1;
  }
  return hashes;
}

/** A row of `passage`. `firstBlock`: the number of the first block of its batch. */
export function passageCells(
  { hash, kind, from, to, subject, draft, slice }: EncodedPassage,
  at: { readonly bucket: number; readonly id: number; readonly firstBlock: number },
  hashes: readonly bigint[],
): readonly Cell[] {
  const text = (value: string | undefined): string | null =>
    value === undefined ? null : toSql(value);
  return [
    at.bucket,
    at.id,
    bytesOf(hash),
    kind,
    text(from),
    text(to),
    text(subject),
    draft === 1,
    at.firstBlock + slice.block,
    slice.start,
    slice.length,
    slice.json,
    arrayOf(hashes),
  ];
}

/** The last character of a name has more bits than there are bytes. */
function bytesOf(hash: string): Buffer {
  return Buffer.from(hash, 'base64url');
}

function keyOf(hash: string): string {
  return bytesOf(hash).toString('hex');
}

export type PassageNumbers = {
  /** Looks up which passages of the trials are in the bucket. */
  readonly learn: (client: ClientBase, trials: readonly EncodedTrial[]) => Promise<void>;
  readonly of: (hash: string) => number | undefined;
  readonly set: (hash: string, id: number) => void;
  /** Some may be gone. */
  readonly forget: () => void;
};

export function createPassageNumbers(bucket: number): PassageNumbers {
  const known = new Map<string, number>();
  return {
    learn: async (client, trials) => {
      if (known.size > MOST_KEPT) known.clear();
      const hashes = trials.flatMap(({ passages }) =>
        passages.map((one) => (typeof one === 'string' ? one : one.hash)),
      );
      const missing = [...new Set(hashes)].filter((hash) => !known.has(keyOf(hash)));
      if (missing.length === 0) return;
      const { rows } = await client.query<{ hash: Buffer; id: number }>(
        'SELECT hash, id FROM inquest.passage WHERE bucket = $1 AND hash = ANY ($2::bytea[])',
        [bucket, missing.map(bytesOf)],
      );
      for (const { hash, id } of rows) known.set(hash.toString('hex'), id);
    },
    of: (hash) => known.get(keyOf(hash)),
    set: (hash, id) => known.set(keyOf(hash), id),
    forget: () => known.clear(),
  };
}

/** The number of a passage of which a batch has only the name. */
export function knownPassage(numbers: PassageNumbers, hash: string): number {
  const id = numbers.of(hash);
  if (id === undefined) throw new UnusableStore('a passage is not in the database');
  return id;
}

/** Adds what was counted to the words of a bucket, and begins anew. */
export async function flushWords(
  client: ClientBase,
  bucket: number,
  counted: Counted,
): Promise<void> {
  if (counted.size === 0) return;
  const all = [...counted];
  counted.clear();
  await client.query(
    `INSERT INTO inquest.word AS w (bucket, hash, word, passages)
      SELECT $1, n.hash, n.word, n.passages
      FROM unnest($2::bigint[], $3::text[], $4::int[]) n(hash, word, passages)
      ON CONFLICT (bucket, hash) DO UPDATE SET passages = w.passages + excluded.passages`,
    [
      bucket,
      arrayOf(all.map(([hash]) => hash)),
      all.map(([, { word }]) => toSql(word)),
      arrayOf(all.map(([, { passages }]) => passages)),
    ],
  );
}

/** Deletes those of some passages that no trial has any more; resolves with how many. */
export async function deleteUnused(
  client: ClientBase,
  bucket: number,
  ids: readonly number[],
): Promise<number> {
  if (ids.length === 0) return 0;
  const { rows } = await client.query<{ gone: number }>(
    `WITH dead AS (
        DELETE FROM inquest.passage p WHERE p.bucket = $1 AND p.id = ANY ($2::int[])
          AND NOT EXISTS (SELECT 1 FROM inquest.turn u WHERE u.bucket = $1 AND u.passage = p.id)
        RETURNING p.words
      ), lost AS (
        SELECT d.word, count(*)::int AS passages
        FROM dead CROSS JOIN LATERAL (SELECT DISTINCT unnest(dead.words) AS word) d GROUP BY 1
      ), counted AS (
        UPDATE inquest.word w SET passages = w.passages - lost.passages
        FROM lost WHERE w.bucket = $1 AND w.hash = lost.word RETURNING 1
      )
      SELECT count(*)::int AS gone FROM dead`,
    [bucket, arrayOf(ids)],
  );
  return rows[0]?.gone ?? 0;
}
