/** Fields that trials bring along: scores and metadata, as conditions, orders, groups and columns. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CollectionField } from '../../../src/trial/collection-fields.ts';
import type { Comparison } from '../../../src/query/ast.ts';
import type { Plan } from '../../../src/query/plan-types.ts';
import type { Trial } from '../../../src/trial/types.ts';
import { trialOf } from '../../support/trials.ts';
import { addTrial, ALL, field, idsOf, not, sourceOf, type Stores } from './support.ts';

const scored = (id: string, scores: Record<string, unknown>, meta?: Trial['meta']): Trial =>
  trialOf({
    id,
    verdict: { outcome: 'unjudged', scores },
    ...(meta === undefined ? {} : { meta }),
  });

function compared(name: CollectionField, op: Comparison, text: string): Plan {
  return { type: 'field', field: name, op, values: [{ text, glob: false }] };
}

const HOSTILE = `a "b'; DROP TABLE value; --\u001B[31m\u0000ä.😀`;

export function describeFields({ empty, filled, runs }: Stores): void {
  describe('fields of the collection', () => {
    it('are those that a trial has, by their names, and none of others', async () => {
      const store = await filled([
        scored('a', { grade: 'C', judge: { value: { harm: 7 }, answer: 'yes' } }),
        scored('b', {}, { run: { id: 'r1' }, [HOSTILE]: 1, unread: { x: 1 }, nothing: null }),
        trialOf({ id: 'c' }),
      ]);
      expect(await store.fields()).toEqual([
        `meta.${HOSTILE}`,
        'meta.run.id',
        'score.grade',
        'score.judge.answer',
        'score.judge.harm',
      ]);
      expect(await idsOf(store, field(`meta.${HOSTILE}`, '1'))).toEqual(['b']);
      expect(await idsOf(store, field('has', `meta.${HOSTILE}`))).toEqual(['b']);
      expect(await idsOf(store, field('score.grade', '(none)'))).toEqual(['b', 'c']);
      expect(await idsOf(store, not(field('score.grade', 'c')))).toEqual(['b', 'c']);
      const { rows } = await store.page(
        { plan: field('id', 'b'), sort: { field: 'order', descending: false } },
        { offset: 0, fields: [`meta.${HOSTILE}`, 'score.grade'] },
      );
      expect(rows[0]?.fields).toEqual({ [`meta.${HOSTILE}`]: [1] });
      const twice = await store.groups(ALL, ['score.grade', 'score.judge.harm', 'score.grade']);
      expect(twice.groups.map(({ values, counts }) => [...values, counts.trials])).toEqual([
        ['C', '7', 'C', 1],
        [null, null, null, 2],
      ]);
      const [facet] = await store.facets(ALL, [`meta.${HOSTILE}`]);
      expect(facet?.values.map(({ value, counts }) => [value, counts.trials])).toEqual([
        ['1', 1],
        [null, 2],
      ]);
    });

    it('are compared as numbers, exactly up to 64 bits, with those written as text', async () => {
      const values = [
        -1.5,
        0.25,
        '3',
        '9007199254740992',
        '9007199254740993',
        '9223372036854775807',
        2 ** 63,
        'Infinity',
        'NaN',
      ];
      const store = await filled(values.map((value) => scored(String(value), { x: value })));
      const ids = async (op: Comparison, text: string): Promise<readonly string[]> =>
        idsOf(store, compared('score.x', op, text));
      expect(await ids('is', '9007199254740993')).toEqual(['9007199254740993']);
      expect(await ids('>', '9007199254740992')).toEqual(values.slice(4, 8).map(String));
      // One more than 64 bits hold, which is `2 ** 63`.
      expect(await ids('<', '9223372036854775808')).toEqual(values.slice(0, 6).map(String));
      expect(await ids('>=', '9223372036854775808')).toEqual(values.slice(6, 8).map(String));
      expect(await ids('<', '0.25')).toEqual(['-1.5']);
      expect(await ids('>=', '3.0')).toEqual(values.slice(2, 8).map(String));
      expect(await ids('is', '3.0')).toEqual(['3']);
      expect(await ids('is', 'nan')).toEqual(['NaN']);
      expect(await idsOf(store, ALL, 'score.x')).toEqual(values.map(String));
      expect((await store.groups(ALL, ['score.x'])).groups.map(({ values: [of] }) => of)).toEqual(
        values.map(String),
      );
    });

    it('of several types: true is no 1 but more than 0.5, texts fit without regard to case', async () => {
      const store = await filled([
        scored('t', { x: true }),
        scored('f', { x: false }),
        scored('one', { x: 1 }),
        scored('text', { x: 'Grade C' }),
        scored('list', { x: ['b', 2, 'b'] }),
        scored('none', { x: null }),
      ]);
      expect(await idsOf(store, field('score.x', 'TRUE'))).toEqual(['t']);
      expect(await idsOf(store, field('score.x', '1'))).toEqual(['one']);
      expect(await idsOf(store, compared('score.x', '>', '0.5'))).toEqual(['t', 'one', 'list']);
      expect(await idsOf(store, field('score.x', 'grade*'))).toEqual(['text']);
      expect(await idsOf(store, field('score.x', 'b'))).toEqual(['list']);
      const { rows } = await store.page(
        { plan: ALL, sort: { field: 'order', descending: false } },
        { offset: 0, fields: ['score.x'] },
      );
      expect(rows.map((row) => row.fields?.['score.x'])).toEqual([
        [true],
        [false],
        [1],
        ['Grade C'],
        ['b', 2],
        undefined,
      ]);
    });

    it('go with their trials, and come with those that take their place', async () => {
      const { writer, read } = await empty();
      const put = async (trials: readonly Trial[], place?: string): Promise<void> => {
        await writer.begin();
        const source = await writer.putSource(sourceOf('/t'));
        for (const trial of trials) await addTrial(writer, source, trial, { place });
        await writer.commit();
      };
      await put([scored('a', { old: 1 })], 'p1');
      const store = await read();
      expect(await store.fields()).toEqual(['score.old']);
      await put([scored('a', { new: 2 })], 'p1');
      expect(await store.fields()).toEqual(['score.new']);
      await writer.begin();
      await writer.clearSource('/t');
      await writer.commit();
      expect(await store.fields()).toEqual([]);
      await put([scored('b', { old: 3 })]);
      expect(await idsOf(store, field('score.old', '3'))).toEqual(['b']);
    });

    it('are sorted like their numbers, what has none last, in both directions', async () => {
      const { writer, read } = await empty();
      const store = await read();
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })), {
            maxLength: 8,
          }),
          fc.boolean(),
          async (values, descending) => {
            await writer.begin();
            await writer.clearSource('/t');
            const source = await writer.putSource(sourceOf('/t'));
            for (const [at, x] of values.entries()) {
              await addTrial(writer, source, scored(`${at}`, { x }));
            }
            await writer.commit();
            const order = (at: string): number => values[Number(at)] ?? Number.NaN;
            const expected = [...values.keys()].map(String).toSorted((a, b) => {
              const [left, right] = [order(a), order(b)];
              if (Number.isNaN(left) || Number.isNaN(right)) {
                return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
              }
              return descending ? right - left : left - right;
            });
            expect(await idsOf(store, ALL, 'score.x', descending)).toEqual(expected);
          },
        ),
        { numRuns: runs(40) },
      );
    });
  });
}
