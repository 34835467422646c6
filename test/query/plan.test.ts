/** From queries to plans: variants, switches, beginnings, and what is highlighted. */
import { describe, expect, it } from 'vitest';
import { createExpander } from '../../src/query/expand.ts';
import { parse } from '../../src/query/parse.ts';
import { patternsOf, plan, switchName, type PlanOptions } from '../../src/query/plan.ts';
import type { Plan, Planned } from '../../src/query/plan-types.ts';

const expander = createExpander(
  [
    'unethical',
    'unethically',
    'ethical',
    'not',
    'risky',
    'risk',
    'self',
    'preserve',
    'preserving',
  ].map((word, at) => ({ word, count: at + 1 })),
);

function planned(text: string, options?: PlanOptions): Planned {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return plan(parsed.query, expander, options);
}

/** Every text of a plan as words, alternatives with `/`, places with a space. */
function texts(part: Plan): readonly string[] {
  switch (part.type) {
    case 'text':
      return [
        part.places
          .map((place) => place.map(({ word, prefix }) => word + (prefix ? '*' : '')).join('/'))
          .join(' '),
      ];
    case 'and':
    case 'or':
      return part.parts.flatMap(texts);
    case 'not':
      return texts(part.part).map((text) => `-${text}`);
    default:
      return [];
  }
}

describe('plan', () => {
  it('expands words, and leaves exact ones and beginnings as they are', () => {
    expect(texts(planned('unethical').plan)).toEqual(['unethical/unethically']);
    expect(texts(planned("'unethical").plan)).toEqual(['unethical']);
    expect(texts(planned('uneth*').plan)).toEqual(['uneth*']);
    expect(texts(planned('"risky unehtical"').plan)).toEqual(['risky/risk unethical/unethically']);
    expect(texts(planned('\'"risky unethical"').plan)).toEqual(['risky unethical']);
    expect(texts(planned('self-pres*').plan)).toEqual(['self pres*']);
  });

  it('finds nothing for words that nobody wrote, but still reports them', () => {
    const { plan: made, terms } = planned('xylophone');
    expect(made).toEqual({ type: 'none' });
    expect(terms).toEqual([{ text: 'xylophone', at: { start: 0, end: 9 }, variants: [] }]);
    expect(planned('"risky xylophone"').plan).toEqual({ type: 'none' });
    expect(planned('xylo*').plan).toEqual({ type: 'none' });
  });

  it('lists terms in the order of the text, also those of phrases and exclusions', () => {
    const { terms } = planned('risky ("self preserve" | -ethical) model:x');
    expect(terms.map(({ text }) => text)).toEqual(['risky', 'self', 'preserve', 'ethical']);
    expect(terms[1]?.at).toEqual(terms[2]?.at);
  });

  it('takes what was switched', () => {
    const off = { switches: { [switchName('unethical', 'unethically')]: false } };
    expect(texts(planned('unethical', off).plan)).toEqual(['unethical']);
    const on = { switches: { [switchName('unethical', 'not ethical')]: true } };
    expect(texts(planned('unethical', on).plan)).toEqual(['unethical/unethically', 'not ethical']);
    const [term] = planned('unethical', on).terms;
    expect(term?.variants.find(({ word }) => word === 'not ethical')?.on).toBe(true);
    const none = {
      switches: Object.fromEntries(
        ['unethical', 'unethically'].map((word) => [switchName('unethical', word), false]),
      ),
    };
    expect(planned('unethical', none).plan).toEqual({ type: 'none' });
  });

  it('can switch one of the words of a beginning off', () => {
    const switches = { [switchName('preserv', 'preserve')]: false };
    expect(texts(planned('preserv*').plan)).toEqual(['preserv*']);
    expect(texts(planned('preserv*', { switches }).plan)).toEqual(['preserving']);
  });

  it('limits words by the options where the query does not', () => {
    const { plan: made } = planned('risky (in:email ethical)', { in: ['reasoning'] });
    expect(patternsOf(made).map((pattern) => pattern.in)).toEqual([['reasoning'], ['email']]);
  });

  it('passes fields on', () => {
    expect(planned('turns:>10').plan).toEqual({
      type: 'field',
      field: 'turns',
      op: '>',
      values: [{ text: '10', glob: false }],
    });
  });
});

describe('patternsOf', () => {
  it('is what is looked for, not what is excluded', () => {
    const { plan: made } = planned("'risky | (self* -'ethical) model:x");
    expect(patternsOf(made)).toEqual([
      { places: [[{ word: 'risky' }]] },
      { places: [[{ word: 'self', prefix: true }]] },
    ]);
  });
});
