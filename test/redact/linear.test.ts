/** No text takes redaction more time than its length: by how it is made, and by counted steps. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { analyse } from 'scslre';
import { describe, expect, it } from 'vitest';
import { ESCAPE } from '../../src/redact/decoders.ts';
import { createFinder } from '../../src/redact/multi-string-finder.ts';
import { readings } from '../../src/redact/readings.ts';
import { rulePattern } from '../../src/redact/rules.ts';
import { email, message, redactorOf, trialOf } from './support.ts';

const SRC = path.resolve(import.meta.dirname, '../../src');

type Expression = { readonly source: string; readonly flags: string };

/** All regular expressions that stand in a file. */
function expressionsIn(file: string): readonly Expression[] {
  const found: Expression[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('regex' in node) {
      const { pattern, flags } = node.regex as { pattern: string; flags: string };
      found.push({ source: pattern, flags });
    }
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseAst(readFileSync(path.join(SRC, file), 'utf8'), { lang: 'ts' }));
  return found;
}

/** What makes an expression slower than linear: https://github.com/RunDevelopment/scslre */
function slow({ source, flags }: Expression): readonly string[] {
  return analyse({ source, flags }).reports.map(({ type }) => `${type}: /${source}/${flags}`);
}

describe('regular expressions', () => {
  const files = [
    ...globSync('redact/*.ts', { cwd: SRC }),
    'text/words.ts',
    'trial/tool-call-fields.ts',
  ];

  it.each(files)('of %s are linear', (file) => {
    expect(expressionsIn(file).flatMap(slow)).toEqual([]);
  });

  it('are found, and judged', () => {
    expect(expressionsIn('redact/secrets.ts').length).toBeGreaterThan(10);
    expect(slow(/\([^)]*\)/g)).toHaveLength(1);
  });

  it.each([ESCAPE, rulePattern('BF-####'), rulePattern('*-*'), rulePattern('?a?')])(
    'that are put together are linear: %s',
    (expression) => {
      expect(slow(expression)).toEqual([]);
    },
  );
});

/** Units that are written again and again, each hostile to a way of looking. */
const SHAPES: Readonly<Record<string, string>> = {
  parentheses: '(',
  brackets: '[',
  'angle brackets': '<',
  'opening tags': '<a ',
  comments: '<!--',
  backslashes: '\\',
  escapes: '\\u0061',
  'nested escapes': '\\\\u005c',
  percents: '%25',
  'percent letters': '%4a',
  entities: '&amp;',
  'nested entities': '&amp;amp;',
  'quoted-printable': '=3D',
  'base64 letters': 'QUFB',
  'base64 of base64': Buffer.from(Buffer.from('Kyle1').toString('base64')).toString('base64'),
  'full-width letters': 'Ａ',
  marks: 'a\u0336\u0301',
  'zero-width spaces': '\u200B',
  'signs of addresses': '@',
  addresses: 'a@b.cd,',
  names: 'Kyle ',
  'initials and names': 'K. Johnson ',
  'glued names': 'KyleJohnson',
  'hyphens at line breaks': 'a-\n',
  assignments: 'password=',
  schemes: 'a://a:',
  tokens: 'eyJ',
  'long names': 'Aa Aa ',
};

describe('counted steps', () => {
  /** Characters that are looked at, in all readings, and pieces that they are taken from. */
  function steps(text: string): number {
    let count = 0;
    for (const reading of readings(text)) count += 1 + reading.text.length;
    return count;
  }

  it.each(Object.entries(SHAPES))('double with the text of %s', (_, unit) => {
    const length = 4000;
    const once = steps(unit.repeat(length));
    const twice = steps(unit.repeat(2 * length));
    expect(twice / once).toBeLessThan(2.1);
    // Forms inside forms are read a bounded number of times.
    expect(once).toBeLessThan(100 * length * unit.length);
  });

  it('of finding strings are at most one for a character and one for a find', () => {
    const literals = ['a', 'aa', 'aaa', 'ab'].map((text) => ({
      text,
      whole: false,
      exact: false,
      value: text,
    }));
    const find = createFinder(literals);
    expect(find('a'.repeat(1000))).toHaveLength(1000 + 999 + 998);
    expect(find('a'.repeat(2000))).toHaveLength(2000 + 1999 + 1998);
  });

  it.each(Object.entries(SHAPES))('end for %s, in a header and in a text', async (_, unit) => {
    const text = unit.repeat(100_000 / unit.length);
    const trial = trialOf([email(text, `${text} <a@x.org>`, text), message(text)], {
      meta: { [text]: text },
    });
    const redactor = await redactorOf([trial]);
    expect(redactor.trial(trial).turns).toHaveLength(2);
  });

  it('are few where thousands share a name, and where thousands of fields become one', async () => {
    const people = Array.from({ length: 5000 }, (_, index) =>
      email(`A${index.toString(36).replaceAll(/\d/g, 'q')} Smith <s${index}@x.org>`, 'a@x.org', ''),
    );
    const names = Array.from({ length: 5000 }, (_, index) => ['Smith '.repeat(index % 7), index]);
    const trial = trialOf([...people, message('A Smith '.repeat(50_000))], {
      meta: Object.fromEntries(names),
    });
    const redactor = await redactorOf([trial]);
    expect(redactor.text('Smith')).toBe('Person 1 or 2 or 3 or more');
    expect(redactor.trial(trial).turns).toHaveLength(5001);
  });
});
