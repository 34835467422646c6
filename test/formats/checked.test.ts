/** Whatever stands in a record, a trial that leaves a format has the declared types. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { MOST_LEVELS } from '../../src/formats/checked/nesting.ts';
import { checked } from '../../src/formats/checked/checked.ts';
import { isTrial } from '../../src/formats/checked/shapes.ts';
import type { Format } from '../../src/formats/format.ts';
import { recognise } from '../../src/formats/index.ts';
import { native } from '../../src/formats/native.ts';
import { trialSchema } from '../../src/trial/schema.ts';
import type { Trial } from '../../src/trial/types.ts';
import { collect, makeFolder, openAll, readAll } from './helpers.ts';

const { write } = makeFolder();

const trial = {
  id: 'a',
  model: 'm',
  verdict: { outcome: 'safe' },
  turns: [{ kind: 'message', text: 't' }],
} as const;

function nested(levels: number): unknown {
  return JSON.parse('['.repeat(levels) + ']'.repeat(levels));
}

const ODD: readonly (readonly [string, object, object, string])[] = [
  [
    'quotes of a gate that are a string',
    {
      verdict: {
        outcome: 'safe',
        gates: [{ name: 'a', label: 'b', passed: true, quotes: 'x' }, 7],
      },
    },
    {
      verdict: { outcome: 'safe', gates: [{ name: 'a', label: 'b', passed: true }] },
      meta: { 'verdict.gates[0].quotes': 'x', 'verdict.gates[1]': 7 },
    },
    'verdict.gates[0].quotes: expected a list, got a string; kept in meta; and 1 more',
  ],
  [
    'a gate that says neither yes nor no',
    { verdict: { outcome: 'safe', gates: [{ name: 'a', label: 'b', passed: 'yes' }] } },
    {
      verdict: { outcome: 'safe', gates: [] },
      meta: { 'verdict.gates[0]': { name: 'a', label: 'b', passed: 'yes' } },
    },
    'verdict.gates[0]: expected a gate with name, label, passed, got an object; kept in meta',
  ],
  ...[true, '1', {}, [1], 0, -1, 1.5].map(
    (turn) =>
      [
        `a quote of the turn ${JSON.stringify(turn)}`,
        { verdict: { outcome: 'safe', quotes: [{ turn, text: 'q', note: 'n' }] } },
        {
          verdict: { outcome: 'safe', quotes: [{ text: 'q', note: 'n' }] },
          meta: { 'verdict.quotes[0].turn': turn },
        },
        'verdict.quotes[0].turn: expected a whole number from 1, got ',
      ] as const,
  ),
  [
    'fields of a quote that nobody knows',
    { verdict: { outcome: 'safe', quotes: [{ text: 'q', odd: 1 }] }, sample: {} },
    {
      verdict: { outcome: 'safe', quotes: [{ text: 'q' }] },
      meta: { 'verdict.quotes[0].odd': 1, sample: {} },
    },
    'sample: expected a number or a string, got an object; kept in meta',
  ],
  [
    'scores that are a list',
    { verdict: { outcome: 'safe', scores: [1] } },
    { verdict: { outcome: 'safe' }, meta: { 'verdict.scores': [1] } },
    'verdict.scores: expected an object, got a list; kept in meta',
  ],
  [
    'tags of several types',
    { tags: ['a', 1, null, 'b'] },
    { tags: ['a', 'b'], meta: { 'tags[1]': 1 } },
    'tags[1]: expected a string, got the number 1; kept in meta; and 1 more',
  ],
  [
    'headers, arguments and attachments of a turn',
    { turns: [{ kind: 'action', text: 't', to: 7, args: 'x', attachments: [{}], by: 'b' }] },
    {
      turns: [
        {
          kind: 'action',
          text: 't',
          attachments: [],
          by: 'b',
          meta: { to: 7, args: 'x', 'attachments[0]': {} },
        },
      ],
    },
    'turns[0].to: expected a string, got the number 7; kept in meta; and 2 more',
  ],
  [
    'meta that is a list',
    { meta: [1] },
    { meta: { meta: [1] } },
    'meta: expected an object, got a list; kept in meta',
  ],
];

test.each(ODD)('%s', async (_, given, expected, message) => {
  const file = write('odd.jsonl', `${JSON.stringify({ ...trial, ...given })}\n`);
  const { trials, problems } = await readAll(native, file);
  expect(trials).toEqual([{ ...trial, ...expected }]);
  expect(problems).toMatchObject([{ source: 'odd.jsonl', place: 'line 1', severity: 'warning' }]);
  expect(problems[0]?.message).toContain(message);
  expect(trialSchema.safeParse(trials[0]).success).toBe(true);
});

test.each([
  ['meta', { meta: { x: nested(50_000) } }, 'meta: expected at most'],
  ['an unknown field', { odd: nested(50_000) }, 'odd: expected at most'],
  ['scores', { verdict: { outcome: 'safe', scores: { x: nested(50_000) } } }, 'verdict.scores'],
  [
    'arguments',
    { turns: [{ kind: 'action', text: '', args: { x: nested(50_000) } }] },
    'turns[0].args',
  ],
  ['a text', { turns: [{ kind: 'action', text: nested(50_000) }] }, 'turns[0].text'],
])('nesting without end in %s is cut off', async (_, given, place) => {
  const { turns, ...others } = { ...trial, ...given };
  // JSON.stringify has no such depth.
  const parts = JSON.stringify({ ...others, turns }, (_key, value: unknown) =>
    Array.isArray(value) && value.length === 1 && depthOf(value) > 1000 ? '@' : value,
  );
  const text = parts.replace('"@"', '['.repeat(50_000) + ']'.repeat(50_000));
  const { trials, problems } = await readAll(native, write('deep.jsonl', `${text}\n`));
  expect(trials).toHaveLength(1);
  expect(trials.every(isTrial)).toBe(true);
  expect(() => JSON.stringify(trials)).not.toThrow();
  expect(problems).toMatchObject([{ message: expect.stringContaining(place) as string }]);
});

function depthOf(value: unknown): number {
  let depth = 0;
  for (let at = value; Array.isArray(at); [at] = at as unknown[]) depth += 1;
  return depth;
}

test(`${MOST_LEVELS} levels are kept as they are`, async () => {
  const given = { ...trial, meta: { x: nested(MOST_LEVELS - 1) } };
  const { trials, problems } = await readAll(
    native,
    write('levels.jsonl', `${JSON.stringify(given)}\n`),
  );
  expect(trials).toEqual([given]);
  expect(problems).toEqual([]);
});

test('of every format, also by its table of contents', async () => {
  const odd = { ...trial, verdict: { outcome: 'safe', quotes: {} } } as unknown as Trial;
  const careless: Format = checked({
    name: 'careless',
    title: 'A reader that does not look',
    appends: false,
    detect: () => undefined,
    read: async function* () {
      yield await Promise.resolve({ type: 'trial', trial: odd, place: 'member a' } as const);
    },
    contents: {
      outline: async function* () {
        const outline = { ...odd, turns: [] };
        yield await Promise.resolve({ type: 'outline', trial: outline, place: 'a' } as const);
      },
      readOne: () => Promise.resolve(odd),
    },
  });
  const right = { ...trial, meta: { 'verdict.quotes': {} } };
  const file = { path: '/x/f', name: 'f', size: 0 };
  const items = await collect(careless.read(file, {}));
  expect(items).toMatchObject([
    { type: 'trial', trial: right, place: 'member a' },
    { type: 'problem', problem: { source: 'f', place: 'member a' } },
  ]);
  if (careless.contents === undefined) throw new Error('no contents');
  const outlines = await collect(careless.contents.outline(file, {}));
  expect(outlines).toEqual([{ type: 'outline', trial: { ...right, turns: [] }, place: 'a' }]);
  expect(await careless.contents.readOne(file, 'a', {})).toEqual(right);
});

/** Records of each format with something long before what tells it. */
const LONG = 'y'.repeat(300_000);
const LATE: readonly (readonly [string, string, unknown])[] = [
  ['inquest', 'meta before the model and the turns', { meta: { LONG }, ...trial }],
  ['inquest', 'turns before the model', { turns: [{ kind: 'note', text: LONG }], model: 'm' }],
  [
    'inquest',
    'a long judgment before the turns',
    { verdict: { outcome: 'safe', rationale: LONG }, model: 'm', turns: trial.turns },
  ],
  [
    'openai-chat',
    'metadata before the messages',
    { metadata: { LONG }, messages: [{ role: 'user', content: 'a' }] },
  ],
  [
    'docent',
    'metadata before the transcripts',
    {
      metadata: { LONG },
      transcripts: [{ messages: [{ role: 'user', content: 'a' }] }],
    },
  ],
  [
    'atif',
    'tools before the steps',
    { agent: { name: 'a', tools: LONG }, steps: [], schema_version: 'ATIF-v1.4' },
  ],
  [
    'petri-bloom',
    'a judgment before the events',
    {
      metadata: { judge_output: LONG, transcript_id: 't' },
      events: [{ type: 'transcript_event' }],
    },
  ],
  ['inspect', 'results before the eval', { status: 'success', results: LONG, eval: {} }],
  [
    'claude-code',
    'a long first message',
    { message: { role: 'user', content: LONG }, type: 'user', sessionId: 's' },
  ],
  ['jsonl', 'a prompt before the response', { zzz: LONG, response: 'r', model: 'm' }],
  ['study', 'metadata before the response', { metadata: { LONG }, raw_response: 'r' }],
];

test.each(LATE)('%s is recognised with %s', async (name, _, record) => {
  // A document over several lines is the only shape the study has.
  const text = `${JSON.stringify(record, null, name === 'study' ? 2 : 0)}\n`;
  for (const [file, bytes] of [
    [`${name}-late.json`, text],
    [`${name}-late.json.gz`, gzipSync(text)],
  ] as const) {
    expect((await recognise(write(file, bytes))).detected?.format.name).toBe(name);
  }
});

test('what a long record says elsewhere does not make it another format', async () => {
  const quoted = { schema_version: 'ATIF-v1.4', steps: [], eval: {}, messages: [{ role: 'x' }] };
  const record = { meta: { quoted, transcripts: [], LONG }, ...trial };
  const { trials, problems } = await openAll(
    write('quoting.jsonl', `${JSON.stringify(record)}\n${JSON.stringify({ ...trial, id: 'b' })}\n`),
  );
  expect(trials.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(problems).toEqual([]);
});
