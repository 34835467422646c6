import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { methods } from './methods.ts';

type Case = {
  readonly id: string;
  readonly fn: string;
  readonly input: never;
  readonly expected: unknown;
  readonly tolerance: { readonly abs?: number; readonly rel?: number };
};

const VALUES = new URL('../../../shared/audit-values.json', import.meta.url);

describe('reference values', () => {
  if (!existsSync(VALUES)) {
    it.skip('are not here: ../shared/audit-values.json', () => undefined);
    return;
  }
  const { cases } = JSON.parse(readFileSync(VALUES, 'utf8')) as { cases: readonly Case[] };
  it('has a function for each case, and a case of each function', () => {
    expect([...new Set(cases.map(({ fn }) => fn))].sort()).toEqual(Object.keys(methods).sort());
  });
  it.each(cases)('$fn: $id', ({ fn, input, expected, tolerance }) => {
    expectClose(methods[fn]?.(input), expected, tolerance, fn);
  });
});

/** Numbers within the tolerance, everything else equal; what is not expected may be there as well. */
function expectClose(
  got: unknown,
  expected: unknown,
  tolerance: Case['tolerance'],
  at: string,
): void {
  if (typeof expected === 'number') {
    expect(typeof got, at).toBe('number');
    const allowed = tolerance.abs ?? (tolerance.rel ?? 0) * Math.abs(expected);
    expect(Math.abs((got as number) - expected), at).toBeLessThanOrEqual(allowed);
  } else if (typeof expected === 'object' && expected !== null) {
    expect(got, at).toBeTypeOf('object');
    if (Array.isArray(expected)) expect(got, at).toHaveLength(expected.length);
    for (const [name, value] of Object.entries(expected)) {
      // `contains` says what another case draws.
      if (name === 'contains') continue;
      expectClose((got as Record<string, unknown>)[name], value, tolerance, `${at}.${name}`);
    }
  } else expect(got, at).toEqual(expected);
}
