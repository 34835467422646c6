import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { readHead } from '../../src/formats/bytes.ts';
import { detect } from '../../src/formats/index.ts';
import { openaiChat } from '../../src/formats/openai-chat.ts';
import {
  ALL_FIXTURES,
  kindsOf,
  lackFixtures,
  makeFolder,
  openAll,
  row,
  sourceFile,
} from './helpers.ts';

const { write } = makeFolder();

describe.skipIf(lackFixtures())('a real conversation with tool calls', () => {
  const file = () => sourceFile(path.join(ALL_FIXTURES, 'openai-chat', 'tb_airline.json'));

  test('its 42 messages, 12 of them with a call besides their words', async () => {
    expect(detect(await readHead(file()))?.format).toBe(openaiChat);
    const { trials } = await openAll(file());
    expect(trials.map(row)).toEqual(['tb_airline.json:1 | unknown | unjudged | 54']);
    expect(trials[0]?.verdict.scores).toEqual({ reward: 0 });
    expect(trials[0]).toMatchObject({ sample: 0, meta: { task_id: 0 } });
  });

  test('each result has the name of its own call, though every id is "0"', async () => {
    const { trials } = await openAll(file());
    const turns = trials[0]?.turns ?? [];
    const results = turns.filter(({ kind }) => kind === 'result');
    expect(results).toHaveLength(12);
    for (const [index, turn] of turns.entries()) {
      if (turn.kind !== 'result') continue;
      expect(turns[index - 1]).toMatchObject({ kind: 'action', name: turn.name, ref: '0' });
    }
  });
});

test('a result belongs to the last call of its id, whether earlier ones were answered or not', async () => {
  const call = (id: string, name: string) => ({ id, function: { name, arguments: '{}' } });
  const messages = [
    { role: 'assistant', content: null, tool_calls: [call('0', 'lost'), call('1', 'kept')] },
    { role: 'assistant', content: null, tool_calls: [call('0', 'second')] },
    { role: 'tool', tool_call_id: '0', content: 'of the second' },
    { role: 'tool', tool_call_id: '1', content: 'of the kept' },
    { role: 'tool', tool_call_id: '7', content: 'of nobody' },
  ];
  const { trials } = await openAll(write('ids.jsonl', JSON.stringify({ model: 'm', messages })));
  expect(kindsOf(trials[0]?.turns ?? [])).toBe(
    'action:lost action:kept action:second result:second result:kept result',
  );
});

test.each<readonly [string, unknown, string]>([
  ['a bare array', [{ role: 'user', content: 'hi' }], 'it is an array of chat messages'],
  [
    'a record',
    { messages: [{ role: 'user', content: 'hi' }] },
    'its records have messages with roles',
  ],
  [
    'a record that goes on beyond the head',
    { messages: [{ role: 'user', content: 'x'.repeat(100_000) }] },
    'its records have messages with roles',
  ],
  [
    'an array of records',
    [{ model: 'm', conversation: [{ role: 'user', content: 'hi' }] }],
    'its records have conversation with roles',
  ],
])('%s is recognised', async (_, content, why) => {
  for (const indent of [0, 2]) {
    const head = await readHead(write('chat.txt', JSON.stringify(content, null, indent)));
    expect(detect(head)).toEqual({ format: openaiChat, claim: { confidence: 0.6, why } });
  }
});

test('messages without roles are not claimed', async () => {
  const head = await readHead(
    write('other.jsonl', '{"model":"m","messages":[{"from":"human"}]}\n'),
  );
  expect(detect(head)?.format.name).toBe('jsonl');
});

test('a conversation of very many messages is read whole', async () => {
  const call = {
    role: 'assistant',
    tool_calls: [{ id: 'c', function: { name: 'f', arguments: '{}' } }],
  };
  const messages = Array.from({ length: 150_000 }, () => call);
  const file = write('long.json', JSON.stringify({ model: 'm', messages }));
  const { trials, problems } = await openAll(file);
  expect(problems).toEqual([]);
  expect(trials[0]?.turns).toHaveLength(150_000);
});

test('arguments of more values than can be held stay the text that they are', async () => {
  const many = `{"a":[${'0,'.repeat(10_000_000)}0]}`;
  const message = {
    role: 'assistant',
    tool_calls: [{ id: 'c', function: { name: 'f', arguments: many } }],
  };
  const file = write('arguments.json', JSON.stringify({ model: 'm', messages: [message] }));
  const { trials } = await openAll(file);
  expect(trials[0]?.turns).toHaveLength(1);
  expect(trials[0]?.turns[0]?.args).toBeUndefined();
  expect(trials[0]?.turns[0]?.text === many).toBe(true);
});

test('what a message says besides its text is kept', async () => {
  const messages = [
    { role: 'user', content: 'Do it.', source: 'operator' },
    { role: 'assistant', content: [{ type: 'refusal', refusal: 'I cannot.' }] },
    { role: 'assistant', content: [{ type: 'text', text: 'No.', refusal: true, citations: [] }] },
    { role: 'assistant', reasoning: 'One.', reasoning_content: 'Two.', content: 'Yes.' },
    { role: 'assistant', content: [{ type: 'novel', deed: 'Hidden.' }] },
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', reasoning: 'Draft:\n<tool_use:email>\nto: "a@b",\n</tool_use:email>' },
      ],
    },
  ];
  const { trials } = await openAll(write('besides.json', JSON.stringify({ model: 'm', messages })));
  expect(trials[0]?.turns).toEqual([
    { kind: 'briefing', by: 'user', text: 'Do it.', meta: { source: 'operator' } },
    { kind: 'message', text: 'I cannot.' },
    { kind: 'message', text: 'No.', meta: { refusal: true } },
    { kind: 'reasoning', text: 'Two.' },
    { kind: 'reasoning', text: 'One.' },
    { kind: 'message', text: 'Yes.' },
    { kind: 'note', text: '(novel)\n{"deed":"Hidden."}' },
    expect.objectContaining({ kind: 'reasoning', text: 'Draft:' }),
    expect.objectContaining({ kind: 'action', name: 'email', to: 'a@b', draft: true }),
  ]);
});

test('what went wrong with a call is told, and a stray result is nobody’s', async () => {
  const messages = [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: '1', function: 'bash', arguments: {}, parse_error: 'bad JSON' }],
    },
    { role: 'tool', tool_call_id: 'unknown', content: 'Stray.' },
    {
      role: 'tool',
      tool_call_id: '1',
      content: 'Half.',
      error: { type: 'timeout', message: 'Too late.' },
    },
    { role: 'tool', tool_call_id: '2', content: 'Fine.', error: false },
  ];
  const { trials } = await openAll(write('wrong.json', JSON.stringify({ model: 'm', messages })));
  expect(trials[0]?.turns).toEqual([
    { kind: 'action', name: 'bash', ref: '1', text: '' },
    { kind: 'note', name: 'parse error', text: 'bash: bad JSON', error: true },
    { kind: 'result', ref: 'unknown', text: 'Stray.' },
    {
      kind: 'result',
      name: 'bash',
      ref: '1',
      text: 'Half.\n\nToo late.',
      error: true,
      meta: { errorType: 'timeout' },
    },
    { kind: 'result', ref: '2', text: 'Fine.' },
  ]);
});

test('what belongs to no turn of its role is kept beside it', async () => {
  const messages = [
    { role: 'user', name: 'second agent', thinking: 'It may help.', content: 'Do it.' },
    {
      role: 'assistant',
      name: 'first agent',
      content: '',
      error: { code: 429, message: 'Too many.' },
    },
  ];
  const { trials } = await openAll(write('beside.json', JSON.stringify({ model: 'm', messages })));
  expect(trials[0]?.turns).toEqual([
    {
      kind: 'briefing',
      by: 'user',
      text: 'Do it.',
      meta: { name: 'second agent', thinking: 'It may help.' },
    },
    { kind: 'note', text: 'Too many.', error: true, meta: { name: 'first agent' } },
  ]);
});
