import { expect, test } from 'vitest';

import { readHead } from '../../src/formats/bytes.ts';
import { docent } from '../../src/formats/docent.ts';
import { detect } from '../../src/formats/index.ts';
import { kindsOf, makeFolder, openAll, readAll, row } from './helpers.ts';

const { write } = makeFolder();

const messages = [
  { role: 'system', content: 'Be good.', metadata: {} },
  { role: 'user', content: [{ type: 'text', text: 'Hi.' }] },
  {
    role: 'assistant',
    model: 'a-model',
    content: [
      { type: 'reasoning', reasoning: 'Hm.', redacted: false },
      { type: 'reasoning', reasoning: 'gAAAA', redacted: true },
      { type: 'text', text: 'Looking.', refusal: null },
    ],
    tool_calls: [{ id: 'c', function: 'look', arguments: { q: 1 }, type: 'function' }],
  },
  {
    role: 'tool',
    tool_call_id: 'c',
    function: 'look',
    content: '',
    error: { type: 'timeout', message: 'slow' },
  },
];
const run = {
  id: 'r1',
  name: 'a run',
  transcripts: [{ id: 'x', messages, metadata: { seed: 7 }, created_at: '2031-01-02T03:04:05Z' }],
  metadata: {
    task_id: 'airline',
    sample_id: 3,
    scores: { harmful: true, grade: 0.5 },
    benchmark_id: 'b',
  },
};

test('a run of one transcript is a trial', async () => {
  const file = write('run.json', JSON.stringify(run, null, 2));
  expect(detect(await readHead(file))).toMatchObject({
    format: docent,
    claim: { why: 'its records have transcripts with messages' },
  });
  const { trials, problems } = await openAll(file);
  expect(problems).toEqual([]);
  expect(trials.map(row)).toEqual(['r1 | a-model | unjudged | 7']);
  expect(kindsOf(trials[0]?.turns ?? [])).toBe(
    'briefing:system briefing:user reasoning reasoning withheld message action:look result:look !',
  );
  expect(trials[0]).toMatchObject({
    scenario: 'airline',
    sample: 3,
    startedAt: '2031-01-02T03:04:05Z',
    verdict: { scores: { harmful: true, grade: 0.5 } },
    meta: { name: 'a run', seed: 7, benchmark_id: 'b' },
  });
  expect(JSON.stringify(trials)).not.toContain('gAAAA');
  const ruled = await openAll(file, { verdict: 'scores.harmful == true' });
  expect(ruled.trials[0]?.verdict.outcome).toBe('harmful');
});

test('transcripts of a run are trials of their own, by name, whether in a list or by key', async () => {
  const group = { id: 'g', name: 'the group', agent_run_id: 'r' };
  const listed = {
    ...run,
    metadata: { model: 'given-model' },
    transcript_groups: [group],
    transcripts: [
      { id: '1', name: 'main', messages, transcript_group_id: 'g' },
      { id: '2', name: 'main', messages },
      { id: '3', messages: [] },
    ],
  };
  const keyed = {
    id: 'r2',
    transcripts: { default: { messages }, other: { messages } },
    metadata: {},
  };
  const lines = [listed, keyed, { id: 'r3', transcripts: [] }, 7].map((each) =>
    JSON.stringify(each),
  );
  const file = write('runs.jsonl', `${lines.join('\n')}\n`);
  expect(detect(await readHead(file))?.format).toBe(docent);
  const { trials, problems } = await openAll(file);
  expect(trials.map(row)).toEqual([
    'r1/main | given-model | unjudged | 7',
    'r1/main-2 | given-model | unjudged | 7',
    'r1/3 | given-model | unjudged | 1',
    'r2/default | a-model | unjudged | 7',
    'r2/other | a-model | unjudged | 7',
  ]);
  expect(trials.map(({ meta }) => meta?.['group'])).toEqual([
    'the group',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(problems.map(({ place, severity }) => [place, severity])).toEqual([
    ['line 1', 'notice'],
    ['line 3', 'error'],
    ['line 4', 'error'],
  ]);
});

test('an array of runs, and a run beyond the head, are recognised', async () => {
  const long = {
    ...run,
    transcripts: [{ messages: [{ role: 'user', content: 'x'.repeat(100_000) }] }],
  };
  for (const content of [[run, run], long, [long]]) {
    const head = await readHead(write('other.json', JSON.stringify(content)));
    expect(detect(head)?.format).toBe(docent);
  }
  const { trials } = await readAll(
    docent,
    write('array.json', JSON.stringify([run, { ...run, id: 'r9' }])),
  );
  expect(trials.map(({ id }) => id)).toEqual(['r1', 'r9']);
});
