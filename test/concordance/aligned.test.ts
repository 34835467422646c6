/** Lines of a concordance at any width: none is wider, and each form begins in the same column. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { alignedLine, lineCells } from '../../src/concordance/aligned.ts';
import { linesIn, sortedLines } from '../../src/concordance/lines.ts';
import type { ConcordanceLine } from '../../src/concordance/types.ts';
import type { TrialKey } from '../../src/query/results.ts';
import { lineWidth } from '../../src/text/spans.ts';
import { OUTCOMES, TURN_KINDS } from '../../src/trial/types.ts';

const text = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('勒索'.repeat(40), '👩‍👩‍👧'.repeat(30), '\u202e\u001b[31m', ''),
);
const lines: fc.Arbitrary<readonly ConcordanceLine[]> = fc.array(
  fc.record({
    key: fc.constant('k' as unknown as TrialKey),
    trial: text,
    model: text,
    outcome: fc.constantFrom(...OUTCOMES),
    turn: fc.integer({ min: 1, max: 9999 }),
    kind: fc.constantFrom(...TURN_KINDS, 'rationale' as const),
    draft: fc.boolean(),
    before: text,
    form: text,
    after: text,
    nth: fc.nat(),
    sameIn: fc.integer({ min: 1, max: 2000 }),
  }),
  { minLength: 1, maxLength: 5 },
);

it('are as wide as they may be, and aligned', () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 38, max: 240 }), (some, columns) => {
      const cells = lineCells(some, columns);
      const starts = some.map((line) => {
        const drawn = alignedLine(line, cells);
        expect(lineWidth(drawn)).toBeLessThanOrEqual(columns);
        return lineWidth(
          drawn.slice(
            0,
            drawn.findIndex(({ style }) => style === 'hit'),
          ),
        );
      });
      expect(new Set(starts).size).toBe(1);
    }),
    { numRuns: 300 },
  );
});

const place = {
  key: 'k' as unknown as TrialKey,
  trial: 't',
  model: 'm',
  outcome: 'safe',
  turn: 1,
  kind: 'message',
  draft: false,
  sameIn: 1,
} as const;
const pattern = (...places: readonly string[]) => ({ places: places.map((word) => [{ word }]) });

it('have what stands around an occurrence, cut with a mark, in one line', () => {
  const long = `${'before '.repeat(60)}\n\nrisky  and\tunethical, ${'after '.repeat(60)}`;
  const [line, ...others] = linesIn(long, [pattern('risky', 'and', 'unethical')], place);
  expect(others).toEqual([]);
  expect(line?.form).toBe('risky and unethical');
  expect(line?.before).toMatch(/^….*before $/);
  expect(line?.after).toMatch(/^, after .*…$/);
  expect(`${line?.before}${line?.after}`).not.toMatch(/[\n\t]/);
});

it('are one for occurrences that overlap, and count all of them', () => {
  const found = linesIn(
    'risky and unethical. unethical',
    [pattern('risky', 'and', 'unethical'), pattern('unethical')],
    place,
  );
  expect(found.map(({ form, nth }) => [form, nth])).toEqual([
    ['risky and unethical', 0],
    ['unethical', 2],
  ]);
});

it('are of the kinds that a pattern is limited to', () => {
  const limited = { ...pattern('unethical'), in: ['reasoning'] };
  expect(linesIn('unethical', [limited], place)).toEqual([]);
  expect(linesIn('unethical', [limited], { ...place, kind: 'reasoning' })).toHaveLength(1);
});

it('are ordered by the words beside the form, the nearest first, whatever their case', () => {
  const some = [
    'so It is unethical, yes',
    'was it unethical at all',
    'that is unethical: no',
  ].flatMap((one) => linesIn(one, [pattern('unethical')], place));
  const formed = (order: 'before' | 'after') =>
    sortedLines(some, order).map(({ before }) => before);
  expect(formed('before')).toEqual(['so It is ', 'that is ', 'was it ']);
  expect(formed('after')).toEqual(['was it ', 'that is ', 'so It is ']);
});
