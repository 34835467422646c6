/** Samples that are too large for one member: their messages, events and long texts in chunks. */
import { chosen } from './refs.ts';
import { type InspectHeader, migrated } from './shape.ts';
import type { InspectSample } from './refs.ts';
import { isObject, type JsonObject } from '../json/json.ts';
import { type Zip, ZipDamage } from '../zip/zip.ts';

const CHUNKS_KEPT = 4;

const CHUNK = /^(samples\/.+\/)(\d{1,15})\.json$/s;

/** By folder, where the chunks in it begin, in order. */
export type ChunkIndex = ReadonlyMap<string, readonly number[]>;

/** The chunks of all samples of an `.eval` file. */
export function chunkIndex(zip: Zip): ChunkIndex {
  const index = new Map<string, number[]>();
  for (const name of zip.members.keys()) {
    const [, folder, start] = CHUNK.exec(name) ?? [];
    if (folder === undefined) continue;
    const starts = index.get(folder);
    if (starts === undefined) index.set(folder, [Number(start)]);
    else starts.push(Number(start));
  }
  for (const starts of index.values()) starts.sort((a, b) => a - b);
  return index;
}

/** The sample in a folder of an `.eval` file. Each chunk is read when something in it is needed. */
export function chunkedSample(
  folder: string,
  index: ChunkIndex,
  zip: Zip,
  read: (name: string) => unknown,
  header: InspectHeader,
): InspectSample {
  const shell = read(`${folder}/sample.json`);
  if (!isObject(shell)) throw new ZipDamage('it holds no JSON object');
  const metadata = zip.members.has(`${folder}/metadata.json`)
    ? read(`${folder}/metadata.json`)
    : undefined;
  const chunks = (kind: string): Chunks => {
    const path = `${folder}/${kind}/`;
    return chunksOf(index.get(path) ?? [], (start) => read(`${path}${start}.json`));
  };
  const record: JsonObject = migrated(
    { ...shell, ...(isObject(metadata) && { metadata }) },
    header,
  );
  const messages = chunks('messages');
  const attachments = chunks('attachments');
  const events = chunks('events');
  return {
    record,
    messages: [...chosen(record['message_refs'], messages.size, messages.at)],
    events: () => events.all(),
    attachment: (name) => (/^\d{1,15}$/.test(name) ? attachments.at(Number(name)) : undefined),
    pool: messages,
  };
}

type Chunks = {
  readonly size: number;
  readonly at: (index: number) => unknown;
  readonly all: () => Generator<JsonObject, void>;
};

/** A list in chunks, each named by the place of its first item. */
function chunksOf(starts: readonly number[], read: (start: number) => unknown): Chunks {
  const kept = new Map<number, readonly unknown[]>();
  const itemsAt = (start: number): readonly unknown[] => {
    const known = kept.get(start);
    if (known !== undefined) return known;
    const value = read(start);
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    const [oldest] = kept.keys();
    if (kept.size >= CHUNKS_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(start, items);
    return items;
  };
  const last = starts.at(-1);
  return {
    size: last === undefined ? 0 : last + itemsAt(last).length,
    at: (index) => {
      const start = starts[lastNotAfter(starts, index)];
      return start === undefined ? undefined : itemsAt(start)[index - start];
    },
    *all() {
      for (const start of starts) yield* itemsAt(start).filter(isObject);
    },
  };
}

/** The place of the last number that is not greater; -1: there is none. */
function lastNotAfter(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
