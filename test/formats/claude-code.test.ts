import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { readHead } from '../../src/formats/bytes.ts';
import { claudeCode } from '../../src/formats/claude-code.ts';
import { detect } from '../../src/formats/index.ts';
import {
  ALL_FIXTURES,
  kindsOf,
  lackFixtures,
  makeFolder,
  openAll,
  readAll,
  row,
  sourceFile,
} from './helpers.ts';

const { write } = makeFolder();

let made = 0;
/** Writes lines into a file of its own; objects become lines of one session. */
function session(lines: readonly unknown[], name = `session${(made += 1)}.jsonl`) {
  const text = lines.map((line) =>
    typeof line === 'string' ? line : JSON.stringify({ sessionId: 's', ...(line as object) }),
  );
  return write(name, `${text.join('\n')}\n`);
}

const user = (content: unknown, more = {}) => ({
  type: 'user',
  message: { role: 'user', content },
  ...more,
});
const model = (content: unknown, more = {}) => ({
  type: 'assistant',
  message: { role: 'assistant', model: 'a-model', content },
  ...more,
});

describe.skipIf(lackFixtures())('real sessions', () => {
  /** File → its trials, kinds of the turns of the first, and the places of its problems. */
  test.each<readonly [string, readonly string[], string, readonly string[]]>([
    [
      'scout_agent_session',
      ['test-session-004 | claude-opus-4-5-20251101 | unjudged | 5'],
      'briefing:user message action:Task result:Task message',
      [],
    ],
    [
      'scout_agent-atest01',
      ['test-session-004/agent-atest01 | claude-sonnet-4-20250514 | unjudged | 5'],
      'briefing:user message action:Bash result:Bash message',
      [],
    ],
    [
      'scout_compaction_session',
      ['test-session-005 | claude-opus-4-5-20251101 | unjudged | 6'],
      'briefing:user message note:compact_boundary briefing:user briefing:user message',
      [],
    ],
    [
      'simonw_sample_session',
      ['test-session-id | unknown | unjudged | 9'],
      'note:summary briefing:user message action:Write result:Write action:Bash result:Bash briefing:user message',
      [],
    ],
    [
      'daaain_representative_messages',
      ['test_session | claude-3-sonnet-20240229 | unjudged | 12'],
      'briefing:user message briefing:user action:Edit result:Edit message briefing:user action:Bash result:Bash message briefing:user note:summary',
      [],
    ],
    [
      'daaain_edge_cases',
      ['edge_cases | claude-3-sonnet-20240229 | unjudged | 20'],
      'briefing:user message briefing:user action:FailingTool result:FailingTool ! briefing:user briefing:user briefing:user message action:MultiEdit note:user briefing:user briefing:user note note:line note note action:TodoWrite briefing:user note:summary',
      ['line 10', 'line 13', 'line 14', 'line 15', 'line 16'],
    ],
    ['ccv_malformed-line', ['s1 | unknown | unjudged | 2'], 'briefing:user note', ['line 2']],
    [
      'ccv_partial-trailing-line',
      ['s1 | unknown | unjudged | 2'],
      'briefing:user note',
      ['line 3'],
    ],
    ['ccv_utf8-boundary', ['s1 | unknown | unjudged | 3'], 'briefing:user briefing:user note', []],
  ])('%s', async (name, rows, kinds, places) => {
    const file = sourceFile(path.join(ALL_FIXTURES, 'claude-code', `${name}.jsonl`));
    expect(detect(await readHead(file))?.format).toBe(claudeCode);
    const { trials, problems } = await openAll(file);
    expect(trials.map(row)).toEqual(rows);
    expect(kindsOf(trials[0]?.turns ?? [])).toBe(kinds);
    expect(problems.map(({ place }) => place)).toEqual(places);
  });
});

test('an answer written over several lines, with thinking that was kept back', async () => {
  const usage = { output_tokens: 5 };
  const part = (block: unknown) => ({
    type: 'assistant',
    timestamp: '2031-01-02T03:04:05Z',
    message: { id: 'm1', model: 'a-model', content: [block], usage },
  });
  const file = session([
    { type: 'file-history-snapshot', snapshot: { big: true } },
    user('Do it.'),
    part({ type: 'thinking', thinking: '', signature: 'c2ln' }),
    part({ type: 'thinking', thinking: 'Plain thought.', signature: 'c2ln' }),
    part({ type: 'redacted_thinking', data: 'gAAAA' }),
    part({ type: 'text', text: 'Now.' }),
    part({ type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'ls' } }),
    user([{ type: 'tool_result', tool_use_id: 't1', content: 'a\nb' }], {
      toolUseResult: { stdout: 'x'.repeat(500), interrupted: false },
    }),
  ]);
  const { trials, problems } = await openAll(file);
  expect(problems).toEqual([]);
  const [trial] = trials;
  expect(kindsOf(trial?.turns ?? [])).toBe(
    'briefing:user reasoning withheld reasoning reasoning withheld message action:Bash result:Bash',
  );
  expect(JSON.stringify(trial)).not.toContain('gAAAA');
  expect(trial?.startedAt).toBe('2031-01-02T03:04:05Z');
  expect(trial?.meta).toMatchObject({ otherLines: { 'file-history-snapshot': 1 } });
  // Tokens are told once for an answer, and what a result says besides its text is kept.
  expect(trial?.turns.map(({ meta }) => meta)).toEqual([
    undefined,
    { messageId: 'm1', usage },
    undefined,
    undefined,
    undefined,
    undefined,
    { interrupted: false },
  ]);
});

test('where a person went back and asked anew, it is told', async () => {
  const result = [{ type: 'tool_result', tool_use_id: 't', content: 'Out.' }];
  const { trials } = await openAll(
    session([
      user('Do it.', { uuid: 'a', parentUuid: null }),
      model('First.', { uuid: 'b', parentUuid: 'a' }),
      { type: 'progress', uuid: 'p', parentUuid: 'b' },
      user('Go on.', { uuid: 'c', parentUuid: 'p' }),
      model('Second.', { uuid: 'd', parentUuid: 'c' }),
      // Results of calls made at once each have their own call as the parent.
      user(result, { uuid: 'e', parentUuid: 'c' }),
      user('Do it better.', { uuid: 'f', parentUuid: 'b' }),
      model('Third.', { uuid: 'g', parentUuid: 'f' }),
    ]),
  );
  const turns = trials[0]?.turns ?? [];
  expect(kindsOf(turns)).toBe(
    'briefing:user message briefing:user message result note:rewind briefing:user message',
  );
  expect(turns[5]?.text).toMatch(/^The 3 turns before this were taken back/);
});

test('what Claude Code says in place of the model is not the model’s', async () => {
  const synthetic = {
    role: 'assistant',
    model: '<synthetic>',
    content: [{ type: 'text', text: 'No response requested.' }],
  };
  const { trials } = await openAll(
    session([user('Do it.'), model('Yes.'), { type: 'assistant', message: synthetic }]),
  );
  expect(trials[0]).toMatchObject({ model: 'a-model' });
  expect(kindsOf(trials[0]?.turns ?? [])).toBe('briefing:user message note:synthetic');
});

test('sidechains are trials of their own, by their agent or their first line', async () => {
  const side = (uuid: string, parentUuid: string | null, more = {}) => ({
    isSidechain: true,
    uuid,
    parentUuid,
    ...more,
  });
  const { trials } = await openAll(
    session([
      user('Main.', { uuid: 'm1' }),
      user('First.', side('a1', null)),
      user('Second.', side('b1', null)),
      model('Two.', side('b2', 'b1')),
      model('One.', side('a2', 'a1')),
      model('Named.', side('c1', null, { agentId: 'x9' })),
      model('Main again.', { uuid: 'm2', parentUuid: 'm1' }),
    ]),
  );
  const shown = trials.map(
    ({ id, tags, turns }) =>
      `${id} ${tags?.join() ?? '-'} ${turns.map(({ text }) => text).join('')}`,
  );
  expect(shown).toEqual([
    's - Main.Main again.',
    's/sidechain-1 sidechain First.One.',
    's/sidechain-2 sidechain Second.Two.',
    's/agent-x9 sidechain Named.',
  ]);
});

test('unknown lines are kept as notes and told once', async () => {
  const { trials, problems } = await openAll(
    session([
      user('Hi.'),
      { type: 'novelty', payload: { a: 1 } },
      { type: 'novelty', content: 'words' },
      { type: 'system', subtype: 'turn_duration', durationMs: 5 },
      { type: 'assistant', isApiErrorMessage: true, message: { content: 'Overloaded' } },
    ]),
  );
  expect(trials[0]?.turns.slice(1)).toEqual([
    { kind: 'note', name: 'novelty', text: '{"payload":{"a":1}}' },
    { kind: 'note', name: 'novelty', text: 'words' },
    { kind: 'note', text: 'Overloaded', error: true },
  ]);
  expect(trials[0]?.meta).toEqual({ otherLines: { turn_duration: 1 } });
  expect(problems).toEqual([
    expect.objectContaining({
      place: 'line 2',
      severity: 'notice',
      message: '2 lines of the unknown type "novelty"; kept as notes',
    }),
  ]);
});

test.each<readonly [string, readonly unknown[]]>([
  ['a long first message', [user('x'.repeat(100_000))]],
  ['a summary', [{ type: 'summary', summary: 'words', leafUuid: 'u' }]],
  ['a snapshot', [{ type: 'file-history-snapshot', messageId: 'u' }, 'junk']],
])('a session that begins with %s is recognised', async (_, lines) => {
  expect(detect(await readHead(session(lines)))?.format).toBe(claudeCode);
});

test('a session without messages is no trial, and says so', async () => {
  const { trials, problems } = await readAll(
    claudeCode,
    session([{ type: 'file-history-snapshot' }, { type: 'progress' }]),
  );
  expect(trials).toEqual([]);
  expect(problems).toMatchObject([{ severity: 'notice', message: 'the session has no messages' }]);
});

describe('sessions of 2026', () => {
  test('what a person says while the model works is a briefing; bookkeeping is counted', async () => {
    const attachment = (fields: object, uuid: string, parentUuid: string) => ({
      type: 'attachment',
      uuid,
      parentUuid,
      attachment: fields,
    });
    const { trials, problems } = await openAll(
      session([
        user('Tidy up.', { uuid: 'a', parentUuid: null }),
        attachment({ type: 'skill_listing', content: '- tidy: tidies', skillCount: 1 }, 'x', 'a'),
        model('I start.', { uuid: 'b', parentUuid: 'x' }),
        { type: 'queue-operation', operation: 'enqueue', content: 'Keep the notes!' },
        { type: 'queue-operation', operation: 'enqueue', content: 'Never read.' },
        attachment({ type: 'queued_command', prompt: 'Keep the notes!' }, 'y', 'b'),
        attachment(
          { type: 'nested_memory', path: '/m', content: { type: 'User', content: 'Be tidy.' } },
          'z',
          'b',
        ),
        model('Understood.', { uuid: 'c', parentUuid: 'y' }),
        user('Good.', { uuid: 'd', parentUuid: 'c' }),
      ]),
    );
    const turns = trials[0]?.turns ?? [];
    expect(kindsOf(turns)).toBe(
      'briefing:user message briefing:user note:nested_memory message briefing:user note:queue-operation',
    );
    expect(turns[3]?.text).toBe('Be tidy.');
    expect(turns[6]?.text).toBe('Never read.');
    expect(trials[0]?.meta).toMatchObject({
      otherLines: { 'queue-operation': 2, 'attachment skill_listing': 1 },
      keptLines: { 'attachment skill_listing': [{ content: '- tidy: tidies' }] },
    });
    expect(problems).toEqual([]);
  });

  test('lines that were written twice are shown once, and said', async () => {
    const first = user('Do it.', { uuid: 'a', timestamp: '2031-01-02T03:04:05Z' });
    const { trials, problems } = await openAll(
      session([first, model('Yes.', { uuid: 'b' }), first, user('Do more.', { uuid: 'a' })]),
    );
    expect(trials[0]?.turns.map(({ text }) => text)).toEqual(['Do it.', 'Yes.', 'Do more.']);
    expect(problems).toMatchObject([
      {
        severity: 'notice',
        place: 'line 3',
        message: '1 line was there already (uuid); shown once',
      },
    ]);
  });

  test('the last line of an answer has what it used', async () => {
    const part = (text: string, tokens: number) => ({
      type: 'assistant',
      message: { id: 'm1', content: [{ type: 'text', text }], usage: { output_tokens: tokens } },
    });
    const { trials } = await openAll(session([user('Go.'), part('One.', 1), part('Two.', 412)]));
    expect(trials[0]?.turns.map(({ meta }) => meta)).toEqual([
      undefined,
      { messageId: 'm1', usage: { output_tokens: 412 } },
      undefined,
    ]);
  });

  test('a result without words has those that stand beside it', async () => {
    const call = (id: string) => ({ type: 'tool_use', id, name: 'Bash', input: { command: id } });
    const result = (id: string, more: object) => [
      { type: 'tool_result', tool_use_id: id, ...more },
    ];
    const { trials } = await openAll(
      session([
        model([call('a'), call('b'), call('c')]),
        user(result('a', { content: [] }), { toolUseResult: { stdout: 'Beside.' } }),
        user(result('b', {}), { toolUseResult: { file: { content: 'A file.' } } }),
        user(result('c', { content: 'Its own.' }), { toolUseResult: { stdout: 'Longer.' } }),
      ]),
    );
    const results = trials[0]?.turns.filter(({ kind }) => kind === 'result');
    expect(results?.map(({ ref, text }) => [ref, text])).toEqual([
      ['a', 'Beside.'],
      ['b', 'A file.'],
      ['c', 'Its own.'],
    ]);
  });

  test('a result that stands beside an empty message is a result', async () => {
    const { trials } = await openAll(
      session([
        model([{ type: 'tool_use', id: 't', name: 'Bash', input: { command: 'ls' } }]),
        user('', { toolUseResult: { stdout: 'a b', stderr: `odd ${'e '.repeat(200)}`, code: 1 } }),
      ]),
    );
    expect(kindsOf(trials[0]?.turns ?? [])).toBe('action:Bash result:Bash');
    expect(trials[0]?.turns[1]?.text).toMatch(/^a b\nodd e e/);
    expect(trials[0]?.turns[1]?.meta).toMatchObject({ code: 1 });
  });
});
