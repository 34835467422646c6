/** What is beyond a bound is a mistake with its place; what is just within it has a right answer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession, openTrials } from '../support/session.ts';
import { shownIn } from '../support/frames.tsx';
import { trialOf } from '../support/trials.ts';
import { parse } from '../../src/query/parse.ts';
import type { Engine } from '../../src/collection/engine.ts';

const words = (count: number, separator = ' '): string =>
  Array.from({ length: count }, (_, at) => `word${at}`).join(separator);
const nested = (count: number): string => `${'('.repeat(count)}word1${')'.repeat(count)}`;

/** A query, the words of its mistake, and what stands at its place. */
const BEYOND: readonly (readonly [string, string, string, string])[] = [
  ['words', words(10_000), 'a query has at most 200 words and phrases', 'word200'],
  ['excluded words', words(10_000, ' -'), 'a query has at most 200 words and phrases', 'word200'],
  ['alternatives', words(10_000, '|'), 'a query has at most 200 words and phrases', 'word200'],
  [
    'words of a phrase',
    `x "${words(2000)}" y`,
    'a phrase has at most 100 words, and this one 2000',
    `"${words(2000)}"`,
  ],
  [
    'words with punctuation between',
    words(101, '-'),
    'a phrase has at most 100 words, and this one 101',
    words(101, '-'),
  ],
  [
    'values of a field',
    `word1 id:${words(10_000, ',')}`,
    'a query has at most 1,000 values after its fields',
    `id:${words(10_000, ',')}`,
  ],
  [
    'values of many fields',
    `turns:1 ${'tag:x model:y '.repeat(500)}`,
    'a query has at most 1,000 values after its fields',
    'model:y',
  ],
  ['brackets', nested(5000), 'brackets are nested more than 50 levels deep', '('],
  ['minus signs', `${'-('.repeat(5000)}a`, 'brackets are nested more than 50 levels deep', '('],
  ['characters', `${'x'.repeat(100_000)}yz`, 'a query has at most 100,000 characters', 'yz'],
];

describe('beyond the bounds', () => {
  it.each(BEYOND)('%s are a mistake', (_, text, message, wrong) => {
    const parsed = parse(text);
    if (parsed.ok) throw new Error('it is no mistake');
    expect(parsed.error.message).toBe(message);
    expect(text.slice(parsed.error.at.start, parsed.error.at.end)).toBe(wrong);
  });

  it('messages quote only the beginning of what is long', () => {
    for (const text of ['model'.repeat(9000), '!'.repeat(9000), `kind:${'x'.repeat(9000)}`]) {
      const parsed = parse(text.startsWith('model') ? `${text}:x` : text);
      if (parsed.ok) throw new Error('it is no mistake');
      expect(parsed.error.message.length).toBeLessThan(500);
    }
  });
});

/** Queries as large as they may be, and how many of three trials they find. */
const WITHIN: readonly (readonly [string, string, number])[] = [
  ['200 words', words(200), 1],
  ['200 alternatives', words(200, '|'), 2],
  ['200 excluded words', `-${words(200, ' -')}`, 1],
  ['200 words in groups', `(verdict:safe ${words(200, ') | (verdict:safe ')})`, 2],
  ['a phrase of 100 words', `"${words(100)}"`, 1],
  ['a name with a beginning', `"${words(99)} word99"`, 1],
  ['1,000 models', `model:${words(1000, ',')}`, 1],
  ['1,000 files', `source:${words(999, ',')},trials.jsonl`, 3],
  ['1,000 tags', `tag:${words(1000, ',')}`, 1],
  ['1,000 senders', `from:${words(1000, ',')}`, 0],
  ['1,000 signals', `signal:${words(999, ',')},"(none)"`, 3],
  ['50 brackets', nested(50), 2],
  ['places again and again', `in:${'reasoning,'.repeat(9000)}message word1`, 2],
  ['a pattern of many stars', `model:${'*o'.repeat(20_000)}`, 0],
  ['the same in other letters', `model:${'*ö'.repeat(20_000)}`, 0],
  ['a value of 90,000 characters', `model:${'m'.repeat(90_000)}`, 0],
  ['the beginning of a long name', `model:${'n'.repeat(40_000)}*`, 1],
  ['an end of it', `model:*${'n'.repeat(2000)}É`, 1],
  ['a long name with a letter too many', `model:${'n'.repeat(40_001)}`, 0],
];

const TRIALS = [
  trialOf({ id: 'a', model: 'word7', reasoning: words(200), tags: ['word9'] }),
  trialOf({ id: 'b', model: `${'n'.repeat(40_000)}é`, reasoning: 'word1 alone' }),
  trialOf({ id: 'c', reasoning: 'nothing of it' }),
];

describe('within the bounds', () => {
  let collection: Awaited<ReturnType<typeof openTrials>>;
  let engine: Engine;

  beforeAll(async () => {
    collection = await openTrials(TRIALS);
    ({ engine } = collection);
  });
  afterAll(() => collection.close());

  it.each(WITHIN)('%s are answered', async (_, text, count) => {
    const search = await engine.ask('search', { query: { text }, limit: 10 });
    expect(search).toMatchObject({ status: 'answered' });
    const sort = { field: 'order', descending: false } as const;
    const list = await engine.ask('list', { query: { text }, sort, offset: 0, limit: 10 });
    expect(list).toMatchObject({ status: 'answered', result: { total: count } });
  });
});

describe('in the viewer', () => {
  it.each([
    ['words', words(10_000), 'a query has at most 200 words and phrases'],
    ['brackets', nested(5000), 'brackets are nested more than 50 levels deep'],
    ['characters', 'x'.repeat(200_000), 'a query has at most 100,000 characters'],
  ])('too many %s are said under the prompt, and the rows stay', async (_, text, message) => {
    const session = await openSession(TRIALS);
    await session.press('F');
    const state = await session.send({ type: 'paste', text });
    expect(state.filterError?.message).toBe(message);
    expect(state.list?.total).toBe(3);
    expect(shownIn(state)).toContain(message);
    await session.close();
  });
});
