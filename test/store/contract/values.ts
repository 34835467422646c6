/** Values of fields: moments, samples, tags. */
import { describe, expect, it } from 'vitest';
import { createExpander } from '../../../src/query/expand.ts';
import { parse } from '../../../src/query/parse.ts';
import { plan } from '../../../src/query/plan.ts';
import type { Plan } from '../../../src/query/plan-types.ts';
import { trialOf } from '../../support/trials.ts';
import { ALL, idsOf, type Stores } from './support.ts';

const planOf = (text: string): Plan => {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return plan(parsed.query, createExpander([])).plan;
};

export function describeValues({ filled }: Stores): void {
  describe('start times', () => {
    const times = {
      zoned: '2025-06-11T01:30:00+02:00',
      late: '2025-06-11T23:59:59.999Z',
      bare: '2025-06-11 08:00',
      day: '2025-06-12',
      odd: 'last Tuesday',
    };
    const filledWithTimes = () =>
      filled([
        ...Object.entries(times).map(([id, startedAt]) => trialOf({ id, startedAt })),
        trialOf({ id: 'none' }),
      ]);

    it.each([
      ['2025-06-10', 'zoned'],
      ['2025-06-11', 'late bare'],
      ['2025-06', 'zoned late bare day'],
      ['2025-06-11T08:00', 'bare'],
      ['2025-06-11T10:00+02:00', 'bare'],
      ['>2025-06-11', 'day'],
      ['>=2025-06-11', 'late bare day'],
      ['<2025-06-11', 'zoned'],
      ['<=2025-06-11', 'zoned late bare'],
      ['2025-06-10..2025-06-11', 'zoned late bare'],
      ['2024', ''],
      ['"(none)"', 'odd none'],
    ])('are compared in UTC: started:%s', async (value, ids) => {
      const store = await filledWithTimes();
      expect((await idsOf(store, planOf(`started:${value}`), 'order')).join(' ')).toBe(ids);
    });

    it('have no day before the year 0, where a zone puts them', async () => {
      const times = ['0000-01-01T00:00Z', '0000-01-01T00:00+23:00', '9999-12-31T23:00-23:00'];
      const store = await filled(times.map((startedAt) => trialOf({ id: startedAt, startedAt })));
      const { groups } = await store.groups(ALL, ['started']);
      expect(groups.map(({ values, counts }) => [values[0], counts.trials])).toEqual([
        ['0000-01-01', 1],
        [null, 2],
      ]);
    });

    it('are sorted by moment and grouped by day', async () => {
      const store = await filledWithTimes();
      expect((await idsOf(store, ALL, 'started')).join(' ')).toBe('zoned bare late day odd none');
      const { groups } = await store.groups(ALL, ['started']);
      expect(groups.map(({ values, counts }) => [values[0], counts.trials])).toEqual([
        ['2025-06-10', 1],
        ['2025-06-11', 2],
        ['2025-06-12', 1],
        [null, 2],
      ]);
    });
  });

  describe('samples', () => {
    const SAMPLES = [
      '9007199254740992',
      '9007199254740993',
      '99999999999999999999',
      '100000000000000000000',
      '00000000000000000000000017',
      17,
      -1,
      '-1',
      1.5,
      1e300,
      'x',
    ];

    it.each([
      ['sample:9007199254740993', '9007199254740993'],
      ['sample:>9007199254740992 sample:<10000000000000000000', '9007199254740993'],
      ['sample:99999999999999999999', '99999999999999999999'],
      [
        'sample:>=99999999999999999999 sample:<100000000000000100000',
        '99999999999999999999 100000000000000000000',
      ],
      ['sample:17', '00000000000000000000000017 17'],
      ['sample:-1', '-1 -1'],
      ['sample:1.50', '1.5'],
      ['sample:*7', '00000000000000000000000017 17'],
      ['sample:-*', '-1 -1'],
      ['sample:>100000000000000000001', '1e+300'],
      ['sample:<=1', '-1'],
    ])('are compared with all of their digits: %s', async (text, found) => {
      const store = await filled(SAMPLES.map((sample, at) => trialOf({ id: `${at}`, sample })));
      const ids = await idsOf(store, planOf(text));
      expect(ids.map((id) => String(SAMPLES[Number(id)])).join(' ')).toBe(found);
    });
  });

  it('have tags without lone surrogates, as all other values are', async () => {
    const store = await filled([
      trialOf({ id: 'half', tags: ['x\ud83d'] }),
      trialOf({ id: 'whole', tags: ['x\ufffd', 'y'] }),
    ]);
    const [facet] = await store.facets(ALL, ['tag']);
    expect(facet?.values.map(({ value, counts }) => [value, counts.trials])).toEqual([
      ['x\ufffd', 2],
      ['y', 1],
    ]);
    for (const value of ['x\ud83d', 'x\ufffd']) {
      expect(await idsOf(store, planOf(`tag:"${value}"`))).toEqual(['half', 'whole']);
    }
  });
}
