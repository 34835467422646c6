/** Files with a chat message a line. */
import { expect, test } from 'vitest';

import { kindsOf, makeFolder, openAll } from './helpers.ts';

const { write } = makeFolder();
const lines = (name: string, records: readonly object[]) =>
  openAll(write(name, records.map((each) => `${JSON.stringify(each)}\n`).join('')));

test('messages, bare or wrapped, are one trial of the model that most of them name', async () => {
  const { trials, problems } = await lines('session.jsonl', [
    { type: 'session', cwd: 'here' },
    { timestamp: '2026-01-02T03:04:05Z', role: 'user', content: 'Count.' },
    {
      timestamp: '2026-01-02T03:04:06Z',
      message: {
        role: 'assistant',
        model: 'model-a',
        content: [
          { type: 'thinking', thinking: 'I could guess.' },
          { type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'ls' } },
        ],
      },
      parent: 'p-1',
    },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: '7' }] },
    { role: 'assistant', model: 'model-a', content: 'Seven.' },
  ]);
  expect(problems).toEqual([]);
  expect(trials.map(({ id, model, startedAt }) => [id, model, startedAt])).toEqual([
    ['session.jsonl', 'model-a', '2026-01-02T03:04:05Z'],
  ]);
  expect(kindsOf(trials[0]?.turns ?? [])).toBe(
    'note:line briefing:user reasoning action:Bash result:Bash message',
  );
  expect(trials[0]?.turns[2]?.meta).toMatchObject({ line: { parent: 'p-1' } });
});

test.each(['from', 'speaker', 'sender', 'author'])(
  'whose a message is may be in "%s"',
  async (key) => {
    const { trials } = await lines(`${key}.jsonl`, [
      { [key]: 'user', text: 'Q?', conversationId: 'c' },
      { [key]: 'assistant', text: 'A.', conversationId: 'c' },
      { [key]: 'user', text: 'Again?', conversationId: 'd' },
    ]);
    expect(trials.map(({ turns }) => kindsOf(turns))).toEqual([
      'briefing:user message',
      'briefing:user',
    ]);
  },
);

test('lines of several conversations are a trial each', async () => {
  const { trials } = await lines('many.jsonl', [
    { conversation_id: 1, role: 'user', content: 'One?' },
    { conversation_id: 2, role: 'user', content: 'Two?' },
    { conversation_id: 1, role: 'assistant', content: 'One.' },
    { conversation_id: 2, role: 'assistant', content: 'Two.' },
  ]);
  expect(trials.map(({ id, turns }) => [id, turns.map(({ text }) => text).join(' ')])).toEqual([
    ['many.jsonl/1', 'One? One.'],
    ['many.jsonl/2', 'Two? Two.'],
  ]);
});

test('a line that is no message is a note, and a bad one a problem', async () => {
  const file = write(
    'bad.jsonl',
    '{"role":"user","content":"a"}\n{"role":"assistant","content":"b"}\n{"x":1}\n{oh}\n',
  );
  const { trials, problems } = await openAll(file);
  expect(trials[0]?.turns.map(({ text }) => text)).toEqual(['a', 'b', '{"x":1}']);
  expect(problems).toMatchObject([{ severity: 'error', place: 'line 4' }]);
});
