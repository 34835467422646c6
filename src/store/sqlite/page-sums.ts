/**
 * A checksum of each page of a database, in a file beside it, so that damage anywhere in it is found
 * before an answer is made of it. SQLite itself notices only what breaks its structure.
 *
 * The order makes it hold at every moment, also after a crash: a checkpoint is the only thing that
 * writes pages, and the sums of the pages that it will write are on the disk before it begins. Pages
 * that are still in the log are covered by the log's own checksums.
 */
import { openSync, readFileSync, readSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { Damage } from '../backend.ts';
import { SCHEMA_VERSION, SUMS_SUFFIX } from './files.ts';
import { LOG_START, readLog } from './log.ts';

/** `identity`: of the database when all of it was last compared with its sums; `at`: when. */
type Checked = { readonly identity: string; readonly at: number };
type Sums = { readonly pages: Uint32Array; readonly checked: Checked | undefined };

const PAGE_BYTES = 16_384;
const CHUNK_PAGES = 64;
/** Bytes after which others have a turn. */
const TURN_BYTES = 32 * 1024 * 1024;
/** SQLite never uses the page that has this byte. */
const LOCK_PAGE = 0x40000000 / PAGE_BYTES + 1;
/** A database that did not change is compared again after so long: disks lose bits. Milliseconds. */
const TRUSTED_MS = 24 * 3600 * 1000;
/** A change within the same step of the file system's clock could not be seen. Milliseconds. */
const CLOCK_STEP_MS = 2000;

/**
 * Databases that were compared. They stay open: closing a file gives back all locks that the process
 * has on it, those of SQLite too.
 */
const keptOpen: number[] = [];

export type PageSums = {
  /** To be called before each checkpoint. */
  readonly update: () => void;
};

/** Keeps the sums of a database that this process writes. */
export function createPageSums(database: string): PageSums {
  const known = load(database);
  let pages = known?.pages ?? new Uint32Array(0);
  let position = LOG_START;
  let isOurs = false;
  if (known === undefined) save(database, { pages, checked: undefined });
  return {
    update: () => {
      let isChanged = false;
      // What another process left in the log is read as SQLite has read it, the first time.
      position = readLog(`${database}-wal`, position, isOurs, (page, sum) => {
        if (page > pages.length) pages = grown(pages, page);
        pages[page - 1] = sum;
        isChanged = true;
      });
      isOurs = true;
      if (isChanged) save(database, { pages, checked: undefined });
    },
  };
}

function grown(pages: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(length, Math.ceil(1.2 * pages.length)));
  larger.set(pages);
  return larger;
}

/**
 * Compares a database with its sums; one that is the same file as at a comparison of the last day is
 * not read again. Empty: nothing was ever stored in it. To be called by the only one that may write to
 * it, before it is opened.
 */
export async function findDamage(
  database: string,
  signal?: AbortSignal,
): Promise<Damage | 'empty' | undefined> {
  const facts = statSync(database, { bigint: true, throwIfNoEntry: false });
  const isKnown = statSync(database + SUMS_SUFFIX, { throwIfNoEntry: false }) !== undefined;
  if (facts === undefined) return isKnown ? 'deleted' : undefined;
  // SQLite tells what is wrong with it.
  if (!facts.isFile()) return undefined;
  const sums = load(database);
  if (sums === undefined) return isOfAnotherVersion(database) ? 'of another version' : 'damaged';
  const identity = `${facts.ino}:${facts.size}:${facts.mtimeNs}:${facts.ctimeNs}`;
  const log = statSync(`${database}-wal`, { throwIfNoEntry: false });
  const inLog = new Set<number>();
  if (log !== undefined && log.size > 0) {
    readLog(`${database}-wal`, LOG_START, false, (page) => inLog.add(page));
  } else if (isTrusted(sums.checked, identity)) return undefined;
  if (inLog.size === 0 && sums.pages.every((sum) => sum === 0)) return 'empty';
  const started = Date.now();
  if (!(await areRight(database, sums.pages, inLog, signal))) return 'damaged';
  const isSettled = Number(facts.ctimeNs) / 1e6 < started - CLOCK_STEP_MS;
  if (inLog.size === 0 && isSettled && signal?.aborted !== true) {
    save(database, { ...sums, checked: { identity, at: started } });
  }
  return undefined;
}

/**
 * Compares all of a database with its sums, whenever that was done before, and keeps no note of it.
 * To be called by who alone may write to it.
 */
export async function isSound(database: string): Promise<boolean> {
  const sums = load(database);
  const inLog = new Set<number>();
  readLog(`${database}-wal`, LOG_START, false, (page) => inLog.add(page));
  return sums !== undefined && areRight(database, sums.pages, inLog, undefined);
}

function isTrusted(checked: Checked | undefined, identity: string): boolean {
  if (checked?.identity !== identity) return false;
  const age = Date.now() - checked.at;
  return age >= 0 && age < TRUSTED_MS;
}

async function areRight(
  database: string,
  pages: Uint32Array,
  inLog: ReadonlySet<number>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const handle = openSync(database, 'r');
  keptOpen.push(handle);
  const room = Buffer.allocUnsafe(CHUNK_PAGES * PAGE_BYTES);
  for (let first = 0; first < pages.length; first += CHUNK_PAGES) {
    const count = readSync(handle, room, 0, room.length, first * PAGE_BYTES);
    const last = Math.min(first + CHUNK_PAGES, pages.length);
    for (let at = first; at < last; at += 1) {
      const wanted = pages[at];
      // A page that was never written has no sum.
      if (wanted === 0 || inLog.has(at + 1) || at + 1 === LOCK_PAGE) continue;
      const start = (at - first) * PAGE_BYTES;
      if (start + PAGE_BYTES > count) return false;
      if (crc32(room.subarray(start, start + PAGE_BYTES)) !== wanted) return false;
    }
    if ((first * PAGE_BYTES) % TURN_BYTES === 0) await turn();
    if (signal?.aborted === true) return true;
  }
  return true;
}

/** Whether a file without sums is a database that another version of the program has made. */
function isOfAnotherVersion(database: string): boolean {
  try {
    const header = Buffer.alloc(100);
    const handle = openSync(database, 'r');
    keptOpen.push(handle);
    readSync(handle, header, 0, header.length, 0);
    const version = header.readUInt32BE(60);
    const isDatabase = header.toString('latin1', 0, 15) === 'SQLite format 3';
    return isDatabase && version > 0 && version !== SCHEMA_VERSION;
  } catch {
    return false;
  }
}

/** Of the header: the sum of all that follows it. */
const SUM_BYTES = 4;
const HEADER_BYTES = 160;

function load(database: string): Sums | undefined {
  try {
    const bytes = readFileSync(database + SUMS_SUFFIX);
    if (bytes.readUInt32LE(0) !== crc32(bytes.subarray(SUM_BYTES))) return undefined;
    const { version, checked } = JSON.parse(bytes.toString('utf8', SUM_BYTES, HEADER_BYTES)) as {
      readonly version: number;
      readonly checked?: Checked;
    };
    if (version !== SCHEMA_VERSION) return undefined;
    const pages = new Uint32Array((bytes.length - HEADER_BYTES) / Uint32Array.BYTES_PER_ELEMENT);
    for (let at = 0; at < pages.length; at += 1) {
      pages[at] = bytes.readUInt32LE(HEADER_BYTES + at * Uint32Array.BYTES_PER_ELEMENT);
    }
    return { pages, checked };
  } catch {
    return undefined;
  }
}

function save(database: string, { pages, checked }: Sums): void {
  const bytes = Buffer.alloc(HEADER_BYTES + pages.length * Uint32Array.BYTES_PER_ELEMENT, ' ');
  bytes.write(JSON.stringify({ version: SCHEMA_VERSION, checked }), SUM_BYTES);
  pages.forEach((sum, at) =>
    bytes.writeUInt32LE(sum, HEADER_BYTES + at * Uint32Array.BYTES_PER_ELEMENT),
  );
  bytes.writeUInt32LE(crc32(bytes.subarray(SUM_BYTES)));
  const file = database + SUMS_SUFFIX;
  writeFileSync(`${file}.tmp`, bytes, { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
}
