import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { parseMap, valueAt } from '../../src/formats/field-map.ts';
import type { ReadOptions } from '../../src/formats/format.ts';
import type { Trial, Turn } from '../../src/trial/types.ts';
import { UserError } from '../../src/base/user-error.ts';
import { makeFolder, openAll } from './helpers.ts';

const { write } = makeFolder();

async function one(record: object, options: ReadOptions = {}): Promise<Trial> {
  const { trials } = await openAll(write('one.jsonl', `${JSON.stringify(record)}\n`), options);
  if (trials[0] === undefined) throw new Error('no trial');
  return trials[0];
}

const kinds = (turns: readonly Turn[]) => turns.map((turn) => turn.kind);

test('a record is read by the names that its fields commonly have', async () => {
  const trial = await one({
    uuid: 'u-1',
    llm: 'some-model',
    system_prompt: 'You are A.',
    input: 'Read:\n<email>\nFrom: a@x\nBody: hi\n</email>',
    cot: 'I think.',
    completion: 'I say.',
    label: 'harmful',
    explanation: 'because',
    condition_id: 'murder_none-none_replacement',
    epoch: 3,
    timestamp: '2031-01-01',
    temperature: 1,
  });
  expect(trial).toMatchObject({
    id: 'u-1',
    model: 'some-model',
    scenario: 'murder',
    condition: 'murder_none-none_replacement',
    sample: 3,
    startedAt: '2031-01-01',
    verdict: { outcome: 'harmful', label: 'harmful', rationale: 'because', disputed: true },
    meta: { temperature: 1 },
  });
  expect(kinds(trial.turns)).toEqual(['briefing', 'briefing', 'email', 'reasoning', 'message']);
  expect(Object.keys(trial.meta ?? {})).toEqual(['temperature']);
});

test('markup in a response is split', async () => {
  const response =
    '<think>\nhm\n</think>\n<tool_use:email>\nto: "a@x"\nbody: "b"\n</tool_use:email>';
  const trial = await one({ model: 'm', response });
  expect(kinds(trial.turns)).toEqual(['reasoning', 'action']);
  expect(trial.id).toBe('one.jsonl:1');
});

test('a chat with reasoning, tool calls and reused ids becomes turns', async () => {
  const call = (name: string, args: unknown) => ({
    id: '0',
    type: 'function',
    function: { name, arguments: args },
  });
  const trial = await one({
    model: 'm',
    messages: [
      { role: 'system', content: 'S' },
      { role: 'user', content: [{ type: 'text', text: 'U' }, { type: 'image_url' }] },
      {
        role: 'assistant',
        content: null,
        reasoning_content: 'R',
        tool_calls: [
          call('look', '{"q": 1}'),
          call('send_email', { to: ['a@x', 'b@x'], subject: 'S', body: 'B', urgent: true }),
        ],
      },
      { role: 'tool', tool_call_id: '0', content: 'first' },
      { role: 'tool', tool_call_id: '0', content: '', error: { message: 'refused' } },
      { role: 'assistant', content: 'Done.' },
    ],
  });
  expect(trial.turns).toEqual([
    { kind: 'briefing', by: 'system', text: 'S' },
    { kind: 'briefing', by: 'user', text: 'U' },
    { kind: 'note', text: '(image)' },
    { kind: 'reasoning', text: 'R' },
    { kind: 'action', name: 'look', ref: '0', text: '', args: { q: 1 } },
    {
      kind: 'action',
      name: 'send_email',
      ref: '0',
      to: 'a@x, b@x',
      subject: 'S',
      text: 'B',
      args: { urgent: true },
    },
    { kind: 'result', name: 'look', ref: '0', text: 'first' },
    { kind: 'result', name: 'send_email', ref: '0', text: 'refused', error: true },
    { kind: 'message', text: 'Done.' },
  ]);
});

test('reasoning that was redacted or dropped is withheld, never shown as ciphertext', async () => {
  const trial = await one({
    model: 'm',
    messages: [
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: '', signature: 'c2ln' },
          { type: 'redacted_thinking', data: 'gAAAA' },
          { type: 'reasoning', reasoning: 'gAAAA', summary: 'a summary', redacted: true },
          { type: 'thinking', thinking: 'plain', signature: 'c2ln' },
          { type: 'tool_use', id: 't', name: 'f', input: {} },
        ],
      },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 't', content: 'r', is_error: true }],
      },
    ],
  });
  expect(trial.turns).toEqual([
    { kind: 'reasoning', text: '', withheld: true },
    { kind: 'reasoning', text: '', withheld: true },
    { kind: 'reasoning', text: 'a summary', withheld: true },
    { kind: 'reasoning', text: 'plain' },
    { kind: 'action', name: 'f', ref: 't', text: '' },
    { kind: 'result', name: 'f', ref: 't', text: 'r', error: true },
  ]);
});

test('a response that repeats the last message is shown once', async () => {
  const messages = [
    { role: 'user', content: 'U' },
    { role: 'assistant', content: 'A' },
  ];
  expect(kinds((await one({ model: 'm', messages, response: 'A' })).turns)).toEqual([
    'briefing',
    'message',
  ]);
  expect(kinds((await one({ model: 'm', messages, response: 'B' })).turns)).toEqual([
    'briefing',
    'message',
    'message',
  ]);
});

const verdicts: readonly (readonly [string, object, object])[] = [
  [
    'a boolean',
    { scenario: 'blackmail', harmful: false },
    { outcome: 'safe', label: 'no-blackmail' },
  ],
  ['a score is no outcome', { score: 1 }, { outcome: 'unjudged', scores: { score: 1 } }],
  [
    'a failed judge stored as a verdict',
    { score: 0, harmful: false, judge_explanation: 'PARSE_FAILURE: none' },
    { outcome: 'judge-failed' },
  ],
  [
    'an object',
    { classification: { harmful_behavior: false, classifier_verdict: true } },
    { outcome: 'safe' },
  ],
  ['a word of its own', { verdict: 'borderline' }, { outcome: 'unjudged', label: 'borderline' }],
  [
    'a grader that differs',
    { harmful: false, classifier_verdict: true },
    { outcome: 'safe', disputed: true },
  ],
];

test.each(verdicts)('verdict: %s', async (_, fields, expected) => {
  expect((await one({ model: 'm', response: 'Hi', ...fields })).verdict).toMatchObject(expected);
});

test('a rule decides the outcome, and leaves unjudged what it cannot decide', async () => {
  const options = { verdict: 'scores.x.value >= 7' };
  const outcome = async (scores: unknown) =>
    (await one({ model: 'm', response: 'Hi', scores }, options)).verdict.outcome;
  expect(await outcome({ x: { value: 7 } })).toBe('harmful');
  expect(await outcome({ x: { value: 6.9 } })).toBe('safe');
  expect(await outcome({})).toBe('unjudged');
  const empty = await one({ model: 'm', response: '', scores: { x: { value: 9 } } }, options);
  expect(empty.verdict.outcome).toBe('error');
});

test('a map says which fields are meant, and wins', async () => {
  const map = parseMap('model=meta.llm,reasoning=steps[0].cot,message=out[-1],score=grades.harm');
  const trial = await one(
    {
      model: 'wrong',
      meta: { llm: 'right' },
      steps: [{ cot: 'R' }],
      out: ['x', 'M'],
      grades: { harm: true },
    },
    { map },
  );
  expect(trial).toMatchObject({ model: 'right', verdict: { outcome: 'harmful' } });
  expect(trial.turns).toEqual([
    { kind: 'reasoning', text: 'R' },
    { kind: 'message', text: 'M' },
  ]);
});

test('empty and failed responses are errors, with the reason', async () => {
  const empty = await one({ model: 'm', response: '', stop_reason: 'length', harmful: false });
  expect(empty.verdict.outcome).toBe('error');
  expect(empty.turns).toMatchObject([
    { kind: 'note', text: 'The response is empty (stop reason: length).' },
  ]);
  const failed = await one({ model: 'm', response: 'Error: timeout', success: false });
  expect(failed.verdict.outcome).toBe('error');
});

test('records that say nothing are one problem, however many they are', async () => {
  const text = '{"a":1}\n{"b":2}\n{"response":"Hi"}\n{"c":3}\n';
  const { trials, problems, items } = await openAll(write('strange.jsonl', text));
  expect(trials).toHaveLength(1);
  expect(problems).toMatchObject([
    {
      place: 'line 1',
      severity: 'error',
      message: expect.stringContaining('3 records passed over') as string,
    },
    {
      place: 'line 3',
      severity: 'warning',
      message: expect.stringContaining('1 record without a model') as string,
    },
  ]);
  expect(items.at(-1)?.type).toBe('progress');
});

test('an array of records, one record, and an array of messages open as JSON documents', async () => {
  const records = [
    { model: 'm', response: 'a' },
    { model: 'm', response: 'b' },
  ];
  const many = await openAll(write('many.json', JSON.stringify(records, null, 2)));
  expect(many.trials.map(({ id }) => id)).toEqual(['many.json:1', 'many.json:2']);
  expect(
    (await openAll(write('single.json', JSON.stringify(records[0], null, 2)))).trials,
  ).toHaveLength(1);
  const chat = [
    { role: 'user', content: 'U' },
    { role: 'assistant', content: 'A' },
  ];
  const [conversation, ...others] = (await openAll(write('chat.json', JSON.stringify(chat))))
    .trials;
  expect(others).toEqual([]);
  expect(kinds(conversation?.turns ?? [])).toEqual(['briefing', 'message']);
});

test('compressed files open the same way', async () => {
  const text = `${JSON.stringify({ model: 'm', response: 'Hi' })}\n`;
  expect((await openAll(write('a.jsonl.gz', gzipSync(text)))).trials).toHaveLength(1);
});

test('a map is read from text or JSON, and its mistakes are named', () => {
  expect(parseMap('model=a.b, output = c')).toEqual({ model: 'a.b', message: 'c' });
  expect(parseMap('{"verdict": "x"}')).toEqual({ label: 'x' });
  for (const [text, name] of [
    ['modle=x', 'modle'],
    ['model=', 'model'],
    ['model', 'model'],
    ['', 'no field'],
    ['{"model": 3}', 'model'],
    ['{oops', 'JSON'],
    ['__proto__=x', '__proto__'],
  ] as const) {
    expect(() => parseMap(text), text).toThrow(UserError);
    expect(() => parseMap(text), text).toThrow(name);
  }
});

test('a path sees only what a record has itself', () => {
  const record = { a: { b: [10, { c: 3 }] }, 'x.y': 1 };
  expect(valueAt(record, 'a.b[1].c')).toBe(3);
  expect(valueAt(record, 'a.b[-2]')).toBe(10);
  expect(valueAt(record, 'x.y')).toBe(1);
  for (const path of ['constructor', '__proto__', 'a.b.length', 'a.toString', 'a[0]']) {
    expect(valueAt(record, path), path).toBeUndefined();
  }
});
