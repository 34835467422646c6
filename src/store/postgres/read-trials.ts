/** Reads whole trials and texts of passages. */
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type { Trial } from '../../trial/types.ts';
import type { TextSlice } from '../encoded-trials.ts';
import { UnusableStore, type Outline } from '../store.ts';
import { wholeTrial, type Headers } from '../whole-trial.ts';
import { arraysOf, numberOf, type Place } from './keys.ts';
import type { Known } from './known.ts';
import { fromSql } from './text.ts';
import type { Asked } from './nodes/servers.ts';

const decompress = promisify(zstdDecompress);

/** What is known of a trial beside its row. */
export type Read = { readonly trial: Trial; readonly outline: Outline | undefined };

type Slice = TextSlice & { readonly bucket: number };
type StoredRecord = Slice & Place & { readonly id: string } & Outlined;
type Outlined = {
  readonly outline: boolean;
  readonly place: string | null;
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly format: string;
};
type Turn = Slice & Headers & { readonly trial: number };

/** The trials at these places, by the number of the place; those that are gone are left out. */
export async function readTrials(
  client: Asked,
  places: readonly Place[],
  { sharedIds }: Pick<Known, 'sharedIds'>,
): Promise<ReadonlyMap<number, Read>> {
  if (places.length === 0) return new Map();
  const arrays = arraysOf(places);
  const { rows: records } = await client.query<StoredRecord>(
    `SELECT i.*, s.path, s.name, s.size, s.format
      FROM unnest($1::int[], $2::int[]) w(bucket, key)
        JOIN inquest.trial i ON i.bucket = w.bucket AND i.key = w.key
        JOIN inquest.fact t ON t.bucket = w.bucket AND t.key = w.key
        JOIN inquest.source s ON s.bucket = w.bucket AND s.id = t.source`,
    arrays,
  );
  const { rows: turns } = await client.query<Turn>(
    `SELECT u.bucket, u.trial, p.block, p.start, p.length, p.json, p.sender, p.recipient, p.subject
      FROM (SELECT DISTINCT * FROM unnest($1::int[], $2::int[]) w(bucket, key)) w
        JOIN inquest.turn u ON u.bucket = w.bucket AND u.trial = w.key
        JOIN inquest.passage p ON p.bucket = u.bucket AND p.id = u.passage
      ORDER BY u.bucket, u.trial, u.n`,
    arrays,
  );
  const read = await textReader(client, [...records, ...turns]);
  const byTrial = Map.groupBy(turns, ({ bucket, trial }) => numberOf({ bucket, key: trial }));
  return new Map(
    records.map((record) => {
      const passages = (byTrial.get(numberOf(record)) ?? []).map((turn) => ({
        sender: headerOf(turn.sender),
        recipient: headerOf(turn.recipient),
        subject: headerOf(turn.subject),
        text: read(turn),
      }));
      const number = numberOf(record);
      const id = fromSql(sharedIds.get(number)?.id ?? record.id);
      const trial = wholeTrial(read(record), id, passages);
      return [number, { trial, outline: outlineOf(record) }];
    }),
  );
}

function headerOf(text: string | null): string | null {
  return text === null ? null : fromSql(text);
}

function outlineOf({ outline, place, path, name, size, format }: Outlined): Outline | undefined {
  if (!outline) return undefined;
  return {
    path: fromSql(path),
    name: fromSql(name),
    size,
    format,
    place: fromSql(place ?? ''),
  };
}

/** The searchable texts of passages, by their numbers. */
export async function readPassages(
  client: Asked,
  places: readonly Place[],
): Promise<ReadonlyMap<number, string>> {
  if (places.length === 0) return new Map();
  const { rows } = await client.query<Slice & { id: number }>(
    `SELECT p.bucket, p.id, p.block, p.start, p.length, p.json
      FROM unnest($1::int[], $2::int[]) w(bucket, id)
        JOIN inquest.passage p ON p.bucket = w.bucket AND p.id = w.id`,
    arraysOf(places),
  );
  const read = await textReader(client, rows);
  return new Map(rows.map((row) => [numberOf({ bucket: row.bucket, key: row.id }), read(row)]));
}

/** Gets the blocks of some pieces, each once. */
async function textReader(
  client: Asked,
  pieces: readonly Slice[],
): Promise<(piece: Slice) => string> {
  const places = pieces.map(({ bucket, block }): Place => ({ bucket, key: block }));
  const wanted = new Map(places.map((place) => [numberOf(place), place]));
  const { rows } = await client.query<{ bucket: number; id: number; body: Uint8Array }>(
    `SELECT k.bucket, k.id, k.body FROM unnest($1::int[], $2::int[]) w(bucket, id)
      JOIN inquest.block k ON k.bucket = w.bucket AND k.id = w.id`,
    arraysOf([...wanted.values()]),
  );
  const bodies = new Map<number, Buffer>();
  for (const { bucket, id, body } of rows) {
    bodies.set(numberOf({ bucket, key: id }), await unpacked(body));
  }
  return ({ bucket, block, start, length, json }) => {
    const body = bodies.get(numberOf({ bucket, key: block }));
    if (body === undefined || start + length > body.length) {
      throw new UnusableStore(`block ${block} is missing or too short`);
    }
    const text = body.toString('utf8', start, start + length);
    return json === 1 ? (JSON.parse(text) as string) : text;
  };
}

async function unpacked(body: Uint8Array): Promise<Buffer> {
  try {
    return await decompress(body);
  } catch (error) {
    throw new UnusableStore(error instanceof Error ? error.message : String(error));
  }
}
