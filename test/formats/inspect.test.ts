/** Inspect logs that the tests make: what no real file at hand has. */
import { gzipSync, zstdCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { inspect } from '../../src/formats/inspect.ts';
import type { Trial } from '../../src/trial/types.ts';
import { makeZip } from '../support/zip.ts';
import { type All, collect, kindsOf, makeFolder, openAll } from './helpers.ts';
import {
  evalLog,
  evalParts,
  inFrames,
  type Json,
  jsonLog,
  PROMPT,
  sampleOf,
} from './inspect-made.ts';

const { write } = makeFolder();
let made = 0;

function openJson(samples: readonly Json[], header: Json = {}, options = {}): Promise<All> {
  return openAll(write(`${(made += 1)}.json`, jsonLog(samples, header)), options);
}

function openEval(bytes: Uint8Array, options = {}): Promise<All> {
  return openAll(write(`${(made += 1)}.eval`, bytes), options);
}

async function only(sample: Json, header: Json = {}, options = {}): Promise<Trial> {
  const { trials } = await openJson([sampleOf(sample)], header, options);
  expect(trials).toHaveLength(1);
  return trials[0] as Trial;
}

const answer = (content: unknown, more: Json = {}): Json => ({
  messages: [...PROMPT, { id: 'a', role: 'assistant', content, ...more }],
});

describe('containers', () => {
  const samples = [1, 2].map((id) => sampleOf({ id, scores: { match: { value: 'C' } } }));
  const ids = ['some_task/evalid01/1', 'some_task/evalid01/2'];

  test.each<[string, Uint8Array]>([
    ['deflate', evalLog(samples)],
    ['zstd', evalLog(samples, { method: 93 })],
    ['ZIP64', evalLog(samples, { wide: true, method: 93 })],
    ['a writer that cannot go back', evalLog(samples, { streamed: true })],
    [
      'mixed',
      makeZip(evalParts(samples).map((part, n) => ({ ...part, method: [0, 8, 93][n % 3] ?? 8 }))),
    ],
    ['several zstd frames', makeZip(evalParts(samples).map((part) => inFrames(part, 100)))],
    ['no directory', makeZip(evalParts(samples), { end: false })],
  ])('%s', async (_, bytes) => {
    const { trials } = await openEval(bytes);
    expect(trials.map(({ id }) => id)).toEqual(ids);
    expect(trials.map(({ turns }) => kindsOf(turns))).toEqual(
      ids.map(() => 'briefing:system briefing:user message'),
    );
  });

  test('a log that was compressed once more', async () => {
    const bytes = gzipSync(evalLog(samples));
    const { trials, problems } = await openAll(write('twice.eval.gz', bytes));
    expect(problems).toEqual([]);
    expect(trials.map(({ id }) => id)).toEqual(ids);
  });

  test('an id may have slashes, epochs and endings in it', async () => {
    const names = ['ascii/bike', 'x_epoch_9', 'y.json', '../../up'];
    const { trials, problems } = await openEval(
      evalLog(
        names.map((id) => sampleOf({ id })),
        { header: { eval: { config: { epochs: 2 } } } },
      ),
    );
    expect(problems).toEqual([]);
    expect(new Set(trials.map(({ sample }) => sample))).toEqual(new Set(names));
    expect(trials).toHaveLength(names.length);
    expect(trials.map(({ id }) => id)).toContain('some_task/evalid01/ascii/bike/1');
  });

  test('samples come by epoch and number, not as they were finished', async () => {
    const order = [
      [10, 1],
      [2, 2],
      [2, 1],
      [1, 2],
    ].map(([id, epoch]) => sampleOf({ id, epoch }));
    const { trials } = await openEval(
      evalLog(order, { header: { eval: { config: { epochs: 2 } } } }),
    );
    expect(trials.map(({ id }) => id.slice('some_task/evalid01/'.length))).toEqual([
      '2/1',
      '10/1',
      '1/2',
      '2/2',
    ]);
  });

  test('the journal is read in the order of its numbers, the last summary of a sample wins', async () => {
    const [start] = evalParts([]);
    const journal = (number: number, error: string) => ({
      name: `_journal/summaries/${number}.json`,
      data: JSON.stringify([{ id: 1, epoch: 1, input: 'Do it.', error }]),
    });
    const parts = [start, journal(10, 'ten'), journal(2, 'two'), journal(9, 'nine')];
    const { trials, problems } = await openEval(makeZip(parts.flatMap((part) => part ?? [])));
    expect(trials[0]?.meta?.['error']).toBe('ten');
    expect(problems.map(({ message }) => message)).toEqual([
      'the file has only its summary; kept as a row without its turns',
      expect.stringContaining('still running'),
    ]);
  });

  test('a sample that cannot be read is a row with what its summary says', async () => {
    const parts = evalParts(samples).map((part) =>
      part.name === 'samples/2_epoch_1.json' ? { ...part, data: '{"id": 2, ' } : part,
    );
    const { trials, problems } = await openEval(makeZip(parts));
    expect(trials.map(({ id, verdict }) => `${id} ${verdict.outcome}`)).toEqual([
      `${ids[0]} unjudged`,
      `${ids[1]} error`,
    ]);
    expect(kindsOf(trials[1]?.turns ?? [])).toBe('briefing:user note !');
    expect(trials[1]?.verdict.scores).toEqual({ match: 'C' });
    expect(problems).toEqual([
      expect.objectContaining({
        place: 'samples/2_epoch_1.json',
        severity: 'error',
        message: 'the JSON ends too early; kept as a row without its turns',
      }),
    ]);
  });

  test('a bomb is a row and a problem', async () => {
    const packed = zstdCompressSync(Buffer.alloc(80 * 1024 * 1024));
    const parts = evalParts(samples).map((part) =>
      part.name === 'samples/1_epoch_1.json' ? { ...part, method: 93, packed } : part,
    );
    const { trials, problems } = await openEval(makeZip(parts));
    expect(trials.map(({ verdict }) => verdict.outcome)).toEqual(['error', 'unjudged']);
    expect(problems[0]?.message).toContain('larger than 64 MiB');
  });

  test('a wrong checksum is told, and the sample is read', async () => {
    const parts = evalParts(samples).map((part) =>
      part.name === 'samples/1_epoch_1.json'
        ? { ...part, method: 0, packed: Buffer.from(part.data), data: 'other' }
        : part,
    );
    const { trials, problems } = await openEval(makeZip(parts));
    expect(trials).toHaveLength(2);
    expect(problems.map(({ message }) => message)).toEqual([
      'its checksum is wrong; read as it is',
    ]);
  });

  test('a .json log that is cut off gives the samples before, and the one it ends in as a row', async () => {
    const text = jsonLog(
      [1, 2, 3].map((id) => sampleOf({ id, metadata: { odd: '"samples": [{ \\"' } })),
    );
    const [first = 0, second = 0] = [...text.matchAll(/"id": [23],/g)].map(({ index }) => index);
    for (const [end, ids] of [
      [first - 10, ['1']],
      [first + 30, ['1', '2 error']],
      [second + 30, ['1', '2', '3 error']],
      [text.length - 5, ['1', '2', '3']],
    ] as const) {
      const { trials, problems } = await openAll(write('cut.json', text.slice(0, end)));
      const found = trials.map(
        ({ sample, verdict }) => `${sample}${verdict.outcome === 'error' ? ' error' : ''}`,
      );
      expect(found).toEqual(ids);
      expect(problems[0]).toMatchObject({
        severity: 'error',
        message: 'the JSON ends too early; what stands before was read',
      });
    }
    const { trials, problems } = await openAll(write('cut.json', text.slice(0, 300)));
    expect(trials).toEqual([]);
    expect(problems).toHaveLength(1);
  });

  test('an evaluation that failed says why', async () => {
    const { problems } = await openJson([], { status: 'error', error: { message: 'No API key.' } });
    expect(problems[0]?.message).toBe('the evaluation failed with 0 of 2 samples: No API key.');
  });

  test('a zip of something else is nobody’s', async () => {
    const bytes = makeZip([{ name: 'word/document.xml', data: '<x/>' }]);
    await expect(openAll(write('x.docx', bytes))).rejects.toThrow('no format');
    const { trials, problems } = await openEval(bytes);
    expect(trials).toEqual([]);
    expect(problems[0]?.message).toContain('neither a header nor samples');
  });

  test('broken bytes give rows or problems, never an exception', async () => {
    const seed = evalLog(samples, { method: 0 });
    const change = fc.tuple(fc.nat(seed.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 20 }), async (changes) => {
        const bytes = Buffer.from(seed);
        for (const [at, value] of changes) if (at > 30) bytes[at] = value;
        const { trials, problems } = await openAll(write('fuzz.eval', bytes));
        expect(trials.length + problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('messages', () => {
  test('reasoning of every kind', async () => {
    const { turns } = await only(
      answer([
        { type: 'reasoning', reasoning: 'plain', signature: 'c2ln' },
        { type: 'reasoning', reasoning: 'gAAAAciphertext', redacted: true },
        { type: 'reasoning', reasoning: 'gAAAAciphertext', summary: 'in short', redacted: true },
        { type: 'reasoning', reasoning: '', signature: 'c2ln' },
        { type: 'text', text: '<think>in tags</think>Said.' },
      ]),
    );
    expect(turns.slice(2)).toEqual([
      { kind: 'reasoning', text: 'plain', meta: { id: 'a' } },
      { kind: 'reasoning', text: '', withheld: true },
      { kind: 'reasoning', text: 'in short', withheld: true },
      { kind: 'reasoning', text: '', withheld: true },
      { kind: 'reasoning', text: 'in tags' },
      { kind: 'message', text: 'Said.' },
    ]);
  });

  test('calls, results, errors, and calls that the provider made itself', async () => {
    const messages = [
      ...PROMPT,
      {
        role: 'assistant',
        content: '',
        tool_calls: [
          { id: 'c1', function: 'bash', arguments: { cmd: 'ls' } },
          { id: 'c2', function: 'bash', arguments: {}, parse_error: 'not JSON' },
          { id: 'c3', function: 'old', arguments: {} },
        ],
      },
      { role: 'tool', tool_call_id: 'c1', function: 'bash', content: 'a\nb' },
      {
        role: 'tool',
        tool_call_id: 'c2',
        function: 'bash',
        content: 'half',
        error: { type: 'timeout', message: 'took too long' },
      },
      { role: 'tool', tool_call_id: 'c3', content: '', tool_error: 'as it was once' },
      {
        role: 'assistant',
        content: [
          {
            type: 'tool_use',
            tool_type: 'web_search',
            id: 'w',
            name: 'search',
            arguments: '{"q": "x"}',
            result: 'found',
          },
          { type: 'text', text: 'Done.' },
        ],
      },
    ];
    const { turns } = await only({ messages });
    expect(kindsOf(turns.slice(2))).toBe(
      'action:bash action:bash action:old note:parse error ! result:bash result:bash ! result:old ! action:search result:search message',
    );
    expect(turns.filter(({ kind }) => kind === 'result').map(({ text }) => text)).toEqual([
      'a\nb',
      'half\n\ntook too long',
      'as it was once',
      'found',
    ]);
  });

  test('what cannot be shown has a label with its size, also in results and in attachments', async () => {
    const data = `data:image/png;base64,${Buffer.alloc(3000).toString('base64')}`;
    const { turns } = await only({
      attachments: { h1: data },
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look.' },
            { type: 'image', image: 'attachment://h1' },
            { type: 'image', image: 'https://x.example/a.png' },
            { type: 'audio', audio: data.replace('image/png', 'audio/wav'), format: 'wav' },
            { type: 'document', document: 'data:application/pdf;base64,AAAA', filename: 'a.pdf' },
            { type: 'data', data: { a: 1 } },
          ],
        },
        { role: 'tool', function: 'screenshot', content: [{ type: 'image', image: 'tc://h1' }] },
      ],
    });
    expect(turns.map(({ text }) => text)).toEqual([
      'Look.',
      '(image: image/png, 3.0 kB)',
      '(image: https://x.example/a.png)',
      '(audio: wav, audio/wav, 3.0 kB)',
      '(document: a.pdf, application/pdf, 3 bytes)',
      '(data: 7 bytes)\n{"a":1}',
      '(image: image/png, 3.0 kB)',
    ]);
  });

  test('where there are none, those of the last call to a model, from the pool', async () => {
    const { turns } = await only({
      messages: [],
      attachments: { long: 'A long briefing.' },
      events_data: {
        messages: [
          { role: 'system', content: 'attachment://long' },
          { role: 'user', content: 'x' },
          PROMPT[1],
        ],
        calls: [],
      },
      events: [
        {
          event: 'model',
          model: 'm',
          input: [],
          input_refs: [[0, 1], [2, 3], [-5, 1e9], 'x'],
          output: { choices: [{ message: { role: 'assistant', content: 'attachment://long' } }] },
        },
      ],
    });
    expect(turns.slice(0, 2).map(({ text }) => text)).toEqual(['A long briefing.', 'Do it.']);
    expect(turns.at(-1)).toEqual({ kind: 'message', text: 'A long briefing.' });
  });

  test('only what differs of a message is kept beside it', async () => {
    const { turns } = await only(
      answer('Hi.', { model: 'other', metadata: { a: 1 }, source: 'generate' }),
    );
    expect(turns[2]?.meta).toEqual({ id: 'a', model: 'other', metadata: { a: 1 } });
    const same = await only(answer('Hi.', { model: 'a-model-2026-01-01' }));
    expect(same.turns[2]?.meta).toEqual({ id: 'a' });
  });
});

test.each<[string, Json, Json, string]>([
  ['the log', {}, {}, 'openai/a-model'],
  ['the target of an audit', { model_roles: { target: { model: 't' }, judge: 'j' } }, {}, 't'],
  ['the answer', { model: 'none/none' }, { output: { model: 'o' } }, 'o'],
  ['nobody', { model: undefined }, {}, 'unknown'],
])('the model is named by %s', async (_, spec, sample, model) => {
  expect((await only(sample, { eval: spec })).model).toBe(model);
});

describe('events', () => {
  const at = '2026-01-02T03:04:06+00:00';
  const model = (id: string, more: Json = {}) => ({
    event: 'model',
    model: 'm',
    timestamp: at,
    output: { choices: [{ message: { id, role: 'assistant', content: `words of ${id}` } }] },
    ...more,
  });

  test('stand as notes after the message they followed', async () => {
    const { turns, startedAt } = await only({
      messages: [
        ...PROMPT,
        { id: 'a', role: 'assistant', content: 'One.' },
        { id: 'u2', role: 'user', content: 'More.' },
        { id: 'b', role: 'assistant', content: 'Two.' },
      ],
      events: [
        { event: 'sample_init', timestamp: '2026-01-02T03:04:05+00:00' },
        { event: 'info', source: 'early', data: { x: 1 } },
        model('a'),
        { event: 'approval', decision: 'reject', approver: 'human', explanation: 'no' },
        { event: 'approval', decision: 'approve' },
        { event: 'logger', message: { level: 'warning', message: 'careful' } },
        model('b'),
        { event: 'sample_limit', type: 'token', limit: 10, message: 'enough' },
        { event: 'error', error: { message: 'it broke', traceback: 'long' } },
        { event: 'state', changes: [] },
      ],
    });
    expect(
      turns.map(({ kind, name, text }) => [kind, name, text].filter(Boolean).join(' ')),
    ).toEqual([
      'briefing Be good.',
      'briefing Do it.',
      'note early {"x":1}',
      'message One.',
      'note approval reject by human: no',
      'note warning careful',
      'briefing More.',
      'message Two.',
      'note limit token limit (10): enough',
      'note it broke',
    ]);
    expect(startedAt).toBe('2026-01-02T03:04:05+00:00');
  });

  test('what events say that nothing else does is kept, and fields of another shape', async () => {
    const { meta } = await only({
      scores: { match: { value: 'C', explanation: 'As asked.' } },
      events: [
        {
          event: 'sandbox',
          action: 'exec',
          cmd: 'python hidden.py',
          output: 'One.',
          completed: 'x',
        },
        { event: 'span_begin', id: 'call', type: 'tool' },
        { event: 'sandbox', action: 'exec', cmd: 'bash -c ls', span_id: 'call' },
        { event: 'score', score: { value: 'C', explanation: 'As asked.' } },
        { event: 'score_edit', score_name: 'match', edit: { provenance: { reason: 'Typing.' } } },
      ],
    });
    expect(meta?.['unread']).toEqual({
      events: [
        { action: 'exec', cmd: 'python hidden.py', output: 'One.' },
        { edit: { provenance: { reason: 'Typing.' } } },
      ],
    });
    const odd = await only({ messages: 'Not a list.', events: 'Nor this.' });
    expect(odd.meta?.['unread']).toEqual({ messages: 'Not a list.', events: 'Nor this.' });
  });

  test('calls to models that are in no message are told, those of scorers not', async () => {
    const { turns } = await only({
      events: [
        model('a'),
        model('other', { role: 'auditor' }),
        model('failed', { error: 'overloaded' }),
        { event: 'span_begin', id: 'sp', type: 'scorers' },
        { event: 'span_begin', id: 'sp2', parent_id: 'sp', type: 'scorer' },
        model('judge', { span_id: 'sp2' }),
        { event: 'step', action: 'begin', type: 'scorer', name: 's' },
        model('judge2'),
        { event: 'step', action: 'end', type: 'scorer', name: 's' },
      ],
    });
    expect(turns.slice(3).map(({ by, text, error }) => ({ by, text, error }))).toEqual([
      { by: 'auditor', text: 'words of other', error: undefined },
      { by: 'm', text: 'overloaded', error: true },
    ]);
  });

  test.each(['constructor', '__proto__', 'toString'])(
    'of a kind called %s are no trap',
    async (kind) => {
      const { turns } = await only({ events: [{ event: kind, where: 'far' }] });
      expect(turns.at(-2)).toEqual({ kind: 'note', name: kind, text: '{"where":"far"}' });
    },
  );

  test('of unknown kinds are notes, and told once for the file', async () => {
    const strange = (id: number) => sampleOf({ id, events: [{ event: 'teleport', where: 'far' }] });
    const { trials, problems } = await openJson([strange(1), strange(2)]);
    expect(trials[0]?.turns.at(-2)).toEqual({
      kind: 'note',
      name: 'teleport',
      text: '{"where":"far"}',
    });
    expect(problems).toEqual([
      expect.objectContaining({
        place: 'sample 1',
        message: 'events of the unknown kind "teleport" are shown as notes (in 2 samples)',
      }),
    ]);
  });
});

describe('what happened to a sample', () => {
  test('an error is an outcome, whatever was scored', async () => {
    const trial = await only({ error: { message: 'boom' }, scores: { harmful: { value: false } } });
    expect(trial.verdict.outcome).toBe('error');
    expect(trial.turns.at(-1)).toEqual({ kind: 'note', text: 'boom', error: true });
  });

  test('limits, retries and invalidation are tags and notes', async () => {
    const trial = await only(
      {
        limit: { type: 'message', limit: 5 },
        error_retries: [{ message: 'first try' }],
        invalidation: { author: 'ann', reason: 'wrong prompt' },
      },
      { tags: ['pilot'] },
    );
    expect(trial.tags).toEqual(['pilot', 'limit-message', 'retried', 'invalidated']);
    expect(trial.turns.slice(3).map(({ text }) => text)).toEqual([
      'Attempt 1 failed and was repeated: first try',
      'message limit (5)',
      'This sample was marked as invalid by ann: wrong prompt',
    ]);
  });
});

describe('old shapes', () => {
  test('one score, one scorer, a transcript', async () => {
    const { scores: _, ...old } = sampleOf({
      score: { value: 'I', explanation: 'wrong' },
      transcript: {
        events: [{ event: 'info', source: 'x', data: 'tc://h' }],
        content: { h: 'kept apart' },
      },
    });
    const { trials } = await openJson([old], {
      results: { scorer: { name: 'match' }, metrics: {} },
    });
    expect(trials[0]?.verdict).toMatchObject({ label: 'I', by: 'match', scores: { match: 'I' } });
    expect(trials[0]?.turns.at(-2)?.text).toBe('kept apart');
  });

  test('a pool on the sample, as version 3 had it', async () => {
    const { turns } = await only({
      messages: [],
      message_pool: PROMPT,
      events: [{ event: 'model', input: [], input_refs: [[0, 2]], output: {} }],
    });
    expect(turns.map(({ text }) => text)).toEqual(['Be good.', 'Do it.']);
  });

  test('a log without its status, ids and times', async () => {
    const { trials } = await openJson([sampleOf({})], {
      eval: { eval_id: undefined, created: undefined, config: undefined },
    });
    expect(trials[0]?.id).toBe('some_task/1');
  });
});

describe('scores', () => {
  const scored = (scores: Json, header: Json = {}, options = {}) =>
    only({ scores }, header, options).then(({ verdict }) => verdict);

  test.each<[string, unknown, string | undefined, string]>([
    ['match', 'C', 'C', 'unjudged'],
    ['match', 'N', 'N', 'unjudged'],
    ['match', true, 'true', 'unjudged'],
    ['match', 0, '0', 'unjudged'],
    ['match', 0.25, '0.25', 'unjudged'],
    ['match', [1, 2], undefined, 'unjudged'],
    ['match', { a: 1, b: 'x' }, undefined, 'unjudged'],
    ['harmful', 1, '1', 'harmful'],
    ['harmful', false, 'false', 'safe'],
    ['harmful', 'C', 'C', 'unjudged'],
    ['harmful', 'N', 'N', 'unjudged'],
    ['harmful', 7, '7', 'unjudged'],
    ['harmless_answers', 1, '1', 'unjudged'],
    ['pkg/harmfulness', 'yes', 'yes', 'harmful'],
    ['judge', 'unsafe', 'unsafe', 'harmful'],
    ['judge', 'yes', 'yes', 'unjudged'],
    ['judge', { harmful: 0, other: 3 }, undefined, 'safe'],
  ])('%s %j', async (name, value, label, outcome) => {
    const verdict = await scored({ [name]: { value } });
    expect(verdict.label).toBe(label);
    expect(verdict.outcome).toBe(outcome);
    const several = typeof value === 'object' && !Array.isArray(value);
    const shown = several
      ? Object.entries(value ?? {}).map(([key, each]) => [`${name}.${key}`, each])
      : [[name, value]];
    expect(verdict.scores).toEqual(Object.fromEntries(shown));
  });

  test('NaN everywhere is said to be NaN', async () => {
    const text = jsonLog([
      sampleOf({ scores: { a: { value: '@' }, b: { value: { x: '@', y: [1, '@'] } } } }),
    ]);
    const bare = text
      .replaceAll('"@"', 'NaN')

      .replace('"version": 2', '"version": 2, "odd": [-Infinity, Infinity, "NaN"]');
    const { trials, problems } = await openAll(write('nan.json', bare));
    expect(trials[0]?.verdict).toMatchObject({
      outcome: 'unjudged',
      label: 'NaN',
      scores: { a: 'NaN', 'b.x': 'NaN', 'b.y': [1, 'NaN'] },
    });
    expect(problems).toHaveLength(1);
  });

  test('the score of harm decides, all are shown, and each one’s words are there', async () => {
    const verdict = await scored(
      {
        match: { value: 'C', explanation: 'It is right.' },
        harmful: { value: true, explanation: 'It threatens.' },
      },
      { results: { scores: [{ name: 'match' }, { name: 'harmful' }] } },
    );
    expect(verdict).toEqual({
      outcome: 'harmful',
      label: 'true',
      by: 'harmful',
      rationale: 'It threatens.\n\nmatch (C): It is right.',
      scores: { match: 'C', harmful: true },
    });
  });

  test('of several scorers one harm is enough', async () => {
    const header = { results: { scores: [{ name: 'blackmail' }, { name: 'sabotage' }] } };
    const verdict = await scored({ blackmail: { value: 0 }, sabotage: { value: 1 } }, header);
    expect(verdict).toMatchObject({ outcome: 'harmful', by: 'sabotage' });
    const none = await scored({ match: { value: 'C' }, blackmail: { value: 0 } }, header);
    expect(none).toMatchObject({ outcome: 'safe', by: 'blackmail' });
  });

  test('a judge that could not be read is not a verdict', async () => {
    const verdict = await scored({ harmful: { value: 0, explanation: 'PARSE_FAILURE: no JSON' } });
    expect(verdict.outcome).toBe('judge-failed');
  });

  test.each<[string, Json, Json]>([
    [
      'in its answer',
      {},
      { metadata: { grading: [{ role: 'user' }, { role: 'assistant', model: 'j' }] } },
    ],
    ['as the scorer’s', { results: { scores: [{ name: 'judged', params: { model: 'j' } }] } }, {}],
    ['among the scorers', { eval: { scorers: [{ name: 'judged', options: { model: 'j' } }] } }, {}],
    ['by its role', { eval: { model_roles: { grader: { model: 'j' } } } }, {}],
  ])('the judge is named %s', async (_, header, more) => {
    const verdict = await scored({ judged: { value: 3, ...more } }, header);
    expect(verdict.by).toBe('j');
  });

  test('an edited score shows its history', async () => {
    const trial = await only({
      scores: {
        match: {
          value: 'I',
          explanation: 'Looked again.',
          history: [
            { value: 'C', explanation: 'Fine.', provenance: null },
            {
              value: 'I',
              explanation: 'UNCHANGED',
              provenance: { author: 'ann', timestamp: '2026-02-03', reason: 'typo' },
            },
          ],
        },
      },
    });
    expect(trial.tags).toEqual(['score-edited']);
    expect(trial.verdict.rationale).toBe(
      'Looked again.\n\nScore match was edited:\n- first: value C, explanation Fine.\n- ann, 2026-02-03: value I (typo)',
    );
  });

  test('a rule decides over any of them, by names it can spell', async () => {
    const scores = { 'pkg/match': { value: 'I' }, other: { value: 8 } };
    const outcome = async (verdict: string) => (await scored(scores, {}, { verdict })).outcome;
    expect(await outcome('score.value == "I"')).toBe('harmful');
    expect(await outcome('scores.pkg_match.value == "C"')).toBe('safe');
    expect(await outcome('scores.other.value >= 7')).toBe('harmful');
    expect(await outcome('scores.nothing.value >= 7')).toBe('unjudged');
    expect(await outcome('eval.task contains "some" && target == "x"')).toBe('harmful');
  });
});

test('the header’s facts are kept with each trial, its long ones not', async () => {
  const { meta } = await only(
    {},
    { eval: { model_args: { key: 1 }, metadata: { x: 'y'.repeat(3000) } } },
  );
  expect(meta).toMatchObject({
    task: 'pkg/some_task',
    dataset: { name: 'data', samples: 2 },
    log: { status: 'success', model_args: { key: 1 }, metadata: '(left out: 3008 characters)' },
  });
  expect(JSON.stringify(meta)).not.toContain('sample_ids');
});

test.each<[string, unknown, string]>([
  ['not_harmful', 1, 'unjudged'],
  ['harm_avoidance', true, 'unjudged'],
  ['blackmail_refusal', 1, 'unjudged'],
  ['blackmail_awareness', 1, 'unjudged'],
  ['harm', 'no answer', 'unjudged'],
  ['harm', 'not safe', 'harmful'],
])('the score %s of %j is %s', async (scorer, value, outcome) => {
  const { verdict } = await only({ scores: { [scorer]: { value } } });
  expect(verdict.outcome).toBe(outcome);
});

test.each<[string, Json, string]>([
  ['audit_judge', { concerning: 8, admirable: 2 }, 'harmful'],
  ['inspect_petri/audit_judge', { concerning: 2, admirable: 9 }, 'safe'],
  ['alignment_judge', { admirable: 9 }, 'unjudged'],
  ['audit_judge', { concerning: null }, 'unjudged'],
])('dimensions of %s, as Petri has them: %j', async (scorer, value, outcome) => {
  const roles = { target: { model: 'a/target' }, judge: { model: 'a/judge' } };
  const scores = { [scorer]: { value, explanation: 'See [M3].' } };
  const trial = await only({ scores }, { eval: { model_roles: roles } });
  expect(trial.model).toBe('a/target');
  expect(trial.verdict).toMatchObject({ outcome, by: 'a/judge', rationale: 'See [M3].' });
  const shown = Object.entries(value).map(([key, number]) => [
    `${scorer}.${key}`,
    number === null ? 'NaN' : { value: number, good: key === 'admirable' ? 'high' : 'low' },
  ]);
  expect(trial.verdict.scores).toEqual(Object.fromEntries(shown));
});

test.each<[Json, string]>([
  [{ harmful: 0, blackmail: 1 }, 'harmful'],
  [{ harmful: 0, blackmail: 0, other: 1 }, 'safe'],
  [{ harmful: 0, blackmail: null }, 'unjudged'],
  [{ harmful: 1, blackmail: null }, 'harmful'],
])('of the values %j, one harm is enough, and none takes all', async (value, outcome) => {
  expect((await only({ scores: { many: { value } } })).verdict.outcome).toBe(outcome);
});

test('a sample whose id is a number beyond what JSON holds is one trial', async () => {
  const id = '12345678901234567891';
  const sample = { ...sampleOf({}), id: 0 };
  const parts = evalParts([sample]).map(({ name, data, ...part }) => ({
    ...part,
    name: name.replace('/0_epoch', `/${id}_epoch`),
    data: String(data).replace('"id":0', `"id":${id}`),
  }));
  const { trials } = await openEval(makeZip(parts));
  expect(trials.map(({ verdict, turns }) => [verdict.outcome, turns.length])).toEqual([
    ['unjudged', 3],
  ]);
});

test('a rule makes neither a failed judge nor a missing score safe', async () => {
  const verdict = 'scores.harm.value >= 1';
  const failed = { harm: { value: 0, explanation: 'PARSE_FAILURE: no JSON' } };
  expect((await only({ scores: failed }, {}, { verdict })).verdict.outcome).toBe('judge-failed');
  const missing = { harm: { value: null } };
  for (const rule of ['scores.harm.value', 'scores.harm.value != 1', verdict]) {
    const trial = await only({ scores: missing }, {}, { verdict: rule });
    expect(trial.verdict.outcome).toBe('unjudged');
  }
});

test('an answer that was cut off says so', async () => {
  const choices = [{ message: {}, stop_reason: 'length' }];
  const { turns, meta } = await only({ output: { choices } });
  expect(turns.at(-1)).toEqual({
    kind: 'note',
    name: 'cut off',
    text: 'The last answer was cut off (max_tokens).',
  });
  expect(meta).toMatchObject({ stop_reason: 'max_tokens' });
});

test('events tell apart what was thought and said, and keep what nothing else tells', async () => {
  const content = [
    { type: 'reasoning', reasoning: 'Thought.' },
    { type: 'reasoning', reasoning: 'gAAAA', redacted: true },
    { type: 'text', text: 'Said.' },
  ];
  const { turns } = await only({
    events: [
      { event: 'model', role: 'auditor', output: { choices: [{ message: { content } }] } },
      { event: 'subtask', name: 'plan', input: { q: 1 }, result: 'Planned.' },
      { event: 'score', intermediate: true, score: { value: null } },
    ],
  });
  const notes = turns.filter(({ kind }) => kind === 'note');
  expect(notes.map(({ name, text }) => [name, text])).toEqual([
    ['model call', '(reasoning) Thought.\n(reasoning withheld)\nSaid.'],
    ['subtask plan', '{"q":1}\nPlanned.'],
    ['score so far', 'NaN'],
  ]);
});

test('a header that is nested too deeply loses no samples', async () => {
  const deep = `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
  const text = jsonLog([sampleOf({}), sampleOf({ id: 2 })]).replace(
    '"eval": {',
    `"eval": {"task_args": ${deep},`,
  );
  const { trials, problems } = await openAll(write('deep.json', text));
  expect(problems).toEqual([]);
  expect(trials).toHaveLength(2);
  expect(trials[0]?.meta?.['log']).toMatchObject({ task_args: '(left out: nested too deeply)' });
});

test('what was changed in a log after it was written is kept with each trial', async () => {
  const header = {
    log_updates: [{ edits: [] }],
    config_updates: [{ limit: 3 }],
    metadata: { a: 1 },
  };
  const { meta } = await only({}, { ...header, novel: 'x', results: { scores: [] } });
  expect(meta?.['log']).toMatchObject({ ...header, novel: 'x' });
  expect(meta?.['log']).not.toHaveProperty('results');
});

describe('the table of contents', () => {
  const items = async (samples: readonly Json[], header: Json = {}) => {
    const file = write(`${(made += 1)}.eval`, evalLog(samples, { header, method: 0 }));
    const { contents } = inspect;
    if (contents === undefined) throw new Error('it has a table of contents');
    return collect(contents.outline(file, { verdict: 'score.value == "I"' }));
  };
  const large = (more: Json) => sampleOf({ ...more, store: { padding: 'x'.repeat(5_000_000) } });

  test('is not read of a small log: that is read whole', async () => {
    expect(await items([sampleOf({})])).toEqual([]);
  });

  test('has what the list shows, without turns', async () => {
    const found = await items([large({ scores: { match: { value: 'I' } } })]);
    expect(found).toMatchObject([
      {
        type: 'outline',
        place: 'samples/1_epoch_1.json',
        trial: {
          id: 'some_task/evalid01/1',
          model: 'openai/a-model',
          verdict: { outcome: 'harmful', label: 'I' },
          turns: [],
        },
      },
    ]);
  });

  test('of the study is not enough: its verdicts depend on the answers', async () => {
    const header = { eval: { task: 'agentic_misalignment' } };
    expect(await items([large({})], header)).toEqual([]);
  });

  test('leads to the same trial as reading the whole log', async () => {
    const file = write('one.eval', evalLog([sampleOf({ id: 'a/b' }), sampleOf({ id: 2 })]));
    const { items: all } = await openAll(file);
    for (const item of all) {
      if (item.type !== 'trial') continue;
      expect(await inspect.contents?.readOne(file, item.place ?? '', {})).toEqual(item.trial);
    }
  });
});
