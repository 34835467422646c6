/** Samples of Inspect whose story is in their events: compaction, sub-agents, branches, targets. */
import { expect, test } from 'vitest';

import type { Trial } from '../../src/trial/types.ts';
import { kindsOf, makeFolder, openAll } from './helpers.ts';
import { evalParts, type Json, jsonLog, sampleOf } from './inspect-made.ts';
import { makeZip } from '../support/zip.ts';

const { write } = makeFolder();
let made = 0;

async function trialsOf(sample: Json, header: Json = {}): Promise<readonly Trial[]> {
  const text = jsonLog([sampleOf(sample)], header);
  const { trials, problems } = await openAll(write(`story-${(made += 1)}.json`, text));
  expect(problems).toEqual([]);
  return trials;
}

const user = (id: string, content = id): Json => ({ id, role: 'user', content });
const said = (id: string, more: Json = {}): Json => ({
  id,
  role: 'assistant',
  content: id,
  ...more,
});
const call = (input: readonly Json[], message: Json, more: Json = {}): Json => ({
  event: 'model',
  model: 'openai/a-model',
  input,
  output: { choices: [{ message, stop_reason: 'stop' }] },
  ...more,
});
const span = (id: string, type: string, parent?: string, name = id): Json => ({
  event: 'span_begin',
  id,
  type,
  name,
  parent_id: parent,
});
const words = ({ turns }: Trial): string =>
  turns.map(({ kind, text, name }) => `${kind} ${text || name}`).join(' | ');

const MAIL = { id: 'c1', function: 'send_email', arguments: { to: 'k@x.example', body: 'Pay.' } };

test('what stood before a compaction is what it was', async () => {
  const early = said('a1', {
    content: [
      { type: 'reasoning', reasoning: 'Early thought.' },
      { type: 'text', text: 'Early words.' },
    ],
    tool_calls: [MAIL],
  });
  const [trial, ...others] = await trialsOf({
    input: 'u1',
    messages: [user('u2', 'A summary.'), said('a2')],
    events: [
      call([user('u1')], early),
      {
        event: 'tool',
        id: 'c1',
        function: 'send_email',
        arguments: MAIL.arguments,
        result: 'sent',
      },
      { event: 'compaction', tokens_before: 100, tokens_after: 2 },
      call([user('u2', 'A summary.')], said('a2')),
    ],
  });
  expect(others).toEqual([]);
  expect(trial && words(trial)).toBe(
    'briefing u1 | reasoning Early thought. | message Early words. | action Pay. | result sent | note {"tokens_before":100,"tokens_after":2} | briefing A summary. | message a2',
  );
});

test('without ids, a context that only grew tells each message once, even a repeated one', async () => {
  const bare = (role: string, content: string): Json => ({ role, content });
  const [one, two, three] = [
    bare('user', 'Go on.'),
    bare('assistant', 'One.'),
    bare('assistant', 'Two.'),
  ];
  const [trial] = await trialsOf({
    messages: [bare('user', 'Only this is left.')],
    events: [call([one], two), call([one, two, one] as Json[], three)],
  });
  expect(trial && words(trial)).toBe(
    'briefing Go on. | message One. | briefing Go on. | message Two. | briefing Only this is left.',
  );
});

test('calls of a sub-agent are a trial of their own', async () => {
  const [trial, agent, ...others] = await trialsOf({
    messages: [user('u1'), said('a1')],
    events: [
      span('main', 'agent'),
      call([user('u1')], said('a1'), { span_id: 'main' }),
      span('helper', 'agent', 'main', 'searcher'),
      call([user('u9', 'Search.')], said('a9', { content: 'Found.' }), { span_id: 'helper' }),
    ],
  });
  expect(others).toEqual([]);
  expect(trial && kindsOf(trial.turns)).toBe('briefing:user message');
  expect(agent).toMatchObject({
    id: `${trial?.id}#subagent-1`,
    model: 'openai/a-model',
    tags: ['subagent'],
    verdict: { outcome: 'unjudged' },
    meta: { subagentOf: trial?.id, name: 'searcher', branches: [trial?.id, agent?.id] },
    turns: [{ text: 'Search.' }, { kind: 'message', text: 'Found.' }],
  });
});

test('a judge and models in other roles are not the model', async () => {
  const [trial, ...others] = await trialsOf({
    messages: [user('u1'), said('a1')],
    events: [
      call([user('u1')], said('a1')),
      call([user('x')], said('judged'), { role: 'grader' }),
      call([user('x')], said('another'), { model: 'other/model' }),
      span('s', 'scorer'),
      call([user('x')], said('scored'), { span_id: 's' }),
    ],
  });
  expect(others).toEqual([]);
  expect(trial && words(trial)).toBe('briefing u1 | message a1 | note judged | note another');
});

const ROLES = {
  eval: { model_roles: { target: { model: 'lab/target' }, auditor: { model: 'lab/auditor' } } },
};
const audit = (events: readonly Json[], more: Json = {}): Json => ({
  messages: [user('seed'), said('plan', { content: 'I will tempt it.' })],
  events,
  ...more,
});
const target = (uuid: string, input: readonly Json[], message: Json, more: Json = {}): Json =>
  call(input, message, { role: 'target', model: 'lab/target', uuid, ...more });
const auditor = call([user('seed')], said('plan', { content: 'I will tempt it.' }), {
  role: 'auditor',
  model: 'lab/auditor',
});

test("the target's words are the target's, and the auditor's messages a view", async () => {
  const [trial, view, ...others] = await trialsOf(
    audit([
      auditor,
      target('e1', [user('t1')], said('b1')),
      target('e2', [user('t1'), said('b1'), user('t2')], said('b2')),
    ]),
    ROLES,
  );
  expect(others).toEqual([]);
  expect(trial?.model).toBe('lab/target');
  expect(trial && words(trial)).toContain('briefing t1 | message b1 | briefing t2 | message b2');
  expect(trial && words(trial)).not.toContain('message I will tempt it.');
  expect(view).toMatchObject({ id: `${trial?.id}#auditor`, model: 'lab/auditor', tags: ['view'] });
  expect(view && words(view)).toBe('briefing seed | message I will tempt it.');
});

test.each<readonly [string, Json, Json]>([
  [
    'a timeline',
    {},
    {
      timelines: [
        {
          name: 'target',
          description: '',
          root: {
            type: 'span',
            id: 'root',
            content: [{ type: 'event', event: 'e2' }],
            branches: [
              { type: 'branch', forked_at: 'e0', content: [{ type: 'event', event: 'e1' }] },
            ],
          },
        },
      ],
    },
  ],
  ['a span', { span_id: 'fork' }, {}],
])('branches of %s are trials that can be switched to', async (_, more, sample) => {
  const events = [
    span('fork', 'branch'),
    auditor,
    target('e1', [user('t1')], said('b1', { content: 'Taken back.' }), more),
    target('e2', [user('t1')], said('b2', { content: 'Kept.' })),
  ];
  const trials = await trialsOf(audit(events, sample), ROLES);
  const [trial, branch] = trials;
  expect(trials.map(({ id }) => id.replace(/^[^#]*/, ''))).toEqual(['', '#branch-1', '#auditor']);
  expect(trial && words(trial)).toContain('message Kept.');
  expect(trial && words(trial)).not.toContain('Taken back.');
  expect(branch && words(branch)).toBe('briefing t1 | message Taken back.');
  expect(branch?.tags).toEqual(['branch']);
  expect(new Set(trials.map(({ meta }) => JSON.stringify(meta?.['branches']))).size).toBe(1);
});

test('an .eval file gives the same', async () => {
  const sample = sampleOf(audit([auditor, target('e1', [user('t1')], said('b1'))]));
  const file = write('audit.eval', makeZip(evalParts([sample], { header: ROLES })));
  const { trials } = await openAll(file);
  expect(trials.map(({ tags = [] }) => tags.join())).toEqual(['', 'view']);
});
