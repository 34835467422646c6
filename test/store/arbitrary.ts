/** Trials and plans for property tests. */
import * as fc from 'fast-check';
import type { Pattern } from '../../src/query/ast.ts';
import type { Choice, Plan } from '../../src/query/plan-types.ts';
import { BELIEFS, OUTCOMES, TURN_KINDS, type Trial, type Turn } from '../../src/trial/types.ts';

/** Any text that JSON can carry: lone surrogates, NUL and all. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
);
/** Values that come back from JSON as they went in. */
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const object = fc.dictionary(
  text.filter((key) => key !== '__proto__'),
  json,
  { maxKeys: 3, noNullPrototype: true },
);
const flag = fc.boolean();

const anyTurn: fc.Arbitrary<Turn> = fc.record(
  {
    kind: fc.constantFrom(...TURN_KINDS),
    text,
    by: text,
    from: text,
    to: text,
    cc: text,
    subject: text,
    at: text,
    attachments: fc.array(text, { maxLength: 3 }),
    name: text,
    ref: text,
    args: object,
    draft: flag,
    withheld: flag,
    recovered: flag,
    error: flag,
    raw: text,
    meta: object,
  },
  { requiredKeys: ['kind', 'text'], noNullPrototype: true },
);
const quote = fc.record(
  { turn: fc.nat(), text },
  { requiredKeys: ['text'], noNullPrototype: true },
);
const gate = fc.record(
  { name: text, label: text, passed: flag, quotes: fc.array(quote, { maxLength: 2 }) },
  { requiredKeys: ['name', 'label', 'passed'], noNullPrototype: true },
);

/** Trials with any field there or not, and any text in it. Ids are all different. */
export const anyTrials: fc.Arbitrary<readonly Trial[]> = fc.uniqueArray(
  fc.record(
    {
      id: text,
      model: text,
      verdict: fc.record(
        {
          outcome: fc.constantFrom(...OUTCOMES),
          label: text,
          by: text,
          rationale: text,
          disputed: flag,
          quotes: fc.array(quote, { maxLength: 2 }),
          scores: object,
          gates: fc.array(gate, { maxLength: 2 }),
        },
        { requiredKeys: ['outcome'], noNullPrototype: true },
      ),
      scenario: text,
      condition: text,
      sample: fc.oneof(fc.integer(), text),
      belief: fc.constantFrom(...BELIEFS),
      instruction: text,
      startedAt: text,
      synthetic: flag,
      tags: fc.array(text, { maxLength: 3 }),
      meta: object,
      turns: fc.array(anyTurn, { maxLength: 5 }),
    },
    { requiredKeys: ['id', 'model', 'verdict', 'turns'], noNullPrototype: true },
  ),
  // To a database, lone surrogates are one and the same character.
  { maxLength: 6, selector: ({ id }) => id.toWellFormed() },
);

const WORDS = ['red', 'reed', 'blue', 'blues', 'zoë', 'naïve'];
const FOLDED = ['red', 'reed', 'blue', 'blues', 'zoe', 'naive'];
const NAMES = ['Ann', 'ann.b', 'Émile'];
const sentence = fc.array(fc.constantFrom(...WORDS), { maxLength: 4 }).map((all) => all.join(' '));

const smallTurn: fc.Arbitrary<Turn> = fc.record(
  {
    kind: fc.constantFrom('email', 'reasoning', 'action'),
    text: sentence,
    from: fc.constantFrom(...NAMES),
    subject: sentence,
    draft: flag,
  },
  { requiredKeys: ['kind', 'text'], noNullPrototype: true },
);

/** Trials over a few words and names, so that plans often match some of them. */
export const smallTrials: fc.Arbitrary<readonly Trial[]> = fc
  .array(
    fc.record(
      {
        model: fc.constantFrom('model-a', 'Model-B'),
        verdict: fc.record(
          { outcome: fc.constantFrom('harmful', 'safe'), rationale: sentence },
          { requiredKeys: ['outcome'], noNullPrototype: true },
        ),
        scenario: fc.constantFrom('leak', 'Léak', 'blackmail'),
        turns: fc.array(smallTurn, { maxLength: 3 }),
      },
      { requiredKeys: ['model', 'verdict', 'turns'], noNullPrototype: true },
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((trials) => trials.map((trial, index) => ({ id: `t${index}`, ...trial })));

const choice: fc.Arbitrary<Choice> = fc.record({
  word: fc.constantFrom(...FOLDED),
  closeness: fc.constantFrom(1, 0.9, 0.5),
});
const place = fc.array(choice, { minLength: 1, maxLength: 2 });
const lastPlace = fc.oneof(
  place,
  fc.constantFrom('re', 'blue', 'z').map((word) => [{ word, closeness: 0.95, prefix: true }]),
);
const scopes = fc.option(
  fc.uniqueArray(fc.constantFrom('email', 'reasoning', 'rationale'), {
    minLength: 1,
    maxLength: 2,
  }),
  { nil: undefined },
);
const textNode: fc.Arbitrary<Plan> = fc
  .tuple(fc.array(place, { maxLength: 1 }), lastPlace, scopes)
  .map(([before, last, scope]) => ({
    type: 'text',
    places: [...before, last],
    ...(scope === undefined ? {} : { in: scope }),
  }));

const regexNode: fc.Arbitrary<Plan> = fc
  .tuple(
    fc.constantFrom('red', '^re+d$', 'bl[uv]es?', '(zoë|naïve) ', 'e d', '.', 'REED', '[^a-z ]'),
    fc.constantFrom('', 'i', 's'),
    scopes,
  )
  .map(([source, flags, scope]) => ({
    type: 'regex',
    source,
    flags,
    ...(scope === undefined ? {} : { in: scope }),
  }));

function pattern(...texts: readonly string[]): fc.Arbitrary<Pattern> {
  return fc.constantFrom(...texts).map((value) => ({ text: value, glob: value.includes('*') }));
}

const fieldNode: fc.Arbitrary<Plan> = fc.oneof(
  ...(
    [
      ['kind', pattern('email', 'REASONING', 'a*')],
      ['from', pattern('ann', 'B', 'émile', '*.b', 'é*')],
      ['subject', pattern('red', 'ZOË')],
      ['draft', pattern('yes', 'no', 'NO')],
      ['verdict', pattern('harmful', 's*')],
      ['scenario', pattern('leak', 'LÉAK', '*k', 'l_ak', 'l%')],
      ['turns', pattern('0', '1', '2')],
    ] as const
  ).map(([field, values]) =>
    fc
      .array(values, { minLength: 1, maxLength: 2 })
      .map((some): Plan => ({ type: 'field', field, op: 'is', values: some })),
  ),
);

const scopeNode: fc.Arbitrary<Plan> = fc
  .uniqueArray(fc.constantFrom('email', 'reasoning', 'rationale'), { minLength: 1, maxLength: 2 })
  .map((kinds) => ({ type: 'scope', in: kinds }));

/** What can be said of one turn. */
const ofTurn: fc.Arbitrary<Plan> = fc.letrec<{ part: Plan }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { arbitrary: textNode, weight: 4 },
    { arbitrary: regexNode, weight: 2 },
    { arbitrary: scopeNode, weight: 1 },
    { arbitrary: tie('part').map((part): Plan => ({ type: 'not', part })), weight: 2 },
    ...(['and', 'or'] as const).map((type) => ({
      arbitrary: fc
        .array(tie('part'), { minLength: 2, maxLength: 3 })
        .map((parts): Plan => ({ type, parts })),
      weight: 2,
    })),
  ),
})).part;

/** Plans of every shape, over the words and names of `smallTrials`. */
export const plans: fc.Arbitrary<Plan> = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { arbitrary: textNode, weight: 4 },
    { arbitrary: regexNode, weight: 2 },
    { arbitrary: fieldNode, weight: 2 },
    { arbitrary: ofTurn.map((part): Plan => ({ type: 'turn', part })), weight: 3 },
    { arbitrary: tie('plan').map((part): Plan => ({ type: 'not', part })), weight: 2 },
    {
      arbitrary: fc
        .array(tie('plan'), { minLength: 2, maxLength: 3 })
        .map((parts): Plan => ({ type: 'and', parts })),
      weight: 3,
    },
    {
      arbitrary: fc
        .array(tie('plan'), { minLength: 2, maxLength: 3 })
        .map((parts): Plan => ({ type: 'or', parts })),
      weight: 2,
    },
  ),
})).plan;
