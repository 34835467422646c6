/** What pickers do to the text of a filter. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Query } from '../../src/query/ast.ts';
import { fieldTerm, fieldValues, setField, withoutField } from '../../src/query/edit.ts';
import { parse } from '../../src/query/parse.ts';
import { queries, values } from './arbitrary.ts';
import { bare, printed } from './print.ts';

function read(text: string): Query {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.query;
}

describe('setField', () => {
  it.each<[string, readonly string[], string]>([
    ['', ['a'], 'model:a'],
    ['', [], ''],
    ['model:a', ['b', 'c d'], 'model:b,"c d"'],
    ['', ['//host/x'], 'model:"//host/x"'],
    ['foo  model:a "x  y"', [], 'foo "x  y"'],
    ['model:a foo model:b', ['c'], 'foo model:c'],
    ['-model:a foo', ['c'], '-model:a foo model:c'],
    ['a | b', ['c'], '(a | b) model:c'],
    ['(a | b) model:c', ['d'], '(a | b) model:d'],
    ['(a | b) model:c', [], '(a | b)'],
    ['(a | b)', ['d'], '(a | b) model:d'],
    ['(model:a) foo', [], 'foo'],
    ['foo ((model:a model:b))', [], 'foo'],
    ['(model:a foo) bar', [], '(foo) bar'],
    ['"f()" model:a', [], '"f()"'],
    ['model:a | b', ['c'], '(model:a | b) model:c'],
    ['(broken', ['c'], 'model:c'],
    ['(broken', [], '(broken'],
  ])('%s with %j is %s', (text, wanted, expected) => {
    expect(setField(text, 'model', wanted)).toBe(expected);
  });

  it('takes a range out once', () => {
    expect(setField('foo turns:2..5 bar', 'turns', [])).toBe('foo bar');
  });

  it('puts in values that can be read back, whatever they are and whatever stood there', () => {
    fc.assert(
      fc.property(queries, fc.array(values, { minLength: 1, maxLength: 4 }), (query, wanted) => {
        const text = setField(printed(query), 'model', wanted);
        expect(fieldValues(read(text), 'model')).toEqual(wanted);
        expect(bare(withoutField(read(text), 'label'))).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });

  it('leaves the rest as it was when a value is put in and taken out again', () => {
    fc.assert(
      fc.property(queries, values, (query, value) => {
        const before = setField(printed(query), 'model', []);
        const after = setField(setField(before, 'model', [value]), 'model', []);
        expect(bare(read(after))).toEqual(bare(read(before)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('fieldTerm', () => {
  it('quotes what the language would take for more than text', () => {
    expect(fieldTerm('sample', ['17', '>5', 'a*', 'say "x"'])).toBe(
      'sample:17,">5","a*","say ""x"""',
    );
  });
});

describe('withoutField', () => {
  it('drops conditions on the field, also negated ones, and keeps the rest', () => {
    const left = withoutField(read('foo model:a -model:b verdict:harmful'), 'model');
    expect(bare(left)).toEqual(bare(read('foo verdict:harmful')));
    expect(withoutField(read('model:a'), 'model')).toEqual({ type: 'all' });
    expect(withoutField(read(''), 'model')).toEqual({ type: 'all' });
  });
});
