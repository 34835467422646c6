/** Queries over trials, against an evaluation of its own that knows no plan and no index. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainTurns } from '../../src/query/explain.ts';
import { parse } from '../../src/query/parse.ts';
import type { Trial, Turn } from '../../src/trial/types.ts';
import { openTrials } from '../support/session.ts';
import { trialOf } from '../support/trials.ts';

const WORDS = ['red', 'blue', 'green'];
const KINDS = ['reasoning', 'message', 'action'] as const;

/** A condition with its text in the query language, and what it means of a turn or a trial. */
type Said<T> = { readonly text: string; readonly holds: (of: T) => boolean };

const says = (turn: Turn, word: string): boolean => turn.text.split(' ').includes(word);

const word: fc.Arbitrary<Said<Turn>> = fc.oneof(
  fc
    .constantFrom(...WORDS)
    .map((one) => ({ text: `'${one}`, holds: (turn: Turn) => says(turn, one) })),
  fc
    .constantFrom(...WORDS)
    .map((one) => ({ text: `-'${one}`, holds: (turn: Turn) => !says(turn, one) })),
  fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...WORDS)).map(([one, other]) => ({
    text: `('${one} | '${other})`,
    holds: (turn: Turn) => says(turn, one) || says(turn, other),
  })),
);

const brace: fc.Arbitrary<Said<Trial>> = fc
  .record({
    words: fc.array(word, { minLength: 1, maxLength: 3 }),
    kinds: fc.uniqueArray(fc.constantFrom(...KINDS), { maxLength: 2 }),
    draft: fc.constantFrom('', 'draft:yes ', 'draft:no '),
  })
  .map(({ words, kinds, draft }) => ({
    text: `{${kinds.length === 0 ? '' : `in:${kinds.join(',')} `}${draft}${words.map(({ text }) => text).join(' ')}}`,
    holds: ({ turns }) =>
      turns.some(
        (turn) =>
          (kinds.length === 0 || kinds.some((kind) => kind === turn.kind)) &&
          (draft === '' || (turn.draft === true) === (draft === 'draft:yes ')) &&
          words.every(({ holds }) => holds(turn)),
      ),
  }));

const query: fc.Arbitrary<Said<Trial>> = fc.letrec<{ query: Said<Trial> }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    brace,
    tie('query').map(({ text, holds }) => ({
      text: `-(${text})`,
      holds: (trial: Trial) => !holds(trial),
    })),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => ({
      text: `(${a.text}) (${b.text})`,
      holds: (trial: Trial) => a.holds(trial) && b.holds(trial),
    })),
    fc.tuple(tie('query'), tie('query')).map(([a, b]) => ({
      text: `(${a.text}) | (${b.text})`,
      holds: (trial: Trial) => a.holds(trial) || b.holds(trial),
    })),
  ),
})).query;

const SOME_TRIALS: readonly Trial[] = fc
  .sample(
    fc.array(
      fc.record({
        kind: fc.constantFrom(...KINDS),
        text: fc.array(fc.constantFrom(...WORDS), { maxLength: 3 }).map((all) => all.join(' ')),
        draft: fc.boolean(),
      }),
      // The reader gives a trial without turns a note that says so.
      { minLength: 1, maxLength: 4 },
    ),
    { seed: 7, numRuns: 120 },
  )
  .map((turns, at) => trialOf({ id: `t${at}`, turns, verdict: { rationale: 'red blue' } }));

describe('queries over trials', () => {
  it('find the trials that an independent evaluation finds', async () => {
    const collection = await openTrials(SOME_TRIALS);
    try {
      await fc.assert(
        fc.asyncProperty(query, async ({ text, holds }) => {
          const answer = await collection.engine.ask('list', {
            query: { text },
            sort: { field: 'order', descending: false },
            offset: 0,
          });
          const wanted = SOME_TRIALS.filter(holds).map(({ id }) => id);
          if (answer.status === 'refused') throw new Error(JSON.stringify(answer.reason));
          expect(
            answer.result.rows.map(({ id }) => id),
            text,
          ).toEqual(wanted);
        }),
        { numRuns: 300 },
      );
    } finally {
      await collection.close();
    }
  });

  it.each([
    ['{a {b}}', /cannot stand inside braces/, '{'],
    ['{a', /brace is not closed/, '{'],
    ['a}', /brace was never opened/, '}'],
    ['(a}', /bracket is not closed/, '('],
    ['{}', /nothing is in these braces/, '{}'],
    ['{a model:x}', /model: speaks of the whole trial/, 'model:x'],
    ['{a turns:2..3}', /turns: speaks of the whole trial/, 'turns:2..3'],
    ['in:reasoning {a}', /inside the braces/, 'in:reasoning'],
    ['in:reasoning b (c | {a})', /inside the braces/, 'in:reasoning'],
  ])('%s is a mistake with its place', (text, message, place) => {
    const parsed = parse(text);
    if (parsed.ok) throw new Error(`${text} is no mistake`);
    const { message: said, at } = parsed.error;
    expect(said).toMatch(message);
    expect(text.slice(at.start, at.end)).toBe(place);
  });

  it.each([
    [
      '{in:reasoning unethical} -{in:message,action unethical}',
      'reasoning says unethical, message or action does not',
    ],
    [
      '{in:reasoning unethical} -{in:message,action draft:no unethical}',
      'reasoning says unethical, sent message or action does not',
    ],
    ['{draft:yes risky}', 'drafted turn says risky'],
    ['{risky} -{in:message fair} verdict:safe', 'some turn says risky, message does not say fair'],
    ['-{risky}', 'no turn says risky'],
    ['{in:reasoning} -{in:message}', 'has reasoning, no message'],
    ['{risky} | {fair}', undefined],
    ['risky', undefined],
  ])('%s is explained', (text, expected) => {
    expect(explainTurns(text)).toBe(expected);
  });
});
