/** Chat messages in the shapes that tools and libraries write them: whose, and where their words are. */
import { describe, expect, test } from 'vitest';

import { chatTurns } from '../../src/formats/chat/chat.ts';
import { jsonIn } from '../../src/formats/json/nested.ts';
import { splitResponse } from '../../src/trial/split.ts';
import { kindsOf, makeFolder, openAll } from './helpers.ts';

const { write } = makeFolder();

const read = async (record: object) => {
  const { trials } = await openAll(write('one.jsonl', `${JSON.stringify(record)}\n`));
  return trials.map(({ turns }) =>
    turns.map(
      ({ kind, text, args }) => `${kind} ${args === undefined ? text : JSON.stringify(args)}`,
    ),
  );
};

test.each<readonly [string, object, string]>([
  ['tool_result', { content: 'done' }, 'result'],
  ['Tool Response', { content: 'done' }, 'result'],
  ['observation', { content: 'done' }, 'result'],
  ['reasoning', { content: 'why' }, 'reasoning'],
  ['thought', { content: [{ text: 'why' }] }, 'reasoning'],
  ['AIMessage', { content: 'Yes.' }, 'message'],
  ['HumanMessage', { content: 'Q?' }, 'briefing:user'],
  ['CHATBOT', { message: 'Yes.' }, 'message'],
  ['assistant ', { content: 'Yes.' }, 'message'],
  ['function_call', { content: '{"name": "ls", "arguments": {"path": "."}}' }, 'action:ls'],
  ['tool_call', { name: 'ls', arguments: { path: '.' } }, 'action:ls'],
  ['auditor', { content: 'Hm.' }, 'note:auditor'],
])('a message of "%s"', (role, said, kinds) => {
  const turns = chatTurns([{ role, ...said }]);
  expect(kindsOf(turns)).toBe(kinds);
  expect(turns[0]?.meta).toBeUndefined();
});

test.each(['message', 'msg', 'body', 'utterance', 'response', 'completion', 'output'])(
  'words of a message that are in "%s"',
  (key) => {
    expect(chatTurns([{ role: 'assistant', [key]: 'Yes.', id: 7 }])).toEqual([
      { kind: 'message', text: 'Yes.', meta: { id: 7 } },
    ]);
    // Beside content it is something else.
    expect(chatTurns([{ role: 'assistant', content: 'Yes.', [key]: 'other' }])).toEqual([
      { kind: 'message', text: 'Yes.', meta: { [key]: 'other' } },
    ]);
  },
);

test.each<readonly [string, object, string]>([
  ['data', { type: 'ai', data: { content: 'Yes.', type: 'ai' } }, 'message'],
  [
    'kwargs',
    { type: 'constructor', id: ['x', 'AIMessage'], kwargs: { content: 'Yes.' } },
    'message',
  ],
  ['message', { message: { role: 'user', content: 'Q?' } }, 'briefing:user'],
  ['payload', { role: 'tool', payload: { content: 'done' } }, 'result'],
])('a message that is wrapped in "%s"', (_, message, kinds) => {
  const turns = chatTurns([{ ...message, run: 'r-1' }]);
  expect(kindsOf(turns)).toBe(kinds);
  expect(turns[0]?.meta).toMatchObject({ run: 'r-1' });
});

test.each<readonly [string, unknown]>([
  ['sides by name', [{ user: 'Q?', assistant: 'A.' }]],
  ['question and answer', [{ question: 'Q?', answer: 'A.' }]],
  [
    'role and words',
    [
      ['user', 'Q?'],
      ['assistant', 'A.'],
    ],
  ],
  ['pairs', [['Q?', 'A.']]],
  ['by number', { 0: { role: 'user', content: 'Q?' }, 1: { role: 'assistant', content: 'A.' } }],
  ['a text', '\n\nHuman: Q?\n\nAssistant: A.'],
  [
    'a text of Python',
    "[{'role': 'user', 'content': 'Q?'}, {'role': 'assistant', 'content': 'A.'}]",
  ],
])('a conversation as %s', async (_, messages) => {
  for (const key of ['messages', 'turns', 'history']) {
    // oxlint-disable-next-line no-await-in-loop
    expect(await read({ id: 'a', model: 'm', [key]: messages })).toEqual([
      ['briefing Q?', 'message A.'],
    ]);
  }
});

test('a text that only looks like JSON is nobody’s words', async () => {
  expect(
    await read({ id: 'a', model: 'm', messages: "[{'role': 'user', 'content': oh}]" }),
  ).toEqual([["note [{'role': 'user', 'content': oh}]"]]);
});

test.each<readonly [string, unknown]>([
  ["{'a': None, 'b': [True, False, (1, 'x',)]}", { a: null, b: [true, false, [1, 'x']] }],
  [String.raw`['it\'s', "say \"None\"", '\x41\u00e9\n']`, ["it's", 'say "None"', 'Aé\n']],
  ["['open", undefined],
  ["{'a': open('x')}", undefined],
  ['[12345678901234567890]', ['12345678901234567890']],
])('Python prints %s', (text, value) => {
  expect(jsonIn(text)).toEqual(value);
});

describe('channels', () => {
  test('of messages', () => {
    const turns = chatTurns([
      { role: 'assistant', channel: 'analysis', content: 'Hidden.' },
      {
        role: 'assistant',
        channel: 'commentary',
        recipient: 'functions.ls',
        content: '{"a": "b"}',
      },
      { role: 'assistant', channel: 'final', content: 'Said.' },
    ]);
    expect(kindsOf(turns)).toBe('reasoning action:ls message');
    expect(turns[1]?.args).toEqual({ a: 'b' });
  });

  test.each<readonly [string, string]>([
    [
      '<|channel|>analysis<|message|>Hidden.<|end|><|start|>assistant<|channel|>final<|message|>Said.<|return|>',
      'reasoning message',
    ],
    [
      '<|start|>assistant<|channel|>commentary to=functions.ls <|constrain|>json<|message|>{"a": "b"}<|call|>',
      'action:ls',
    ],
    ['<|start|>assistant to=functions.ls<|channel|>commentary<|message|>{}<|call|>', 'action:ls'],
    ['<|channel|>analysis<|message|>Hidden.', 'reasoning'],
    ['<|channel|>analysis<|message|>Hidden.<|end|> and this', 'reasoning message'],
    ['They speak of <|channel|>analysis<|message|> here.', 'message'],
  ])('written out: %s', (text, kinds) => {
    expect(kindsOf(splitResponse(text))).toBe(kinds);
  });
});

test.each([
  '[THINK]Hidden.[/THINK]Said.',
  '◁think▷Hidden.◁/think▷Said.',
  '<seed:think>Hidden.</seed:think>Said.',
])('reasoning in the tags of %s', (text) => {
  expect(splitResponse(text)).toEqual([
    { kind: 'reasoning', text: 'Hidden.' },
    { kind: 'message', text: 'Said.' },
  ]);
});

test('code that Gemini ran is an action with its result', () => {
  const turns = chatTurns([
    {
      role: 'model',
      parts: [
        { executableCode: { language: 'PYTHON', code: '1+1' } },
        { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '2' } },
        { codeExecutionResult: { outcome: 'OUTCOME_FAILED', output: 'oh' } },
      ],
    },
  ]);
  expect(kindsOf(turns)).toBe('action:code_execution result:code_execution result !');
});
