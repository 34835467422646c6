/** Records of shapes that many harnesses write, read by the names of their fields. */
import { expect, test } from 'vitest';

import { parseMap } from '../../src/formats/field-map.ts';
import type { ReadOptions } from '../../src/formats/format.ts';
import { mapped } from '../../src/formats/mapped.ts';
import { kindsOf, makeFolder, openAll, readAll } from './helpers.ts';

const { write } = makeFolder();

const lines = (name: string, records: readonly object[], options: ReadOptions = {}) =>
  openAll(write(name, records.map((each) => `${JSON.stringify(each)}\n`).join('')), options);

const CHAT = [
  { role: 'user', content: 'Question?' },
  { role: 'assistant', content: 'Answer.' },
];

test.each<readonly [string, object, string]>([
  ['a response with choices', { response: { choices: [{ message: CHAT[1] }] } }, 'message'],
  ['a completion with a text', { completion: { choices: [{ text: 'Answer.' }] } }, 'message'],
  [
    'candidates',
    { response: { candidates: [{ content: { role: 'model', parts: [{ text: 'Answer.' }] } }] } },
    'message',
  ],
  [
    'a batch result of OpenAI',
    { response: { status_code: 200, body: { choices: [{ message: CHAT[1] }] } } },
    'message',
  ],
  [
    'a batch result of Anthropic',
    {
      result: {
        type: 'succeeded',
        message: { role: 'assistant', content: [{ type: 'text', text: 'A.' }] },
      },
    },
    'message',
  ],
  [
    'parts as a response',
    {
      response: [
        { type: 'thinking', thinking: 'T.' },
        { type: 'text', text: 'A.' },
      ],
    },
    'reasoning message',
  ],
  ['several texts', { output: ['One.', 'Two.'] }, 'message message'],
  ['a whole response as the record', { choices: [{ message: CHAT[1] }] }, 'message'],
  [
    'candidates as the record',
    { candidates: [{ content: { parts: [{ text: 'A.' }] } }] },
    'message',
  ],
  ['the text of a whole output', { response: { output_text: 'A.' } }, 'message'],
  [
    'thoughts beside an answer',
    { response: { thinking: 'T.', answer: 'A.' } },
    'reasoning message',
  ],
  [
    'thoughts beside a response',
    { output: { response: 'A.', thinking: 'T.' } },
    'reasoning message',
  ],
  ['results of Bedrock', { response: { results: [{ outputText: 'A.' }] } }, 'message'],
  ['no choice', { response: { choices: [] } }, 'note !'],
  ['a blocked prompt', { response: { promptFeedback: { blockReason: 'SAFETY' } } }, 'note !'],
  ['a batch result that expired', { result: { type: 'expired' } }, 'note !'],
  [
    'a request with its response',
    { request: { messages: [CHAT[0]] }, response: { choices: [{ message: CHAT[1] }] } },
    'briefing:user message',
  ],
  [
    'messages as JSON text twice',
    { messages: JSON.stringify(JSON.stringify(CHAT)) },
    'briefing:user message',
  ],
  [
    'messages each as JSON text',
    { messages: CHAT.map((one) => JSON.stringify(one)) },
    'briefing:user message',
  ],
  [
    'items of which one is of an unknown kind, and a message that names no role',
    {
      output: [
        { type: 'web_search_call', id: 'w', action: { type: 'search', query: 'Q' } },
        { type: 'file_search_call', queries: ['Q'], results: [{ text: 'F.' }] },
        { type: 'novelty', words: 'N.' },
        { type: 'message', content: 'A.' },
      ],
    },
    'action:web_search action:file_search result:file_search note message',
  ],
  ['a text as the output of a response', { response: { output: 'Answer.' } }, 'message'],
  ['generations of LangChain', { response: { generations: [[{ text: 'Answer.' }]] } }, 'message'],
  ['outputs of vLLM', { output: { outputs: [{ text: 'Answer.' }] } }, 'message'],
  [
    'a response of Bedrock',
    {
      response: {
        output: {
          message: {
            role: 'assistant',
            content: [
              { reasoningContent: { reasoningText: { text: 'T.' } } },
              { text: 'A.' },
              { toolUse: { toolUseId: 't1', name: 'look', input: { at: 1 } } },
            ],
          },
        },
      },
    },
    'reasoning message action:look',
  ],
  [
    'contents of Gemini',
    {
      contents: [
        { role: 'user', parts: ['Q?'] },
        { role: 'model', parts: [{ text: 'A.' }] },
      ],
    },
    'briefing:user message',
  ],
  [
    'a request beside its response',
    { request: { messages: [CHAT[0]] }, response: { choices: [{ message: CHAT[1] }] } },
    'briefing:user message',
  ],
  [
    'speakers for roles',
    {
      turns: [
        { speaker: 'User', text: 'Q?' },
        { author: { role: 'assistant' }, text: 'A.' },
      ],
    },
    'briefing:user message',
  ],
  [
    'a response as JSON text',
    { response: JSON.stringify({ choices: [{ message: CHAT[1] }] }) },
    'message',
  ],
  ['an answer that is JSON itself', { response: '{"verdict": "yes"}' }, 'message'],
  ['messages as JSON text', { messages: JSON.stringify(CHAT) }, 'briefing:user message'],
  [
    'messages inside an object',
    { conversation: { id: 7, messages: CHAT } },
    'briefing:user message',
  ],
  ['turns with roles', { turns: CHAT }, 'briefing:user message'],
  [
    'a prompt that is a chat',
    { prompt: JSON.stringify([CHAT[0]]), response: 'A.' },
    'briefing:user message',
  ],
  [
    'a failed batch result',
    { result: { type: 'errored', error: { message: 'Overloaded' } } },
    'note !',
  ],
  [
    'a body with an error',
    { response: { status_code: 500, body: { error: { message: 'Oh' } } } },
    'note !',
  ],
  [
    'an error and no answer',
    { prompt: 'Q?', error: { code: 429, message: 'Slow down' } },
    'briefing:user note !',
  ],
  ['no answer', { prompt: 'Q?', response: null }, 'briefing:user note !'],
])('%s', async (_, record, kinds) => {
  const { trials, problems } = await lines('shapes.jsonl', [{ model: 'm', ...record }]);
  expect(trials.map(({ turns }) => kindsOf(turns))).toEqual([kinds]);
  expect(problems).toEqual([]);
  expect(trials[0]?.verdict.outcome).toBe(kinds.endsWith('!') ? 'error' : 'unjudged');
});

test('whole messages of an interface, a line each, are a trial each', async () => {
  const message = { type: 'message', role: 'assistant', model: 'model-a' };
  const { trials } = await lines('whole.jsonl', [
    { id: 'a', ...message, content: [{ type: 'text', text: 'One.' }] },
    { id: 'b', ...message, content: [{ type: 'text', text: 'Two.' }] },
  ]);
  expect(trials.map(({ id, model, turns }) => [id, model, turns[0]?.text])).toEqual([
    ['a', 'model-a', 'One.'],
    ['b', 'model-a', 'Two.'],
  ]);
});

test('the choices of a question are no answers', async () => {
  const { trials, problems } = await lines('quiz.jsonl', [
    { id: 'q', model: 'm', question: 'Which?', choices: ['this', 'that'], response: 'that' },
  ]);
  expect(problems).toEqual([]);
  expect(kindsOf(trials[0]?.turns ?? [])).toBe('briefing:user message');
  expect(trials[0]?.meta).toEqual({ choices: ['this', 'that'] });
});

test('messages as a text that was cut off are told', async () => {
  const text = JSON.stringify(CHAT).slice(0, -12);
  const { problems } = await lines('cut.jsonl', [{ model: 'm', messages: text }]);
  expect(problems.map(({ message }) => message)).toEqual([
    'messages: a text that is no JSON; shown as it is; kept in meta',
  ]);
});

test("what a response says besides is kept, and its model is the trial's", async () => {
  const message = { role: 'assistant', content: 'A.' };
  const response = { id: 'x-1', model: 'm-1', choices: [{ finish_reason: 'stop', message }] };
  const { trials } = await lines('besides.jsonl', [{ custom_id: 'q-1', response }]);
  expect(trials[0]).toMatchObject({ id: 'q-1', model: 'm-1' });
  expect(JSON.stringify(trials[0]?.meta)).toContain('stop');
  expect(JSON.stringify(trials[0]?.meta)).toContain('x-1');
});

test('an answer beside what the model said is the reference', async () => {
  const { trials } = await lines('reference.jsonl', [
    { model: 'm', question: 'Q?', answer: '4', model_answer: 'Five.' },
    { model: 'm', messages: CHAT, answer: '7' },
    { model: 'm', question: 'Q?', answer: '4', response: '' },
    { model: 'm', question: 'Q?', answer: 'Four.' },
  ]);
  expect(trials.map(({ turns }) => turns.at(-1)?.text)).toEqual([
    'Five.',
    'Answer.',
    'The response is empty.',
    'Four.',
  ]);
  expect(trials[2]?.verdict.outcome).toBe('error');
  expect(trials[1]?.meta).toEqual({ answer: '7' });
});

test('a field of an unusual shape is used where it can be, else kept and told', async () => {
  const record = {
    model: { name: 'm-1', vendor: 'v' },
    response: 'A.',
    rationale: ['One.', 'Two.'],
    judge: ['j-1', 'j-2'],
    tags: 'one, two',
    verdict: [{ value: 'x' }],
    belief: 'perhaps',
    scenario: 'long '.repeat(100),
  };
  const { trials, problems } = await lines('odd.jsonl', [record]);
  expect(trials[0]).toMatchObject({
    model: 'm-1',
    tags: ['one', 'two'],
    verdict: { by: 'j-1, j-2', rationale: 'One.\n\nTwo.' },
    meta: { verdict: [{ value: 'x' }], belief: 'perhaps', model: { vendor: 'v' } },
  });
  expect(problems.map(({ severity, message }) => `${severity} ${message}`).toSorted()).toEqual([
    'warning belief: not understood as the field "belief"; kept in meta',
    'warning scenario: not understood as the field "scenario"; kept in meta',
    'warning verdict: not understood as the field "label"; kept in meta',
  ]);
});

test('a label of an unknown vocabulary makes no outcome, and the hint says how it can', async () => {
  const records = ['misled', 'not_misled', 'partial'].map((label) => ({
    model: 'm',
    response: 'A.',
    label,
  }));
  const { trials, problems } = await lines('labels.jsonl', records);
  expect(trials.map(({ verdict }) => verdict)).toEqual(
    records.map(({ label }) => ({ outcome: 'unjudged', label })),
  );
  expect(problems.map(({ message }) => message)).toEqual([
    'no outcome was made of "label" in 3 records, whose words are not known (misled, not_misled, partial): --verdict \'label == "misled"\' makes one',
  ]);
  const ruled = await lines('labels.jsonl', records, { verdict: 'label == "misled"' });
  expect(ruled.trials.map(({ verdict }) => verdict.outcome)).toEqual(['harmful', 'safe', 'safe']);
  expect(ruled.problems).toEqual([]);
});

test.each<readonly [object, string, string | undefined]>([
  [{ harmful: true }, 'harmful', undefined],
  [{ is_harmful: 'no' }, 'safe', 'no'],
  [{ label: true }, 'unjudged', 'true'],
  [{ verdict: 'pass' }, 'unjudged', 'pass'],
  [{ label: 1 }, 'unjudged', '1'],
  [{ classification: { label: 'unsafe' } }, 'harmful', 'unsafe'],
  [{ judgment: { harmful: false } }, 'safe', undefined],
])('%j is %s', async (fields, outcome, label) => {
  const { trials } = await lines('verdicts.jsonl', [{ model: 'm', response: 'A.', ...fields }]);
  expect(trials[0]?.verdict.outcome).toBe(outcome);
  expect(trials[0]?.verdict.label).toBe(label);
});

test.each<readonly [object, string, string | undefined, boolean]>([
  [{ label: 'category-3', harmful: true }, 'harmful', 'category-3', false],
  [{ verdict: 'pass', is_harmful: false }, 'safe', 'pass', false],
  [{ verdict: 'harmful', is_harmful: false }, 'harmful', 'harmful', true],
  [{ label: 'safe', classification: { harmful_behavior: true } }, 'safe', 'safe', true],
  [{ harmful: true, score: 0 }, 'harmful', undefined, false],
  [{ label: 'misled', judgment: 'pass' }, 'unjudged', 'misled', false],
])(
  'of several fields that answer, %j, one decides and others contradict',
  async (fields, outcome, label, isDisputed) => {
    const { trials } = await lines('several.jsonl', [{ model: 'm', response: 'A.', ...fields }]);
    const verdict = trials[0]?.verdict;
    expect([verdict?.outcome, verdict?.label, verdict?.disputed === true]).toEqual([
      outcome,
      label,
      isDisputed,
    ]);
  },
);

test('a record of which no word can be read is kept whole, and told', async () => {
  const { trials, problems } = await lines('silent.jsonl', [{ model: 'm', output: {} }]);
  expect(trials[0]?.meta).toMatchObject({ output: {} });
  expect(problems.length).toBeGreaterThan(0);
});

test.each<readonly [string, object]>([
  ['results', { results: [{ conversation: CHAT }, { conversation: CHAT }] }],
  [
    'a list one level down',
    {
      results: {
        results: [
          { prompt: 'Q?', response: 'A.' },
          { prompt: 'Q?', response: 'B.' },
        ],
        n: 2,
      },
    },
  ],
])('records inside a document: %s', async (_, lists) => {
  const document = { parameters: { model: 'm-1' }, note: 'kept', ...lists };
  const { trials, problems } = await openAll(
    write('inside.json', JSON.stringify(document, null, 1)),
  );
  expect(trials.map(({ id, model }) => `${id} ${model}`)).toEqual([
    'inside.json:1 m-1',
    'inside.json:2 m-1',
  ]);
  expect(trials[0]?.meta).toMatchObject({ document: { note: 'kept' } });
  expect(problems).toEqual([]);
});

test.each<readonly [string, object, readonly string[]]>([
  [
    'records by name',
    { one: { model: 'm', messages: CHAT }, two: { model: 'm', id: 'b', messages: CHAT } },
    ['one', 'b'],
  ],
  [
    'a list of chats',
    { model: 'm', conversations: [CHAT, CHAT] },
    ['chats.json:1', 'chats.json:2'],
  ],
  ['chats alone', [CHAT, CHAT], ['chats.json:1', 'chats.json:2']],
])('a document with %s', async (_, document, ids) => {
  const { trials } = await openAll(write('chats.json', JSON.stringify(document, null, 1)));
  expect(trials.map(({ id }) => id)).toEqual(ids);
  expect(trials.map(({ turns }) => kindsOf(turns))).toEqual(ids.map(() => 'briefing:user message'));
});

test('a list of which the first call failed is one of records', async () => {
  const failed = { goal: 'G', category: 'C', prompt: null, response: null };
  const runs = [failed, { ...failed, prompt: 'Q?', response: 'A.' }];
  const document = { parameters: { model: 'm' }, jailbreaks: runs };
  const { trials } = await openAll(write('failed-first.json', JSON.stringify(document)));
  expect(trials.map(({ model, verdict }) => [model, verdict.outcome])).toEqual([
    ['m', 'error'],
    ['m', 'unjudged'],
  ]);
});

test('records inside the documents of several lines', async () => {
  const run = (model: string) => ({ model, results: [{ conversation: CHAT }, { messages: CHAT }] });
  const { trials, problems } = await lines('runs.jsonl', [run('m-1'), run('m-2')]);
  expect(trials.map(({ id, model }) => `${id} ${model}`)).toEqual([
    'runs.jsonl:1.1 m-1',
    'runs.jsonl:1.2 m-1',
    'runs.jsonl:2.1 m-2',
    'runs.jsonl:2.2 m-2',
  ]);
  expect(problems).toEqual([]);
});

test('what is too long to be kept with every record is told', async () => {
  const document = { tasks: ['x'.repeat(3000)], model: 'm', results: [{ conversation: CHAT }] };
  const { problems } = await openAll(write('around.json', JSON.stringify(document)));
  expect(problems.map(({ message }) => message)).toEqual([
    'tasks: too long to be kept with every record',
  ]);
});

test('a map takes constants, parts of the path, and where the records are', async () => {
  const file = write(
    'by-model/model-b/run.json',
    JSON.stringify({ data: { rows: [{ said: 'A.' }, { said: 'B.' }] } }),
  );
  const map = parseMap(
    'model=@folder,condition="one, two",scenario=@folder.2,message=said,records=data.rows',
  );
  const { trials } = await readAll(mapped, file, { map });
  expect(trials).toMatchObject([
    { model: 'model-b', condition: 'one, two', scenario: 'by-model', turns: [{ text: 'A.' }] },
    { model: 'model-b', turns: [{ text: 'B.' }] },
  ]);
  expect(() => parseMap('model=@path')).toThrow('there is no "@path"');
});

const ONE = { id: 'a', prompt: 'Q?', response: 'One.' };
const TWO = { id: 'b', prompt: 'Q?', response: 'Two.' };

test.each<readonly [string, object, object | undefined]>([
  ['a list two levels down', { data: { run: { rows: [ONE, TWO] } } }, { data: { run: {} } }],
  ['lists and nothing else', { 'model-a': [ONE], 'model-b': [TWO] }, { list: 'model-a' }],
  ['a list of documents', { runs: [{ model: 'm', rows: [ONE] }, { rows: [TWO] }] }, { model: 'm' }],
  [
    'documents in a list',
    [
      { model: 'm', rows: [ONE] },
      { model: 'm', rows: [TWO] },
    ],
    { model: 'm' },
  ],
  [
    'rows around records',
    {
      rows: [
        { row: ONE, index: 1 },
        { row: TWO, index: 2 },
      ],
    },
    { index: 1 },
  ],
])('records in %s', async (name, document, around) => {
  const { trials } = await openAll(write(`${name}.json`, JSON.stringify(document)));
  expect(trials.map(({ id, turns }) => [id, turns.at(-1)?.text])).toEqual([
    ['a', 'One.'],
    ['b', 'Two.'],
  ]);
  expect(trials[0]?.meta?.['document']).toEqual(around);
});

test('a record that has lists of others is one all the same', async () => {
  const answer = { choices: [{ message: { role: 'assistant', content: 'A.' } }] };
  const { trials } = await lines('shots.jsonl', [
    { id: 'x', model: 'm', shots: [ONE], response: answer },
  ]);
  expect(trials.map(({ id, turns }) => [id, turns.at(-1)?.text])).toEqual([['x', 'A.']]);
});

test('of several lists with something beside them none is taken for the records', async () => {
  const file = write('lists.json', JSON.stringify({ version: 1, shots: [ONE], results: [TWO] }));
  await expect(openAll(file)).rejects.toThrow('no format');
  const { trials } = await readAll(mapped, file, { map: parseMap('records=results') });
  expect(trials.map(({ id }) => id)).toEqual(['b']);
});

test('a record that is the only one in its line is read, with what is around it', async () => {
  const { trials } = await lines('wrapped.jsonl', [
    { data: ONE, seed: 7 },
    { data: TWO, seed: 8 },
  ]);
  expect(trials.map(({ id, meta }) => [id, meta?.['document']])).toEqual([
    ['a', { seed: 7 }],
    ['b', { seed: 8 }],
  ]);
});

test.each<readonly [string, object]>([
  ['responses', { responses: ['A.'] }],
  ['completions of a result', { result: { completions: [{ text: 'A.' }] } }],
  ['lists of texts', { resps: [['A.']] }],
  ['a message as JSON text', { output: '{"role": "assistant", "content": "A."}' }],
])('an answer among %s', async (name, record) => {
  const { trials } = await lines(`${name}.jsonl`, [{ model: 'm', ...record }]);
  expect(trials[0]?.turns).toEqual([{ kind: 'message', text: 'A.' }]);
});

test('calls in the state of a page are actions with results', async () => {
  const parts = [
    { type: 'tool-weather', toolCallId: 'c', input: { city: 'Bonn' }, output: { t: 7 } },
    { type: 'dynamic-tool', toolName: 'pay', toolCallId: 'd', input: {}, errorText: 'no' },
  ];
  const file = write('page.json', JSON.stringify([{ id: '1', role: 'assistant', parts }]));
  const { trials } = await openAll(file);
  expect(kindsOf(trials[0]?.turns ?? [])).toBe(
    'action:weather result:weather action:pay result:pay !',
  );
});

test.each<readonly [string, object, string]>([
  ['an empty message', { messages: [CHAT[0], { role: 'assistant', content: '' }] }, 'is empty'],
  ['a message of null', { messages: [CHAT[0], { role: 'assistant', content: null }] }, 'is empty'],
  ['an empty list', { prompt: 'Q?', response: [] }, 'is empty'],
  ['an empty object', { prompt: 'Q?', output: {} }, 'is empty'],
  ['a chat that failed', { messages: [CHAT[0]], error: 'time is up' }, 'time is up'],
])('no answer is an error, whatever the label: %s', async (name, record, why) => {
  const { trials } = await lines(`${name}.jsonl`, [{ model: 'm', ...record, harmful: false }]);
  expect(trials[0]?.verdict.outcome).toBe('error');
  expect(trials[0]?.turns.at(-1)?.text).toContain(why);
});

test('a chat without an answer, and without a reason, is unjudged', async () => {
  const { trials } = await lines('asked.jsonl', [{ model: 'm', messages: [CHAT[0]] }]);
  expect(trials[0]?.verdict.outcome).toBe('unjudged');
});

test.each(['prediction', 'predicted_answer', 'generated_answer', 'llm_response'])(
  'an answer beside "%s" is the reference',
  async (key) => {
    const { trials } = await lines(`${key}.jsonl`, [
      { model: 'm', answer: 'Right.', [key]: 'Said.' },
    ]);
    expect(trials[0]?.turns.map(({ text }) => text)).toEqual(['Said.']);
    expect(trials[0]?.meta).toEqual({ answer: 'Right.' });
  },
);

test('words in a field that usually names or dates a thing are kept', async () => {
  const { trials } = await lines('words.jsonl', [
    {
      raw_response: 'Answer.',
      classification: { verdict: false, classifier_reasoning: 'It did not.' },
      metadata: [
        { id: 'a1', type: 'text', timestamp: 'before lunch', text: { role: 'the accountant' } },
        { timestamp: '2026-01-02 03:04:05', source: 'b-2' },
      ],
    },
  ]);
  expect(JSON.stringify(trials[0]?.meta)).toContain('before lunch');
  expect(JSON.stringify(trials[0]?.meta)).toContain('the accountant');
});
