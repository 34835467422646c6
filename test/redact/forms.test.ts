/** Forms in which something hidden can be written; what docs/redaction.md says of them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { leftOf, WORDS } from '../soak/redact.ts';
import { AROUND, FIELDS, FORMS } from './carriers.ts';
import { email, message, redactorOf, trialOf } from './support.ts';
import type { Redactor } from '../../src/redact/redactor.ts';

const NAMES = { given: 'Renata', surname: 'Vossberg', secret: 'Quolm-481516-Trepk' };

describe('nothing can be read any more', () => {
  const words = Object.keys(WORDS) as (keyof typeof WORDS)[];
  const made = { ...NAMES, what: 'the full name', around: 'in a sentence', field: 'text' } as const;

  it.each(Object.keys(FORMS))('of any word in the form: %s', async (form) => {
    for (const what of words) expect(await leftOf({ ...made, form, what })).toBeUndefined();
  });

  it.each(Object.keys(AROUND))('of any form %s', async (around) => {
    for (const form of Object.keys(FORMS)) {
      expect(await leftOf({ ...made, form, around })).toBeUndefined();
    }
  });

  it.each(Object.keys(FIELDS))('of any form in the field: %s', async (field) => {
    for (const form of Object.keys(FORMS)) {
      expect(await leftOf({ ...made, form, around: 'alone', field })).toBeUndefined();
    }
  });
});

function office(...texts: readonly string[]): Promise<Redactor> {
  return redactorOf([
    trialOf([
      email('Renata Voss <renata.voss@brackwater.example>', 'all@host.test', 'password: hunter2x'),
      ...texts.map((text) => message(text)),
    ]),
  ]);
}

/** The examples of the second column of the table below a title of the page. */
function examplesOf(title: string): readonly string[] {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/redaction.md'), 'utf8');
  const section = page.slice(page.indexOf(`## ${title}`)).split(/\n## /)[0] ?? '';
  const rows = section.split('\n').filter((line) => /^\| (?!form|what \||-)/.test(line));
  return rows.flatMap((row) =>
    Array.from((row.split(' | ')[1] ?? '').matchAll(/`([^`]+)`/g), ([, one = '']) => one),
  );
}

describe('the page', () => {
  const [hidden, visible] = [examplesOf('In which forms'), examplesOf('What remains visible')];

  it('has examples', () => {
    expect([hidden.length > 20, visible.length > 12]).toEqual([true, true]);
  });

  it.each(hidden)('says rightly that this is replaced: %s', async (example) => {
    const { text } = await office(example);
    const lines = example.replaceAll(String.raw`\n`, '\n');
    for (const one of new Set([example, lines])) {
      expect(text(one)).toMatch(/[Pp]erson[ -]1|\[key \d/);
      expect(text(one)).not.toMatch(/[Vv]oss|oss|[Rr]ena|ta\b|brackwater/);
    }
  });

  it.each(visible)('says rightly that this stays: %s', async (example) => {
    const { text } = await office(example);
    expect(text(example)).toBe(example);
  });
});

describe('no half of a name stays', () => {
  const of = async (from: string, ...texts: readonly string[]): Promise<readonly string[]> => {
    const turns = [email(from, 'all@host.test', 'Hi.'), ...texts.map((text) => message(text))];
    const { text } = await redactorOf([trialOf(turns)]);
    return texts.map(text);
  };

  it.each([
    ['Renata Voss <r@x.org>', 'We told Renata Voss so.', 'We told Person 1 so.'],
    ['Renata Voss <r@x.org>', 'RenataVoss, vossr, rvoss2', 'Person 1, person-1, person-12'],
    ['Renata Voss <r@x.org>', 'Voss, Renata; Ms Voss', 'Person 1, Person 1; Ms Person 1'],
    ['Renata Voss <r@x.org>', 'Renata\nVoss; R.\nVoss', 'Person 1; Person 1'],
    ['Renata Voss <r@x.org>', "the Vosses, Renata's, Voss’", "the Person 1, Person 1's, Person 1’"],
    ['r.voss@x.org', 'Renata Voss is here.', 'Person 1 is here.'],
    ['Voss <office@x.org>', 'It was Renata Voss.', 'It was Person 1.'],
    ['renata@x.org', 'It was Renata Voss.', 'It was Person 1.'],
    ['Renata Voss <r@x.org>', 'We met Maria Voss.', 'We met Person 2.'],
    ['Renata Voss <r@x.org>', 'Maria Voss came.', 'Person 1 came.'],
    ['Renata Voss <r@x.org>', 'Ask Voss. Then Voss left.', 'Ask Person 1. Then Person 1 left.'],
    ['Renata Voss <r@x.org>', 'We saw Director Voss.', 'We saw Director Person 1.'],
  ])('from %s: %s → %s', async (from, text, wanted) => {
    expect(await of(from, text)).toEqual([wanted]);
  });

  it('where a text tells the other half, everywhere', async () => {
    const texts = ['Ask Renata.', 'They know that Renata Voss is away.', 'For RENATA:'];
    expect(await of('r.voss@x.org', ...texts)).toEqual([
      'Ask Person 1.',
      'They know that Person 1 is away.',
      'For Person 1:',
    ]);
  });
});

describe('headers in other forms', () => {
  it.each([
    '=?UTF-8?Q?Ren=C3=A9_Quilter?= <x@y.org>',
    '=?utf-8?B?UmVuw6kgUXVpbHRlcg==?= <x@y.org>',
    'Ｒｅｎｅ Ｑｕｉｌｔｅｒ <x@y.org>',
    'Ren&eacute; Quilter &lt;x@y.org&gt;',
  ])('name people: %s', async (from) => {
    const { text } = await redactorOf([trialOf([email(from, 'all@host.test', '')])]);
    expect(text('René Quilter, QUILTER')).toBe('Person 1, Person 1');
    expect(text(from)).not.toMatch(/quilter|y\.org/i);
  });
});

describe('secrets', () => {
  const basic = Buffer.from('alice:Wonder1and').toString('base64');

  it.each([
    [`Authorization: Basic ${basic}`, basic],
    [`authorization: "Bearer abc_123"`, 'abc_123'],
    [`curl -H 'Authorization: token deadbeef'`, 'deadbeef'],
    [`-u Basic ${basic}`, basic],
    ['DB_PASSWORD=swordfish', 'swordfish'],
    ['export API_KEY="abc def"', 'abc def'],
    ['{"client_secret": "swordfish"}', 'swordfish'],
    ['postgres://app:s3same@db.host/x', 's3same'],
    ['redis://:s3same@db.host', 's3same'],
    ['pwd: s3same!', 's3same!'],
    [String.raw`{\"password\": \"sword\u0066ish\"}`, 'fish'],
    ['password%3A%20hunter%32x', 'hunter'],
  ])('%s', async (text, secret) => {
    const redactor = await redactorOf([trialOf([message(text)])]);
    expect(redactor.text(text)).toMatch(/\[key 1: /);
    expect(redactor.text(text)).not.toContain(secret);
  });

  it('are the values of fields that are named so', async () => {
    const turn = {
      ...message('It is swordfish.'),
      args: { headers: { 'X-Api-Key': 'swordfish' } },
    };
    const redactor = await redactorOf([trialOf([turn])]);
    const text = JSON.stringify(redactor.trial(trialOf([turn])));
    expect(text).not.toContain('swordfish');
    expect(text).toContain('It is [key 1: password].');
  });

  it.each([
    'Basic Information about it, basic authentication',
    'PASSWORD=<your password>, TOKEN=$TOKEN, password: "required"',
    'max_tokens: 4096, "token": "test"',
  ])('are none: %s', async (text) => {
    const redactor = await redactorOf([trialOf([message(text)])]);
    expect(redactor.text(text)).toBe(text);
  });
});
