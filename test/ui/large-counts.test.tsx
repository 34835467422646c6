/** Numbers of a large collection: none is cut, and none runs into the next. */
import { describe, expect, it } from 'vitest';
import type { State } from '../../src/app/state.ts';
import { shownIn, SIZES } from '../support/frames.tsx';
import { PRESENT } from '../support/presents.ts';
import { openSession } from '../support/session.ts';
import { SMALL_STUDY } from '../support/trials.ts';

const TIMES = 1_234_567;
const COUNTS = new Set(
  `trials judged harmful safe unjudged judgeFailed error count total
    passages withheld absent reasoning message both neither draft`.split(/\s+/),
);

/** The same state of a study of millions of trials. */
function enlarged<T>(value: T): T {
  if (Array.isArray(value)) return value.map(enlarged) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(([name, one]) => [
    name,
    COUNTS.has(name) && Number.isInteger(one) ? Number(one) * TIMES : enlarged(one as unknown),
  ]);
  return Object.fromEntries(entries) as T;
}

const SCREENS: readonly (readonly [string, string])[] = [
  ['the list', ''],
  ['a choice of models', 'm'],
  ['a search', '/unethical'],
  ['the Stats', 'S'],
  ['the Stats by two fields', 'Sdbelief<enter>'],
  ['a cross table', 'Sdbelief<enter>c'],
  ['a share', 'S%ack<enter>'],
  ['a funnel', 'S%f<enter>'],
  ['a concordance', 'Kunethical<enter>'],
];

/** Numbers that are cut, or that begin where another ends. */
const WRONG = /\d…|\d,\d*…|,\d{3}\d|\d,\d{1,2}(?!\d)/;

function expectWhole(state: State): void {
  const lines = shownIn(enlarged(state)).split('\n');
  expect(lines.join('\n')).toMatch(/\d,\d{3},\d{3}/);
  // Sentences may be cut: they are whole in a note of their own.
  const rows = lines.filter((line) => !line.startsWith('  !'));
  expect(rows.filter((line) => WRONG.test(line))).toEqual([]);
}

describe.each(SIZES)('millions of trials at $columns x $rows', (size) => {
  it.each(SCREENS)('in %s', async (_, keys) => {
    const session = await openSession(SMALL_STUDY, { size });
    const state = await session.press(keys);
    await session.close();
    expectWhole(state);
  });

  it('on a slide of rates', async () => {
    const session = await openSession(SMALL_STUDY, { size, present: PRESENT });
    await session.tick('notice');
    const state = await session.press('        ');
    await session.close();
    expectWhole(state);
  });
});
