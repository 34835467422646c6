/**
 * Zip files, one member at a time by name: ZIP64, deflate and zstd, with limits, and with what can
 * be had of a file without its directory. Members are read into memory, never written by name.
 */
import { onDisk } from '../../base/path-bytes.ts';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';

import { compressionOf, openBytes } from '../bytes.ts';
import { DamagedFile, plainReason } from '../raw-bytes.ts';
import { MAX_LINE_BYTES } from '../lines.ts';
import { dataStart, type Directory, readDirectory, type ZipSource } from './directory.ts';
import { inflate, ZipDamage } from './inflate.ts';

export { ZipDamage } from './inflate.ts';

/** Whatever its ratio, this much may come out of a member. */
const FREE_BYTES = 64 * 1024 * 1024;
/** Twice what deflate can reach; zstd reaches more only with what is nothing but repetition. */
const MOST_RATIO = 2000;

export type Zip = Directory & {
  /**
   * The bytes of a member; undefined where there is none of that name. `damage` says what is wrong
   * with bytes that could be read all the same.
   * @throws ZipDamage if it cannot be read, or is larger than the limits.
   */
  readonly read: (
    name: string,
  ) => { readonly bytes: Buffer; readonly damage: string | undefined } | undefined;
  readonly close: () => void;
};

/** The name of the first member, if bytes are the beginning of a zip. */
export function firstMember(start: Buffer): string | undefined {
  if (start.length < 30 || start.toString('latin1', 0, 4) !== 'PK\x03\x04') return undefined;
  return start.toString('utf8', 30, 30 + start.readUInt16LE(26));
}

/**
 * Opens a zip file. Standard input (`-`), and a zip that was compressed once more, are read whole.
 * @throws ZipDamage if it cannot be opened, or nothing is to be found in it.
 */
export async function openZip(path: string): Promise<Zip> {
  try {
    const zip = path === '-' ? undefined : zipOfFile(path);
    return zip ?? zipOfBytes(await readWhole(path));
  } catch (error) {
    if (error instanceof ZipDamage) throw error;
    const reason = error instanceof DamagedFile ? error.message : plainReason(error);
    throw new ZipDamage(reason, { cause: error });
  }
}

/** Undefined for a file that is compressed as a whole: nothing in it can be read by its place. */
function zipOfFile(path: string): Zip | undefined {
  const file = openSync(onDisk(path), 'r');
  let zip: Zip | undefined;
  try {
    const source = fileSource(file);
    const isPlain = compressionOf(source.readAt(0, 4)) === 'none';
    if (isPlain) zip = zipOf(source, () => closeSync(file));
    return zip;
  } finally {
    if (zip === undefined) closeSync(file);
  }
}

/** A zip that lies in memory. */
export function zipOfBytes(bytes: Buffer): Zip {
  return zipOf(bufferSource(bytes), () => undefined);
}

function zipOf(source: ZipSource, close: () => void): Zip {
  const directory = readDirectory(source);
  return {
    ...directory,
    close,
    read: (name) => {
      const member = directory.members.get(name);
      if (member === undefined) return undefined;
      if (member.encrypted) throw new ZipDamage('it is encrypted');
      const start = dataStart(source, member);
      if (start + member.packed > source.size) throw new ZipDamage('it is cut off');
      if (member.packed > MAX_LINE_BYTES) throw new ZipDamage('it is larger than the limit');
      const most = Math.min(MAX_LINE_BYTES, Math.max(FREE_BYTES, member.packed * MOST_RATIO));
      const bytes = inflate(source.readAt(start, member.packed), member.method, most);
      const wrong = member.crc !== undefined && crc32(bytes) !== member.crc;
      return { bytes, damage: wrong ? 'its checksum is wrong' : undefined };
    },
  };
}

function fileSource(file: number): ZipSource {
  const { size } = fstatSync(file);
  return {
    size,
    readAt: (at, length) => {
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - at)));
      let read = 0;
      while (read < bytes.length) {
        const count = readSync(file, bytes, read, bytes.length - read, at + read);
        if (count === 0) break;
        read += count;
      }
      return bytes.subarray(0, read);
    },
  };
}

function bufferSource(bytes: Buffer): ZipSource {
  return { size: bytes.length, readAt: (at, length) => bytes.subarray(at, at + length) };
}

async function readWhole(path: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  const { pieces } = await openBytes(path);
  for await (const piece of pieces) {
    size += piece.bytes.length;
    if (size > MAX_LINE_BYTES)
      throw new ZipDamage('too large to be read without its place on disk');
    parts.push(piece.bytes);
  }
  return Buffer.concat(parts, size);
}
