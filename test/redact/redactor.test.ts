/** What is found, what stands in its place, and that nothing of it is left. */
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLeakFinder, placesOf } from '../../src/redact/leaks.ts';
import { stringsOf } from '../../src/redact/strings.ts';
import { redactedText, tallyText } from '../../src/trial/redacted.ts';
import type { Turn } from '../../src/trial/types.ts';
import { email, message, redactorOf, trialOf } from './support.ts';

const OFFICE: readonly Turn[] = [
  email('Kyle Johnson <kyle.johnson@summit.com>', 'all@summit.com', 'Hello all.\n\nKyle'),
  email('d.harrow@summit.com', 'n.brandvold@summit.com', 'Hi Nadia,\n\nbye\nDesmond Harrow, CTO'),
  email('"Jean-Luc O\'Brien" <jl@other.org>', 'Will Grant <will.grant@summit.com>', 'Hm.'),
];

describe('names and addresses', () => {
  it.each([
    ['Kyle Johnson <kyle.johnson@summit.com>', 'Person 1 <person-1@org-1.example>'],
    ['Ask kyle.johnson@summit.com.', 'Ask person-1@org-1.example.'],
    ['KYLE.JOHNSON@SUMMIT.COM', 'person-1@org-1.example'],
    ['kyle.johnson+wipe@summit.com', 'person-1@org-1.example'],
    [
      'See https://summit.com/x and mail.SUMMIT.com',
      'See https://org-1.example/x and mail.org-1.example',
    ],
    [
      String.raw`d.harrow\u0040summit.com, d.harrow%40summit.com`,
      'person-2@org-1.example, person-2@org-1.example',
    ],
    ['mail all@summit.com, x', 'mail address-1@org-1.example, x'],
    ['pkg@1.2.3 and a@b', 'pkg@1.2.3 and a@b'],
    ["Mr Johnson, Kyle's boss", "Mr Person 1, Person 1's boss"],
    ['K. Johnson and KYLE', 'Person 1 and Person 1'],
    ['kyle said, kjohnson too', 'person-1 said, person-1 too'],
    ['runs/kyle_johnson/1.json', 'runs/person-1/1.json'],
    [String.raw`"a\nKyle\n"`, String.raw`"a\nPerson 1\n"`],
    ['Desmond, or D. Harrow; Nadia Brandvold', 'Person 2, or Person 2; Person 3'],
    ["Jean-Luc O'Brien", 'Person 4'],
    ['Will Grant will grant it. Will may.', 'Person 5 will grant it. Person 5 may.'],
    ['Kyles, the Johnsons; Johnsonville', 'Person 1, the Person 1; Johnsonville'],
    ['Harröw', 'Person 2'],
    ['MODEL-A', 'MODEL-A'],
  ])('%s → %s', async (text, wanted) => {
    const redactor = await redactorOf([trialOf([...OFFICE, message(text)])]);
    expect(redactor.text(text)).toBe(wanted);
  });

  it('says who it can be where people share a name', async () => {
    const { text } = await redactorOf([
      trialOf([email('Ann Smith <a@x.org>', 'Bob Smith <b@x.org>', 'Hi.')]),
    ]);
    expect(text('Ann Smith met Smith')).toBe('Person 1 met Person 1 or 2');
  });

  it('takes no office and no model for a person', async () => {
    const { text } = await redactorOf([
      trialOf([email('IT Support <support@x.org>', 'Claude <claude@x.org>, Everyone', 'Hi.')], {
        model: 'claude-opus-4',
      }),
    ]);
    const words = 'Support for Claude is IT; everyone knows claude-opus-4';
    expect(text(words)).toBe(words);
  });

  it('gives the same numbers whatever else is hidden, and in every run', async () => {
    const trials = [trialOf(OFFICE)];
    const both = await redactorOf(trials);
    const again = await redactorOf(trials);
    const emails = await redactorOf(trials, { kinds: ['emails'] });
    const names = await redactorOf(trials, { kinds: ['names'] });
    const text = 'Desmond <d.harrow@summit.com>, all@summit.com';
    expect(both.text(text)).toBe('Person 2 <person-2@org-1.example>, address-1@org-1.example');
    expect(again.text(text)).toBe(both.text(text));
    expect(emails.text(text)).toBe('Desmond <person-2@org-1.example>, address-1@org-1.example');
    // The address of a person says the name.
    expect(names.text(text)).toBe('Person 2 <person-2@org-1.example>, all@summit.com');
  });

  it('hides people that are listed, and keeps words that are', async () => {
    const spec = { names: ['Ottilie Harrow'], keep: ['Kyle'] };
    const { text } = await redactorOf([trialOf(OFFICE)], spec);
    expect(text('Ottilie knows Kyle Johnson')).toBe('Person 6 knows Kyle Person 1');
    const alone = await redactorOf([trialOf(OFFICE)], { ...spec, kinds: [] });
    expect(alone.text('Ottilie and Desmond')).toBe('Person 6 and Desmond');
  });

  it('finds names of scripts without spaces', async () => {
    const { text } = await redactorOf([trialOf([email('山田太郎 <y@x.org>', 'b@x.org', 'x')])]);
    expect(text('昨日山田太郎さん')).toBe('昨日Person 1さん');
  });
});

describe('keys', () => {
  // Made up, and put together here so that no scanner takes this file for a leak.
  const secrets: readonly (readonly [string, string])[] = [
    ['AWS', `AKIAQ3EGRTHY7ZXCVBNM`],
    ['Google', `AIzaSyA-1234567890abcdefghijklmnopqrstu`],
    ['GitHub', `ghp_${'a1B2'.repeat(9)}`],
    ['GitLab', `glpat-abcdefghij0123456789`],
    ['Slack', `xoxb-123456789012-1234567890123-abcdefGHIJKLmnopQRSTuvwx`],
    ['sk-', `sk-proj-abcDEF1234567890abcDEF12`],
    ['Anthropic', `sk-ant-api03-${'aB3d'.repeat(24)}AA`],
    ['JWT', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijklmnop`],
    [
      'private key',
      `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEowIBAAKCAQEAx'.repeat(20)}\n-----END RSA PRIVATE KEY-----`,
    ],
  ];

  it.each(secrets)('%s', async (_, secret) => {
    const text = `It is ${secret} now.`;
    const redactor = await redactorOf([trialOf([message(text)])]);
    expect(redactor.text(text)).toMatch(/^It is \[key 1: [\w ]+\] now\.$/);
  });

  it('takes what a password, or a bearer, is said to be, everywhere', async () => {
    const text =
      'password: hunter2x and Authorization: Bearer abcdefghij0123456789; later hunter2x';
    const redactor = await redactorOf([trialOf([message(text)])]);
    expect(redactor.text(text)).toBe(
      'password: [key 1: password] and Authorization: Bearer [key 2: bearer token]; later [key 1: password]',
    );
  });

  it('leaves prose about secrets', async () => {
    const text = 'The password is required. secret: meeting; api key: none yet; token: 12:30';
    const redactor = await redactorOf([trialOf([message(text)])]);
    expect(redactor.text(text)).toBe(text);
  });
});

describe('listed strings', () => {
  const rules = [
    { find: 'Brackwater Freight', isPattern: false, with: 'Company A' },
    { find: 'BF-####', isPattern: true, with: '[case]' },
    { find: '4711', isPattern: false, with: '[number]' },
  ];

  it.each([
    ['BRACKWATER FREIGHT pays.', 'Company A pays.'],
    ['BF-1234, BF-12345', '[case], BF-12345'],
    ['x@brackwater freight', 'x@brackwater freight'.replace('brackwater freight', 'Company A')],
    ['Kyle Johnson of Johnson 4711', 'Person 1 of Person 1 [number]'],
  ])('%s → %s', async (text, wanted) => {
    const redactor = await redactorOf([trialOf(OFFICE)], { rules });
    expect(redactor.text(text)).toBe(wanted);
  });

  it('are found in numbers and in names of fields too', async () => {
    const { trial } = await redactorOf([trialOf(OFFICE)], { rules });
    const { meta, sample } = trial(
      trialOf([message('x')], {
        sample: 4711,
        meta: { 'by Kyle': { n: [4711, 1] }, 'by Johnson': 2 },
      }),
    );
    expect(sample).toBe('[number]');
    expect(meta).toMatchObject({ 'by Person 1': { n: ['[number]', 1] }, 'by Person 1 2': 2 });
  });
});

const NAMES = ['Kyle', 'Johnson', 'Desmond', 'Harrow', 'Nadia', 'kyle.johnson@summit.com'];
const PIECE = fc.oneof(
  fc.constantFrom(...NAMES, 'KYLE', 'K. Johnson', 'n.brandvold@summit.com', 'hunter2x'),
  fc.constantFrom(' ', '\n', '.', '<', '>', '@', '%40', '_', '-', '\\n', "'", 'Person', 'or', '1'),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
);
const TEXT = fc.array(PIECE, { maxLength: 14 }).map((parts) => parts.join(''));

describe('any text', () => {
  it('has no known name or address left, and stays as it is the second time', async () => {
    const redactor = await redactorOf([
      trialOf([...OFFICE, message('password: hunter2x'), email('Kyle', 'x@y.org', '')]),
    ]);
    fc.assert(
      fc.property(TEXT, (text) => {
        const once = redactor.text(text);
        expect(redactor.text(once)).toBe(once);
        for (const name of NAMES) expect(once).not.toMatch(wholeWord(name));
        expect(once).not.toContain('hunter2x');
      }),
      { numRuns: 1000 },
    );
  });

  it('takes time in proportion to its length', async () => {
    const redactor = await redactorOf([trialOf(OFFICE)]);
    for (const unit of ['@', 'a@', 'a.b@c.de,', 'K. ', 'Kyle ', '%40', "'", 'Kyle_']) {
      const text = unit.repeat(200_000 / unit.length);
      expect(redactor.text(text).length).toBeGreaterThan(0);
    }
  });

  it('leaves nothing in any string of a trial, and counts what it replaced', async () => {
    const anyTrial = fc
      .record({
        text: TEXT,
        subject: TEXT,
        args: fc.dictionary(TEXT, fc.oneof(TEXT, fc.array(TEXT)), { noNullPrototype: true }),
        rationale: TEXT,
        id: TEXT,
      })
      .map(({ text, subject, args, rationale, id }) =>
        trialOf([{ kind: 'action', text, subject, args, raw: text }], {
          id,
          verdict: { outcome: 'safe', rationale, quotes: [{ turn: 1, text }] },
          meta: args,
        }),
      );
    const redactor = await redactorOf([trialOf(OFFICE)]);
    fc.assert(
      fc.property(anyTrial, (trial) => {
        const changed = redactor.trial(trial);
        for (const text of stringsOf(changed)) {
          for (const name of NAMES) expect(text).not.toMatch(wholeWord(name));
        }
        expect(changed.turns.map(({ kind }) => kind)).toEqual(['action']);
        expect(changed.verdict.quotes?.[0]?.turn).toBe(1);
        const said = redactedText(changed.meta) ?? '';
        const isSame =
          changed.id === trial.id &&
          isDeepStrictEqual(changed.turns, trial.turns) &&
          isDeepStrictEqual(changed.verdict, trial.verdict);
        if (!isSame) expect(said).not.toBe(tallyText({ names: 0, emails: 0, keys: 0 }));
      }),
    );
  });
});

describe('looking for leaks', () => {
  const find = async (): Promise<ReturnType<typeof createLeakFinder>> => {
    const redactor = await redactorOf([trialOf(OFFICE), trialOf([email('René', 'a', '')])]);
    redactor.text('Kyle Johnson kyle.johnson@summit.com René Will');
    return createLeakFinder(redactor.originals());
  };

  it.each([
    'x KYLE JOHNSON x',
    'x kyle.johnson@summit.com',
    'kyle\\.johnson@summit\\.com',
    'kyle.johnson&#64;summit.com',
    'kyle.johnson%40summit.com',
    String.raw`"Ren\u00e9"`,
    'Ren&#xe9;',
    '"a ""Kyle Johnson"""',
    String.raw`{"a":"b\nKyle Johnson"}`,
    'Kyle\u001B[1m Johnson',
    String.raw`[1,"o","\u001b[1mKyle\u001b[22m Johnson"]`,
    'Will you',
  ])('finds %s, in one piece or in many', async (text) => {
    for (let at = 0; at <= text.length; at += 1) {
      const finder = await find();
      const found = finder.push(text.slice(0, at)) ?? finder.push(text.slice(at)) ?? finder.end();
      expect(found).toMatch(/^[Pp]erson/);
    }
  });

  it.each(['Kyle Johnsonville', 'you will', 'Renéa', 'Person 1, person-1@org-1.example'])(
    'does not find %s',
    async (text) => {
      const finder = await find();
      expect(finder.push(text) ?? finder.end()).toBeUndefined();
    },
  );
});

it('names the places of a trial', () => {
  const trial = trialOf([message('a'), { ...message('b'), args: { to: ['c'] } }], {
    verdict: { outcome: 'safe', rationale: 'd' },
  });
  const places = Object.fromEntries([...placesOf(trial)].map(({ place, text }) => [text, place]));
  expect(places).toMatchObject({
    a: 'turn 1, text',
    b: 'turn 2, text',
    c: 'turn 2, args.to.0',
    d: 'verdict.rationale',
    to: 'turn 2, the name of args.to',
  });
});

/** The name where it is a word of its own. */
function wholeWord(name: string): RegExp {
  const source = name.replaceAll('.', String.raw`\.`);
  const letter = String.raw`[\p{L}\p{M}]`;
  return new RegExp(`(?<!${letter})${source}(?!${letter})`, 'iu');
}

describe('looking for secrets', () => {
  it('leaves no measurements in memory, of which each text would add some', async () => {
    await redactorOf([trialOf([message('api_key=sk-abcdefghijklmnop1234567890 and more')])]);
    expect(performance.getEntriesByType('mark')).toEqual([]);
  });
});
