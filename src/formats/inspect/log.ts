/** The members of an `.eval` file: its header, its samples by name, and how to load one of them. */
import { isUtf8 } from 'node:buffer';

import { plainReason } from '../raw-bytes.ts';
import { chunkedSample, chunkIndex, type ChunkIndex } from './chunks.ts';
import { headerOf, type InspectHeader, migrated, objectAt } from './shape.ts';
import type { InspectSample } from './refs.ts';
import { isObject, type JsonObject, parseJson } from '../json/json.ts';
import { type Zip, ZipDamage } from '../zip/zip.ts';
import type { Problem } from '../../trial/types.ts';

export type ReportedProblem = Pick<Problem, 'place' | 'severity' | 'message'>;

/** Reads a member as JSON. What is wrong with it and can be lived with is told. */
type ReadMember = (name: string) => unknown;

/** A sample of an `.eval` file. */
export type SampleEntry = {
  /** The member that holds it, or would. */
  readonly place: string;
  readonly summary: JsonObject | undefined;
  /** Its id and epoch, by its summary or its name. */
  readonly about: JsonObject;
  /** @throws ZipDamage or SyntaxError where it cannot be read. */
  readonly load: () => InspectSample;
};

export type EvalLog = {
  readonly header: InspectHeader;
  /** In the order of epochs and ids. */
  readonly samples: readonly SampleEntry[];
};

const SAMPLE = /^samples\/(.+)_epoch_(\d+)(?:\.json|\/sample\.json)$/s;
const SHELL = '/sample.json';
const JOURNAL = /^_journal\/(summaries|config_updates)\/(\d+)\.json$/;

/** @throws ZipDamage if it has neither a header nor a sample. */
export function evalLog(zip: Zip, tell: (problem: ReportedProblem) => void): EvalLog {
  tellOfZip(zip, tell);
  const read = memberReader(zip, tell);
  const header = readHeader(zip, read, tell);
  const load = sampleLoader(zip, read, header);
  const summaries = new Map<string, JsonObject>();
  for (const summary of readSummaries(zip, read, tell)) {
    summaries.set(memberName(summary['id'], summary['epoch']), summary);
  }
  const samples = new Map<string, SampleEntry>();
  for (const name of [...zip.members.keys(), ...(zip.cut === undefined ? [] : [zip.cut])]) {
    const match = SAMPLE.exec(name);
    if (match === null) continue;
    const [, id = '', epoch = ''] = match;
    const key = memberName(id, epoch);
    const summary = summaries.get(key);
    summaries.delete(key);
    samples.set(key, {
      place: name,
      summary,
      about: summary ?? { id: /^\d{1,15}$/.test(id) ? Number(id) : id, epoch: Number(epoch) },
      load: () => load(name),
    });
  }
  for (const [key, summary] of summaries) {
    samples.set(key, { place: key, summary, about: summary, load: () => load(key) });
  }
  if (samples.size === 0 && header.status === 'unknown') {
    throw new ZipDamage('it has neither a header nor samples of an Inspect log');
  }
  return { header, samples: [...samples.values()].toSorted(byEpochAndId) };
}

/**
 * The sample of a member alone, with the log's header: nothing else of the file is read.
 * @throws ZipDamage or SyntaxError where it cannot be read.
 */
export function oneSample(
  zip: Zip,
  place: string,
): { readonly header: InspectHeader; readonly sample: InspectSample } {
  const read = memberReader(zip, () => undefined);
  const header = readHeader(zip, read, () => undefined);
  return { header, sample: sampleLoader(zip, read, header)(place) };
}

function sampleLoader(
  zip: Zip,
  read: ReadMember,
  header: InspectHeader,
): (place: string) => InspectSample {
  let chunks: ChunkIndex | undefined;
  return (place) => {
    if (place === zip.cut) throw new ZipDamage('it is cut off');
    if (!zip.members.has(place)) throw new ZipDamage('the file has only its summary');
    if (!place.endsWith(SHELL)) return wholeSample(objectIn(read, place), header);
    chunks ??= chunkIndex(zip);
    return chunkedSample(place.slice(0, -SHELL.length), chunks, zip, read, header);
  };
}

/** A sample that is one object. */
export function wholeSample(given: JsonObject, header: InspectHeader): InspectSample {
  const record = migrated(given, header);
  const attachments = objectAt(record, 'attachments');
  const pool = objectAt(record, 'events_data')['messages'];
  const messages = record['messages'];
  const events = record['events'];
  return {
    record,
    messages: Array.isArray(messages) ? messages : [],
    events: () => (Array.isArray(events) ? events.map(asEvent) : []),
    attachment: (name) => (Object.hasOwn(attachments, name) ? attachments[name] : undefined),
    pool: {
      size: Array.isArray(pool) ? pool.length : 0,
      at: (index) => (Array.isArray(pool) ? pool[index] : undefined),
    },
  };
}

/** What is no event is told as one of an unknown kind. */
function asEvent(value: unknown): JsonObject {
  return isObject(value) ? value : { event: 'unknown', content: value };
}

function memberName(id: unknown, epoch: unknown): string {
  return `samples/${String(id)}_epoch_${String(epoch ?? 1)}.json`;
}

function byEpochAndId(one: SampleEntry, other: SampleEntry): number {
  const epochs = Number(one.about['epoch'] ?? 1) - Number(other.about['epoch'] ?? 1);
  if (epochs !== 0) return epochs;
  return IDS.compare(String(one.about['id']), String(other.about['id']));
}

const IDS = new Intl.Collator('en', { numeric: true });

function memberReader(zip: Zip, tell: (problem: ReportedProblem) => void): ReadMember {
  return (name) => {
    const found = zip.read(name);
    if (found === undefined) throw new ZipDamage('it is not there');
    const { bytes, damage } = found;
    if (damage !== undefined) {
      tell({ place: name, severity: 'warning', message: `${damage}; read as it is` });
    }
    if (!isUtf8(bytes)) {
      const message = 'not valid UTF-8; what could not be read is shown as �';
      tell({ place: name, severity: 'warning', message });
    }
    return parseJson(bytes.toString('utf8'));
  };
}

function objectIn(read: ReadMember, name: string): JsonObject {
  const value = read(name);
  if (!isObject(value)) throw new ZipDamage('it holds no JSON object');
  return value;
}

function tellOfZip(zip: Zip, tell: (problem: ReportedProblem) => void): void {
  if (zip.salvaged !== undefined) {
    const message = `${zip.salvaged}; what stands in it before was read`;
    tell({ severity: 'error', message });
  }
  for (const place of zip.repeated) {
    if (!SAMPLE.test(place)) continue;
    tell({ place, severity: 'notice', message: 'written more than once; the last one was read' });
  }
  if (zip.overlapping > 0) {
    const message = `${zip.overlapping} of its members share bytes with others; they were left out`;
    tell({ severity: 'error', message });
  }
}

/** The header; of a log that has none yet, what was written at its start. */
function readHeader(
  zip: Zip,
  read: ReadMember,
  tell: (problem: ReportedProblem) => void,
): InspectHeader {
  const tried = (name: string): JsonObject | undefined => {
    if (!zip.members.has(name)) return undefined;
    try {
      return objectIn(read, name);
    } catch (error) {
      tell({ place: name, severity: 'error', message: reasonOf(error) });
      return undefined;
    }
  };
  const finished = tried('header.json');
  if (finished !== undefined) return headerOf(finished);
  const started = tried('_journal/start.json');
  if (started === undefined) return headerOf({ status: 'unknown' });
  const updates = journal(zip, 'config_updates').flatMap((name) => tried(name) ?? []);
  return headerOf({
    ...started,
    status: 'started',
    ...(updates.length > 0 && { config_updates: updates }),
  });
}

function readSummaries(
  zip: Zip,
  read: ReadMember,
  tell: (problem: ReportedProblem) => void,
): readonly JsonObject[] {
  const names = zip.members.has('summaries.json') ? ['summaries.json'] : journal(zip, 'summaries');
  return names.flatMap((name) => {
    try {
      const value = read(name);
      return Array.isArray(value) ? value.filter(isObject) : [];
    } catch (error) {
      tell({ place: name, severity: 'warning', message: reasonOf(error) });
      return [];
    }
  });
}

/** Members of the journal in the order in which they were written: 10 comes after 9. */
function journal(zip: Zip, kind: string): readonly string[] {
  return [...zip.members.keys()]
    .flatMap((name) => {
      const match = JOURNAL.exec(name);
      return match?.[1] === kind ? [{ name, number: Number(match[2]) }] : [];
    })
    .toSorted((a, b) => a.number - b.number)
    .map(({ name }) => name);
}

/** A few words for what is wrong with a member. */
export function reasonOf(error: unknown): string {
  return plainReason(error);
}
