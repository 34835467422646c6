/** Hashes of the audit: SHA-256, in hexadecimal digits. */
import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data);
}

/**
 * JSON in the one form that RFC 8785 gives it. Lone surrogates, which that form has not, become
 * U+FFFD.
 */
export function canonical(value: unknown): string {
  return canonicalize(wellFormed(value)) ?? 'null';
}

/** SHA-256 of the canonical JSON of a value. */
export function canonicalHash(value: unknown): string {
  return sha256(canonical(value));
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  // What JSON has no number for is null in it.
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map((one) => wellFormed(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key.toWellFormed(), wellFormed(one)]),
  );
}

/** Compares texts by their UTF-8 bytes. */
export function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
