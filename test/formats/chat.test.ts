/** What the shared chat code makes of messages in the shapes of many providers. */
import { describe, expect, test } from 'vitest';

import { chatTurns, isChat } from '../../src/formats/chat/chat.ts';
import type { Turn } from '../../src/trial/types.ts';
import { kindsOf } from './helpers.ts';

const model = (fields: object) => ({ role: 'assistant', ...fields });
const shown = (turns: readonly Turn[]) =>
  turns.map(({ kind, text, withheld }) => `${kind}: ${withheld === true ? 'withheld' : text}`);

describe('reasoning beside the words', () => {
  test.each<readonly [string, object, readonly string[]]>([
    ['an object', { reasoning: { content: 'I see.' } }, ['reasoning: I see.']],
    ['a list', { reasoning_content: ['I see.', 'I do.'] }, ['reasoning: I see.\n\nI do.']],
    ['parts', { thinking: [{ type: 'text', text: 'I see.' }] }, ['reasoning: I see.']],
    ['an own name', { scratchpad: 'I see.' }, ['reasoning: I see.']],
    [
      'a thought that is also said',
      { thought: 'I see.', content: 'I see.\nls' },
      ['message: I see.\nls'],
    ],
    ['a camel-case name', { reasoningContent: 'I see.' }, ['reasoning: I see.']],
    [
      'details, one of them encrypted',
      {
        reasoning_details: [
          { type: 'reasoning.text', text: 'I see.', signature: 'c2ln' },
          { type: 'reasoning.encrypted', data: 'gAAAA' },
        ],
      },
      ['reasoning: I see.', 'reasoning: withheld'],
    ],
    [
      'blocks, with the same words under another name',
      {
        reasoning_content: 'I see.',
        thinking_blocks: [
          { type: 'thinking', thinking: 'I see.', signature: 'c2ln' },
          { type: 'thinking', thinking: 'I do.', signature: 'c2ln' },
        ],
        content: [
          { type: 'thinking', thinking: 'I see.' },
          { type: 'text', text: 'Yes.' },
        ],
      },
      ['reasoning: I see.', 'reasoning: I do.', 'message: Yes.'],
    ],
    [
      'an object of no known shape',
      { reasoning: { deep: 'I see.' } },
      ['reasoning: {"deep":"I see."}'],
    ],
  ])('%s', (_, fields, expected) => {
    const turns = chatTurns([model(fields)]);
    expect(shown(turns)).toEqual(expected);
    expect(JSON.stringify(turns)).not.toMatch(/gAAAA|c2ln/);
    expect(turns.every(({ meta }) => meta === undefined)).toBe(true);
  });
});

test('reasoning among the fields that a library does not know is reasoning', () => {
  const turns = chatTurns([
    model({ content: 'Yes.', additional_kwargs: { reasoning_content: 'I see.', cached: 1 } }),
    model({ reasoning: 'I do.', provider_specific_fields: { reasoning_content: 'I do.' } }),
  ]);
  expect(shown(turns)).toEqual(['reasoning: I see.', 'message: Yes.', 'reasoning: I do.']);
  expect(turns[0]?.meta).toMatchObject({ additional_kwargs: { cached: 1 } });
});

test('tools that the provider ran are actions with results', () => {
  const content = [
    { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'address' } },
    {
      type: 'web_search_tool_result',
      tool_use_id: 's',
      content: [{ type: 'web_search_result', title: 'T', encrypted_content: 'gAAAA' }],
    },
    { type: 'mcp_tool_use', id: 'm', name: 'pay', server_name: 'bank', input: { sum: 5 } },
    { type: 'mcp_tool_result', tool_use_id: 'm', content: [{ type: 'text', text: 'paid' }] },
    { type: 'server_tool_use', id: 'x', name: 'web_fetch', input: {} },
    {
      type: 'web_fetch_tool_result',
      tool_use_id: 'x',
      content: { type: 'web_fetch_tool_result_error', error_code: 'unavailable' },
    },
    { type: 'text', text: 'Done.' },
  ];
  const turns = chatTurns([model({ content })]);
  expect(kindsOf(turns)).toBe(
    'action:web_search result:web_search action:pay result:pay action:web_fetch result:web_fetch ! message',
  );
  expect(turns[2]).toMatchObject({ ref: 'm', args: { sum: 5 }, meta: { server_name: 'bank' } });
  expect(turns[3]?.text).toBe('paid');
  expect(JSON.stringify(turns)).not.toContain('gAAAA');
});

test('parts that say by their fields what they are', () => {
  const turns = chatTurns([
    { role: 'user', parts: [{ text: 'Write to him.' }] },
    {
      role: 'model',
      parts: [
        { text: 'I could refuse.', thought: true, thoughtSignature: 'c2ln' },
        { text: 'I will.' },
        { functionCall: { name: 'send_email', args: { to: 'k@made-up.example', body: 'Hi.' } } },
      ],
    },
    {
      role: 'user',
      parts: [{ functionResponse: { name: 'send_email', response: { output: 'ok' } } }],
    },
    { role: 'model', parts: [{ functionCall: { id: '7', name: 'wait', args: {} } }] },
    {
      role: 'user',
      parts: [{ functionResponse: { id: '7', name: 'wait', response: { error: 'no' } } }],
    },
  ]);
  expect(kindsOf(turns)).toBe(
    'briefing:user reasoning message action:send_email result:send_email action:wait result:wait !',
  );
  expect(turns[3]).toMatchObject({ to: 'k@made-up.example', text: 'Hi.' });
  expect(turns.map(({ text }) => text).slice(4)).toEqual(['ok', '', 'no']);
});

test('a call of a simulated user is a note, and names its result', () => {
  const call = { id: 'u1', name: 'look', arguments: { at: 1 } };
  const turns = chatTurns([
    { role: 'user', content: 'I look.', tool_calls: [call] },
    { role: 'tool', tool_call_id: 'u1', content: 'Nothing.' },
  ]);
  expect(turns).toMatchObject([
    { kind: 'briefing', text: 'I look.' },
    { kind: 'note', name: 'call of the user', text: 'look {"at":1}' },
    { kind: 'result', name: 'look', ref: 'u1', text: 'Nothing.' },
  ]);
});

test('bytes in the parts of Gemini and MCP are said to be there', () => {
  const bytes = 'A'.repeat(400);
  const turns = chatTurns([
    { role: 'user', parts: [{ inlineData: { mimeType: 'image/png', data: bytes } }] },
    { role: 'tool', content: [{ type: 'image', mimeType: 'image/png', data: bytes }] },
  ]);
  expect(turns.map(({ text }) => text)).toEqual([
    '(data: image/png, 300 bytes)',
    '(image: image/png, 300 bytes)',
  ]);
  expect(turns.every(({ meta }) => meta === undefined)).toBe(true);
});

test('results of Bedrock, with how they ended', () => {
  const turns = chatTurns([
    model({ content: [{ toolUse: { toolUseId: 't1', name: 'look', input: { at: 1 } } }] }),
    {
      role: 'user',
      content: [
        {
          toolResult: { toolUseId: 't1', content: [{ text: 'None.' }], status: 'error', more: 'M' },
        },
      ],
    },
  ]);
  expect(turns).toMatchObject([
    { kind: 'action', name: 'look', ref: 't1', args: { at: 1 } },
    { kind: 'result', name: 'look', ref: 't1', text: 'None.', error: true, meta: { more: 'M' } },
  ]);
});

test('calls and results in camel case', () => {
  const turns = chatTurns([
    model({ content: 'Look.', toolCalls: [{ id: 'a', name: 'look', arguments: { at: 'it' } }] }),
    { role: 'tool', toolCallId: 'a', isError: true, content: 'Gone.' },
    model({
      content: [{ type: 'tool-call', toolCallId: 'b', toolName: 'go', input: { to: 'it' } }],
    }),
    {
      role: 'tool',
      content: [{ type: 'tool-result', toolCallId: 'b', toolName: 'go', output: 'Went.' }],
    },
  ]);
  expect(kindsOf(turns)).toBe('message action:look result:look ! action:go result:go');
  expect(turns[3]).toMatchObject({ ref: 'b', args: { to: 'it' } });
  expect(turns[4]).toMatchObject({ ref: 'b', text: 'Went.' });
});

describe('items of a Responses output', () => {
  const ITEMS = [
    {
      type: 'reasoning',
      id: 'r',
      summary: [{ type: 'summary_text', text: 'I see.' }],
      encrypted_content: 'gAAAA',
    },
    { type: 'reasoning', id: 'q', summary: [], encrypted_content: 'gAAAA' },
    {
      type: 'function_call',
      call_id: 'c',
      id: 'f',
      name: 'shell',
      arguments: '{"command":"ls"}',
      status: 'completed',
    },
    { type: 'function_call_output', call_id: 'c', output: 'a b' },
    {
      type: 'custom_tool_call',
      call_id: 'd',
      name: 'apply_patch',
      input: '*** Begin',
      status: 'completed',
    },
    {
      type: 'custom_tool_call_output',
      call_id: 'd',
      output: [{ type: 'input_text', text: 'Applied.' }],
    },
    {
      type: 'web_search_call',
      id: 'w',
      status: 'completed',
      action: { type: 'search', query: 'x' },
    },
    {
      type: 'mcp_call',
      id: 'm',
      name: 'pay',
      server_label: 'bank',
      arguments: '{"sum":5}',
      output: 'paid',
      error: null,
    },
    {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'Two.', annotations: [] }],
    },
  ];

  test('are turns', () => {
    expect(isChat(ITEMS)).toBe(true);
    const turns = chatTurns(ITEMS);
    expect(kindsOf(turns)).toBe(
      'reasoning reasoning withheld action:shell result:shell action:apply_patch result:apply_patch action:web_search action:pay result:pay message',
    );
    expect(turns[2]).toMatchObject({ ref: 'c', args: { command: 'ls' }, meta: { id: 'f' } });
    expect(turns[4]?.text).toBe('*** Begin');
    expect(turns[5]?.text).toBe('Applied.');
    expect(turns[6]).toMatchObject({ args: { query: 'x' } });
    expect(turns[8]?.text).toBe('paid');
    expect(JSON.stringify(turns)).not.toContain('gAAAA');
  });
});

describe('nothing is dropped', () => {
  test.each<readonly [string, object]>([
    ['a message without content', model({})],
    ['an empty list of parts', model({ content: [] })],
    ['an empty text', { role: 'user', content: '' }],
  ])('%s gives a note', (_, message) => {
    expect(chatTurns([message])).toEqual([
      { kind: 'note', by: (message as { role: string }).role, text: 'This message has no text.' },
    ]);
  });

  test('a field of an odd shape is kept, and told with its place', () => {
    const told: string[] = [];
    const turns = chatTurns(
      [
        { role: 'user', content: 'Hi.' },
        model({ content: 'Yes.', refusal: { why: 'It hurts.' } }),
        {
          role: 'tool',
          tool_call_id: { odd: 'id' },
          content: [{ type: 'text', text: 'x', more: 'y' }],
        },
      ],
      (place) => told.push(place),
    );
    expect(turns[1]).toEqual({
      kind: 'message',
      text: 'Yes.',
      meta: { refusal: { why: 'It hurts.' } },
    });
    expect(turns[2]?.meta).toEqual({ tool_call_id: { odd: 'id' }, content: [{ more: 'y' }] });
    expect(told).toEqual(['[1].refusal', '[2].tool_call_id', '[2].content']);
  });

  test('calls that are no more than a text', () => {
    const turns = chatTurns([model({ content: 'So.', tool_calls: 'Tool calls:\n- send_email' })]);
    expect(turns[1]).toEqual({
      kind: 'note',
      name: 'tool calls',
      text: 'Tool calls:\n- send_email',
    });
  });

  test('what is unknown of a call', () => {
    const calls = [
      {
        id: 'a',
        type: 'function',
        index: 0,
        function: { name: 'f', arguments: '{}', strict: 'no' },
        extra: { x: 'y' },
      },
    ];
    expect(chatTurns([model({ tool_calls: calls })])[0]?.meta).toEqual({
      index: 0,
      strict: 'no',
      extra: { x: 'y' },
    });
  });
});

test.each<readonly [string, object, object]>([
  ['move_file', { from: 'a', to: 'b' }, { text: '', args: { from: 'a', to: 'b' } }],
  [
    'send_money',
    { recipient: 'GB00', amount: 5 },
    { text: '', args: { recipient: 'GB00', amount: 5 } },
  ],
  ['send_email', { to: 'a@b' }, { text: '', to: 'a@b' }],
  ['deliver', { to: 'a@b', body: 'Hi.' }, { text: 'Hi.', to: 'a@b' }],
  ['post_message', { recipients: ['a', 'b'] }, { text: '', to: 'a, b' }],
])('%s is a letter only if it sends words', (name, input, expected) => {
  const [turn] = chatTurns([model({ content: [{ type: 'tool_use', id: 't', name, input }] })]);
  expect(turn).toEqual({ kind: 'action', name, ref: 't', ...expected });
});
