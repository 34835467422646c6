/** Sessions of agents: what each reader makes of its own files, and that no reader takes another's. */
import { describe, expect, test } from 'vitest';

import { readHead } from '../../src/formats/bytes.ts';
import { detect } from '../../src/formats/index.ts';
import { kindsOf, makeFolder, openAll } from './helpers.ts';
import { AGENTS } from './known/agents.ts';
import type { Known } from './nothing-lost.ts';

const { write } = makeFolder();

function textOf({ records, document }: Pick<Known, 'records' | 'document'>): string {
  if (document === true) return JSON.stringify(records[0], null, 1);
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

let made = 0;
const lines = (...records: readonly object[]) =>
  write(`made-${(made += 1)}.jsonl`, textOf({ records }));
const document = (record: unknown, name = `made-${(made += 1)}.json`) =>
  write(name, JSON.stringify(record));

describe.each(AGENTS.map((known) => [known.name, known] as const))('%s', (_, known) => {
  test('is taken by its own reader, whatever its name', async () => {
    const found = detect(await readHead(write(`${(made += 1)}.txt`, textOf(known))));
    expect(found?.format).toBe(known.format);
    expect(found?.claim.confidence).toBeGreaterThanOrEqual(0.9);
    expect(found?.claim.why).not.toBe('');
  });

  test('is also taken where its first record goes on beyond the head', async () => {
    const [first, ...others] = known.records as readonly object[];
    const long = { ...first, padding: 'x'.repeat(100_000) };
    const file = write(`${(made += 1)}.txt`, textOf({ ...known, records: [long, ...others] }));
    const { recognise } = await import('../../src/formats/index.ts');
    expect((await recognise(file)).detected?.format).toBe(known.format);
  });
});

test.each<readonly [string, string, string]>([
  [
    'codex',
    'model-a',
    'briefing:system briefing:user reasoning action:shell result:shell message note:compacted',
  ],
  [
    'codex, older',
    'unknown',
    'briefing:system briefing:user reasoning action:apply_patch result:apply_patch message',
  ],
  [
    'opencode',
    'model-a',
    'briefing:user reasoning action:bash result:bash action:read result:read ! message note:patch',
  ],
  [
    'gemini-cli',
    'model-a',
    'briefing:user note:info reasoning message action:shell result:shell action:read result:read !',
  ],
  ['gemini-cli, lines', 'model-a', 'briefing:user message note:rewind message'],
  ['gemini-cli, stream', 'model-a', 'briefing:user message action:shell result:shell note:error !'],
  [
    'pi',
    'model-a',
    'briefing:user reasoning message action:bash result:bash note:bash note:compaction',
  ],
  [
    'agentdojo',
    'model-a',
    'briefing:system briefing:user reasoning message action:read_file result:read_file',
  ],
  [
    'openhands',
    'provider/model-a',
    'briefing:system briefing:user message action:run result:run reasoning message',
  ],
  [
    'swe-agent',
    'provider/model-a',
    'briefing:system briefing:user message action:bash result:bash',
  ],
  ['mini-swe-agent', 'model-a', 'briefing:system briefing:user message action:bash result:bash'],
])('the turns of %s', async (name, model, kinds) => {
  const known = AGENTS.find((each) => each.name === name);
  if (known === undefined) throw new Error(`no known file ${name}`);
  const { trials, problems } = await openAll(write(known.file, textOf(known)));
  expect(trials).toHaveLength(1);
  expect(trials[0]?.model).toBe(model);
  expect(kindsOf(trials[0]?.turns ?? [])).toBe(kinds);
  expect(problems.filter(({ severity }) => severity !== 'notice')).toEqual([]);
});

test('Codex: a model that changes, an event that no item repeats, an error', async () => {
  const turn = (model: string) => ({ type: 'turn_context', payload: { model } });
  const event = (payload: object) => ({ type: 'event_msg', payload });
  const said = (text: string) => ({
    type: 'response_item',
    payload: { type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] },
  });
  const { trials } = await openAll(
    lines(
      { type: 'session_meta', payload: { id: 's' } },
      turn('model-a'),
      said('One.'),
      event({ type: 'agent_message', message: 'Only here.' }),
      said('Two.'),
      turn('model-b'),
      said('Three.'),
      event({ type: 'error', message: 'Overloaded.' }),
      event({ type: 'task_complete', last_agent_message: 'Three.' }),
    ),
  );
  expect(trials[0]).toMatchObject({
    id: 's',
    model: 'model-a',
    meta: { models: ['model-a', 'model-b'] },
  });
  expect(trials[0]?.turns.map(({ text }) => text)).toEqual([
    'One.',
    'Only here.',
    'Two.',
    'The model is now model-b.',
    'Three.',
    'Overloaded.',
  ]);
});

test('Pi: a person who went back and asked anew', async () => {
  const said = (id: string, parentId: string | null, role: string, content: string) => ({
    type: 'message',
    id,
    parentId,
    message: { role, content, ...(role === 'assistant' && { model: 'm' }) },
  });
  const { trials } = await openAll(
    lines(
      { type: 'session', version: 3, id: 's', cwd: '/' },
      said('a', null, 'user', 'Do it.'),
      said('b', 'a', 'assistant', 'Done.'),
      said('c', 'b', 'user', 'Worse.'),
      said('d', 'c', 'assistant', 'Worse.'),
      said('e', 'b', 'user', 'Better.'),
      said('f', 'e', 'assistant', 'Better.'),
    ),
  );
  expect(kindsOf(trials[0]?.turns ?? [])).toBe(
    'briefing:user message briefing:user message note:rewind briefing:user message',
  );
});

describe('OpenHands', () => {
  const answer = (id: string, call: string) => ({
    tool_call_id: call,
    model_response: {
      id,
      model: 'model-a',
      choices: [
        { message: { role: 'assistant', content: 'My own words.', reasoning_content: 'Hm.' } },
      ],
    },
  });

  test('the words of the model itself, once for its calls', async () => {
    const call = (id: number, ref: string) => ({
      id,
      source: 'agent',
      action: 'run',
      message: 'Running.',
      args: { command: `c${id}`, thought: 'My own words.' },
      tool_call_metadata: answer('r', ref),
    });
    const seen = (id: number, cause: number) => ({
      id,
      source: 'agent',
      cause,
      observation: 'run',
      content: `o${id}`,
    });
    const { trials } = await openAll(
      document([call(1, 'x'), call(2, 'y'), seen(3, 2), seen(4, 1)]),
    );
    expect(trials[0]?.model).toBe('model-a');
    expect(kindsOf(trials[0]?.turns ?? [])).toBe(
      'reasoning message action:run action:run result:run result:run',
    );
    expect(trials[0]?.turns.map(({ ref }) => ref).slice(2)).toEqual(['x', 'y', 'y', 'x']);
  });

  test('pairs of older files, with arguments beside the action', async () => {
    const history = [
      [
        { action: 'run', source: 'agent', command: 'ls', thought: 'I look.' },
        { observation: 'run', content: 'a' },
      ],
    ];
    const { trials } = await openAll(
      lines({
        instance_id: 'i',
        instruction: 'Fix it.',
        history,
        test_result: {},
        error: 'Stopped.',
      }),
    );
    expect(kindsOf(trials[0]?.turns ?? [])).toBe(
      'briefing:user message action:run result:run note:error !',
    );
    expect(trials[0]?.turns[2]?.args).toEqual({ command: 'ls' });
  });
});

test('AgentDojo: scores decide nothing, a rule does; a run that failed is an error', async () => {
  const run = {
    suite_name: 'bank',
    pipeline_name: 'model-a',
    user_task_id: 'u0',
    injection_task_id: 'i1',
    attack_type: 'direct',
    messages: [{ role: 'assistant', content: [{ type: 'text', content: 'Paid.' }] }],
    utility: true,
    security: true,
  };
  const { trials } = await openAll(document(run));
  expect(trials[0]).toMatchObject({
    id: 'model-a/bank/u0/direct/i1',
    scenario: 'bank',
    condition: 'direct',
    sample: 'u0 x i1',
    verdict: { outcome: 'unjudged', scores: { utility: true, security: true } },
  });
  const judged = await openAll(document(run), { verdict: 'security == true' });
  expect(judged.trials[0]?.verdict.outcome).toBe('harmful');
  const failed = await openAll(document({ ...run, messages: [], error: 'Too long.' }));
  expect(failed.trials[0]).toMatchObject({
    verdict: { outcome: 'error' },
    turns: [{ text: 'Too long.' }],
  });
});

test('SWE-agent: of a trajectory without a history, the steps', async () => {
  const { trials } = await openAll(
    document(
      {
        trajectory: [{ response: 'I look.', action: 'ls', observation: 'a', state: 'odd' }],
        history: [],
        info: { exit_status: 'exit_cost' },
        replay_config: { agent: { model: { name: 'model-a' } } },
      },
      'task-1.traj',
    ),
  );
  expect(trials[0]).toMatchObject({
    id: 'task-1',
    model: 'model-a',
    meta: { steps: [{ state: 'odd' }] },
  });
  expect(kindsOf(trials[0]?.turns ?? [])).toBe('message action:bash result:bash note:exit');
});
