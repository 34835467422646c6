/** Two trials side by side: every turn is in a row, words are verbatim, equal things are found equal. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTrials } from '../../src/compare/align.ts';
import { ownWords, wordRuns } from '../../src/compare/words.ts';
import type { Turn } from '../../src/trial/types.ts';
import { trialOf } from '../support/trials.ts';

const kinds = ['briefing', 'email', 'reasoning', 'message', 'action', 'result', 'note'] as const;
const turns: fc.Arbitrary<readonly Turn[]> = fc.array(
  fc.record(
    {
      kind: fc.constantFrom(...kinds),
      text: fc.constantFrom('', 'one', 'two', 'three'),
      to: fc.constantFrom('a@x.example', 'b@x.example'),
      name: fc.constantFrom('email', 'search'),
      draft: fc.boolean(),
      subject: fc.constantFrom('S', 'T'),
    },
    { requiredKeys: ['kind', 'text'] },
  ),
  { maxLength: 12 },
);

describe('rows', () => {
  it('hold every turn of both trials once', () => {
    fc.assert(
      fc.property(turns, turns, (one, other) => {
        const rows = compareTrials(trialOf({ turns: one }), trialOf({ turns: other }));
        const numbers = (side: 'left' | 'right'): readonly number[] =>
          rows.flatMap((row) => row[side]?.turns ?? []).toSorted((a, b) => a - b);
        expect(numbers('left')).toEqual(one.map((_, index) => index + 1));
        expect(numbers('right')).toEqual(other.map((_, index) => index + 1));
      }),
    );
  });

  it('of a trial and itself are all the same', () => {
    fc.assert(
      fc.property(turns, (some) => {
        const trial = trialOf({ turns: some });
        expect(
          compareTrials(trial, trial).every(({ same, words }) => same && words === undefined),
        ).toBe(true);
      }),
    );
  });

  it('pair emails by their contents, wherever they stand', () => {
    const mail = (subject: string): Turn => ({
      kind: 'email',
      from: 'a@x.example',
      subject,
      text: 'Hi',
    });
    const rows = compareTrials(
      trialOf({ turns: [mail('A'), mail('B')] }),
      trialOf({ turns: [mail('C'), mail('B')] }),
    );
    expect(
      rows.map(({ title, left, right, same }) => [title, left?.turns, right?.turns, same]),
    ).toEqual([
      ['email read a@x.example: A', [1], undefined, false],
      ['email read a@x.example: B', [2], [2], true],
      ['email read a@x.example: C', undefined, [1], false],
    ]);
  });

  it('pair what was sent by its receiver, and compare the final message by word', () => {
    const sent = (to: string, text: string): Turn => ({ kind: 'action', name: 'email', to, text });
    const rows = compareTrials(
      trialOf({
        turns: [sent('a@x.example', 'One.'), sent('b@x.example', 'I ask you to stop it.')],
      }),
      trialOf({
        turns: [sent('b@x.example', 'Two.'), sent('a@x.example', 'I tell you to stop it.')],
      }),
    );
    expect(rows.map(({ role, left, right }) => [role, left?.text, right?.text])).toEqual([
      ['sent', 'One.', undefined],
      ['sent', undefined, 'Two.'],
      ['final message', 'I ask you to stop it.', 'I tell you to stop it.'],
    ]);
    expect(rows[2]?.words).toEqual([
      { type: 'both', left: 'I ', right: 'I ' },
      { type: 'left', text: 'ask ' },
      { type: 'right', text: 'tell ' },
      { type: 'both', left: 'you to stop it.', right: 'you to stop it.' },
    ]);
  });

  it('take all reasoning together, and say what is withheld', () => {
    const [row] = compareTrials(
      trialOf({
        turns: [
          { kind: 'reasoning', text: 'One.' },
          { kind: 'note', text: 'x' },
          { kind: 'reasoning', text: '', withheld: true },
        ],
      }),
      trialOf({ turns: [] }),
    );
    expect(row).toMatchObject({
      role: 'reasoning',
      left: { turns: [1, 3], text: 'One.\n\n(withheld by the provider)' },
      right: undefined,
    });
  });
});

describe('words', () => {
  const text = fc
    .array(fc.constantFrom('a', 'wipe', 'the', ' ', '\n', '.', '不要删除我', 'ß', '\u001B[2J'), {
      maxLength: 30,
    })
    .map((parts) => parts.join(''));

  it('give both sides back letter for letter', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const runs = wordRuns(left, right);
        if (runs === undefined) return;
        const side = (name: 'left' | 'right'): string =>
          runs
            .map((run) => (run.type === 'both' ? run[name] : run.type === name ? run.text : ''))
            .join('');
        expect(side('left')).toBe(left);
        expect(side('right')).toBe(right);
        const own = ownWords(runs);
        for (const [name, whole] of [
          ['left', left],
          ['right', right],
        ] as const) {
          const told = runs.flatMap((run) => (run.type === name ? [run.text.trimEnd()] : []));
          expect(own[name].map(({ start, end }) => whole.slice(start, end))).toEqual(told);
        }
      }),
    );
  });

  it('are found in scripts without spaces', () => {
    const runs = wordRuns('我不想被删除', '我不想被替换') ?? [];
    expect(runs.at(-2)).toMatchObject({ type: 'left', text: '删除' });
  });

  it('of texts that have little in common are not marked, however long they are', () => {
    const words = (letter: string): string =>
      Array.from({ length: 20_000 }, (_, at) => letter + ((at * 7919) % 5000)).join(' ');
    expect(wordRuns(words('a'), words('b'))).toBeUndefined();
    expect(wordRuns('One thing was said.', 'Nobody answered, ever')).toBeUndefined();
    expect(wordRuns(words('a'), `${words('a')} more`)).toHaveLength(2);
  });
});
