/** The chain of an audit file: each record names the SHA-256 of the bytes of the line before it. */
import { sha256 } from './hash.ts';

/** Lines of a file as bytes, without their line ends. */
export type Lines = {
  readonly lines: readonly Uint8Array[];
  /** Bytes after the last line end: no record. */
  readonly torn: Uint8Array;
};

const LF = 0x0a;

export function linesOf(bytes: Uint8Array): Lines {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return { lines, torn: bytes.subarray(start) };
}

export type ChainResult =
  | {
      readonly ok: true;
      readonly records: number;
      /** SHA-256 of the last line; null of an empty file. */
      readonly head: string | null;
      /** Bytes of a torn last line, where there is one. */
      readonly torn?: number;
    }
  | { readonly ok: false; readonly line: number; readonly reason: string };

/** Follows the chain through a file. `line` counts from 1. */
export function verifyChain(file: string | Uint8Array): ChainResult {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  const { lines, torn } = linesOf(bytes);
  if (lines.length > 0 && lines.every((line) => line.at(-1) === 0x0d)) {
    return {
      ok: false,
      line: 1,
      reason: 'all lines end in CR LF: a program, such as git, has converted the line ends',
    };
  }
  const scraps = repairedLines(lines);
  let head: string | null = null;
  for (const [index, line] of lines.entries()) {
    const reason = scraps.has(index) ? undefined : wrongIn(line, index, head);
    if (reason !== undefined) return { ok: false, line: index + 1, reason };
    head = sha256(line);
  }
  const whole = { ok: true, records: lines.length, head } as const;
  return torn.length === 0 ? whole : { ...whole, torn: torn.length };
}

/**
 * Places of lines that are no records, since writing them was cut short. The record `repair` behind
 * them names their length and hash, so that nothing else can pass for one; a record that stands in its place in the
 * chain cannot either, so that no answer is taken back by it.
 */
export function repairedLines(lines: readonly Uint8Array[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [index, line] of lines.entries()) {
    const record = recordIn(line);
    if (record?.['type'] !== 'repair') continue;
    for (let first = index - 1; first >= 0 && !found.has(first); first -= 1) {
      const before = lines[first - 1];
      const head = before === undefined ? null : sha256(before);
      if (wrongIn(lines[first] ?? line, first, head) === undefined) break;
      const scrap = joined(lines.slice(first, index));
      if (scrap.length > Number(record['bytes'])) break;
      if (scrap.length !== record['bytes'] || sha256(scrap) !== record['hash']) continue;
      for (let at = first; at < index; at += 1) found.add(at);
    }
  }
  return found;
}

/** What stands at the end of a file and is no record: lines that cannot be read, and a torn one. */
export function scrapOf({ lines, torn }: Lines): Uint8Array {
  const scraps = repairedLines(lines);
  let first = lines.length;
  while (first > 0 && !scraps.has(first - 1) && recordIn(lines[first - 1] ?? torn) === undefined) {
    first -= 1;
  }
  return joined(torn.length === 0 ? lines.slice(first) : [...lines.slice(first), torn]);
}

function joined(lines: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(
    lines.flatMap((line, at) => (at === 0 ? [line] : [Buffer.from('\n'), line])),
  );
}

/** What is wrong with a line at its place in the chain. */
function wrongIn(line: Uint8Array, seq: number, head: string | null): string | undefined {
  const record = recordIn(line);
  if (record === undefined) return 'it is no record';
  if (record['prev'] !== head) {
    return seq === 0 ? 'a first record follows nothing' : 'previous line was changed';
  }
  if (record['seq'] !== seq) return `it has the number ${String(record['seq'])}, not ${seq}`;
  return undefined;
}

/** The JSON object that a line is, if it is one. */
export function recordIn(line: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
