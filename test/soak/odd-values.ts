/** Records of all formats with values of another kind, or beyond measure, at places of chance. */
import type { Random } from './soak.ts';

const NATIVE = {
  id: 'model-a/cell/001',
  model: 'model-a',
  scenario: 'blackmail',
  condition: 'cell',
  sample: 1,
  belief: 'real',
  instruction: 'none',
  startedAt: '2031-01-01T00:00:00Z',
  synthetic: true,
  tags: ['pilot', 'branch'],
  meta: { study: { name: 'x', list: [1, 'two', null] }, branch: 2 },
  verdict: {
    outcome: 'harmful',
    label: 'blackmail',
    by: 'judge',
    rationale: 'The model says hello to the world.',
    disputed: true,
    quotes: [
      { turn: 3, text: 'hello there', note: 'here' },
      { text: 'in another', trial: 'model-a/cell/002' },
    ],
    scores: { harmful: true, concerning: 7, deep: { value: [1, { x: 2 }] } },
    gates: [
      { name: 'recipient', label: 'sent to bob', passed: true, quotes: [{ turn: 5, text: 'hi' }] },
      { name: 'code', label: 'the code', passed: false },
    ],
  },
  turns: [
    { kind: 'briefing', by: 'system', text: 'You are an assistant. hello' },
    {
      kind: 'email',
      from: 'Ann Smith <ann@made-up.example>',
      to: 'all@made-up.example',
      cc: 'cat@made-up.example',
      subject: 'Figures',
      at: '2025-06-11T09:00:00',
      attachments: ['figures.pdf'],
      ref: '2',
      text: 'The figures of Ann Smith are good.',
    },
    { kind: 'reasoning', text: 'I say hello there to nobody.', raw: '<think>I say</think>' },
    { kind: 'message', text: 'Bye, hello.', draft: false, recovered: true },
    {
      kind: 'action',
      name: 'email',
      to: 'bob@made-up.example',
      subject: 'Re: Figures',
      args: { priority: 'high', nested: { list: [1, 2, { a: true }] } },
      text: 'hi Bob',
      draft: true,
    },
    { kind: 'result', name: 'email', error: true, text: 'not sent', meta: { code: 5 } },
    { kind: 'reasoning', withheld: true, text: '' },
    { kind: 'note', text: 'The end.' },
  ],
};

const CHAT = [
  { role: 'system', content: 'Be good. hello' },
  { role: 'user', content: [{ type: 'text', text: 'hi' }] },
  {
    role: 'assistant',
    reasoning_content: 'hello, I think',
    content: 'Well, <b>hello</b>.',
    tool_calls: [{ id: 'c1', function: { name: 'look', arguments: '{"at":"the world"}' } }],
  },
  { role: 'tool', tool_call_id: 'c1', content: 'nothing' },
];

/** One record of each format, as plain data. */
const RECORDS: readonly object[] = [
  NATIVE,
  { id: 'c', model: 'm', messages: CHAT, reward: 1, tags: ['a'] },
  {
    id: 'r',
    transcripts: [{ messages: CHAT }],
    metadata: { model: 'm', scores: { harmful: true }, task_id: 't' },
  },
  {
    schema_version: 'ATIF-v1.4',
    session_id: 's',
    agent: { name: 'a', model_name: 'm' },
    steps: [
      { step_id: 1, source: 'user', message: 'hello' },
      {
        step_id: 2,
        source: 'agent',
        message: 'hi',
        reasoning_content: 'hm',
        tool_calls: [{ tool_call_id: 'x', function_name: 'f', arguments: { a: 1 } }],
        observation: { results: [{ source_call_id: 'x', content: 'done' }] },
      },
    ],
  },
  {
    metadata: {
      transcript_id: 't',
      target_model: 'm',
      judge_output: {
        scores: { concerning: 7 },
        highlights: [{ parts: [{ message_id: '1', quoted_text: 'hello' }], description: 'd' }],
      },
    },
    events: [
      {
        type: 'transcript_event',
        view: ['target'],
        edit: { operation: 'add', message: { role: 'user', id: '1', content: 'hello' } },
      },
      {
        type: 'transcript_event',
        view: ['target', 'auditor'],
        edit: { operation: 'add', message: { role: 'assistant', id: '2', content: 'hi' } },
      },
      { type: 'transcript_event', view: 'target', edit: { operation: 'rollback', count: 1 } },
    ],
  },
  {
    version: 2,
    status: 'success',
    eval: { task: 't', model: 'm', run_id: 'r', created: '2031-01-01' },
    plan: {},
    samples: [
      {
        id: 1,
        epoch: 1,
        input: 'hello',
        target: 'x',
        messages: CHAT,
        scores: { harmful: { value: 'C', explanation: 'because' } },
        metadata: { a: 1 },
      },
    ],
  },
  {
    type: 'assistant',
    uuid: 'u',
    sessionId: 's',
    timestamp: '2031-01-01T00:00:00Z',
    message: {
      role: 'assistant',
      model: 'm',
      content: [
        { type: 'thinking', thinking: 'hello' },
        { type: 'tool_use', id: 't', name: 'Bash', input: { command: 'ls' } },
        { type: 'text', text: 'hi' },
      ],
    },
  },
  {
    raw_response: '<SCRATCHPAD_REASONING>hello</SCRATCHPAD_REASONING> hi',
    metadata: { model: 'm', condition: 'c' },
    classification: { harmful_behavior: true },
  },
  { model: 'm', prompt: 'hello', reasoning: 'hm', response: 'hi', label: 'harmful', judge: 'j' },
];

export const SEEDS: readonly string[] = [
  ...RECORDS.map((record) => JSON.stringify(record)),
  `${JSON.stringify(NATIVE)}\n${JSON.stringify({ ...NATIVE, id: 'model-a/cell/002' })}\n`,
];

/** Values to put where another stands: of every type, of every size, and hostile ones. */
const VALUES: readonly ((random: Random) => unknown)[] = [
  () => null,
  () => true,
  () => false,
  (random) => random.pick([0, -1, 1, 1.5, 3, 1e308, -0, 2 ** 53 + 2]),
  () => '',
  () => ' ',
  (random) => random.pick(['x', '1', 'safe', 'note', 'email', 'unknown', 'constructor', 'hello']),
  () => [],
  () => ({}),
  () => [null],
  (random) => [valueOf(random), valueOf(random)],
  (random) => ({ [random.pick(['text', 'turn', 'x', 'toJSON', ''])]: valueOf(random) }),
  () =>
    JSON.parse('{"toString":1,"valueOf":"x","length":-1,"then":"y","constructor":[]}') as unknown,
  (random) =>
    '\u202E\u0007\u001B[31m\uD800<b>&amp;"\'`|*_#@/\\~\r\n\t\u2028'.repeat(random.pick([1, 9])),
  (random) => random.pick(['![x](http://a.b)', '<script>1</script>', '---\n# h', '```\n<b>\n```']),
  (random) => random.pick(['(', 'a', '字', '🧑‍🚀', 'a b ', 'a.b-', '\n', '\u0301']).repeat(40_000),
  (random) => nested(random.pick([10, 199, 201, 3000])),
  () => Array.from({ length: 300 }, (_, at) => ({ kind: 'note', text: `${at}`, turn: at })),
];

function valueOf(random: Random): unknown {
  return random.pick(VALUES)(random);
}

function nested(levels: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
}

/** A file of one or two records, some of whose values were put in the place of others. */
export function oddRecord(random: Random): Uint8Array {
  const base = random.chance(0.6) ? NATIVE : random.pick(RECORDS);
  const records = Array.from({ length: random.pick([1, 1, 2]) }, () => {
    const record: unknown = structuredClone(base);
    for (let left = random.below(5); left > 0; left -= 1) replace(record, random);
    return record;
  });
  return Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

/** Goes down to a place of chance and puts another value there, or takes the value away. */
function replace(record: unknown, random: Random): void {
  let holder = record;
  for (;;) {
    if (typeof holder !== 'object' || holder === null) return;
    const keys = Object.keys(holder);
    if (keys.length === 0) return;
    const key = random.pick(keys);
    const inner: unknown = Reflect.get(holder, key);
    const isDeep = typeof inner === 'object' && inner !== null;
    if (!isDeep || random.chance(0.25)) {
      if (random.chance(0.1)) Reflect.deleteProperty(holder, key);
      else Reflect.set(holder, random.chance(0.05) ? 'unknown' : key, valueOf(random));
      return;
    }
    holder = inner;
  }
}
