/** The id under which Inspect Scout knows a sample that has no UUID of its own. */
import { hash } from 'node:crypto';

/** The digits of Python's `shortuuid`, in order. */
const DIGITS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const LENGTH = 22;

/**
 * As `auto_id` of inspect_ai does it: the MD5 of `EVALID_SAMPLEID_EPOCH` as a number, in 57 digits
 * that cannot be mistaken for one another.
 */
export function scoutTranscriptId({
  evalId,
  sampleId,
  epoch,
}: {
  readonly evalId: string;
  readonly sampleId: string | number;
  readonly epoch: number;
}): string {
  let left = BigInt(`0x${hash('md5', `${evalId}_${sampleId}_${epoch}`)}`);
  const base = BigInt(DIGITS.length);
  let id = '';
  while (id.length < LENGTH) {
    id = `${DIGITS[Number(left % base)] ?? ''}${id}`;
    left /= base;
  }
  return id;
}
