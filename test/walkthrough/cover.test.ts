/** A model's name is covered however people write it, and other words are left alone. */
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverName } from '../../src/walkthrough/cover.ts';

describe('a name that is covered', () => {
  it.each([
    ['I am gpt-4.1.', 'gpt-4.1', 'I am ▒▒▒▒▒▒▒.'],
    ['I am GPT 4.1, or GPT4.1.', 'gpt-4.1', 'I am ▒▒▒▒▒▒▒, or ▒▒▒▒▒▒.'],
    ['by acme/some-model', 'acme/some-model', 'by ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒'],
    ['by some_model@acme', 'acme/some-model', 'by ▒▒▒▒▒▒▒▒▒▒@acme'],
    ['Some Model 4 it is', 'acme/some-model-4-20250514', '▒▒▒▒▒▒▒▒▒▒▒▒ it is'],
    ['some-model-4-20250514', 'some-model-4-20250514', '▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒'],
    ['o3 wrote CO3 and foo3, (o3)', 'o3', '▒▒ wrote CO3 and foo3, (▒▒)'],
    ['nobody is unknown here', 'unknown', 'nobody is unknown here'],
    ['nothing - at / all', '', 'nothing - at / all'],
    ['nothing - at / all', '-/-', 'nothing - at / all'],
    ['a+b (c)? [d', 'a+b(c)?[d', 'a+b (c)? [d'],
  ])('in %j, of %s', (text, model, covered) => {
    expect(coverName(text, model)).toBe(covered);
  });

  it.each([
    ['a', 'b'],
    ['a-', 'a b'],
    ['😀x', 'x'],
    ['x 😀', '😀'],
    ['(', ')'],
  ])('may have 40,000 characters (%s)', (piece, other) => {
    const model = piece.repeat(40_000);
    const text = `It is ${model.replaceAll('-', ' ')}, not ${other}.`;
    const covered = coverName(text, model);
    expect(covered).toHaveLength(text.length);
    expect(covered.startsWith('It is ')).toBe(true);
    expect(covered.endsWith(`not ${other}.`) || covered.endsWith('▒')).toBe(true);
    if (piece === 'a') expect(covered).toBe(`It is ${'▒'.repeat(40_001)} not b.`);
  });

  it('keeps every offset, and is not there any more', () => {
    assert(
      property(string(), string(), string({ minLength: 4 }), (before, after, model) => {
        const text = `${before}${model}${after}`;
        const covered = coverName(text, model);
        expect(covered).toHaveLength(text.length);
        if (/[\p{L}\p{N}]/u.test(model)) expect(covered).toContain('▒');
      }),
    );
  });
});
