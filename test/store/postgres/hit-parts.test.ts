/** Which passages a search looks at before it looks at all. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Choice, Plan } from '../../../src/query/plan-types.ts';
import type { RawHits } from '../../../src/query/results.ts';
import type { Bucket } from '../../../src/store/postgres/collections.ts';
import { findInParts, type Part } from '../../../src/store/postgres/hit-parts.ts';
import type { KnownWords } from '../../../src/store/postgres/known.ts';

const FREQUENT = 5000;
const COUNTS = new Map([
  ['rare', 3],
  ['unusual', 2],
  ['frequent', FREQUENT],
  ['common', 315_000],
]);

const text = (...places: readonly (readonly string[])[]): Plan => ({
  type: 'text',
  places: places.map((words) => words.map((word): Choice => ({ word, closeness: 1 }))),
});
const word = (one: string): Plan => text([one]);
const MODEL: Plan = {
  type: 'field',
  field: 'model',
  op: 'is',
  values: [{ text: 'm', glob: false }],
};

function bucketOf(id: number, passages: number): Bucket {
  return { id, collection: 1, trials: passages, passages, nextPassage: passages + 1 };
}

/** The parts that are looked at before all, and those that were given; `found`: passages found in each. */
async function partsOf(
  plan: Plan,
  buckets: readonly Bucket[],
  { chunk, found = [] }: { readonly chunk: number; readonly found?: readonly number[] },
): Promise<{ readonly parts: readonly Part[]; readonly given: readonly number[] }> {
  const asked: (Part | undefined)[] = [];
  const given: number[] = [];
  const known = { buckets, beginningWith: () => ['rare', 'frequent'] } as unknown as KnownWords;
  const options = {
    chunk,
    counts: async () => (one: string) => COUNTS.get(one) ?? 0,
    isDue: () => true,
    onPart: async ({ passages }: RawHits) => void given.push(passages),
  };
  await findInParts(known, plan, options, async (part) => {
    const passages = found[asked.push(part) - 1] ?? 0;
    return { hits: [], passages, trials: passages };
  });
  expect(asked.at(-1)).toBeUndefined();
  return { parts: asked.slice(0, -1) as readonly Part[], given };
}

const size = ({ runs }: Part): number =>
  (runs ?? []).reduce((sum, { from, to }) => sum + to - from, 0);

describe('parts of a search', () => {
  const buckets = [bucketOf(1, 300_000), bucketOf(2, 100_000)];

  it.each<[string, Plan]>([
    ['a frequent word', word('frequent')],
    ['a misspelt word that may be a frequent one', text(['rare', 'frequent'])],
    ['a beginning', { type: 'text', places: [[{ word: 'f', closeness: 1, prefix: true }]] }],
    ['either of two words', { type: 'or', parts: [word('rare'), word('frequent')] }],
    ['words of which a trial may have one', { type: 'and', parts: [MODEL, word('frequent')] }],
    [
      'a word without a rare one',
      { type: 'and', parts: [word('frequent'), { type: 'not', part: word('rare') }] },
    ],
    ['a regular expression', { type: 'regex', source: 'x', flags: '' }],
  ])('of %s begin with some passages of all files, and go on with many more', async (_, plan) => {
    const { parts } = await partsOf(plan, buckets, { chunk: 1000 });
    expect(parts.map((part) => Math.round(size(part) / 1000))).toEqual([1, 16, 256].slice(0, 2));
    for (const { id, nextPassage } of buckets) {
      const froms = parts.map(({ runs = [] }) =>
        runs.filter(({ bucket }) => bucket === id).map(({ from }) => from),
      );
      expect(froms[1]).toEqual(froms[0]);
      const gaps = (froms[0] ?? []).map((from, at) => (froms[0]?.[at + 1] ?? nextPassage) - from);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(nextPassage / 60);
    }
  });

  it.each<[string, Plan]>([
    ['a rare word', word('rare')],
    ['a word that is not there', word('nowhere')],
    ['either of two rare words', { type: 'or', parts: [word('rare'), word('unusual')] }],
    ['a rare word beside a frequent one', { type: 'and', parts: [word('frequent'), word('rare')] }],
    ['a phrase with a rare word', text(['frequent'], ['rare'])],
    ['a rare word of a model', { type: 'and', parts: [MODEL, word('rare')] }],
  ])('of %s begin with all passages, and few trials of each', async (_, plan) => {
    expect((await partsOf(plan, buckets, { chunk: 1000 })).parts).toEqual([{ runs: undefined }]);
  });

  it('of very frequent words begin with fewer passages, which have as many hits', async () => {
    const [first] = (await partsOf(text(['frequent', 'common']), buckets, { chunk: 1000 })).parts;
    expect(size(first as Part)).toBeGreaterThan(470);
    expect(size(first as Part)).toBeLessThanOrEqual(500);
  });

  it('are none of a small collection', async () => {
    expect((await partsOf(word('frequent'), [bucketOf(1, 2000)], { chunk: 1000 })).parts).toEqual(
      [],
    );
  });

  it('are given as soon as they have hits', async () => {
    const { given } = await partsOf(word('frequent'), buckets, { chunk: 1000, found: [0, 7, 9] });
    expect(given).toEqual([7]);
  });

  it('have passages of the buckets alone, each once, and hold those before', async () => {
    const anyBuckets = fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 1, max: 50 }), passages: fc.nat({ max: 50_000 }) }),
      {
        selector: ({ id }) => id,
        minLength: 1,
        maxLength: 6,
      },
    );
    await fc.assert(
      fc.asyncProperty(anyBuckets, fc.integer({ min: 1, max: 3000 }), async (some, chunk) => {
        const all = some.map(({ id, passages }) => bucketOf(id, passages));
        // More than a first part of any size.
        COUNTS.set('frequent', Infinity);
        const { parts } = await partsOf(word('frequent'), all, { chunk });
        let before: readonly string[] = [];
        for (const { runs = [] } of parts) {
          for (const { id, nextPassage } of all) {
            const its = runs.filter(({ bucket }) => bucket === id);
            for (const [at, { from, to }] of its.entries()) {
              expect(from).toBeLessThanOrEqual(to);
              expect(to).toBeLessThanOrEqual(its[at + 1]?.from ?? nextPassage);
            }
          }
          const ids = runs.flatMap(({ bucket, from, to }) =>
            Array.from({ length: to - from }, (__, at) => `${bucket}/${from + at}`),
          );
          expect(new Set(before).difference(new Set(ids))).toEqual(new Set());
          before = ids;
        }
        COUNTS.set('frequent', FREQUENT);
      }),
    );
  });
});
