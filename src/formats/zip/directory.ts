/**
 * What is in a zip: by its central directory, or, where that is missing or damaged, by the local
 * headers that are found in the file. Nothing that a header says is trusted further than the file
 * reaches.
 */
import { ZipDamage } from './inflate.ts';

/** Bytes that can be read at any place. Fewer come back where the source ends. */
export type ZipSource = {
  readonly size: number;
  readonly readAt: (at: number, length: number) => Buffer;
};

export type ZipMember = {
  readonly name: string;
  /** 0: stored, 8: deflate, 93: zstd. */
  readonly method: number;
  /** Where its local header is. */
  readonly at: number;
  /** Compressed bytes. */
  readonly packed: number;
  /** Undefined where the headers do not say. */
  readonly crc: number | undefined;
  readonly encrypted: boolean;
};

export type Directory = {
  /** By name; of members of one name, the last. */
  readonly members: ReadonlyMap<string, ZipMember>;
  /** Names that more than one member has. */
  readonly repeated: ReadonlySet<string>;
  /** The member whose data the end of the file cuts off. */
  readonly cut: string | undefined;
  /** Why the file had to be searched for its members. */
  readonly salvaged: string | undefined;
  /** Members that share bytes with others: no honest writer makes such. They are left out. */
  readonly overlapping: number;
};

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
/** The end record, with the longest comment. */
const TAIL_BYTES = END_BYTES + 0xffff;

const MOST_MEMBERS = 1_000_000;
const MOST_DIRECTORY_BYTES = 256 * 1024 * 1024;
const WINDOW_BYTES = 1024 * 1024;
const ENCRYPTED = 1;
const SIZES_FOLLOW = 8;
const UNKNOWN_32 = 0xffffffff;

/** @throws ZipDamage if there is no member to be found. */
export function readDirectory(source: ZipSource): Directory {
  let members: ZipMember[];
  let cut: string | undefined;
  let salvaged: string | undefined;
  try {
    members = centralMembers(source);
  } catch (error) {
    if (!(error instanceof ZipDamage)) throw error;
    salvaged = error.message;
    ({ members, cut } = searchMembers(source));
    if (members.length === 0 && cut === undefined) throw error;
  }
  return { ...named(members), cut, salvaged };
}

function named(
  members: readonly ZipMember[],
): Pick<Directory, 'members' | 'repeated' | 'overlapping'> {
  const found = new Map<string, ZipMember>();
  const repeated = new Set<string>();
  for (const member of members) {
    if (found.has(member.name)) repeated.add(member.name);
    found.set(member.name, member);
  }
  let overlapping = 0;
  let end = 0;
  for (const member of [...found.values()].toSorted((a, b) => a.at - b.at)) {
    if (member.at < end) {
      found.delete(member.name);
      overlapping += 1;
    } else end = member.at + LOCAL_BYTES + member.packed;
  }
  return { members: found, repeated, overlapping };
}

function centralMembers(source: ZipSource): ZipMember[] {
  const { at, bytes } = centralDirectory(source);
  if (bytes > MOST_DIRECTORY_BYTES) throw new ZipDamage('its directory is too large');
  const directory = source.readAt(at, bytes);
  const members: ZipMember[] = [];
  for (let place = 0; place < directory.length;) {
    const nameEnd = place + CENTRAL_BYTES + u16(directory, place + 28);
    const extraEnd = nameEnd + u16(directory, place + 30);
    if (u32(directory, place) !== CENTRAL || extraEnd > directory.length) {
      throw new ZipDamage('its directory is damaged');
    }
    if (members.length === MOST_MEMBERS) throw new ZipDamage('it has too many members');
    const sizes = wideSizes(directory.subarray(nameEnd, extraEnd), [
      u32(directory, place + 24),
      u32(directory, place + 20),
      u32(directory, place + 42),
    ]);
    members.push({
      name: directory.toString('utf8', place + CENTRAL_BYTES, nameEnd),
      method: u16(directory, place + 10),
      at: sizes[2] ?? 0,
      packed: sizes[1] ?? 0,
      crc: u32(directory, place + 16),
      encrypted: (u16(directory, place + 8) & ENCRYPTED) !== 0,
    });
    place = extraEnd + u16(directory, place + 32);
  }
  return members;
}

/** Where the central directory is, by the end record at the end of the file. */
function centralDirectory(source: ZipSource): { readonly at: number; readonly bytes: number } {
  const tailAt = Math.max(0, source.size - TAIL_BYTES);
  const tail = source.readAt(tailAt, TAIL_BYTES);
  for (let place = tail.length - END_BYTES; place >= 0; place -= 1) {
    if (u32(tail, place) !== END) continue;
    // The signature may also stand in a comment, or in the data before the true one.
    if (place + END_BYTES + u16(tail, place + 20) > tail.length) continue;
    const narrow = { at: u32(tail, place + 16), bytes: u32(tail, place + 12) };
    const isWide =
      narrow.at === UNKNOWN_32 || narrow.bytes === UNKNOWN_32 || u16(tail, place + 10) === 0xffff;
    const wide = isWide ? wideDirectory(source, tailAt + place) : undefined;
    const found = wide ?? narrow;
    if (found.at + found.bytes > tailAt + place) continue;
    if (found.bytes === 0 || u32(source.readAt(found.at, 4), 0) === CENTRAL) return found;
  }
  throw new ZipDamage('its directory is missing: the file is cut off, or still being written');
}

/** The same by the ZIP64 end record, which a locator right before the end record points to. */
function wideDirectory(
  source: ZipSource,
  endAt: number,
): { readonly at: number; readonly bytes: number } | undefined {
  const locator = source.readAt(Math.max(0, endAt - 20), 20);
  if (u32(locator, 0) !== LOCATOR_64) return undefined;
  const end = source.readAt(u64(locator, 8), 56);
  return u32(end, 0) === END_64 ? { at: u64(end, 48), bytes: u64(end, 40) } : undefined;
}

/** Replaces those of the sizes that do not fit 32 bits by what the ZIP64 extra field says. */
function wideSizes(extra: Buffer, sizes: readonly number[]): readonly number[] {
  if (!sizes.includes(UNKNOWN_32)) return sizes;
  for (let at = 0; at + 4 <= extra.length; at += 4 + u16(extra, at + 2)) {
    if (u16(extra, at) !== 1) continue;
    let place = at + 4;
    return sizes.map((size) => {
      if (size !== UNKNOWN_32 || place + 8 > extra.length) return size;
      place += 8;
      return u64(extra, place - 8);
    });
  }
  return sizes;
}

/** Looks for local headers, from the beginning. */
function searchMembers(source: ZipSource): { members: ZipMember[]; cut: string | undefined } {
  const readAt = windowed(source);
  const members: ZipMember[] = [];
  let at = findSignature(source, readAt, 0, [LOCAL]);
  while (at !== undefined && members.length < MOST_MEMBERS) {
    const header = readAt(at, LOCAL_BYTES);
    if (header.length < LOCAL_BYTES) break;
    const nameEnd = at + LOCAL_BYTES + u16(header, 26);
    const start = nameEnd + u16(header, 28);
    const rest = readAt(at + LOCAL_BYTES, start - at - LOCAL_BYTES);
    if (start > source.size) break;
    const name = rest.toString('utf8', 0, nameEnd - at - LOCAL_BYTES);
    const extra = rest.subarray(nameEnd - at - LOCAL_BYTES);
    const [, stated = 0] = wideSizes(extra, [u32(header, 22), u32(header, 18)]);
    const flags = u16(header, 6);
    const follows = (flags & SIZES_FOLLOW) !== 0;
    // Where the sizes follow the data, the data ends at the next signature.
    const end = follows
      ? (findSignature(source, readAt, start, [LOCAL, CENTRAL, 0x08074b50]) ?? source.size)
      : start + stated;
    if (end > source.size) return { members, cut: name };
    members.push({
      name,
      method: u16(header, 8),
      at,
      packed: end - start,
      crc: follows ? undefined : u32(header, 14),
      encrypted: (flags & ENCRYPTED) !== 0,
    });
    at = findSignature(source, readAt, end, [LOCAL]);
  }
  return { members, cut: undefined };
}

function findSignature(
  source: ZipSource,
  readAt: ZipSource['readAt'],
  from: number,
  signatures: readonly number[],
): number | undefined {
  for (let at = from; at + 4 <= source.size;) {
    const piece = readAt(at, 4);
    if (signatures.includes(u32(piece, 0))) return at;
    const window = readAt(at, WINDOW_BYTES / 2);
    const next = window.indexOf('PK', 1);
    // The last byte of a window may be the first of a signature.
    at += next > 0 ? next : Math.max(1, window.length - 1);
  }
  return undefined;
}

/** Reads of many places close together, out of one larger piece. */
function windowed(source: ZipSource): ZipSource['readAt'] {
  let from = 0;
  let window: Buffer = Buffer.alloc(0);
  return (at, length) => {
    if (at < from || Math.min(at + length, source.size) > from + window.length) {
      from = at;
      window = source.readAt(at, Math.max(length, WINDOW_BYTES));
    }
    return window.subarray(at - from, at - from + length);
  };
}

/** Where the data of a member begins: its local header says how long its own name and extra are. */
export function dataStart(source: ZipSource, member: ZipMember): number {
  const header = source.readAt(member.at, LOCAL_BYTES);
  if (u32(header, 0) !== LOCAL || header.length < LOCAL_BYTES) {
    throw new ZipDamage('its header is damaged');
  }
  return member.at + LOCAL_BYTES + u16(header, 26) + u16(header, 28);
}

// Beyond the end there are zeros.
function u16(bytes: Buffer, at: number): number {
  return at + 2 <= bytes.length ? bytes.readUInt16LE(at) : 0;
}
function u32(bytes: Buffer, at: number): number {
  return at + 4 <= bytes.length ? bytes.readUInt32LE(at) : 0;
}
/** Numbers beyond what can be counted exactly are beyond every file as well. */
function u64(bytes: Buffer, at: number): number {
  return at + 8 <= bytes.length ? Number(bytes.readBigUInt64LE(at)) : 0;
}
