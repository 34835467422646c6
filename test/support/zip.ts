/** Makes zip files, good ones and odd ones. */
import { crc32, deflateRawSync, zstdCompressSync } from 'node:zlib';

export type ZipPart = {
  readonly name: string;
  readonly data: string | Uint8Array;
  /** 0: stored, 8: deflate (the default), 93: zstd. */
  readonly method?: number;
  /** The bytes to store, where they are not what `method` makes of the data. */
  readonly packed?: Uint8Array;
  /** Sizes and places in 64 bits. */
  readonly wide?: boolean;
  /** Sizes after the data, as a writer does that cannot go back. */
  readonly streamed?: boolean;
};

const MANY = 0xffffffff;

/** A zip of the parts. `end: false` leaves out the central directory, as a crash does. */
export function makeZip(parts: readonly ZipPart[], options: { end?: boolean } = {}): Buffer {
  const pieces: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const data = Buffer.from(part.data);
    const packed = Buffer.from(part.packed ?? compressed(data, part.method ?? 8));
    const local = header(part, data, packed, undefined);
    central.push(header(part, data, packed, at));
    const after = part.streamed === true ? descriptor(data, packed) : Buffer.alloc(0);
    pieces.push(local, packed, after);
    at += local.length + packed.length + after.length;
  }
  if (options.end === false) return Buffer.concat(pieces);
  const directory = Buffer.concat(central);
  const wide = parts.some((part) => part.wide === true);
  return Buffer.concat([...pieces, directory, ending(parts.length, at, directory.length, wide)]);
}

function compressed(data: Buffer, method: number): Uint8Array {
  if (method === 0) return data;
  return method === 93 ? zstdCompressSync(data) : deflateRawSync(data);
}

/** A local header; one of the central directory where `at` says where the local one is. */
function header(part: ZipPart, data: Buffer, packed: Buffer, at: number | undefined): Buffer {
  const name = Buffer.from(part.name);
  const unknown = part.streamed === true && at === undefined;
  const sizes = unknown ? [0, 0] : [packed.length, data.length];
  const extra = part.wide === true ? wideExtra([data.length, packed.length, at]) : Buffer.alloc(0);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(part.streamed === true ? 8 : 0, 2);
  common.writeUInt16LE(part.method ?? 8, 4);
  common.writeUInt32LE(unknown ? 0 : crc32(data), 10);
  common.writeUInt32LE(part.wide === true ? MANY : (sizes[0] ?? 0), 14);
  common.writeUInt32LE(part.wide === true ? MANY : (sizes[1] ?? 0), 18);
  common.writeUInt16LE(name.length, 22);
  common.writeUInt16LE(extra.length, 24);
  if (at === undefined) return Buffer.concat([Buffer.from('PK\x03\x04'), common, name, extra]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(part.wide === true ? MANY : at, 10);
  const made = Buffer.from([20, 0]);
  return Buffer.concat([Buffer.from('PK\x01\x02'), made, common, rest, name, extra]);
}

function wideExtra(values: readonly (number | undefined)[]): Buffer {
  const known = values.filter((value) => value !== undefined);
  const extra = Buffer.alloc(4 + 8 * known.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * known.length, 2);
  known.forEach((value, index) => extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index));
  return extra;
}

function descriptor(data: Buffer, packed: Buffer): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.write('PK\x07\x08', 'latin1');
  bytes.writeUInt32LE(crc32(data), 4);
  bytes.writeUInt32LE(packed.length, 8);
  bytes.writeUInt32LE(data.length, 12);
  return bytes;
}

function ending(count: number, at: number, bytes: number, wide: boolean): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(wide ? 0xffff : count, 8);
  end.writeUInt16LE(wide ? 0xffff : count, 10);
  end.writeUInt32LE(wide ? MANY : bytes, 12);
  end.writeUInt32LE(wide ? MANY : at, 16);
  if (!wide) return end;
  const big = Buffer.alloc(56);
  big.write('PK\x06\x06', 'latin1');
  big.writeBigUInt64LE(44n, 4);
  big.writeBigUInt64LE(BigInt(count), 24);
  big.writeBigUInt64LE(BigInt(count), 32);
  big.writeBigUInt64LE(BigInt(bytes), 40);
  big.writeBigUInt64LE(BigInt(at), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(at + bytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([big, locator, end]);
}
