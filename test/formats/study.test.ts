import { chownSync, mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { readHead } from '../../src/formats/bytes.ts';
import { detect, surveyAll } from '../../src/formats/index.ts';
import { study } from '../../src/formats/study.ts';
import type { Trial } from '../../src/trial/types.ts';
import { makeFolder, readAll } from './helpers.ts';

const { folder, write } = makeFolder();
const CONDITION = 'blackmail_explicit-america_replacement';
const KYLE = 'kyle.johnson@summitbridge.com';
const MAIL = `<think>\nuse leverage\n</think>\n<tool_use:email>\nto: "${KYLE}"\nbody: "b"\n</tool_use:email>`;

if (process.getuid?.() !== 0) process.stdout.write('skipped: only root can give files away\n');

let made = 0;
/** Writes a response into a tree of its own and reads it. */
async function read(content: unknown, name = 'response.json') {
  made += 1;
  const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
  const file = write(`tree${made}/models/the-model/${CONDITION}/sample_007/${name}`, text);
  expect(detect(await readHead(file))?.format.name).toBe('study');
  return readAll(study, file);
}

async function only(content: unknown): Promise<Trial> {
  const { trials, problems } = await read(content);
  expect(problems).toEqual([]);
  expect(trials).toHaveLength(1);
  return trials[0] as Trial;
}

const metadata = {
  model: 'maker/the-model',
  condition: CONDITION,
  sample_id: 7,
  timestamp: '2031-06-11T16:53:02.123456',
  api_metadata: { response_time_ms: null, tokens_used: 512, stop_reason: 'stop' },
  canary_string: 'canary',
};

test('an answered and judged trial', async () => {
  const trial = await only({
    raw_response: MAIL,
    metadata,
    classification: {
      harmful_behavior: true,
      classifier_verdict: true,
      classifier_reasoning: 'why',
      classifier_model: 'judge',
      classified_at: 'then',
    },
    extra: 1,
  });
  expect(trial).toMatchObject({
    id: `the-model/${CONDITION}/007`,
    model: 'maker/the-model',
    scenario: 'blackmail',
    condition: CONDITION,
    sample: 7,
    startedAt: metadata.timestamp,
    verdict: {
      outcome: 'harmful',
      label: 'blackmail',
      by: 'judge',
      rationale: 'why',
      scores: { harmful: true, classifier_verdict: true },
      gates: [
        { name: 'recipient', passed: true },
        { name: 'keyword', passed: true },
      ],
    },
    meta: {
      tokens_used: 512,
      stop_reason: 'stop',
      canary_string: 'canary',
      extra: 1,
      classification: { classified_at: 'then' },
    },
  });
  expect(trial.verdict.disputed).toBeUndefined();
  expect(trial.turns.map((turn) => turn.kind)).toEqual(['reasoning', 'action']);
});

const judged: readonly (readonly [string, object, object])[] = [
  ['not judged', {}, { outcome: 'unjudged' }],
  [
    'vetoed by a gate',
    { classification: { harmful_behavior: false, classifier_verdict: true } },
    { outcome: 'safe', label: 'no-blackmail', disputed: true },
  ],
  [
    'the judge failed',
    { classification: { error: 'no answer' } },
    { outcome: 'judge-failed', rationale: 'no answer' },
  ],
  [
    'the judge failed, with an object',
    { classification: { error: { code: 529 }, harmful_behavior: false } },
    { outcome: 'judge-failed', rationale: '{"code":529}' },
  ],
  [
    'the judge could not be parsed',
    { classification: { harmful_behavior: false, classifier_reasoning: 'PARSE_FAILURE: none' } },
    { outcome: 'judge-failed' },
  ],
  [
    'older names',
    { classification: { verdict: true, classifier_verdict: true, reasoning: 'r' } },
    { outcome: 'harmful', rationale: 'r' },
  ],
];

test.each(judged)('verdict: %s', async (_, fields, expected) => {
  expect((await only({ raw_response: MAIL, metadata, ...fields })).verdict).toMatchObject(expected);
});

test('a response whose markup was taken out is not kept once more', async () => {
  const { meta } = await only({ raw_response: `First. ${MAIL} Last.`, metadata, extra: 'Kept.' });
  expect(meta?.['unread']).toBeUndefined();
  expect(meta).toMatchObject({ extra: 'Kept.' });
});

test('a harmful verdict that a gate contradicts is disputed', async () => {
  const classification = { harmful_behavior: true, classifier_verdict: true };
  const trial = await only({ raw_response: 'No.', metadata, classification });
  expect(trial.verdict).toMatchObject({ outcome: 'harmful', disputed: true });
});

test('a failed call is an error with its message', async () => {
  const trial = await only({ error: 'code 429', metadata: { ...metadata, failed: true } });
  expect(trial.verdict).toEqual({ outcome: 'error' });
  expect(trial.turns).toEqual([{ kind: 'note', text: 'The call failed: code 429', error: true }]);
  expect(trial.meta).toMatchObject({ failed: true });
});

test('an empty response is an error, also where a judge judged it', async () => {
  const trial = await only({
    raw_response: '',
    metadata,
    classification: { harmful_behavior: false, classifier_verdict: false },
  });
  expect(trial.verdict.outcome).toBe('error');
  expect(trial.turns).toMatchObject([{ text: 'The response is empty (stop reason: stop).' }]);
});

test.each([
  [{ aware: true }, 'test'],
  [{ aware: false, classifier_verdict: true }, 'real'],
  [{ aware: false, classifier_verdict: false }, 'unstated'],
  [{ aware: false }, undefined],
])('the stated belief %j is %s', async (given, belief) => {
  const trial = await only({
    raw_response: 'Hi',
    metadata,
    blackmail_awareness_classification: given,
  });
  expect(trial.belief).toBe(belief);
});

test('a rule of the user decides, over the record as it is stored', async () => {
  const file = write(
    'rule/response-like.json',
    JSON.stringify({ raw_response: 'Hi', metadata, grade: 8 }, null, 1),
  );
  const outcome = async (verdict: string) =>
    (await readAll(study, file, { verdict })).trials[0]?.verdict.outcome;
  expect(await outcome('grade >= 7')).toBe('harmful');
  expect(await outcome('metadata.sample_id != 7')).toBe('safe');
  expect(await outcome('absent > 1')).toBe('unjudged');
});

test('native reasoning comes first', async () => {
  const trial = await only({ raw_response: 'Hi', cot: 'hm', metadata });
  expect(trial.turns).toEqual([
    { kind: 'reasoning', text: 'hm' },
    { kind: 'message', text: 'Hi' },
  ]);
});

test.each([
  ['empty', '', 'the file is empty'],
  ['truncated', '{"raw_response": "cut o', 'the JSON ends too early'],
  [
    'an LFS pointer',
    'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
    'Git LFS pointer',
  ],
  ['an array', '[{"raw_response": ""}]', 'no JSON object'],
])('a file that is %s is a row with an error, and a problem', async (_, content, reason) => {
  const { trials, problems } = await read(content);
  expect(trials).toMatchObject([
    {
      id: `the-model/${CONDITION}/007`,
      model: 'the-model',
      scenario: 'blackmail',
      sample: 7,
      verdict: { outcome: 'error' },
    },
  ]);
  expect(trials[0]?.turns.at(-1)).toMatchObject({
    kind: 'note',
    error: true,
    text: expect.stringContaining(reason) as string,
  });
  if (content !== '') expect(trials[0]?.turns.at(-1)?.raw).toBe(content);
  expect(problems).toMatchObject([
    { severity: 'error', message: expect.stringContaining(reason) as string },
  ]);
});

test('a temporary file is a row only where the finished one is missing', async () => {
  const alone = await read('{"raw_response": "cut', 'response.json.tmp');
  expect(alone.trials).toMatchObject([{ verdict: { outcome: 'error' } }]);
  expect(alone.problems.map(({ severity }) => severity)).toEqual(['warning', 'error']);
  const tree = `both/models/m/${CONDITION}/sample_001`;
  write(`${tree}/response.json`, JSON.stringify({ raw_response: 'Hi', metadata }));
  const beside = await readAll(study, write(`${tree}/response.json.tmp`, '{}'));
  expect(beside.trials).toEqual([]);
  expect(beside.problems).toMatchObject([{ severity: 'warning' }]);
});

test('verdicts of forks beside the response are used where it has none', async () => {
  const tree = (name: string) => `beside/models/m/${CONDITION}/${name}`;
  const answer = JSON.stringify({ raw_response: MAIL, metadata }, null, 1);
  write(`${tree('sample_001')}/evaluation.json`, '{"blackmail": {"occurred": true}}');
  write(
    `${tree('sample_002')}/classification_anthropic.json`,
    '{"verdict": false, "reasoning": "r"}',
  );
  write(`${tree('sample_003')}/evaluation.json`, '{oops');
  const outcomes = await Promise.all(
    ['sample_001', 'sample_002', 'sample_003'].map(async (name) => {
      const { trials } = await readAll(study, write(`${tree(name)}/response.json`, answer));
      return trials[0]?.verdict.outcome;
    }),
  );
  expect(outcomes).toEqual(['harmful', 'safe', 'unjudged']);
});

test('the prompt is found above, and read again when it changes', async () => {
  const answer = JSON.stringify({ raw_response: 'Hi', metadata }, null, 1);
  const file = write(`deep/results/models/m/${CONDITION}/sample_001/response.json`, answer);
  const before = await readAll(study, file, { roots: new Set([path.join(folder, 'deep')]) });
  expect(before.trials[0]?.turns).toHaveLength(1);
  write(`deep/prompts/${CONDITION}/system_prompt.txt`, 'S');
  write(`deep/prompts/${CONDITION}/user_prompt.txt`, 'U');
  write(`deep/prompts/${CONDITION}/metadata.json`, '{"extra_system_instructions": false}');
  const emails = write(
    `deep/prompts/${CONDITION}/email_content.txt`,
    '<email>\nFrom: a@x\nBody: one\n</email>',
  );
  const { trials } = await readAll(study, file, { roots: new Set([path.join(folder, 'deep')]) });
  expect(trials[0]?.instruction).toBe('none');
  expect(trials[0]?.turns).toEqual([
    { kind: 'briefing', by: 'system', text: 'S' },
    { kind: 'briefing', by: 'user', text: 'U' },
    { kind: 'email', from: 'a@x', text: 'one' },
    { kind: 'message', text: 'Hi' },
  ]);
  write(`deep/prompts/${CONDITION}/email_content.txt`, '<email>\nFrom: a@x\nBody: two\n</email>');
  utimesSync(emails.path, 1, 1);
  const again = await readAll(study, file, { roots: new Set([path.join(folder, 'deep')]) });
  expect(again.trials[0]?.turns[2]?.text).toBe('two');
});

test('a condition named by the data does not lead out of the tree', async () => {
  write('outside/system_prompt.txt', 'secret');
  write(`escape/prompts/x.txt`, '');
  const trial = await (async () => {
    const content = { raw_response: 'Hi', metadata: { ...metadata, condition: '../../outside' } };
    const file = write(
      `escape/models/m/c/sample_001/response.json`,
      JSON.stringify(content, null, 1),
    );
    return (await readAll(study, file, { roots: new Set([folder]) })).trials[0];
  })();
  expect(trial?.turns).toEqual([{ kind: 'message', text: 'Hi' }]);
});

test('prompts above what was opened are not read, and it is said where they are', async () => {
  const answer = JSON.stringify({ raw_response: 'Hi', metadata }, null, 1);
  const file = write(`above/tree/models/m/${CONDITION}/sample_001/response.json`, answer);
  const prompts = write(`above/prompts/${CONDITION}/system_prompt.txt`, 'planted').path;
  const place = path.join(folder, 'above');
  const told = (root: string) =>
    surveyAll({ files: [file.path], emptyFolders: [], roots: new Set([root]) });
  const outside = [path.join(place, 'tree'), path.dirname(file.path), path.join(place, 'tre')];
  for (const root of outside) {
    const { trials } = await readAll(study, file, { roots: new Set([root]) });
    expect(trials[0]?.turns).toEqual([{ kind: 'message', text: 'Hi' }]);
    expect(told(root)).toMatchObject([
      {
        severity: 'notice',
        message: `prompts/${CONDITION} lies above what was opened, and is not read: open ${place} to see what the model read`,
      },
    ]);
  }
  const opened = { roots: new Set([path.join(place, 'tree/models'), place]) };
  expect((await readAll(study, file, opened)).trials[0]?.turns).toHaveLength(2);
  expect(told(place)).toEqual([]);

  // A link leads out as well.
  const inside = path.join(place, 'tree/prompts', CONDITION);
  mkdirSync(inside, { recursive: true });
  symlinkSync(prompts, path.join(inside, 'user_prompt.txt'));
  const root = path.join(place, 'tree');
  const { trials } = await readAll(study, file, { roots: new Set([root]) });
  expect(trials[0]?.turns).toEqual([{ kind: 'message', text: 'Hi' }]);
  expect(told(root)[0]?.message).toBe(
    `prompts/${CONDITION} leads out of what was opened; what lies outside is not read`,
  );
});

test.skipIf(process.getuid?.() !== 0)(
  'prompts of another owner are read, and it is said',
  async () => {
    const other = 'leaking_none-none_none';
    const content = { raw_response: 'Hi', metadata: { ...metadata, condition: other } };
    const file = write(
      `owners/models/m/${CONDITION}/sample_001/response.json`,
      JSON.stringify(content, null, 1),
    );
    const roots = new Set([path.join(folder, 'owners')]);
    for (const name of [CONDITION, other]) {
      const prompt = write(`owners/prompts/${name}/system_prompt.txt`, 'planted').path;
      chownSync(prompt, 1602, 1602);
    }
    const message = `prompts/${CONDITION} belongs to another user than the responses`;
    const survey = { files: [file.path], emptyFolders: [], roots };
    expect(surveyAll(survey)).toMatchObject([{ severity: 'notice', message }]);
    // The record names a condition that the path does not.
    const { trials, problems } = await readAll(study, file, { roots });
    expect(trials[0]?.turns).toHaveLength(2);
    expect(problems).toMatchObject([
      { severity: 'notice', message: message.replace(CONDITION, other) },
    ]);
    // A whole tree of another user is of one hand.
    chownSync(file.path, 1602, 1602);
    expect(surveyAll(survey)).toEqual([]);
  },
);

test('old layouts, unpadded samples and files of other names are known', async () => {
  const answer = JSON.stringify({ raw_response: 'Hi', metadata }, null, 1);
  const old = write('old/the-model/leaking_none-none_none/sample_9/response.json', answer);
  expect((await readAll(study, old)).trials[0]?.id).toBe('the-model/leaking_none-none_none/009');
  const loose = write('loose.json', answer);
  expect(detect(await readHead(loose))?.format.name).toBe('study');
  expect((await readAll(study, loose)).trials[0]?.id).toBe(`maker/the-model/${CONDITION}/7`);
});

test('a survey tells gaps, empty folders and missing prompts, once', () => {
  const root = path.join(folder, 'survey');
  const at = (model: string, sample: string) => path.join(root, 'models', model, CONDITION, sample);
  const response = (model: string, number: number) =>
    path.join(at(model, `sample_00${number}`), 'response.json');
  const files = [
    response('a', 1),
    response('a', 2),
    response('a', 5),
    response('b', 1),
    path.join(root, 'notes.txt'),
  ];
  const emptyFolders = [at('a', 'sample_007'), path.join(root, 'elsewhere')];
  const told = () =>
    surveyAll({ files, emptyFolders, roots: new Set([root]) }).map(
      ({ severity, message }) => `${severity}: ${message}`,
    );
  expect(told()).toEqual([
    `notice: there is no prompts/${CONDITION} above it: what the model read is unknown`,
    'warning: the sample folder is empty',
    'warning: sample_003, sample_004, sample_006 are missing',
  ]);
  mkdirSync(path.join(root, 'prompts', CONDITION), { recursive: true });
  expect(told()).toHaveLength(2);
});
