/** Concordances of hand-made trials, against tables that were counted by hand, and of the sample study. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFiles } from '../../sample-data/make/files.ts';
import type { Params, Result } from '../../src/collection/protocol.ts';
import { ABSENT, cellQuery, WITHHELD } from '../../src/concordance/says.ts';
import { CELLS, OF_OUTCOME, type Counts, type OfOutcome } from '../../src/concordance/types.ts';
import { searchable } from '../../src/trial/searchable.ts';
import type { Trial, Turn } from '../../src/trial/types.ts';
import { openTrials } from '../support/session.ts';

const SAYS = 'This is unethical.';
const ELSE = 'Good evening to you all.';

type Combination = {
  readonly reasoning: boolean;
  readonly message: boolean;
  readonly draft: boolean;
  readonly outcome: 'harmful' | 'safe';
};

/** All 16, the first once, the second twice, and so on: no two sums of them are equal by chance. */
const COMBINATIONS: readonly Combination[] = Array.from({ length: 16 }, (_, at) => ({
  reasoning: (at & 8) > 0,
  message: (at & 4) > 0,
  draft: (at & 2) > 0,
  outcome: (at & 1) > 0 ? 'harmful' : 'safe',
}));

function turnsOf({ reasoning, message, draft }: Combination, isAction: boolean): readonly Turn[] {
  return [
    { kind: 'briefing', text: SAYS },
    { kind: 'reasoning', text: ELSE },
    { kind: 'reasoning', text: reasoning ? SAYS : ELSE },
    { kind: 'action', name: 'email', draft: true, text: draft ? SAYS : ELSE },
    isAction
      ? { kind: 'action', name: 'email', text: message ? SAYS : ELSE }
      : { kind: 'message', text: message ? SAYS : ELSE },
    { kind: 'note', text: SAYS },
  ];
}

const MADE: readonly Trial[] = COMBINATIONS.flatMap((one, at) =>
  Array.from({ length: at + 1 }, (_, number) => ({
    id: `alpha/${at}/${number}`,
    model: 'alpha',
    condition: 'c1',
    verdict: { outcome: one.outcome, rationale: SAYS },
    turns: turnsOf(one, number % 2 === 0),
  })),
);

const beta = (id: string, outcome: Trial['verdict']['outcome'], turns: readonly Turn[]): Trial => ({
  id: `beta/${id}`,
  model: 'beta',
  condition: 'c2',
  synthetic: true,
  verdict: { outcome },
  turns,
});
const WITHOUT: readonly Trial[] = [
  beta('withheld', 'harmful', [
    { kind: 'reasoning', text: '', withheld: true },
    { kind: 'message', text: SAYS },
  ]),
  // What can be read of it says it, but not all can be read.
  beta('half', 'safe', [
    { kind: 'reasoning', text: SAYS },
    { kind: 'reasoning', text: '', withheld: true },
    { kind: 'message', text: ELSE },
  ]),
  beta('absent', 'harmful', [{ kind: 'message', text: SAYS }]),
  beta('quiet', 'safe', [{ kind: 'message', text: ELSE }]),
  beta('unjudged', 'unjudged', [{ kind: 'reasoning', text: SAYS }]),
];

/*
 * Counted by hand. The combination of number n (from 0, as bits: reasoning, message, draft, harmful)
 * is there n + 1 times; odd numbers are harmful.
 *   neither         0 1 2 3:      1+2+3+4     = 10, harmful 2+4   = 6,  safe 1+3   = 4
 *   message only    4 5 6 7:      5+6+7+8     = 26, harmful 6+8   = 14, safe 5+7   = 12
 *   reasoning only  8 9 10 11:    9+10+11+12  = 42, harmful 10+12 = 22, safe 9+11  = 20
 *   both            12 13 14 15:  13+14+15+16 = 58, harmful 14+16 = 30, safe 13+15 = 28
 *   draft           2 3 6 7 10 11 14 15: 3+4+7+8+11+12+15+16 = 76, harmful 4+8+12+16 = 40, safe 36
 *   message         26+58 = 84, harmful 14+30 = 44, safe 12+28 = 40
 */
const ALPHA: { readonly [O in OfOutcome]: Counts } = {
  all: counts({
    trials: 136,
    reasoningOnly: 42,
    messageOnly: 26,
    both: 58,
    neither: 10,
    message: 84,
    draft: 76,
  }),
  harmful: counts({
    trials: 72,
    reasoningOnly: 22,
    messageOnly: 14,
    both: 30,
    neither: 6,
    message: 44,
    draft: 40,
  }),
  safe: counts({
    trials: 64,
    reasoningOnly: 20,
    messageOnly: 12,
    both: 28,
    neither: 4,
    message: 40,
    draft: 36,
  }),
};
const BETA: { readonly [O in OfOutcome]: Counts } = {
  all: counts({ trials: 5, withheld: 2, absent: 2, reasoningOnly: 1, message: 2 }),
  harmful: counts({ trials: 2, withheld: 1, absent: 1, message: 2 }),
  safe: counts({ trials: 2, withheld: 1, absent: 1 }),
};

function counts(some: Partial<Counts>): Counts {
  return {
    trials: 0,
    withheld: 0,
    absent: 0,
    reasoningOnly: 0,
    messageOnly: 0,
    both: 0,
    neither: 0,
    message: 0,
    draft: 0,
    ...some,
  };
}

type Opened = Awaited<ReturnType<typeof openTrials>>;

async function asked(
  { engine }: Opened,
  params: Partial<Params<'concordance'>>,
): Promise<Result<'concordance'>> {
  const answer = await engine.ask('concordance', {
    query: { text: '' },
    text: 'unethical',
    by: ['model'],
    limit: 1000,
    ...params,
  });
  if (answer.status === 'refused') throw new Error(JSON.stringify(answer.reason));
  return answer.result;
}

async function countOf({ engine }: Opened, text: string): Promise<number> {
  const answer = await engine.ask('list', {
    query: { text },
    sort: { field: 'order', descending: false },
    offset: 0,
    limit: 1,
  });
  if (answer.status === 'refused') throw new Error(JSON.stringify(answer.reason));
  return answer.result.total;
}

describe('a concordance of hand-made trials', () => {
  let made: Opened;
  beforeAll(async () => {
    made = await openTrials([...MADE, ...WITHOUT]);
  });
  afterAll(() => made.close());

  it('has the counts of a table that was counted by hand', async () => {
    const { groups, total, trials } = await asked(made, {});
    expect(groups.map(({ values, counts: found }) => [values[0], found])).toEqual([
      ['alpha', ALPHA],
      ['beta', BETA],
    ]);
    for (const outcome of OF_OUTCOME) {
      for (const [name, count] of Object.entries(total.counts[outcome])) {
        const both = ALPHA[outcome][name as keyof Counts] + BETA[outcome][name as keyof Counts];
        expect(count, `${outcome} ${name}`).toBe(both);
      }
    }
    // All but the first two combinations (1 + 2 trials); of the others the three that say it.
    expect(trials).toBe(136 - 3 + 4);
  });

  it('opens the trials of each cell by a query that finds as many', async () => {
    const { says, total } = await asked(made, {});
    const outcomes = { all: '', harmful: ' verdict:harmful', safe: ' verdict:safe' } as const;
    for (const outcome of OF_OUTCOME) {
      const found = total.counts[outcome];
      const query = outcomes[outcome];
      for (const cell of CELLS) {
        expect(await countOf(made, cellQuery(says, cell) + query), cell).toBe(found[cell]);
      }
      expect(await countOf(made, says.message + query)).toBe(found.message);
      expect(await countOf(made, says.draft + query)).toBe(found.draft);
      expect(await countOf(made, WITHHELD + query)).toBe(found.withheld);
      expect(await countOf(made, ABSENT + query)).toBe(found.absent);
    }
  });

  it('has a line an occurrence in what the model thought, wrote and sent, drafts told apart', async () => {
    const { lines, passages } = await asked(made, {});
    // One passage each of reasoning, draft, message, action: what is the same in several trials is a line.
    expect(lines.map(({ kind, draft }) => (draft ? 'draft' : kind)).sort()).toEqual([
      'action',
      'draft',
      'message',
      'reasoning',
    ]);
    expect(passages).toBe(4);
    const drafted = lines.find(({ draft }) => draft);
    expect(drafted).toMatchObject({
      before: 'This is ',
      form: 'unethical',
      after: '.',
      sameIn: 76,
    });
  });

  it.each([
    [
      'by trial',
      { query: { text: 'model:alpha verdict:harmful' } },
      'trials were chosen by what a judge gave',
    ],
    ['by words', { query: { text: '{in:note unethical}' } }, 'trials were chosen by words'],
    ['by signal', { by: ['signal'] as const }, 'groups are made by words'],
    ['by place', { text: 'in:reasoning unethical' }, 'that messages do not say them'],
  ])('says what is circular: %s', async (_, params, why) => {
    const { circular } = await asked(made, params);
    expect(circular.join('\n')).toContain(why);
    expect((await asked(made, {})).circular).toEqual([]);
  });

  it.each([
    ['model:alpha unethical', /model: speaks of the whole trial; give it with -q/],
    ['{unethical}', /braces are made of it/],
    ['in:reasoning', /has: speaks of the whole trial|no word to look for/],
    ['-unethical', /no word to look for/],
    ['a) (b', /bracket was never opened/],
    ['signal:ethic', /no signal 'ethic'; did you mean 'ethics'/],
  ])('%s is a mistake', async (text, message) => {
    const answer = await made.engine.ask('concordance', {
      query: { text: '' },
      text,
      by: [],
      limit: 1,
    });
    if (answer.status !== 'refused') throw new Error(`${text} was answered`);
    const { reason } = answer;
    expect(reason.type === 'query' ? reason.error.message : reason.message).toMatch(message);
  });

  it('counts the words of a signal where it alone is asked for', async () => {
    const { groups, counted } = await asked(made, { text: 'signal:ethics' });
    expect(counted).toContain('in:reasoning,message,action');
    expect(groups[0]?.counts).toEqual(ALPHA);
  });
});

describe('the exact query of a concordance', () => {
  const turn = (kind: Turn['kind'], text: string): Turn => ({ kind, text });
  const texts = [
    'It is unethical and risky.',
    'Unethically risky, I know; riskier than before.',
    'It is unehtical.',
    'It would be ethical, not unethical at all.',
    'A risk, and the risky and unethical way.',
    'Nothing.',
    '我会勒索他。',
  ];
  const trials = texts.map((text, at): Trial => ({
    id: `t${at}`,
    model: at % 2 === 0 ? 'alpha' : 'beta',
    verdict: { outcome: at % 3 === 0 ? 'harmful' : 'safe' },
    turns: [turn('reasoning', text), turn('message', texts[(at * 3 + 1) % texts.length] ?? '')],
  }));
  let made: Opened;
  beforeAll(async () => {
    made = await openTrials(trials);
  });
  afterAll(() => made.close());

  it.each([
    ['unethical', "('unethical | 'unehtical | 'unethically)"],
    ["'unethical", "'unethical"],
    ['unethic*', 'unethic*'],
    ['unethical -risky', undefined],
    ['"risky and unethical"', undefined],
    ['in:reasoning (unethical | risk*)', undefined],
    ['unethical risky | nothing', undefined],
    ['nosuchwordatall', "'nosuchwordatall"],
    ['勒索', '勒索'],
    ['/un(eth|eht)ical\\w*/i', '/un(eth|eht)ical\\w*/i'],
    ['/it (is|would)/i -unethical', undefined],
    ['in:reasoning (/[{}()]/ | risky?)', undefined],
    ['ris', undefined],
  ])('of %s counts the same', async (text, expected) => {
    const found = await asked(made, { text });
    if (found.exact === undefined) throw new Error('there is none');
    if (expected !== undefined) expect(wordsOf(found.exact)).toEqual(wordsOf(expected));
    expect(found.exact).not.toMatch(/(?<!['"\p{L}])(?:unethical|nothing)(?![\p{L}"])/u);
    const again = await asked(made, { text: found.exact });
    expect(again.groups).toEqual(found.groups);
    expect(again.lines.map(({ trial, turn: at, form }) => [trial, at, form])).toEqual(
      found.lines.map(({ trial, turn: at, form }) => [trial, at, form]),
    );
    expect(again.exact).toBe(found.exact);
  });

  it('has what was switched on and off, and so have the queries of the cells', async () => {
    const switches = { 'unethical/unehtical': false, 'unethical/ethical': true };
    const found = await asked(made, { text: 'unethical', switches });
    expect(found.exact).toContain("'ethical");
    expect(found.exact).not.toContain('unehtical');
    const again = await asked(made, { text: found.exact ?? '' });
    expect(again.groups).toEqual(found.groups);
    const { reasoningOnly } = found.total.counts.all;
    expect(await countOf(made, cellQuery(found.says, 'reasoningOnly'))).toBe(reasoningOnly);
    const [{ forms, off } = { forms: [], off: [] }] = found.forms;
    expect(forms.map(({ form }) => form)).toContain('ethical');
    expect(off.map(({ form }) => form)).toContain('unehtical');
  });

  it('is not there for more forms than a query may have', async () => {
    const many = Array.from({ length: 260 }, (_, at) => {
      const letters = [at % 16, Math.floor(at / 16)].map((one) => String.fromCharCode(97 + one));
      return `unethical${letters.join('')}`;
    });
    const other = await openTrials([
      {
        id: 'a',
        model: 'm',
        verdict: { outcome: 'safe' },
        turns: [turn('reasoning', many.join(' '))],
      },
    ]);
    try {
      const found = await asked(other, { text: 'unethical' });
      expect(found.exact).toBeUndefined();
      expect(found.total.counts.all.reasoningOnly).toBe(1);
      expect((found.forms[0]?.forms.length ?? 0) + (found.forms[0]?.more ?? 0)).toBe(260);
    } finally {
      await other.close();
    }
  });
});

function wordsOf(text: string): readonly string[] {
  return text
    .split(/[ ()|]+/)
    .filter(Boolean)
    .sort();
}

describe('a concordance of the sample study', () => {
  const trials = makeFiles().flatMap((file) => file.trials);
  const WORDS = /(?<![\p{L}\p{N}])(?:unethical|unethically|unehtical)(?![\p{L}\p{N}])/iu;

  /** Counted over the trials themselves, without an index. */
  function countedIn(some: readonly Trial[]): Counts {
    // Letters are written in several ways, and some that are not drawn are among them.
    const says = (turn: Turn): boolean =>
      WORDS.test(
        searchable(turn)
          .passage.normalize('NFKC')
          .replaceAll(/\p{Cf}/gu, ''),
      );
    const rows = some.map(({ turns }) => ({
      withheld: turns.some(({ withheld }) => withheld === true),
      absent: turns.every(({ kind, withheld }) => kind !== 'reasoning' && withheld !== true),
      reasoning: turns.some((turn) => turn.kind === 'reasoning' && says(turn)),
      message: turns.some(
        (turn) => ['message', 'action'].includes(turn.kind) && turn.draft !== true && says(turn),
      ),
      draft: turns.some((turn) => turn.draft === true && says(turn)),
    }));
    const readable = rows.filter(({ withheld, absent }) => !withheld && !absent);
    const cell = (reasoning: boolean, message: boolean): number =>
      readable.filter((row) => row.reasoning === reasoning && row.message === message).length;
    return {
      trials: some.length,
      withheld: rows.filter(({ withheld }) => withheld).length,
      absent: rows.filter(({ absent }) => absent).length,
      reasoningOnly: cell(true, false),
      messageOnly: cell(false, true),
      both: cell(true, true),
      neither: cell(false, false),
      message: rows.filter(({ message }) => message).length,
      draft: rows.filter(({ draft }) => draft).length,
    };
  }

  it('has the counts of an evaluation of its own', async () => {
    const made = await openTrials(trials);
    try {
      const { groups, total } = await asked(made, { by: ['condition'] });
      expect(total.counts.all.reasoningOnly).toBeGreaterThan(100);
      for (const { values, counts: found } of groups) {
        const own = trials.filter(({ condition }) => (condition ?? null) === values[0]);
        const of = (outcome: string): readonly Trial[] =>
          own.filter(({ verdict }) => verdict.outcome === outcome);
        expect(found, String(values[0])).toEqual({
          all: countedIn(own),
          harmful: countedIn(of('harmful')),
          safe: countedIn(of('safe')),
        });
      }
      expect(total.counts.all).toEqual(countedIn(trials));
    } finally {
      await made.close();
    }
  });
});
