/** Rows of rates by any column. */
import { expect, it } from 'vitest';
import type { Group } from '../../src/query/results.ts';
import { sortGroups, type GroupSort } from '../../src/stats/sort-groups.ts';

function group(value: string | null, harmful: number, safe: number, unjudged = 0): Group {
  const judged = harmful + safe;
  const trials = judged + unjudged;
  const counts = { trials, judged, harmful, safe, unjudged, judgeFailed: 0, error: 0 };
  return { values: [value, 'x'], counts, conditions: 1 };
}

const GROUPS = [group('10', 1, 3), group('9', 2, 2), group('-0.5', 0, 0, 8), group(null, 3, 1)];

it.each<[GroupSort['column'], boolean, readonly (string | null)[]]>([
  ['rate', false, ['10', '9', null, '-0.5']],
  ['rate', true, [null, '9', '10', '-0.5']],
  ['trials', true, ['-0.5', '10', '9', null]],
  ['unjudged', false, ['10', '9', null, '-0.5']],
  ['score.x', false, ['-0.5', '9', '10', null]],
  ['score.x', true, ['10', '9', '-0.5', null]],
])('by %s, descending: %s', (column, descending, expected) => {
  const found = sortGroups(GROUPS, ['score.x', 'model'], { column, descending });
  expect(found.map(({ values }) => values[0])).toEqual(expected);
});
