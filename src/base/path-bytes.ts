/**
 * Names of files that are not UTF-8, such as those of old archives in Latin-1. The system's names are
 * bytes; ours are text. A byte that is no UTF-8 is a character of its own in the private use area, so
 * that a name can be shown (as marks), stored and turned back into its bytes.
 */
import { lstatSync } from 'node:fs';

/** 0x80 … 0xFF are U+F780 … U+F7FF. */
const AREA = 0xf700;
const OURS = /[\uF780-\uF7FF]/;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A name as text. */
export function nameOf(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return pieces(bytes).join('');
  }
}

/** The characters of a name, as many as can be read at a time; other bytes one by one. */
function pieces(bytes: Buffer): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = [1, 2, 3, 4].find((size) => isCharacter(bytes.subarray(at, at + size)));
    found.push(
      length === undefined
        ? String.fromCharCode(AREA + (bytes[at] ?? 0))
        : bytes.toString('utf8', at, at + length),
    );
    at += length ?? 1;
  }
  return found;
}

function isCharacter(bytes: Buffer): boolean {
  try {
    return [...utf8.decode(bytes)].length === 1;
  } catch {
    return false;
  }
}

/** A path as the system has it. */
export function onDisk(path: string): string | Buffer {
  if (!OURS.test(path)) return path;
  const bytes = Buffer.concat(
    Array.from(path, (character) =>
      OURS.test(character) ? Buffer.from([character.charCodeAt(0) - AREA]) : Buffer.from(character),
    ),
  );
  // A name may have these very characters.
  return lstatSync(bytes, { throwIfNoEntry: false }) === undefined ? path : bytes;
}
