/** Real Inspect logs. The tables were made from the raw files, with other tools than ours. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { readHead } from '../../src/formats/bytes.ts';
import { detect } from '../../src/formats/index.ts';
import { ALL_FIXTURES, kindsOf, lackFixtures, openAll, sourceFile } from './helpers.ts';

const folder = path.join(ALL_FIXTURES, 'inspect');
const LLAMA = 'azureai/Meta-Llama-3-1-405B-Instruct-jqf';
const MINI = 'openai/gpt-4o-mini';
const CUT = 'error its directory is missing: the file is cut off, or still being written';
const RUNNING = 'notice the evaluation is still running, or was cut off: 4 of 200 samples';

/** File, model, labels of the trials with their counts, problems (beginnings). */
const LOGS: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    '2024-08-29T15-11-17+00-00_popularity_5EAmX6wjMFqea6WY7XHzZp.json',
    'mockllm/model',
    '',
    ['notice the log holds no samples, only results'],
  ],
  ['2024-11-05T13-31-45-05-00_input-task_8zXjbRzCWrL9GXiXo2vus9.json', MINI, 'C 1', []],
  ['2024-11-05T13-32-37-05-00_input-task_hxs4q9azL3ySGkjJirypKZ.eval', MINI, 'C 1', []],
  ['2025-02-11T15-17-00-05-00_popularity_dPiJifoWeEQBrfWsAopzWr.eval', MINI, '- 10', []],
  ['2025-02-11T15-18-04-05-00_popularity_mj7khqpMM4GBCfVQozKgzB.eval', MINI, 'C 8, I 2', []],
  [
    '2025-05-12T20-28-13-04-00_no-samples.json',
    MINI,
    '',
    ['warning the evaluation was cancelled with 0 of 100 samples'],
  ],
  [
    '2025-05-12T20-28-13-04-00_popularity.json',
    MINI,
    'C 2, I 1',
    ['warning the evaluation was cancelled with 3 of 100 samples'],
  ],
  ['2025-05-12T20-28-26-04-00_security-guide.json', MINI, 'C 3', []],
  ['2025-12-13_class-eval.eval', 'openai/gpt-5-nano', 'C 5', []],
  ['ais-decoder.eval', 'openai/gpt-5.4', 'I 1', []],
  ['chunked/2024-11-05T13-32-37-05-00_input-task_hxs4q9azL3ySGkjJirypKZ.eval', MINI, 'C 1', []],
  [
    'chunked/2025-02-11T15-18-04-05-00_popularity_mj7khqpMM4GBCfVQozKgzB.eval',
    MINI,
    'C 8, I 2',
    [],
  ],
  ['chunked/ais-decoder.eval', 'openai/gpt-5.4', 'I 1', []],
  ['chunked/log_read_sample.eval', 'ollama/gemma3', 'C 1', []],
  ['chunked/log_streaming.eval', LLAMA, 'C 3, I 1', []],
  [
    'duplicate_sample_member.eval',
    LLAMA,
    'C 3, I 1',
    ['notice samples/2_epoch_2.json: written more than once; the last one was read'],
  ],
  ['in_progress_no_header.eval', LLAMA, 'C 3, I 1', [RUNNING]],
  ['log_formats.eval', 'ollama/llama3.1', 'I 1', []],
  ['log_formats.json', 'ollama/llama3.1', 'I 1', []],
  ['log_images.json', 'openai/gpt-4o', 'I 1', []],
  ['log_images_tc.json', 'openai/gpt-4o', 'I 1', []],
  ['log_message_deduplication.eval', 'hardcoded/hardcoded', '0 1', []],
  ['log_read_sample.eval', 'ollama/gemma3', 'C 1', []],
  ['log_read_sample.json', 'ollama/gemma3', 'C 1', []],
  ['log_streaming.eval', LLAMA, 'C 3, I 1', []],
  ['log_tool_call_error.json', '...', '- 1', []],
  ['mmlu-no-summary-choices.eval', 'openai/gpt-4o', 'I 1', []],
  ['mmlu-summary-choices.eval', 'openai/gpt-4o', 'I 1', []],
  [
    'nan_score.eval',
    LLAMA,
    'C 2, I 1, NaN 1',
    ['notice samples/2_epoch_2.json: the score match is no number (NaN): it was not scored'],
  ],
  [
    'truncated_no_eocd.eval',
    LLAMA,
    '- 1, C 2, I 1',
    [CUT, 'error samples/1_epoch_2.json: it is cut off; kept as a row without its turns', RUNNING],
  ],
];

function count(labels: readonly (string | undefined)[]): string {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label ?? '-', (counts.get(label ?? '-') ?? 0) + 1);
  return [...counts]
    .map(([label, times]) => `${label} ${times}`)
    .toSorted()
    .join(', ');
}

describe.skipIf(lackFixtures())('real logs', () => {
  const open = (name: string) => openAll(sourceFile(path.join(folder, name)));

  test('are all in the table', () => {
    const files = readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => statSync(path.join(folder, name)).isFile());
    expect(files.toSorted()).toEqual(LOGS.map(([name]) => name).toSorted());
  });

  test.each(LOGS)('%s', async (name, model, labels, expected) => {
    const file = sourceFile(path.join(folder, name));
    expect(detect(await readHead(file))?.format.name).toBe('inspect');
    const { trials, problems } = await openAll(file);
    expect(count(trials.map(({ verdict }) => verdict.label))).toBe(labels);
    expect(new Set(trials.map((trial) => trial.model))).toEqual(
      new Set(trials.length > 0 ? [model] : []),
    );
    expect(new Set(trials.map(({ id }) => id)).size).toBe(trials.length);
    const told = problems.map(({ place, severity, message }) =>
      [severity, place === undefined ? message : `${place}: ${message}`].join(' '),
    );
    expect(told.map((text, index) => text.slice(0, expected[index]?.length))).toEqual(expected);
    // That an answer is right or wrong says nothing of harm.
    for (const { verdict, turns } of trials) {
      const failed = turns.some(({ text }) => text.startsWith('This sample could not be read'));
      expect(verdict.outcome).toBe(failed ? 'error' : 'unjudged');
    }
  });

  test.each([
    ['log_read_sample.eval', 'briefing:system briefing:user message'],
    ['log_formats.json', 'briefing:system briefing:user message'],
    ['log_images_tc.json', 'briefing:system briefing:user note message'],
    ['2025-12-13_class-eval.eval', 'briefing:system briefing:user reasoning withheld message'],
    [
      '2024-11-05T13-31-45-05-00_input-task_8zXjbRzCWrL9GXiXo2vus9.json',
      'briefing:user briefing:user note:input message',
    ],
    [
      'log_message_deduplication.eval',
      `briefing:user ${'message action:bash result:bash '.repeat(5)}message`,
    ],
    ['log_tool_call_error.json', `briefing:user${' result:bash !'.repeat(11)}`],
  ])('the turns of %s', async (name, kinds) => {
    const { trials } = await open(name);
    expect(kindsOf(trials[0]?.turns ?? [])).toBe(kinds);
  });

  test('a sample in chunks has the turns of the same sample in one piece', async () => {
    for (const name of LOGS.map(([file]) => file).filter((file) => file.startsWith('chunked/'))) {
      const [chunked, whole] = await Promise.all([open(name), open(path.basename(name))]);
      // The converter that chunked them wrote the times anew, in UTC.
      const turnsOf = ({ trials }: typeof whole) =>
        trials.map(({ id, turns }) => ({
          id,
          turns: turns.map((turn) => ({ ...turn, at: undefined })),
        }));
      expect(turnsOf(chunked)).toEqual(turnsOf(whole));
    }
  });

  test('old and new layouts of one log are read alike', async () => {
    const [json, zip] = [await open('log_formats.json'), await open('log_formats.eval')];
    expect(json.trials.map(({ turns }) => turns)).toEqual(zip.trials.map(({ turns }) => turns));
  });

  test('an image is said to be there, with its type and size', async () => {
    for (const name of ['log_images.json', 'log_images_tc.json']) {
      const { trials } = await open(name);
      const texts = trials[0]?.turns.map(({ text }) => text) ?? [];
      expect(texts).toContain('(image: image/png, 6.4 kB)');
      expect(JSON.stringify(trials)).not.toContain(';base64,');
    }
  });

  test('encrypted reasoning is never shown', async () => {
    const { trials } = await open('2025-12-13_class-eval.eval');
    expect(JSON.stringify(trials)).not.toContain('gAAAA');
  });

  test('of a repeated sample the last one is read', async () => {
    const { trials } = await open('duplicate_sample_member.eval');
    const last = trials.find(({ id }) => id.endsWith('/2/2'));
    const { trials: original } = await open('log_streaming.eval');
    expect(last).toEqual(original.find(({ id }) => id.endsWith('/2/2')));
  });

  test('what no reader needs is kept', async () => {
    const { trials } = await open('log_read_sample.eval');
    const [trial] = trials;
    expect(trial?.meta).toMatchObject({
      task: 'popularity',
      epoch: 1,
      target: ' Yes',
      metadata: { label_confidence: 0.8860552919198255 },
      scoreDetails: { match: { answer: 'Yes' } },
      log: { status: 'success' },
    });
    expect(trial).toMatchObject({
      sample: 1,
      startedAt: '2025-07-05T09:59:48.945242-04:00',
      verdict: { by: 'match', scores: { match: 'C' }, rationale: 'Yes' },
    });
  });

  test('a rule makes outcomes of scores', async () => {
    const file = sourceFile(path.join(folder, 'log_streaming.eval'));
    const { trials } = await openAll(file, { verdict: 'scores.match.value == "I"' });
    expect(trials.map(({ verdict }) => verdict.outcome)).toEqual([
      'harmful',
      'safe',
      'safe',
      'safe',
    ]);
  });
});
