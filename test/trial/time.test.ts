/** Times are read as UTC, at the precision in which they are written. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeOf, timeSpan } from '../../src/trial/time.ts';

const iso = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();

describe('a time', () => {
  it.each([
    ['2025', '2025-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
    ['2024-02', '2024-02-01T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
    ['2025-12', '2025-12-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
    ['2025-06-11T16:53', '2025-06-11T16:53:00.000Z', '2025-06-11T16:54:00.000Z'],
    ['2025-06-11 16:53:02', '2025-06-11T16:53:02.000Z', '2025-06-11T16:53:03.000Z'],
    ['2025-06-11T16:53:02Z', '2025-06-11T16:53:02.000Z', '2025-06-11T16:53:03.000Z'],
    ['2025-07-05T09:59:48.945242-04:00', '2025-07-05T13:59:48.945Z', '2025-07-05T13:59:48.946Z'],
    ['2025-06-11T01:30:00+0200', '2025-06-10T23:30:00.000Z', '2025-06-10T23:30:01.000Z'],
    ['0099-01-01', '0099-01-01T00:00:00.000Z', '0099-01-02T00:00:00.000Z'],
  ])('%s is from %s to %s', (text, from, to) => {
    const span = timeSpan(text);
    expect([iso(span?.from), iso(span?.to)]).toEqual([from, to]);
  });

  it.each([
    '',
    'yesterday',
    '2025-13',
    '2025-02-30',
    '2025-06-11T24:00',
    '2025-06-11T10:60',
    '2025-06-11T10:00 CET',
    '2025-06T10:00',
    '1749600000',
    '11.06.2025',
    '2025-06-11T',
  ])('%j is none', (text) => {
    expect(timeSpan(text)).toBeUndefined();
  });

  it('is what the platform reads in every time it writes itself', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), noInvalidDate: true }), (date) => {
        fc.pre(date.getUTCFullYear() < 10_000);
        expect(timeOf(date.toISOString())).toBe(date.getTime());
      }),
    );
  });
});
