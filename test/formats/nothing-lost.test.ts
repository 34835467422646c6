import { describe, expect, test } from 'vitest';

import type { Format } from '../../src/formats/format.ts';
import { randomOf } from '../soak/soak.ts';
import { makeFolder } from './helpers.ts';
import { KNOWN } from './known/index.ts';
import { type Known, lostOf, type Made, madeOf } from './nothing-lost.ts';

const { folder } = makeFolder();

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- records of any shape
type Parsed = Record<string, any>;

describe.each(KNOWN.map((known) => [known.name, known] as const))('%s', (_, known) => {
  test('loses nothing of the known file', async () => {
    expect(await lostOf(known, { records: known.records, changes: [] }, folder)).toBeUndefined();
  });

  test('loses no unknown thing that is put anywhere into it', async () => {
    const random = randomOf(7);
    const lost: string[] = [];
    for (let left = 150; left > 0; left -= 1) {
      const found = await lostOf(known, madeOf(known, random), folder);
      if (found !== undefined) lost.push(found);
    }
    expect(lost.slice(0, 5)).toEqual([]);
  });
});

test.each<readonly [string, string, (records: Parsed[]) => void]>([
  ['openhands', 'zq1', ([record]) => Object.assign(record?.['history'][1], { action: 'zq1' })],
  [
    'claude-code',
    'zq2',
    (lines) => Object.assign(lines[4] ?? {}, { timestamp: 'zq2', content: [] }),
  ],
  ['codex', 'zq5', (lines) => Object.assign(lines[10]?.['payload'], { type: 'zq5' })],
  ['codex', 'zq6', (lines) => Object.assign(lines[1]?.['payload'], { type: 'zq6' })],
  [
    'opencode',
    'zq7',
    ([record]) => {
      Object.assign(record ?? {}, { x: ['zq7'] });
      Object.assign(record?.['info'], { x: 'zq8' });
    },
  ],
  [
    'document',
    'zq3',
    ([record]) => {
      record?.['results'].push({ type: 'novelty', data: 'zq4' }, { role: 'novelty', words: 'zq3' });
    },
  ],
])('%s: what was once lost is not', async (name, word, change) => {
  const known = KNOWN.find((each) => each.name === name);
  if (known === undefined) throw new Error('no such file');
  const records = structuredClone(known.records) as Parsed[];
  change(records);
  expect(JSON.stringify(records)).toContain(word);
  expect(await lostOf(known, { records, changes: [word] }, folder)).toBeUndefined();
});

describe('the property itself', () => {
  const trialsOf = (keep: (record: object) => object, problem?: string): Format => ({
    name: 'made',
    title: 'made for this test',
    appends: false,
    detect: () => undefined,
    async *read() {
      await Promise.resolve();
      const turns = [{ kind: 'note', text: 'Known words.' }] as const;
      const verdict = { outcome: 'unjudged' } as const;
      yield {
        type: 'trial',
        trial: { id: 'i', model: 'm', verdict, turns, meta: { ...keep({ ...RECORD }) } },
      };
      if (problem === undefined) return;
      const severity = 'warning' as const;
      yield {
        type: 'problem',
        problem: { source: 'f', place: 'line 1', severity, message: problem },
      };
    },
  });
  const RECORD = { words: 'Known words.', other: 'Secret.' };
  const known = (format: Format, exempt?: RegExp): Known => ({
    name: 'made',
    format,
    file: 'made.txt',
    records: [RECORD],
    ...(exempt !== undefined && { exempt }),
  });
  const made: Made = { records: [RECORD], changes: ['a thing'] };

  test('finds what a reader drops', async () => {
    const lost = await lostOf(known(trialsOf(() => ({}))), made, folder);
    expect(lost).toBe('made: lost 0.other ("Secret."); put in: a thing');
  });

  test.each<readonly [string, Known]>([
    ['kept in meta', known(trialsOf(({ ...record }) => record))],
    ['named by a problem', known(trialsOf(() => ({}), 'other: not understood'))],
    [
      'exempt',
      known(
        trialsOf(() => ({})),
        /other$/,
      ),
    ],
  ])('takes what is %s as not lost', async (_, each) => {
    expect(await lostOf(each, made, folder)).toBeUndefined();
  });

  test('makes files that differ, the same ones of a seed', () => {
    const base = known(trialsOf(() => ({})));
    const of = (seed: number) => JSON.stringify(madeOf(base, randomOf(seed)));
    expect(of(3)).toBe(of(3));
    expect(new Set([1, 2, 3, 4, 5].map(of)).size).toBe(5);
  });
});
