/** Which lists of keys are cached, and for how long. */
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
