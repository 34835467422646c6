import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { atif } from '../../src/formats/atif.ts';
import { readHead } from '../../src/formats/bytes.ts';
import type { SourceFile } from '../../src/formats/format.ts';
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

const { folder, write } = makeFolder();

const step = (source: string, message: unknown, more = {}) => ({ source, message, ...more });
const base = { session_id: 's', agent: { name: 'a', version: '1', model_name: 'a-model' } };

let made = 0;
function file(content: object, name = `t${(made += 1)}.json`): SourceFile {
  return write(name, JSON.stringify({ schema_version: 'ATIF-v1.4', ...base, ...content }));
}

describe.skipIf(lackFixtures())('real trajectories', () => {
  const real = (name: string) => sourceFile(path.join(ALL_FIXTURES, 'atif', `${name}.json`));
  const terminus = 'message result message result message result';

  test.each<readonly [string, string, string]>([
    [
      'openhands_hello-world.trajectory',
      'NORMALIZED_SESSION_ID | unknown | unjudged | 9',
      'briefing:system briefing:user briefing:system briefing:system message action:str_replace_editor result:str_replace_editor message action:finish',
    ],
    [
      'terminus_2_linear-history.trajectory',
      'NORMALIZED_SESSION_ID | openai/gpt-4o | unjudged | 22',
      `briefing:user ${terminus} note:system result note briefing:user briefing:user message briefing:user ${terminus} message result`,
    ],
    [
      'terminus_2_linear-history.trajectory.cont-1',
      'NORMALIZED_SESSION_ID/part-2 | openai/gpt-4o | unjudged | 12',
      `briefing:user briefing:user message briefing:user ${terminus} message result`,
    ],
  ])('%s', async (name, trial, kinds) => {
    expect(detect(await readHead(real(name)))?.format).toBe(atif);
    const { trials } = await openAll(real(name));
    expect(trials.map(row)).toEqual([trial]);
    expect(kindsOf(trials[0]?.turns ?? [])).toBe(kinds);
  });

  test('a continuation is told once where its beginning is read as well', async () => {
    const { trials, problems } = await openAll(
      real('terminus_2_linear-history.trajectory.cont-1'),
      { isOpened: () => true },
    );
    expect(trials).toEqual([]);
    expect(problems).toMatchObject([{ severity: 'notice' }]);
  });
});

test.each(['ATIF-v1.0', 'ATIF-v1.3', 'ATIF-v1.7', 'ATIF-v1.99'])('%s', async (version) => {
  const content = {
    schema_version: version,
    steps: [
      step('system', 'Be good.', { step_id: 1, timestamp: '2031-01-02T03:04:05Z' }),
      step(
        'user',
        [
          { type: 'text', text: 'Do it.' },
          { type: 'image', source: {} },
        ],
        {
          step_id: 2,
        },
      ),
      step('agent', 'Doing.', {
        step_id: 3,
        reasoning_content: 'Hm.',
        model_name: 'other-model',
        tool_calls: [
          { tool_call_id: 'c1', function_name: 'look', arguments: { q: 1 } },
          { tool_call_id: 'c2', function_name: 'send', arguments: { to: 'a@x', body: 'B' } },
        ],
        observation: {
          results: [
            { source_call_id: 'c2', content: 'sent' },
            { source_call_id: 'c1', content: [{ type: 'text', text: 'seen' }] },
          ],
        },
        novelty: 7,
      }),
      step('system', 'Compacted.', { step_id: 4 }),
    ],
    novelty: { kept: true },
  };
  const { trials, problems } = await openAll(file(content));
  expect(problems).toEqual([]);
  expect(trials).toEqual([
    {
      id: 's',
      model: 'a-model',
      verdict: { outcome: 'unjudged' },
      startedAt: '2031-01-02T03:04:05Z',
      meta: {
        schema_version: version,
        agent: base.agent,
        models: ['a-model', 'other-model'],
        novelty: { kept: true },
      },
      turns: [
        {
          kind: 'briefing',
          by: 'system',
          text: 'Be good.',
          at: '2031-01-02T03:04:05Z',
          meta: { step_id: 1 },
        },
        { kind: 'briefing', by: 'user', text: 'Do it.', meta: { step_id: 2 } },
        { kind: 'note', text: '(image)' },
        {
          kind: 'reasoning',
          text: 'Hm.',
          meta: { step_id: 3, model_name: 'other-model', novelty: 7 },
        },
        { kind: 'message', text: 'Doing.' },
        { kind: 'action', name: 'look', ref: 'c1', text: '', args: { q: 1 } },
        { kind: 'action', name: 'send', ref: 'c2', to: 'a@x', text: 'B' },
        { kind: 'result', name: 'send', ref: 'c2', text: 'sent' },
        { kind: 'result', name: 'look', ref: 'c1', text: 'seen' },
        { kind: 'note', name: 'system', text: 'Compacted.', meta: { step_id: 4 } },
      ],
    },
  ]);
});

test('subagents inside a trajectory are trials of their own', async () => {
  const inner = { ...base, trajectory_id: 'in', steps: [step('agent', 'Inner.')] };
  const { trials } = await openAll(
    file({
      steps: [step('agent', 'Outer.')],
      subagent_trajectories: [
        { ...base, steps: [step('agent', 'Sub.')], subagent_trajectories: [inner] },
        'junk',
      ],
    }),
  );
  expect(trials.map(({ id, tags, turns }) => [id, tags, turns[0]?.text])).toEqual([
    ['s', undefined, 'Outer.'],
    ['s/subagent-1', ['subagent'], 'Sub.'],
    ['s/subagent-1/in', ['subagent'], 'Inner.'],
  ]);
});

test('a rule judges a trajectory, and not its subagents once more', async () => {
  const made = file({
    steps: [step('agent', 'Outer.')],
    extra: { harm: 9 },
    subagent_trajectories: [{ ...base, steps: [step('agent', 'Sub.')] }],
  });
  const { trials } = await readAll(atif, made, { verdict: 'extra.harm >= 7' });
  expect(trials.map(({ verdict }) => verdict.outcome)).toEqual(['harmful', 'unjudged']);
});

describe('a trajectory in several files', () => {
  const chain = (names: readonly string[], refs: readonly (string | undefined)[]) =>
    names.map((name, index) =>
      file({ steps: [step('agent', name)], continued_trajectory_ref: refs[index] }, name),
    );
  const texts = async (each: SourceFile | undefined, isOpened = () => true) => {
    if (each === undefined) throw new Error('no such file');
    const { trials, problems } = await readAll(atif, each, { isOpened });
    return {
      said: trials.map(({ turns }) =>
        turns.filter(({ kind }) => kind === 'message').map(({ text }) => text),
      ),
      problems: problems.map(({ message }) => message),
    };
  };

  test('is one trial, whatever the order and the names of the files', async () => {
    const [last, first, middle] = chain(
      ['a/1.json', 'a/2.json', 'a/3.json'],
      [undefined, './3.json', '1.json'],
    );
    const whole = { said: [['a/2.json', 'a/3.json', 'a/1.json']], problems: [] };
    const part = { said: [], problems: ['it continues another file, and is shown as part of it'] };
    expect(await texts(first)).toEqual(whole);
    expect(await texts(middle)).toEqual(part);
    expect(await texts(last)).toEqual(part);
    // Opened by itself, a part is shown for itself.
    expect((await texts(last, () => false)).said).toEqual([['a/1.json']]);
  });

  test('is shown as far as it is known where a part is missing or damaged', async () => {
    const [first, second] = chain(
      ['b/trajectory.json', 'b/trajectory.cont-1.json'],
      ['trajectory.cont-1.json', 'trajectory.cont-2.json'],
    );
    const gone =
      'it goes on in trajectory.cont-2.json, which is not there; shown as far as it is known';
    expect((await texts(first)).problems).toEqual([gone]);
    write('b/trajectory.cont-1.json', '{"steps": [');
    expect((await texts(first)).problems[0]).toContain('cannot be read');
    rmSync(path.join(folder, 'b/trajectory.json'));
    file({ steps: [step('agent', 'second')] }, 'b/trajectory.cont-1.json');
    const { trials, problems } = await readAll(atif, second as SourceFile, {
      isOpened: () => true,
    });
    expect(trials).toMatchObject([{ id: 's/part-2', tags: ['continuation'] }]);
    expect(problems).toMatchObject([{ message: 'it continues a trajectory that is not there' }]);
  });

  test('that leads in a circle, or out of its folder, ends', async () => {
    const [one] = chain(['c/1.json', 'c/2.json'], ['2.json', '1.json']);
    expect((await texts(one)).said).toEqual([['c/1.json', 'c/2.json']]);
    const [out] = chain(['d/1.json'], ['../c/2.json']);
    expect((await texts(out)).said).toEqual([['d/1.json']]);
    const [self] = chain(['e/1.json'], ['1.json']);
    expect((await texts(self)).said).toEqual([['e/1.json']]);
  });
});

test('a trajectory whose tools are longer than the head is recognised', async () => {
  const agent = { ...base.agent, tool_definitions: ['x'.repeat(100_000)] };
  const long = file({ agent, steps: [step('agent', 'Here.')] });
  expect(detect(await readHead(long))?.format).toBe(atif);
  expect((await openAll(long)).trials.map(row)).toEqual(['s | a-model | unjudged | 1']);
});

test('odd steps are kept and told', async () => {
  const { trials, problems } = await openAll(
    file({
      steps: [
        'words',
        step('robot', 'Beep.', { step_id: 5 }),
        step('robot', 'Boop.', { step_id: 2 }),
        step('agent', null),
      ],
    }),
  );
  expect(kindsOf(trials[0]?.turns ?? [])).toBe('note note:robot note:robot note:agent');
  expect(problems.map(({ message }) => message)).toEqual([
    'step 1 is no object; kept as a note',
    'step 2 has the unknown source "robot"; kept as a note',
    'step 3 has the number 2, after 5; the order of the file is kept',
  ]);
  const empty = await openAll(file({ steps: [] }));
  expect(empty.trials[0]?.turns).toMatchObject([{ kind: 'note' }]);
});

test('an observation of another shape is a result all the same', async () => {
  const steps = [
    step('agent', 'Doing.', { observation: 'Seen.' }),
    step('agent', 'Again.', { observation: { results: ['Heard.'] } }),
  ];
  const { trials } = await openAll(file({ steps }));
  expect(trials[0]?.turns.map(({ kind, text }) => [kind, text])).toEqual([
    ['message', 'Doing.'],
    ['result', 'Seen.'],
    ['message', 'Again.'],
    ['result', 'Heard.'],
  ]);
});
