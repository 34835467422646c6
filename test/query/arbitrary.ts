/** Queries that the parser can give, for property tests. */
import * as fc from 'fast-check';
import { typedWords } from '../../src/query/typed-words.ts';
import { TURN_KINDS } from '../../src/trial/types.ts';
import type { Query } from '../../src/query/ast.ts';

const at = { start: 0, end: 0 };
const words = fc
  .stringMatching(/^[a-zàéñ0-9жд漢]{1,8}$/)
  .filter((word) => typedWords(word)[0] === word);
const scopes = fc.option(
  fc.uniqueArray(fc.constantFrom(...TURN_KINDS, 'rationale'), { minLength: 1, maxLength: 3 }),
  { nil: undefined },
);

/** Values of fields that take any text. */
export const values = fc
  .oneof(fc.stringMatching(/^[a-z0-9 "(),|:<>=.*'-]{1,10}$/), fc.string({ minLength: 1 }))
  .filter((text) => text !== '');

const limited = (scope: readonly string[] | undefined): { readonly in?: readonly string[] } =>
  scope === undefined ? {} : { in: scope };

const leaf: fc.Arbitrary<Query> = fc.oneof(
  fc
    .record({ text: words, mode: fc.constantFrom('fuzzy', 'exact', 'prefix'), scope: scopes })
    .map(({ text, mode, scope }): Query => ({ type: 'word', text, mode, ...limited(scope), at })),
  fc
    .record({
      words: fc.array(words, { minLength: 2, maxLength: 4 }),
      mode: fc.constantFrom('fuzzy', 'exact'),
      prefix: fc.boolean(),
      scope: scopes,
    })
    .map(({ words: all, mode, prefix, scope }): Query => ({
      type: 'phrase',
      words: all,
      mode,
      ...(prefix ? { prefix } : {}),
      ...limited(scope),
      at,
    })),
  fc
    .record({
      field: fc.constantFrom('model', 'label', 'condition', 'source', 'subject'),
      texts: fc.array(values, { minLength: 1, maxLength: 3 }),
      glob: fc.boolean(),
    })
    .map(({ field, texts, glob }): Query => ({
      type: 'field',
      field,
      op: 'is',
      values: [
        ...texts.map((text) => ({ text, glob: false })),
        ...(glob ? [{ text: 'gro*', glob: true }] : []),
      ],
      at,
    })),
  fc
    .record({
      source: fc.stringMatching(/^(?:[a-z(){}|" -]|\\[/d]|\[[/"]\]){1,8}$/),
      flags: fc.constantFrom('', 'i', 's', 'is'),
      scope: scopes,
    })
    .map(({ source, flags, scope }): Query => ({
      type: 'regex',
      source,
      flags,
      ...limited(scope),
      at,
    })),
  fc
    .record({ op: fc.constantFrom('>', '>=', '<', '<='), number: fc.nat() })
    .map(({ op, number }): Query => ({
      type: 'field',
      field: 'turns',
      op,
      values: [{ text: String(number), glob: false }],
      at,
    })),
);

/** Groups have two parts or more, and none of their own kind among them: the parser merges those. */
export const queries: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    tie('query').map((part): Query => ({ type: 'not', part })),
    fc
      .record({
        type: fc.constantFrom('and', 'or'),
        parts: fc.array(tie('query'), { minLength: 2, maxLength: 3 }),
      })
      .map(({ type, parts }): Query => ({
        type,
        parts: parts.flatMap((part) => (part.type === type ? part.parts : [part])),
      })),
  ),
})).query;
