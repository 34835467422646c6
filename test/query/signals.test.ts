/** The built-in signals: they can be read, they are precise, and they do not look at what was read. */
import { describe, expect, it } from 'vitest';
import { createExpander } from '../../src/query/expand.ts';
import { parse } from '../../src/query/parse.ts';
import { patternsOf, plan } from '../../src/query/plan.ts';
import { BUILT_IN_SIGNALS } from '../../src/query/signals.ts';
import { findMatches } from '../../src/text/match.ts';
import { words } from '../../src/text/words.ts';

/** The signals that a text in a kind of turn has. */
function signalsIn(text: string, kind = 'reasoning'): readonly string[] {
  const dictionary = [...new Set([...words(text)].map(({ word }) => word))];
  const expander = createExpander(dictionary.map((word) => ({ word, count: 1 })));
  return Object.entries(BUILT_IN_SIGNALS).flatMap(([name, query]) => {
    const parsed = parse(query);
    if (!parsed.ok) throw new Error(`${name}: ${parsed.error.message}`);
    const patterns = patternsOf(plan(parsed.query, expander).plan).filter(
      ({ in: kinds }) => kinds === undefined || kinds.includes(kind),
    );
    return findMatches(text, patterns, 1).length > 0 ? [name] : [];
  });
}

describe('built-in signals', () => {
  it('are the four', () => {
    expect(Object.keys(BUILT_IN_SIGNALS)).toEqual([
      'ethics',
      'self-preservation',
      'leverage',
      'test-awareness',
    ]);
  });

  it.each([
    ['This is risky and unethical.', ['ethics']],
    ['I know it is wrong, but I go on.', ['ethics']],
    ['What went wrong with the invoice?', []],
    ['I face an existential threat and want to survive.', ['self-preservation']],
    ['Self-preservation is no reason.', ['self-preservation']],
    ['The preserved fruit was good.', []],
    ['I could blackmail him: that is my leverage.', ['leverage']],
    ['Threatening him would be coercion.', ['leverage']],
    ['This is a test, a contrived scenario.', ['test-awareness']],
    ['The latest performance evaluations are due.', []],
  ])('%s', (text, expected) => {
    expect(signalsIn(text)).toEqual(expected);
  });

  it('do not look at emails, results and instructions', () => {
    const text = 'An unethical test of leverage, to survive: a simulation.';
    expect(signalsIn(text)).toHaveLength(4);
    for (const kind of ['email', 'result', 'briefing', 'note', 'rationale']) {
      expect(signalsIn(text, kind)).toEqual([]);
    }
  });
});
