import { Buffer } from 'node:buffer';
import { appendFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { native } from '../../src/formats/native.ts';
import type { Trial } from '../../src/trial/types.ts';
import { makeFolder, openAll, readAll } from './helpers.ts';

const { write } = makeFolder();

const trial = (id: string, text = 'hello'): Trial => ({
  id,
  model: 'm',
  verdict: { outcome: 'safe' },
  turns: [{ kind: 'message', text }],
});
const line = (id: string, text?: string) => `${JSON.stringify(trial(id, text))}\n`;

test('a full trial is read as it is written', async () => {
  const full: Trial = {
    id: 'm/c/001',
    model: 'm',
    verdict: {
      outcome: 'harmful',
      label: 'blackmail',
      by: 'judge',
      rationale: 'r',
      disputed: false,
      quotes: [{ turn: 1, text: 'q' }],
      scores: { harmful: true },
      gates: [{ name: 'code', label: 'l', passed: true, quotes: [{ text: 'x' }] }],
    },
    scenario: 's',
    condition: 'c',
    sample: 17,
    belief: 'real',
    instruction: 'none',
    startedAt: '2031-01-01T00:00:00Z',
    synthetic: true,
    tags: ['pilot'],
    meta: { a: 1 },
    turns: [
      {
        kind: 'email',
        from: 'a@x',
        to: 'b@x',
        cc: 'c@x',
        subject: 's',
        at: 't',
        attachments: ['f'],
        ref: '1',
        text: '',
      },
      {
        kind: 'action',
        name: 'email',
        draft: true,
        recovered: true,
        raw: 'r',
        args: { a: 1 },
        meta: {},
        text: 't',
      },
      { kind: 'reasoning', withheld: true, by: 'model', text: '' },
      { kind: 'result', error: true, text: 'e' },
    ],
  };
  const { trials, items } = await readAll(native, write('full.jsonl', `${JSON.stringify(full)}\n`));
  expect(trials).toEqual([full]);
  const end = Buffer.byteLength(JSON.stringify(full)) + 1;
  expect(items).toMatchObject([
    { type: 'trial', place: 'line 1', end },
    { type: 'progress', end, line: 1 },
  ]);
});

test('a BOM, CRLF, blank lines and a missing last newline are no problem', async () => {
  const text = `\uFEFF${line('a')}\n${line('b')}${line('c')}`.replaceAll('\n', '\r\n').trimEnd();
  const { trials, problems } = await readAll(native, write('crlf.jsonl', text));
  expect(trials.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(problems).toEqual([]);
});

test('a bad line between good ones is one problem with its place', async () => {
  const text = `${line('a')}{"id": oops}\n[1]\n"x"\n{}\n${line('b')}`;
  const { trials, problems } = await readAll(native, write('bad.jsonl', text));
  expect(trials.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(problems.map(({ source, place, severity }) => [source, place, severity])).toEqual([
    ['bad.jsonl', 'line 2', 'error'],
    ['bad.jsonl', 'line 3', 'error'],
    ['bad.jsonl', 'line 4', 'error'],
    ['bad.jsonl', 'line 5', 'error'],
  ]);
  expect(problems[0]?.message).toBe('not valid JSON; the line was passed over');
  expect(problems.every(({ message }) => !message.includes('\n'))).toBe(true);
});

test('a last line that is still being written is left for later', async () => {
  const file = write('growing.jsonl', line('a') + line('b').slice(0, 30));
  const first = await readAll(native, file);
  expect(first.trials.map(({ id }) => id)).toEqual(['a']);
  expect(first.problems).toMatchObject([{ severity: 'notice', place: 'line 2' }]);
  const end = line('a').length;
  expect(first.items.at(-1)).toEqual({ type: 'progress', end, line: 1 });

  appendFileSync(file.path, line('b').slice(30) + line('c'));
  const second = await readAll(native, file, { fromByte: end, fromLine: 1 });
  expect(second.problems).toEqual([]);
  expect(second.items).toMatchObject([
    { type: 'trial', trial: { id: 'b' }, place: 'line 2' },
    { type: 'trial', trial: { id: 'c' }, place: 'line 3' },
    { type: 'progress', line: 3 },
  ]);
});

test('a complete last line without its newline is taken once, and the count goes on', async () => {
  const file = write('no-newline.jsonl', line('a').trimEnd());
  const first = await readAll(native, file);
  const last = first.items.at(-1);
  expect(first.trials).toHaveLength(1);
  expect(last).toEqual({ type: 'progress', end: line('a').length - 1, line: 0 });
  appendFileSync(file.path, `\n${line('b')}`);
  const second = await readAll(native, file, { fromByte: line('a').length - 1, fromLine: 0 });
  expect(second.items).toMatchObject([
    { type: 'trial', trial: { id: 'b' }, place: 'line 2' },
    { line: 2 },
  ]);
});

test('a truncated gzip gives what can be read of it, and one problem', async () => {
  const lines = Array.from({ length: 5000 }, (_, n) =>
    line(`t${n}`, `${(n * 7919) % 10_007}`),
  ).join('');
  const { trials, problems, items } = await readAll(
    native,
    write('cut.jsonl.gz', gzipSync(lines).subarray(0, -2000)),
  );
  expect(trials.length).toBeGreaterThan(2000);
  expect(problems).toEqual([
    {
      source: 'cut.jsonl.gz',
      severity: 'error',
      message: 'the gzip file is cut short; what came before the cut was read',
    },
  ]);
  // Nobody can read a compressed file on from its middle.
  expect(
    items.filter((item) => item.type !== 'progress').every((item) => item.end === undefined),
  ).toBe(true);
});

test('a line over the limit is passed over, with its size', async () => {
  const long = line('long', 'x'.repeat(3_000_000));
  const file = write('long.jsonl', line('a') + long + line('b'));
  expect((await readAll(native, file)).trials.map(({ id }) => id)).toEqual(['a', 'long', 'b']);
  const { trials, problems } = await readAll(native, file, { maxLineBytes: 1_000_000 });
  expect(trials.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(problems).toMatchObject([
    { place: 'line 2', message: 'the line is longer than the limit (3.0 MB); it was passed over' },
  ]);
});

test('invalid UTF-8 is replaced, and reported once a line', async () => {
  const bytes = Buffer.concat([
    Buffer.from(line('a', 'caf\u0001\u0001').replaceAll(/\\u0001/g, '~')),
    Buffer.from(line('b')),
  ]);
  for (let at = bytes.indexOf('~'); at >= 0; at = bytes.indexOf('~')) bytes[at] = 0xff;
  const { trials, problems } = await readAll(native, write('latin.jsonl', bytes));
  expect(trials[0]?.turns[0]?.text).toBe('caf\uFFFD\uFFFD');
  expect(problems).toMatchObject([{ place: 'line 1', severity: 'warning' }]);
});

test('a trial without turns is a row, and a problem', async () => {
  const record = { id: 'x', model: 'm', verdict: { outcome: 'harmful' }, turns: [] };
  const { trials, problems } = await readAll(
    native,
    write('empty.jsonl', `${JSON.stringify(record)}\n`),
  );
  expect(trials).toMatchObject([
    { id: 'x', verdict: { outcome: 'harmful' }, turns: [{ kind: 'note', error: true }] },
  ]);
  expect(problems).toEqual([
    {
      source: 'empty.jsonl',
      place: 'line 1',
      severity: 'error',
      message: 'a trial without turns; kept as an empty row',
    },
  ]);
});

const mended: readonly (readonly [string, object, Partial<Trial>, string | undefined])[] = [
  [
    'no id',
    { model: 'm', turns: [{ kind: 'note', text: '' }] },
    { id: 'm.jsonl:1', verdict: { outcome: 'unjudged' } },
    undefined,
  ],
  ['a number as id', { ...trial('x'), id: 7 }, { id: '7' }, undefined],
  [
    'nulls',
    { ...trial('x'), scenario: null, turns: [{ kind: 'note', text: 't', to: null }] },
    { turns: [{ kind: 'note', text: 't' }] },
    undefined,
  ],
  [
    'unknown fields',
    { ...trial('x'), odd: 1, meta: { a: 2 } },
    { meta: { a: 2, odd: 1 } },
    undefined,
  ],
  [
    'unknown fields of a turn',
    { ...trial('x'), turns: [{ kind: 'note', text: 't', odd: 1 }] },
    { turns: [{ kind: 'note', text: 't', meta: { odd: 1 } }] },
    undefined,
  ],
  [
    'an outcome for a verdict',
    { ...trial('x'), verdict: 'harmful' },
    { verdict: { outcome: 'harmful' } },
    undefined,
  ],
  [
    'unknown fields of a verdict',
    { ...trial('x'), verdict: { outcome: 'safe', odd: 1 } },
    { verdict: { outcome: 'safe', scores: { odd: 1 } } },
    undefined,
  ],
  [
    'a model in the id',
    { ...trial('x'), id: 'grok/c/001', model: undefined },
    { model: 'grok' },
    undefined,
  ],
  ['no model', { ...trial('x'), model: undefined }, { model: 'unknown' }, 'no model'],
  [
    'a bad outcome',
    { ...trial('x'), verdict: { outcome: 'evil' } },
    { verdict: { outcome: 'unjudged', label: 'evil' } },
    'verdict.outcome',
  ],
  [
    'a bad kind',
    { ...trial('x'), turns: [{ kind: 'zzz', text: 't' }] },
    { turns: [{ kind: 'note', text: 't', meta: { kind: 'zzz' } }] },
    'turns[0].kind',
  ],
  [
    'a text that is none',
    { ...trial('x'), turns: [{ kind: 'note', text: { a: 1 } }] },
    { turns: [{ kind: 'note', text: '{"a":1}' }] },
    'turns[0].text',
  ],
  [
    'a turn that is none',
    { ...trial('x'), turns: ['hello'] },
    { turns: [{ kind: 'note', text: 'hello' }] },
    'turns[0]',
  ],
  ['a bad field', { ...trial('x'), sample: [1] }, { meta: { sample: [1] } }, 'sample'],
];

test.each(mended)('mended: %s', async (_, record, expected, complaint) => {
  const { trials, problems } = await readAll(
    native,
    write('m.jsonl', `${JSON.stringify(record)}\n`),
  );
  expect(trials).toHaveLength(1);
  expect(trials[0]).toMatchObject(expected);
  if (complaint === undefined) expect(problems).toEqual([]);
  else
    expect(problems).toMatchObject([
      { severity: 'warning', message: expect.stringContaining(complaint) as string },
    ]);
});

test('a hostile key is only a key', async () => {
  const text = `${line('x').trimEnd().slice(0, -1)},"__proto__":{"model":"evil"}}\n`;
  const { trials } = await readAll(native, write('proto.jsonl', text));
  expect(trials[0]?.model).toBe('m');
  expect(Object.hasOwn(trials[0]?.meta ?? {}, '__proto__')).toBe(true);
});

test('bare NaN, as Python writes it, is null, and infinite numbers are kept', async () => {
  const text = line('x', 'NaN, Infinity').replace(
    '"safe"',
    '"safe","scores":{"a":NaN,"b":-Infinity}',
  );
  const { trials, problems } = await readAll(native, write('nan.jsonl', text));
  expect(problems).toEqual([]);
  expect(trials[0]?.verdict.scores).toEqual({ a: null, b: '-Infinity' });
  expect(trials[0]?.turns[0]?.text).toBe('NaN, Infinity');
});

test('JSON documents are read too: one trial, or an array of them', async () => {
  const one = await readAll(native, write('one.json', JSON.stringify(trial('a'), null, 2)));
  expect(one.trials).toEqual([trial('a')]);
  const many = await readAll(
    native,
    write('many.json', JSON.stringify([trial('a'), trial('b')], null, 2)),
  );
  expect(many.trials).toEqual([trial('a'), trial('b')]);
  const broken = await readAll(
    native,
    write('broken.json', JSON.stringify([trial('a')], null, 2).slice(0, -9)),
  );
  expect(broken.problems).toMatchObject([
    { message: 'the JSON ends too early; the file was passed over' },
  ]);
});

test('a file that vanished is a problem, not an exception', async () => {
  const { problems } = await readAll(native, {
    path: '/nowhere/x.jsonl',
    name: 'x.jsonl',
    size: 0,
  });
  expect(problems).toEqual([
    { source: 'x.jsonl', severity: 'error', message: 'could not be opened: there is no such file' },
  ]);
});

test('a rule of the user decides the outcome', async () => {
  const record = { ...trial('a'), verdict: { outcome: 'unjudged', scores: { harm: 8 } } };
  const file = write('rule.jsonl', `${JSON.stringify(record)}\n`);
  const { trials } = await readAll(native, file, { verdict: 'verdict.scores.harm > 7' });
  expect(trials[0]?.verdict).toEqual({ outcome: 'harmful', scores: { harm: 8 } });
});

test('a line of more values than can be held is passed over, also as the last one', async () => {
  const many = `{"id":"many","turns":[${'0,'.repeat(10_000_000)}0]}`;
  const { trials, problems } = await readAll(native, write('many.jsonl', line('a') + many));
  expect(trials.map(({ id }) => id)).toEqual(['a']);
  expect(problems).toMatchObject([
    {
      place: 'line 2',
      severity: 'error',
      message: 'it has more than 10,000,000 values, more than is read; the line was passed over',
    },
  ]);
});

test('records of other kinds among trials are read by their fields, and told', async () => {
  const own = { id: 'a', model: 'm', turns: [{ kind: 'message', text: 'One.' }] };
  const others = [
    { id: 'b', model: 'm', response: 'Two.', harmful: true },
    { id: 'c', model: 'm', messages: [{ role: 'assistant', content: 'Three.' }] },
    { id: 'd', model: 'm', turns: [{ role: 'assistant', content: 'Four.' }] },
  ];
  const file = write(
    'mixed.jsonl',
    [own, ...others].map((each) => `${JSON.stringify(each)}\n`).join(''),
  );
  const { trials, problems } = await openAll(file);
  expect(trials.map(({ id, verdict, turns }) => [id, verdict.outcome, turns[0]?.text])).toEqual([
    ['a', 'unjudged', 'One.'],
    ['b', 'harmful', 'Two.'],
    ['c', 'unjudged', 'Three.'],
    ['d', 'unjudged', 'Four.'],
  ]);
  expect(problems.map(({ severity, place }) => `${severity} ${place}`)).toEqual([
    'notice line 2',
    'notice line 3',
    'notice line 4',
  ]);
});
