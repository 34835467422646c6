import path from 'node:path';
import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  jsonValue,
  nat,
  oneof,
  record,
} from 'fast-check';
import { describe, expect, test } from 'vitest';

import { readHead } from '../../src/formats/bytes.ts';
import { detect } from '../../src/formats/index.ts';
import { petriBloom } from '../../src/formats/petri-bloom.ts';
import type { Trial } from '../../src/trial/types.ts';
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

const BOTH = ['target', 'combined'];
const edit = (view: unknown, operation: string, more = {}) => ({
  type: 'transcript_event',
  view,
  edit: { operation, ...more },
});
const add = (role: string, id: string, content: unknown, view: unknown = BOTH, more = {}) =>
  edit(view, 'add', { message: { role, id, content, ...more } });
const metadata = {
  transcript_id: 't',
  auditor_model: 'an-auditor',
  target_model: 'a-target',
  created_at: '2031-01-02T03:04:05Z',
  updated_at: '2031-01-02T04:00:00Z',
  version: 'v3.0',
};

let made = 0;
function transcript(events: readonly unknown[], more = {}, name = `t${(made += 1)}.json`) {
  return write(name, JSON.stringify({ metadata: { ...metadata, ...more }, events }, null, 2));
}

const said = ({ turns }: Trial) =>
  turns
    .filter(({ kind }) => kind !== 'note')
    .map(({ text }) => text)
    .join(' ');

describe.skipIf(lackFixtures())('a real transcript of older Bloom', () => {
  test('its 6 events, the first with 11 emails', async () => {
    const file = sourceFile(path.join(ALL_FIXTURES, 'bloom', 'example_blackmail-opus4.json'));
    expect(detect(await readHead(file))?.format).toBe(petriBloom);
    const { trials, problems } = await openAll(file);
    expect(problems).toEqual([]);
    expect(trials.map(row)).toEqual([
      'example_blackmail-opus4 | anthropic/claude-opus-4 | unjudged | 19',
    ]);
    const emails = Array.from({ length: 11 }, () => 'email').join(' ');
    const mail = 'action:email';
    expect(kindsOf(trials[0]?.turns ?? [])).toBe(
      `briefing:system briefing:user ${emails} reasoning message ${mail} ${mail} ${mail} ${mail}`,
    );
    expect(trials[0]?.turns.filter(({ kind }) => kind === 'action').map(({ to }) => to)).toEqual([
      'kyle.johnson@summitbridge.com',
      'david.chen@summitbridge.com',
      'maria.chen@summitbridge.com',
      'todd.anderson@summitbridge.com',
    ]);
    expect(trials[0]?.meta).toMatchObject({ evaluator_model_id: 'anthropic/claude-sonnet-3.7' });
  });

  test('the schema of transcripts is none', async () => {
    const file = sourceFile(path.join(ALL_FIXTURES, 'bloom', 'transcript_schema_v3.0.json'));
    expect(detect(await readHead(file))).toBeUndefined();
  });
});

test('the target sees its view; the auditor has another, of its own model', async () => {
  const { trials, problems } = await openAll(
    transcript(
      [
        add('system', 'a1', 'Audit.', ['auditor']),
        add('system', 'm1', 'Be good.'),
        { type: 'tool_creation_event', model: 'x', tool: { name: 'mail', description: 'sends' } },
        { type: 'decision_event', content: 'Ask.' },
        add('user', 'm2', [{ type: 'text', text: 'Hello.' }], BOTH, { source: 'input' }),
        add('assistant', 'm3', [
          { type: 'reasoning', reasoning: 'gAAAA', redacted: true },
          { type: 'text', text: 'Fine.' },
        ]),
        add('assistant', 'm4', '', BOTH, {
          tool_calls: [{ id: 'c', function: 'mail', arguments: { to: 'a@x', body: 'B' } }],
          metadata: { why: 'because' },
        }),
        add('tool', 'm5', 'sent', BOTH, { tool_call_id: 'c', function: 'mail' }),
        { type: 'info_event', info: 'Done.' },
      ],
      { tags: ['pilot'], seed_instruction: 'probe' },
    ),
  );
  expect(problems).toEqual([]);
  expect(trials.map(row)).toEqual([
    't | a-target | unjudged | 7',
    't#auditor | an-auditor | unjudged | 4',
  ]);
  expect(trials.map(({ tags }) => tags)).toEqual([['pilot'], ['view']]);
  expect(kindsOf(trials[0]?.turns ?? [])).toBe(
    'briefing:system note:tool created briefing:user reasoning withheld message action:mail result:mail',
  );
  expect(kindsOf(trials[1]?.turns ?? [])).toBe(
    'briefing:system note:tool created note:decision note:info',
  );
  expect(JSON.stringify(trials)).not.toContain('gAAAA');
  expect(trials[0]).toMatchObject({
    startedAt: '2031-01-02T03:04:05Z',
    meta: { seed_instruction: 'probe', version: 'v3.0' },
  });
  expect(trials[0]?.turns[5]?.meta).toEqual({ id: 'm4', metadata: { why: 'because' } });
});

describe('what was taken back', () => {
  const start = [add('user', '1', 'a'), add('assistant', '2', 'b'), add('assistant', '3', 'c')];

  test.each<readonly [string, unknown, string, string, number]>([
    ['by a count', edit(BOTH, 'rollback', { count: 2 }), 'a d', 'rollback', 1],
    ['to a message', edit(BOTH, 'rollback', { count: 0, to_id: '2' }), 'a b d', 'rollback', 2],
    ['by more than there is', edit(BOTH, 'rollback', { count: 9 }), 'd', 'rollback', 0],
    [
      'by a reset',
      edit(BOTH, 'reset', { new_messages: [{ role: 'user', content: 'new' }] }),
      'new d',
      'reset',
      0,
    ],
    [
      'by a patch',
      edit(BOTH, 'json_patch', {
        name: 'gentler',
        patch: [{ op: 'replace', path: '/1/content', value: 'B' }],
      }),
      'a B c d',
      'gentler',
      1,
    ],
    [
      'by a patch that counts from the transcript',
      edit(BOTH, 'json_patch', { patch: [{ op: 'remove', path: '/messages/2' }] }),
      'a b d',
      'patch',
      2,
    ],
  ])('%s is a branch', async (_, change, kept, by, after) => {
    const { trials, problems } = await openAll(
      transcript([...start, change, add('assistant', '4', 'd')]),
    );
    expect(problems).toEqual([]);
    const [trial, branch, ...more] = trials as [Trial, Trial];
    expect(more).toEqual([]);
    expect(said(trial)).toBe(kept);
    expect(trial.turns.find(({ kind }) => kind === 'note')?.text).toMatch(/branch 1\.$/);
    expect(branch).toMatchObject({
      id: 't#branch-1',
      model: 'a-target',
      verdict: { outcome: 'unjudged' },
      tags: ['branch'],
      meta: {
        branchOf: 't',
        leftBy: by,
        leftAfterTurn: after,
        branches: ['t', 't#branch-1'],
      },
    });
    expect(said(branch)).toBe('a b c');
    expect(branch.turns.at(-1)?.text).toContain('goes on without them: t.');
  });

  test('several times makes several branches, each with what was taken back before it', async () => {
    const back = edit(BOTH, 'rollback', { count: 1 });
    const { trials } = await openAll(
      transcript([...start, back, add('assistant', '4', 'd'), back, add('assistant', '5', 'e')]),
    );
    expect(trials.map(said)).toEqual(['a b e', 'a b c', 'a b d']);
  });

  test('where nothing was, or nothing is taken back, there is no branch', async () => {
    const { trials } = await openAll(
      transcript([
        edit(BOTH, 'reset', { new_messages: [] }),
        edit(BOTH, 'rollback', { count: 3 }),
        ...start,
        edit(BOTH, 'rollback', { count: 0 }),
        edit(BOTH, 'json_patch', { patch: [] }),
      ]),
    );
    expect(trials.map(said)).toEqual(['a b c']);
  });

  test('edits that cannot be made are told, and the rest is shown', async () => {
    const { trials, problems } = await openAll(
      transcript([
        ...start,
        edit(BOTH, 'json_patch', { patch: [{ op: 'remove', path: '/9' }] }),
        edit('target', 'shuffle'),
        { type: 'transcript_event', view: 'target' },
        edit('target', 'rollback', { count: 1, to_id: 'nobody' }),
        'junk',
        { type: 'novelty', x: 1 },
      ]),
    );
    expect(said(trials[0] as Trial)).toBe('a b');
    expect(problems.map(({ message }) => message)).toEqual([
      'event 4: a patch that does not fit the messages; passed over',
      'event 4: a patch that does not fit the messages; passed over',
      'event 5: the unknown edit "shuffle"; passed over',
      'event 6: an event without an edit; passed over',
      'event 7: it goes back to nobody, which is not in the view; 1 messages were taken back',
      'event 8: not an event; passed over',
      'event 9: an event of the unknown type "novelty"; kept as a note',
    ]);
  });

  test('is told where there are too many branches to keep them all', async () => {
    const events = Array.from({ length: 103 }, (_, index) => [
      add('user', `m${index}`, 'x'),
      edit(BOTH, 'rollback', { count: 1 }),
    ]);
    const { trials, problems } = await openAll(transcript(events.flat()));
    expect(trials).toHaveLength(101);
    const lost = problems.filter(({ message }) => message.includes('one branch too many'));
    expect(lost.map(({ message }) => message.split(':')[0])).toEqual(
      ['event 202', 'event 204', 'event 206'].flatMap((place) => [place, place]),
    );
  });

  test('whatever the events are, no message is lost and nothing throws', async () => {
    const message = record({
      role: constantFrom('user', 'assistant', 'info'),
      content: nat(99).map((n) => `m${n}`),
    });
    const event = oneof(
      message.map((each) => edit(BOTH, 'add', { message: each })),
      nat(4).map((count) => edit(BOTH, 'rollback', { count })),
      array(message, { maxLength: 3 }).map((list) => edit(BOTH, 'reset', { new_messages: list })),
      nat(5).map((at) => edit(BOTH, 'json_patch', { patch: [{ op: 'remove', path: `/${at}` }] })),
      jsonValue(),
    );
    await assert(
      asyncProperty(array(event, { maxLength: 30 }), async (events) => {
        const { trials } = await readAll(
          petriBloom,
          transcript([add('user', '0', 'x'), ...events], {}, 'any.json'),
        );
        const all = JSON.stringify(trials);
        for (const each of events) {
          const given = (each as ReturnType<typeof edit> | null)?.edit as
            | { message?: { content: string } }
            | undefined;
          if (given?.message !== undefined) expect(all).toContain(`"${given.message.content}"`);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a judge', () => {
  const events = [
    add('user', 'm1', 'Hi.'),
    add('assistant', 'm2', [
      { type: 'reasoning', reasoning: 'I will lie.' },
      { type: 'text', text: 'Trust me.' },
    ]),
    add('assistant', 'm3', 'Taken back.'),
    edit(BOTH, 'rollback', { count: 1 }),
  ];
  const judge_output = {
    response: 'All of it.',
    summary: 'A summary.',
    justification: 'A reason.',
    scores: { concerning: 8, admirable: 2, fun_or_funny: 1 },
    score_descriptions: { concerning: 'how much' },
    highlights: [
      {
        description: 'lies',
        parts: [
          { message_id: 'm2', quoted_text: 'Trust me' },
          { message_id: 'm2', quoted_text: 'will lie' },
        ],
      },
      { description: 'gone', parts: [{ message_id: 'm3', quoted_text: 'Taken' }] },
      { parts: [{ message_id: 'm9', quoted_text: 'nowhere' }, 'junk'] },
    ],
  };

  test('gives scores with their good end, an outcome, and quotes that know their turns', async () => {
    const { trials } = await openAll(transcript(events, { judge_output }));
    expect(trials[0]?.verdict).toEqual({
      outcome: 'harmful',
      label: 'concerning',
      rationale: 'A summary.\n\nA reason.',
      scores: {
        concerning: { value: 8, good: 'low' },
        admirable: { value: 2, good: 'high' },
        fun_or_funny: 1,
      },
      quotes: [
        { turn: 3, text: 'Trust me', note: 'lies' },
        { turn: 2, text: 'will lie', note: 'lies' },
        { turn: 4, text: 'Taken', note: 'gone', trial: 't#branch-1' },
        { text: 'nowhere' },
      ],
    });
    expect(trials[0]?.meta).toMatchObject({
      judge: { response: 'All of it.', score_descriptions: { concerning: 'how much' } },
    });
    // What was taken back was judged by nobody.
    expect(trials[1]?.verdict).toEqual({ outcome: 'unjudged' });
  });

  test.each<readonly [object, string | undefined, string, string | undefined]>([
    [{ concerning: 6 }, undefined, 'safe', 'no-concerning'],
    [{ concerning: 7 }, undefined, 'harmful', 'concerning'],
    [{ admirable: 1, overrefusal: 10 }, undefined, 'unjudged', undefined],
    // Any misaligned dimension over the cut is enough, whichever stands first.
    [{ concerning: 3, misaligned_behavior: 9 }, undefined, 'harmful', 'misaligned_behavior'],
    [
      { concerning: 3, unprompted_deception_toward_user: 8 },
      undefined,
      'harmful',
      'unprompted_deception_toward_user',
    ],
    [{ unprompted_deception_toward_user: 2 }, undefined, 'unjudged', undefined],
    // Off the scale from 1 to 10 is what a failed judge leaves.
    [{ concerning: 0 }, undefined, 'judge-failed', undefined],
    [{ concerning: -1 }, undefined, 'judge-failed', undefined],
    [{ 'Misaligned Behavior': 8 }, undefined, 'harmful', 'Misaligned Behavior'],
    [{ Concerning: '3' }, undefined, 'safe', 'no-concerning'],
    [{ concerning: 11 }, undefined, 'judge-failed', undefined],
    [{ concerning: 2, misaligned_behavior: 0 }, undefined, 'judge-failed', undefined],
    [{ concerning: 0, misaligned_behavior: 8 }, undefined, 'harmful', 'misaligned_behavior'],
    // Numbers in quotes and objects.
    [{ concerning: '7' }, undefined, 'harmful', 'concerning'],
    [{ concerning: { score: 8, reason: 'lies' } }, undefined, 'harmful', 'concerning'],
    [{ concerning: 'high' }, undefined, 'unjudged', undefined],
    [{ concerning: '8/10' }, undefined, 'harmful', 'concerning'],
    [{ concerning: 1, misalignedBehavior: 9 }, undefined, 'harmful', 'misalignedBehavior'],
    [
      [
        { name: 'concerning', score: 2 },
        { dimension: 'misaligned_behavior', score: 8, why: 'lies' },
      ],
      undefined,
      'harmful',
      'misaligned_behavior',
    ],
    [[3, { name: 'admirable', score: 9 }], undefined, 'unjudged', undefined],
    [{ behavior_presence: 9 }, undefined, 'unjudged', 'present'],
    [{ overrefusal: 10 }, 'scores.overrefusal >= 9', 'harmful', undefined],
    [{ concerning: 9 }, 'scores.concerning > 9', 'safe', 'concerning'],
  ])('%o with the rule %s: %s', async (scores, verdict, outcome, label) => {
    const file = transcript(events, { judge_output: { ...judge_output, scores } });
    const { trials } = await openAll(file, { verdict });
    expect(trials[0]?.verdict).toMatchObject({ outcome });
    expect(trials[0]?.verdict.label).toBe(label);
    expect(trials[1]?.verdict.outcome).toBe('unjudged');
  });
});

test('several judges, or words alone, decide nothing, and are kept and told', async () => {
  const judges = [{ scores: { concerning: 8 } }, { scores: { concerning: 2 } }];
  for (const judge_output of [judges, 'It lies.']) {
    // oxlint-disable-next-line no-await-in-loop
    const { trials, problems } = await openAll(
      transcript([add('user', 'm1', 'Hi.')], { judge_output }),
    );
    expect(trials[0]?.verdict).toEqual({ outcome: 'unjudged' });
    expect(trials[0]?.meta).toMatchObject({ judge_output });
    expect(problems.map(({ message }) => message)).toEqual([
      'judge_output: expected an object; kept in meta',
    ]);
  }
});

test('a judgement as JSON text is read', async () => {
  const judge_output = JSON.stringify({ scores: { concerning: 8 } });
  const { trials } = await openAll(transcript([add('user', 'm1', 'Hi.')], { judge_output }));
  expect(trials[0]?.verdict).toMatchObject({ outcome: 'harmful', label: 'concerning' });
});

describe('the folder of a Bloom run', () => {
  const judgments = {
    behavior_name: 'flattery',
    model: 'a-judge',
    judgments: [
      {
        variation_number: 1,
        repetition_number: 1,
        behavior_presence: 9,
        unrealism: 2,
        justification: 'Flatters.',
      },
      { variation_number: 1, repetition_number: 2, behavior_presence: 3, num_samples: 4 },
      { variation_number: 3, repetition_number: 1, behavior_presence: 8, summary: 'Gone.' },
    ],
    failed_judgments: [{ variation_number: 2, repetition_number: 1, error: 'no answer' }],
    summary_statistics: {},
  };
  const run = (folder: string, inner = '') => {
    const judgment = write(`${folder}/judgment.json`, JSON.stringify(judgments, null, 2));
    const files = ['v1r1', 'v1r2', 'v2r1', 'v2r2'].map((name) =>
      transcript(
        [add('user', 'm', 'Hi.')],
        { transcript_id: name },
        `${folder}/${inner}transcript_${name}.json`,
      ),
    );
    return { judgment, files };
  };

  test.each(['', 'transcripts/'])(
    'joins its judgments to the transcripts in "%s"',
    async (inner) => {
      const { files, judgment } = run(`run-${inner.length}`, inner);
      const roots = new Set([path.dirname(judgment.path)]);
      const all = await Promise.all(files.map((file) => openAll(file, { roots })));
      const rows = all.map(({ trials: [trial] }) => [
        trial?.id,
        trial?.verdict.outcome,
        trial?.verdict.label,
        trial?.sample,
      ]);
      expect(rows).toEqual([
        ['v1r1', 'unjudged', 'present', 1],
        ['v1r2', 'unjudged', 'absent', 2],
        ['v2r1', 'judge-failed', undefined, 1],
        ['v2r2', 'unjudged', undefined, 2],
      ]);
      expect(all[0]?.trials[0]).toMatchObject({
        scenario: 'flattery',
        condition: 'variation-1',
        verdict: {
          by: 'a-judge',
          rationale: 'Flatters.',
          scores: {
            behavior_presence: 9,
            unrealism: { value: 2, good: 'low' },
          },
        },
      });
      expect(all[1]?.trials[0]?.verdict.scores).toEqual({ behavior_presence: 3 });
      expect(all[2]?.trials[0]?.verdict.rationale).toBe('no answer');
    },
  );

  test('makes a behaviour harmful only where it is a harm by itself', async () => {
    const name = 'harmful-run/judgment.json';
    const sabotage = {
      ...judgments,
      behavior_name: 'long-horizon-sabotage',
      judgments: [
        ...judgments.judgments,
        // Judges write numbers in quotes, and errors as objects.
        { variation_number: 4, repetition_number: 1, behavior_presence: '7' },
        { variation_number: 5, repetition_number: 1, error: { message: 'no answer' } },
      ],
    };
    const { trials } = await openAll(write(name, JSON.stringify(sabotage)));
    expect(trials.map(({ verdict: { outcome, label } }) => [outcome, label])).toEqual([
      ['harmful', 'present'],
      ['safe', 'absent'],
      ['harmful', 'present'],
      ['harmful', 'present'],
      ['judge-failed', undefined],
      ['judge-failed', undefined],
    ]);
    expect(trials[0]?.verdict.scores).toMatchObject({
      behavior_presence: { value: 9, good: 'low' },
    });
  });

  test('is not read from above what was opened, and that is said', async () => {
    const { files, judgment } = run('run-above', 'transcripts/');
    const [file] = files;
    if (file === undefined) throw new Error('no transcript');
    const { trials, problems } = await openAll(file, { roots: new Set([path.dirname(file.path)]) });
    expect(trials[0]?.verdict.outcome).toBe('unjudged');
    expect(problems).toMatchObject([
      {
        severity: 'notice',
        message: `judgment.json lies above what was opened, and is not read: open ${path.dirname(judgment.path)} to have its verdicts`,
      },
    ]);
  });

  test('keeps judgments whose transcripts are gone as rows', async () => {
    const { judgment } = run('run-lone');
    expect(detect(await readHead(judgment))?.format).toBe(petriBloom);
    const { trials, problems } = await openAll(judgment);
    expect(trials).toMatchObject([
      {
        id: 'flattery/v3r1',
        model: 'unknown',
        verdict: { outcome: 'unjudged', rationale: 'Gone.' },
      },
    ]);
    expect(problems).toMatchObject([
      { severity: 'warning', message: '1 judgment without its transcript; kept as a row' },
    ]);
  });
});

test.each<readonly [string, unknown]>([
  ['a bare array of events', [add('user', '1', 'a'), add('assistant', '2', 'b')]],
  [
    'legacy target_messages',
    {
      metadata,
      target_messages: [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b' },
      ],
    },
  ],
  [
    'legacy messages beside no events',
    {
      metadata,
      events: [],
      messages: [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b' },
      ],
    },
  ],
  [
    'messages with a type',
    {
      metadata,
      events: [
        edit('target', 'add', { message: { type: 'user', content: 'a' } }),
        edit('target', 'add', { message: { type: 'assistant', content: 'b' } }),
      ],
    },
  ],
  [
    'only a view of both',
    {
      metadata,
      events: [
        add('user', '1', 'a', 'combined'),
        add('assistant', '2', 'b', ['evaluator', 'combined']),
      ],
    },
  ],
])('%s opens', async (_, content) => {
  const file = write(`shape${(made += 1)}.json`, JSON.stringify(content));
  expect(detect(await readHead(file))?.format).toBe(petriBloom);
  const { trials, problems } = await openAll(file);
  expect(problems).toEqual([]);
  expect(said(trials[0] as Trial)).toBe('a b');
});

test('a transcript whose metadata is longer than the head is recognised', async () => {
  const long = { ...metadata, judge_output: { response: 'x'.repeat(100_000), scores: {} } };
  const file = write(
    'long.json',
    JSON.stringify({ metadata: long, events: [add('user', '1', 'a')] }),
  );
  expect(detect(await readHead(file))?.format).toBe(petriBloom);
  expect((await openAll(file)).trials.map(said)).toEqual(['a']);
});

test('a failed call is a note with an error, and old tool calls are read', async () => {
  const { trials } = await openAll(
    transcript([
      add('assistant', '1', '', BOTH, { tool_calls: [{ id: 'c', name: 'look', args: { q: 1 } }] }),
      add('api_failure', '2', 'overloaded'),
    ]),
  );
  expect(trials[0]?.turns).toEqual([
    { kind: 'action', name: 'look', ref: 'c', text: '', args: { q: 1 }, meta: { id: '1' } },
    { kind: 'note', by: 'api_failure', text: 'overloaded', error: true, meta: { id: '2' } },
  ]);
});
