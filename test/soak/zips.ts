/** Zip archives: whatever the bytes, a member is read whole, or refused with a `ZipDamage`. */
import { zipOfBytes, ZipDamage } from '../../src/formats/zip/zip.ts';
import { makeZip } from '../support/zip.ts';
import { fuzzSoak } from './fuzzer.ts';

const LONG = 'a line of text\n'.repeat(200);
const SEEDS = [
  makeZip([
    { name: 'a', data: 'alpha' },
    { name: 'samples/1.json', data: LONG },
  ]),
  makeZip([
    { name: 'a', data: LONG, method: 0 },
    { name: 'b', data: LONG, method: 93 },
  ]),
  makeZip([
    { name: 'a', data: LONG, wide: true },
    { name: 'a', data: 'again' },
  ]),
  makeZip([
    { name: 'a', data: LONG, streamed: true },
    { name: 'b', data: LONG, streamed: true },
  ]),
  makeZip(
    [
      { name: 'a', data: LONG },
      { name: 'b', data: LONG },
    ],
    { end: false },
  ),
];
/** More than any of the archives holds, by far: what comes out of damaged ones stays bounded. */
const MOST_BYTES = 64 * 1024 * 1024;

function attempt(input: Uint8Array): string | undefined {
  try {
    const zip = zipOfBytes(Buffer.from(input));
    let read = 0;
    for (const member of zip.members.keys()) {
      try {
        const found = zip.read(member);
        if (found === undefined) return 'lists a member that it does not have';
        read += found.bytes.length;
      } catch (error) {
        if (!(error instanceof ZipDamage)) throw error;
      }
    }
    zip.close();
    if (read > MOST_BYTES) return 'gives more bytes than its limits allow';
  } catch (error) {
    if (!(error instanceof ZipDamage)) throw error;
    if (error.message.trim() === '') return 'refuses without words';
  }
  return undefined;
}

export const { name, suite, run, replay } = fuzzSoak({
  name: 'zips',
  suite: 8_000,
  seeds: SEEDS,
  pieces: [
    'PK\u0001\u0002',
    'PK\u0003\u0004',
    'PK\u0005\u0006',
    'PK\u0006\u0006',
    'PK\u0006\u0007',
    'PK\u0007\u0008',
    '\u0000\u0000\u0000\u0000',
    '\u00ff\u00ff\u00ff\u00ff',
    '\u0001\u0000\u0018\u0000',
  ],
  attempt,
});
