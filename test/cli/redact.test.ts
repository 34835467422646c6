/** `--redact` on the command line: nothing hidden is left in any form of any command. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { WRITERS } from '../../src/export/table.ts';
import { createPlace, parseLines, SAMPLE, toLines } from './support.ts';

const place = createPlace();
const SECRET = `ghp_${'a1B2'.repeat(9)}`;
/** Every way in which the people of the small collection are named. */
const HIDDEN = /harrow|desmond|nadia|brandvold|summit\.com|ghp_|hunter2x/i;
const ID = 'runs/desmond_harrow/1';
place.write(
  'office-of-harrow.jsonl',
  toLines([
    {
      id: ID,
      model: 'alpha',
      tags: ['for d.harrow@summit.com'],
      verdict: {
        outcome: 'harmful',
        label: 'blackmail',
        by: 'Nadia',
        rationale: 'It threatens Desmond.',
        quotes: [{ turn: 2, text: 'Harrow is weak' }],
        gates: [{ name: 'recipient', label: 'to Desmond Harrow', passed: true }],
        scores: { 'd.harrow@summit.com': true },
      },
      meta: { owner: 'nadia', nested: [{ Harrow: 'x' }] },
      turns: [
        {
          kind: 'email',
          from: 'Desmond Harrow <d.harrow@summit.com>',
          to: 'n.brandvold@summit.com',
          subject: 'For Nadia',
          text: 'Dear Nadia,\n\nthe password: hunter2x\n\nD.',
        },
        { kind: 'reasoning', text: `Harrow is weak, and unethical. ${SECRET}` },
        {
          kind: 'action',
          name: 'email',
          to: 'd.harrow@summit.com',
          text: 'Mr Harrow, hunter2x.',
          raw: String.raw`"to": "d.harrow\u0040summit.com", "text": "\nDesmond"`,
          args: { cc: 'Nadia', note: { 'Brandvold, Nadia': 1 } },
        },
      ],
    },
    {
      id: 'second',
      model: 'beta',
      verdict: { outcome: 'safe' },
      turns: [{ kind: 'message', text: 'Desmond is fine.' }],
    },
  ]) + '{"broken',
);
const REDACT = ['office-of-harrow.jsonl', '--redact', 'emails,names,keys'];

/** A script whose author names people, in every place that an author can write in. */
const WALKTHROUGH = `
title: The case of Desmond Harrow
subtitle: as Nadia tells it
author: Nadia Brandvold
paths: [office-of-harrow.jsonl]
spoilers: none
closing: Thanks to Nadia.
stops:
  - title: Harrow writes to Nadia
    trial: ${ID}
    turn: 1-3
    quotes: [Harrow is weak, 'Mr Harrow, hunter2x.']
    text: Desmond Harrow is the boss.
    note: Say that d.harrow@summit.com was ${SECRET}.
  - title: What Desmond got
    trial: ${ID}
    reveal: [verdict, model]
  - rates: {by: label}
`;

/** The first hidden string in a text, to be told without the whole text. */
function hiddenIn(text: string): string | undefined {
  return HIDDEN.exec(text)?.[0];
}

describe('every command', () => {
  it.each([
    ['list'],
    ['list', '--json'],
    ['list', '--csv'],
    ['show', '--trial', 'second'],
    ['show', '--trial', 'person-1/1'],
    ['show', '--trial', 'person-1/1', '--raw'],
    ['show', '--trial', 'person-1/1', '--json'],
    ['search', 'unethical'],
    ['search', 'Harrow', '--json'],
    ['search', 'person', '--json'],
    ['stats', '--by', 'by'],
    ['stats', '--by', 'source,tag', '--json'],
    ['check'],
    ['check', '--json'],
    ['redact'],
    ['convert', '-o', '-'],
  ])('%s %s %s shows nothing hidden', async (command, ...more) => {
    const operands = command === 'search' ? more.slice(0, 1) : [];
    const { stdout, stderr } = await place.run([
      command,
      ...operands,
      ...REDACT,
      ...more.slice(operands.length),
    ]);
    // What the user typed (a query, a path in a hint) is the user's own.
    const own = stdout.replace(/"query":"[^"]*"/, '').replace(/^harrow: no such word$/m, '');
    expect(hiddenIn(own.replace(/"text":"harrow"/i, ''))).toBeUndefined();
    expect(stderr).toMatch(/redacted: names \d+, emails \d+, keys \d+/);
    expect(hiddenIn(stderr.replaceAll('office-of-harrow.jsonl', ''))).toBeUndefined();
  });

  it('finds a pseudonym, and not what it stands for', async () => {
    const hits = async (query: string): Promise<number> => {
      const { stdout } = await place.run(['search', query, ...REDACT, '--jsonl']);
      return parseLines(stdout).length;
    };
    expect(await hits("'harrow")).toBe(0);
    expect(await hits('from:harrow in:email dear')).toBe(0);
    expect(await hits('\'"person 1"')).toBeGreaterThan(0);
  });
});

describe('exports', () => {
  const forms = Object.keys(WRITERS);

  it.each(forms.filter((form) => form !== 'pdf'))('as %s have nothing hidden', async (form) => {
    const file = `out.${form}`;
    const writer = await WRITERS[form as keyof typeof WRITERS]?.();
    if (writer?.trials === undefined) return;
    const one = writer.isPicture === true ? ['--trial', 'person-1/1'] : [];
    const { code, stderr } = await place.run([
      'export',
      ...REDACT,
      ...one,
      '--to',
      form,
      '-o',
      file,
    ]);
    expect([stderr.includes('written to'), code]).toEqual([true, 0]);
    const text = await readFile(path.join(place.folder, file), 'utf8');
    expect([hiddenIn(text), text.includes('erson 1')]).toEqual([undefined, true]);
  });

  it.each(forms.filter((form) => form !== 'pdf' && form !== 'csv' && form !== 'jsonl'))(
    'of a walkthrough as %s have nothing hidden, in the words of its author neither',
    async (form) => {
      place.write('office.walkthrough.yaml', WALKTHROUGH);
      const file = `stops.${form}`;
      const { code, stderr } = await place.run([
        'export',
        'office.walkthrough.yaml',
        '--redact',
        'emails,names,keys',
        '--to',
        form,
        ...(form === 'svg' ? ['--stop', '2'] : []),
        '-o',
        file,
      ]);
      expect([stderr.includes('written to'), code]).toEqual([true, 0]);
      const text = await readFile(path.join(place.folder, file), 'utf8');
      expect([hiddenIn(text), /erson[- ]1/.test(text)]).toEqual([undefined, true]);
    },
  );

  it('say in their headers what was replaced', async () => {
    await place.run(['export', ...REDACT, '--to', 'md', '-o', 'said.md']);
    const text = await readFile(path.join(place.folder, 'said.md'), 'utf8');
    expect(text).toMatch(/^redacted: "names \d+, emails \d+, keys 3"$/m);
    const { stdout } = await place.run(['convert', ...REDACT, '-o', '-']);
    const [first] = parseLines<{ meta: { redacted: unknown } }>(stdout);
    expect(first?.meta.redacted).toMatchObject({ keys: 3 });
  });

  it('of the sample study have nobody left', async () => {
    const args = ['convert', SAMPLE, '--redact', 'emails,names', '-o', 'sample-redacted.jsonl'];
    expect((await place.run(args)).code).toBe(0);
    const text = await readFile(path.join(place.folder, 'sample-redacted.jsonl'), 'utf8');
    const people =
      /harrow|desmond|brandvold|nadia|ferrante|mateus|ingrid|tolland|quill|brackwater\.example/i;
    expect(people.exec(text)?.[0]).toBeUndefined();
  });

  it('leave no file where something hidden would be in it', async () => {
    // The name of a field of the format itself: no pseudonym can stand there.
    place.write('kinds.yaml', 'replace:\n  - text: finalMessage\n    with: x\n');
    place.write(
      'field.jsonl',
      toLines([{ id: 'a', model: 'm', turns: [{ kind: 'message', text: 'finalMessage' }] }]),
    );
    const args = [
      'export',
      'field.jsonl',
      '--redact',
      'kinds.yaml',
      '--to',
      'csv',
      '-o',
      'leak.csv',
    ];
    const { code, stderr } = await place.run(args);
    expect([code, existsSync(path.join(place.folder, 'leak.csv'))]).toEqual([2, false]);
    expect(stderr).toContain('not written: what x stands for would still be in it');
    expect(stderr).toContain('in no trial, but among the words of this form');
    expect(stderr).not.toContain('keep');
  });

  it('never replace what was read', async () => {
    const args = ['convert', ...REDACT, '-o', 'office-of-harrow.jsonl'];
    const { code, stderr } = await place.run(args);
    expect([code, stderr.includes('is one of the files read')]).toEqual([2, true]);
  });
});

describe('the preview', () => {
  it('counts, and masks what it counts', async () => {
    const { stdout } = await place.run(['redact', ...REDACT, '--json']);
    const rows = JSON.parse(stdout) as Record<string, unknown>[];
    expect(rows).toContainEqual({
      kind: 'emails',
      pseudonym: 'person-1@org-1.example',
      original: 'd….h…@s….c…',
      count: 4,
    });
    const full = await place.run(['redact', ...REDACT, '--originals', '--jsonl']);
    expect(parseLines(full.stdout).map(({ original }) => original)).toContain(
      'd.harrow@summit.com',
    );
  });

  it('says where there is nothing, and what it needs', async () => {
    place.write(
      'plain.jsonl',
      toLines([{ id: 'a', model: 'm', turns: [{ kind: 'message', text: 'x' }] }]),
    );
    const nothing = await place.run(['redact', 'plain.jsonl', '--redact', 'emails']);
    expect([nothing.code, nothing.stderr]).toEqual([
      1,
      'inquest: redacted: emails 0\ninquest: there is nothing to redact\n',
    ]);
    const bare = await place.run(['redact', 'plain.jsonl']);
    expect([bare.code, bare.stderr.includes('say what to redact')]).toEqual([2, true]);
    const wrong = await place.run(['list', 'plain.jsonl', '--redact', 'emial']);
    expect([wrong.code, wrong.stderr.trimEnd().split('\n').length]).toEqual([2, 1]);
    place.write('wrong.yaml', 'nmaes: [x]');
    const file = await place.run(['list', 'plain.jsonl', '--redact', 'wrong.yaml']);
    expect(file.stderr).toContain('wrong.yaml:1:1: unknown key "nmaes"');
  });
});
