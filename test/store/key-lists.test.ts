/** Which lists of keys are cached, and for how long. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Plan } from '../../src/query/plan-types.ts';
import { createKeyLists } from '../../src/store/sqlite/key-lists.ts';

const SORT = { field: 'order', descending: false } as const;
const ALL: Plan = { type: 'all' };

function lists() {
  let generation = 1;
  const reads: string[] = [];
  const made = createKeyLists(
    () => generation,
    ({ plan, sort }) => {
      reads.push(`${plan.type} ${sort.field} ${sort.descending}`);
      return Uint32Array.of(7, 9, 8);
    },
  );
  return { ...made, reads, rise: () => (generation += 1) };
}

it('reads and sorts each list once in a generation', () => {
  const { of, countOf, reads, rise } = lists();
  expect(countOf(ALL)).toBeUndefined();
  for (const _ of [1, 2]) {
    expect(of({ plan: ALL, sort: SORT })).toMatchObject({ newest: 9 });
    of({ plan: ALL, sort: { ...SORT, descending: true } });
    of({ plan: { type: 'none' }, sort: SORT });
  }
  expect(reads).toEqual(['all order false', 'all order true', 'none order false']);
  expect(countOf(ALL)).toBe(3);
  rise();
  expect(countOf(ALL)).toBeUndefined();
  of({ plan: ALL, sort: SORT });
  expect(reads).toHaveLength(4);
});

it('frees the memory of the list that was not used for longest, and of all at the next generation', () => {
  const { of, rise } = lists();
  const fields = ['order', 'model', 'turns', 'id'] as const;
  const all = fields.map((field) => of({ plan: ALL, sort: { field, descending: false } }).keys);
  of({ plan: ALL, sort: SORT });
  of({ plan: ALL, sort: { field: 'started', descending: false } });
  expect(all.map(({ length }) => length)).toEqual([3, 0, 3, 3]);
  rise();
  of({ plan: ALL, sort: SORT });
  expect(all.map(({ length }) => length)).toEqual([0, 0, 0, 0]);
});

it('gives each list as it was read, with its largest key, and counts a plan by any of its orders', () => {
  const plan = fc.constantFrom<Plan>(ALL, { type: 'none' }, { type: 'not', part: ALL });
  const field = fc.constantFrom('order' as const, 'model' as const, 'turns' as const);
  const list = fc.record({ plan, sort: fc.record({ field, descending: fc.boolean() }) });
  const action = fc.oneof(fc.constant('rise' as const), fc.constant('drop' as const), list);
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), fc.array(fc.nat(50)), (actions, keys) => {
      let generation = 0;
      const cached = createKeyLists(
        () => generation,
        // Other keys in each generation.
        () => Uint32Array.from(keys, (key) => key + generation),
      );
      for (const one of actions) {
        if (one === 'rise') generation += 1;
        else if (one === 'drop') cached.drop();
        else {
          const { keys: found, newest } = cached.of(one);
          expect([...found]).toEqual(keys.map((key) => key + generation));
          expect(newest).toBe(Math.max(0, ...found));
          expect(cached.countOf(one.plan)).toBe(keys.length);
        }
        if (typeof one === 'string') expect(cached.countOf(ALL)).toBeUndefined();
      }
    }),
  );
});
