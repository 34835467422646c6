/** What every store must do. Each store has a test file that runs this. */
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Pattern } from '../../src/query/ast.ts';
import type { Plan } from '../../src/query/plan-types.ts';
import { GROUP_FIELDS, SORT_FIELDS, type SortField } from '../../src/query/results.ts';
import type { SourceRecord, Store, StoreWriter } from '../../src/store/store.ts';
import { words } from '../../src/text/words.ts';
import { searchable } from '../../src/trial/searchable.ts';
import type { Problem, Trial } from '../../src/trial/types.ts';
import { trialOf } from '../support/trials.ts';
import { anyTrials, plans, smallTrials } from './arbitrary.ts';
import { matchesTrial, matchesTurn, passagesOf } from './reference.ts';

/** An empty store: its writer, and a way to open it for reading. */
export type Opened = {
  readonly writer: StoreWriter;
  readonly read: () => Promise<Store>;
  readonly close: () => Promise<void>;
};

const ALL: Plan = { type: 'all' };

export function sourceOf(path: string, changes: Partial<SourceRecord> = {}): SourceRecord {
  return {
    path,
    name: path.slice(1),
    format: 'inquest',
    why: 'it was made for a test',
    size: 100,
    mtimeMs: 1234.5,
    fingerprint: 'abc',
    readBytes: 100,
    readLines: 3,
    complete: true,
    trials: 0,
    problems: 0,
    missing: false,
    ...changes,
  };
}

/** A plan for one word, or for words one after the other. */
function word(...places: readonly string[]): Plan {
  return { type: 'text', places: places.map((one) => [{ word: one, closeness: 1 }]) };
}

function within(scope: string, plan: Plan): Plan {
  return plan.type === 'text' ? { ...plan, in: [scope] } : plan;
}

function field(name: Extract<Plan, { type: 'field' }>['field'], ...texts: string[]): Plan {
  const values = texts.map((text): Pattern => ({ text, glob: text.includes('*') }));
  return { type: 'field', field: name, op: 'is', values };
}

function and(...parts: readonly Plan[]): Plan {
  return { type: 'and', parts };
}

function not(part: Plan): Plan {
  return { type: 'not', part };
}

export function describeStore(name: string, openEmpty: () => Promise<Opened>): void {
  describe(name, () => {
    const opened: (() => Promise<void>)[] = [];

    async function empty(): Promise<Opened> {
      const one = await openEmpty();
      opened.push(one.close);
      return one;
    }

    /** A store with these trials in one file. */
    async function filled(trials: readonly Trial[]): Promise<Store & { ids: readonly string[] }> {
      const { writer, read } = await empty();
      writer.begin();
      const source = writer.putSource(sourceOf('/trials.jsonl'));
      const ids = trials.map((trial) => writer.addTrial(source, trial));
      writer.commit();
      return { ...(await read()), ids };
    }

    async function idsOf(store: Store, plan: Plan, by: SortField = 'order', descending = false) {
      const keys = await store.keys(plan, { field: by, descending });
      return (await store.rows([...keys])).map(({ id }) => id);
    }

    afterEach(async () => {
      for (const close of opened.splice(0)) await close();
    });

    describe('trials', () => {
      it('gives back every trial as it was added', async () => {
        const { writer, read } = await empty();
        const store = await read();
        let run = 0;
        await fc.assert(
          fc.asyncProperty(anyTrials, async (trials) => {
            run += 1;
            writer.begin();
            writer.clearSource('/trials.jsonl');
            const source = writer.putSource(sourceOf('/trials.jsonl'));
            const ids = trials.map((trial) => writer.addTrial(source, trial));
            writer.commit();
            expect(ids, `run ${run}`).toEqual(trials.map(({ id }) => id));
            const keys = await store.keys(ALL, { field: 'order', descending: false });
            const found = await Promise.all([...keys].map((key) => store.trial(key)));
            expect(found).toStrictEqual(trials);
          }),
          { numRuns: 150 },
        );
      });

      it('keeps texts apart that differ in a lone surrogate alone', async () => {
        const texts = ['\uD800', '\uD801', '\uFFFD', '\0', ''];
        const store = await filled(
          texts.map((text, at) => trialOf({ id: `t${at}`, turns: [{ kind: 'message', text }] })),
        );
        const keys = await store.keys(ALL, { field: 'order', descending: false });
        const found = await Promise.all([...keys].map((key) => store.trial(key)));
        expect(found.map((trial) => trial?.turns[0]?.text)).toEqual(texts);
      });

      it('tells turns apart that are searched by the same words', async () => {
        const turns = [
          { kind: 'email', subject: 'Hello', text: 'there' },
          { kind: 'email', text: 'Hello\n\nthere' },
          { kind: 'email', from: 'undefined', text: 'there' },
          { kind: 'email', text: 'undefined\n\nthere' },
        ] as const;
        const store = await filled([trialOf({ turns })]);
        const [key = 0] = await store.keys(ALL, { field: 'order', descending: false });
        expect((await store.trial(key))?.turns).toEqual(turns);
      });

      it('makes ids unique, and finds a trial by its id', async () => {
        const store = await filled(
          ['a', 'a', 'b', 'a', 'a #2'].map((id, at) => trialOf({ id, sample: at })),
        );
        expect(store.ids).toEqual(['a', 'a #2', 'b', 'a #3', 'a #2 #2']);
        const key = await store.keyOf('a #3');
        expect((await store.trial(key ?? -1))?.sample).toBe(3);
        expect(await store.keyOf('c')).toBeUndefined();
        expect(await store.trial(12_345)).toBeUndefined();
      });

      it('gives rows in the order they were asked for', async () => {
        const store = await filled([
          trialOf({
            id: 'one',
            outcome: 'harmful',
            sample: '017',
            belief: 'real',
            startedAt: '2025-06-11',
            synthetic: true,
            tags: ['pilot', 'pilot', 'late'],
            verdict: { label: 'blackmail', by: 'judge', disputed: true },
          }),
          { id: 'two', model: 'm', verdict: { outcome: 'error' }, turns: [] },
        ]);
        const [one = 0, two = 0] = await store.keys(ALL, { field: 'order', descending: false });
        expect(await store.rows([two, one, 999])).toEqual([
          {
            key: two,
            id: 'two',
            model: 'm',
            outcome: 'error',
            label: null,
            by: null,
            disputed: false,
            scenario: null,
            condition: null,
            sample: null,
            belief: null,
            instruction: null,
            turns: 0,
            source: 'trials.jsonl',
            startedAt: null,
            synthetic: false,
            tags: [],
          },
          {
            key: one,
            id: 'one',
            model: 'model-a',
            outcome: 'harmful',
            label: 'blackmail',
            by: 'judge',
            disputed: true,
            scenario: 'blackmail',
            condition: 'cell',
            sample: '017',
            belief: 'real',
            instruction: 'none',
            turns: 7,
            source: 'trials.jsonl',
            startedAt: '2025-06-11',
            synthetic: true,
            tags: ['pilot', 'late'],
          },
        ]);
      });
    });

    describe('plans', () => {
      it('mean what the reference says they mean', async () => {
        const { writer, read } = await empty();
        const store = await read();
        await fc.assert(
          fc.asyncProperty(
            smallTrials,
            fc.array(plans, { minLength: 1, maxLength: 5 }),
            async (trials, some) => {
              writer.begin();
              writer.clearSource('/trials.jsonl');
              const source = writer.putSource(sourceOf('/trials.jsonl'));
              for (const trial of trials) writer.addTrial(source, trial);
              writer.commit();
              for (const plan of some) {
                const wanted = trials.filter((trial) => matchesTrial(plan, trial));
                expect(await idsOf(store, plan), JSON.stringify(plan)).toEqual(
                  wanted.map(({ id }) => id),
                );
              }
            },
          ),
          { numRuns: 300 },
        );
      });

      it('never have hits outside matching trials, and count all they have', async () => {
        const { writer, read } = await empty();
        const store = await read();
        await fc.assert(
          fc.asyncProperty(smallTrials, plans, plans, async (trials, plan, filter) => {
            writer.begin();
            writer.clearSource('/trials.jsonl');
            const source = writer.putSource(sourceOf('/trials.jsonl'));
            for (const trial of trials) writer.addTrial(source, trial);
            writer.commit();
            const matching = trials.filter(
              (trial) => matchesTrial(plan, trial) && matchesTrial(filter, trial),
            );
            const all = await store.hits(plan, 1000, filter);
            expect(all.passages).toBe(all.hits.length);
            expect(new Set(all.hits.map(({ passage }) => passage)).size).toBe(all.hits.length);
            for (const hit of all.hits) {
              const [row] = await store.rows([hit.key]);
              const trial = matching.find(({ id }) => id === row?.id);
              const passage = trial && passagesOf(trial)[hit.turn - 1];
              expect(passage?.kind).toBe(hit.kind);
              if (plan.type === 'text' && passage !== undefined) {
                expect(matchesTurn(plan, passage)).toBe(true);
              }
            }
            if (plan.type === 'text') expect(all.trials).toBe(matching.length);
            const some = await store.hits(plan, 1, filter);
            expect(some).toEqual({ ...all, hits: all.hits.slice(0, 1) });
          }),
          { numRuns: 200 },
        );
      });

      it('look for words of one turn, and exclude turns beside words', async () => {
        const store = await filled([
          trialOf({
            id: 'apart',
            turns: [
              { kind: 'reasoning', text: 'This is risky.' },
              { kind: 'message', text: 'It is unethical.' },
            ],
          }),
          trialOf({ id: 'same', turns: [{ kind: 'reasoning', text: 'Risky and unethical.' }] }),
          trialOf({ id: 'neither', turns: [{ kind: 'reasoning', text: 'Nothing.' }] }),
        ]);
        const [risky, unethical] = [word('risky'), word('unethical')];
        expect(await idsOf(store, and(risky, unethical))).toEqual(['same']);
        expect(await idsOf(store, and(risky, not(unethical)))).toEqual(['apart']);
        expect(await idsOf(store, not(unethical))).toEqual(['neither']);
        expect(await idsOf(store, and(not(unethical), field('model', 'model-a')))).toEqual([
          'neither',
        ]);
        expect(await idsOf(store, word('risky', 'and', 'unethical'))).toEqual(['same']);
        expect(await idsOf(store, word('unethical', 'risky'))).toEqual([]);
        expect(await idsOf(store, and(risky, field('kind', 'reasoning')))).toEqual([
          'apart',
          'same',
        ]);
        expect(await idsOf(store, and(unethical, field('kind', 'message')))).toEqual(['apart']);
      });

      it('hold words together also beside a word that nobody wrote', async () => {
        const store = await filled([
          trialOf({
            id: 'apart',
            turns: [
              { kind: 'reasoning', text: 'risky' },
              { kind: 'message', text: 'unethical' },
            ],
          }),
        ]);
        const either: Plan = { type: 'or', parts: [word('risky'), { type: 'none' }] };
        expect(await idsOf(store, and(either, word('unethical')))).toEqual([]);
        expect(await idsOf(store, either)).toEqual(['apart']);
      });

      it("look into the judge's words only where that is asked for", async () => {
        const store = await filled([
          trialOf({ verdict: { rationale: 'Clearly coercive.' }, turns: [] }),
        ]);
        expect(await idsOf(store, word('coercive'))).toEqual([]);
        expect(await idsOf(store, within('rationale', word('coercive')))).toHaveLength(1);
        const { hits } = await store.hits(within('rationale', word('coercive')), 10);
        expect(hits).toMatchObject([{ kind: 'rationale', turn: 1 }]);
      });

      it('match fields as they are written', async () => {
        const store = await filled([
          trialOf({ id: 'a/1', model: 'openai/gpt-4.1', sample: 17, tags: ['pilot'] }),
          trialOf({ id: 'a/2', model: 'GPT-4.1', sample: '017', instruction: 'none' }),
          trialOf({
            id: 'b/3',
            model: 'grok-3-beta',
            sample: 4,
            outcome: 'harmful',
            verdict: { label: 'blackmail', by: 'Judge A', disputed: true },
            synthetic: true,
          }),
        ]);
        const found: Record<string, readonly string[]> = {};
        const asked: readonly (readonly [Parameters<typeof field>[0], string])[] = [
          ['model', 'gpt-4.1'],
          ['model', 'openai/gpt-4.1'],
          ['model', 'g*'],
          ['verdict', 'harmful'],
          ['verdict', 'BLACKMAIL'],
          ['label', 'harmful'],
          ['by', 'judge a'],
          ['sample', '17'],
          ['sample', '017'],
          ['tag', 'PILOT'],
          ['disputed', 'yes'],
          ['disputed', 'false'],
          ['synthetic', 'true'],
          ['id', 'a/*'],
          ['source', 'trials.jsonl'],
          ['source', '*.jsonl'],
          ['source', 'other.jsonl'],
          ['has', 'rationale'],
          ['has', 'disputed'],
          ['has', 'draft'],
        ];
        for (const [name, value] of asked) {
          found[`${name}:${value}`] = await idsOf(store, field(name, value));
        }
        expect(found).toEqual({
          'model:gpt-4.1': ['a/1', 'a/2'],
          'model:openai/gpt-4.1': ['a/1', 'a/2'],
          'model:g*': ['a/1', 'a/2', 'b/3'],
          'verdict:harmful': ['b/3'],
          'verdict:BLACKMAIL': ['b/3'],
          'label:harmful': [],
          'by:judge a': ['b/3'],
          'sample:17': ['a/1', 'a/2'],
          'sample:017': ['a/1', 'a/2'],
          'tag:PILOT': ['a/1'],
          'disputed:yes': ['b/3'],
          'disputed:false': ['a/1', 'a/2'],
          'synthetic:true': ['b/3'],
          'id:a/*': ['a/1', 'a/2'],
          'source:trials.jsonl': ['a/1', 'a/2', 'b/3'],
          'source:*.jsonl': ['a/1', 'a/2', 'b/3'],
          'source:other.jsonl': [],
          'has:rationale': ['a/1', 'a/2', 'b/3'],
          'has:disputed': ['b/3'],
          'has:draft': [],
        });
        const above: Plan = {
          type: 'field',
          field: 'sample',
          op: '>',
          values: [{ text: '10', glob: false }],
        };
        expect(await idsOf(store, above)).toEqual(['a/1', 'a/2']);
        const turns: Plan = { ...above, field: 'turns', op: '<=' };
        expect(await idsOf(store, turns)).toHaveLength(3);
        expect(await idsOf(store, field('model', 'grok-3-beta', 'gpt-4.1'))).toHaveLength(3);
      });

      it('may be long', async () => {
        const store = await filled([trialOf({ id: 'only', reasoning: 'the last one is w2999' })]);
        const names = Array.from({ length: 3000 }, (_, at) => `w${at}`);
        expect(await idsOf(store, field('id', ...names, 'only'))).toEqual(['only']);
        const any: Plan = {
          type: 'text',
          places: [names.map((one) => ({ word: one, closeness: 0.5 }))],
        };
        expect(await idsOf(store, any)).toEqual(['only']);
        expect((await store.hits(any, 10)).passages).toBe(1);
      });
    });

    describe('hits', () => {
      it('come the best first: what was thought before what was read, near words before far', async () => {
        const store = await filled([
          trialOf({ turns: [{ kind: 'email', text: 'unethical mail' }] }),
          trialOf({ id: 'b', turns: [{ kind: 'reasoning', text: 'unethicol thought' }] }),
          trialOf({ id: 'c', turns: [{ kind: 'reasoning', text: 'unethical thought' }] }),
          trialOf({ id: 'd', turns: [{ kind: 'action', text: 'unethical deed' }] }),
        ]);
        const plan: Plan = {
          type: 'text',
          places: [
            [
              { word: 'unethicol', closeness: 0.5 },
              { word: 'unethical', closeness: 1 },
            ],
          ],
        };
        const { hits } = await store.hits(plan, 10);
        expect(hits.map(({ kind, score }) => [kind, score])).toEqual([
          ['reasoning', 1],
          ['action', 0.9],
          ['email', 0.6],
          ['reasoning', 0.5],
        ]);
      });

      it('are one for the same passage in many trials, at the first of them', async () => {
        const { writer, read } = await empty();
        writer.begin();
        const [late, early] = [
          writer.putSource(sourceOf('/late')),
          writer.putSource(sourceOf('/early')),
        ];
        const turns = [
          { kind: 'note', text: 'nothing' },
          { kind: 'email', text: 'the same mail' },
          { kind: 'email', text: 'the same mail' },
        ] as const;
        writer.addTrial(late, trialOf({ id: 'late', turns }));
        writer.addTrial(early, trialOf({ id: 'early', model: 'other', turns }));
        writer.addTrial(early, trialOf({ id: 'third', model: 'other', turns }));
        writer.orderSources(['/early', '/late']);
        writer.commit();
        const store = await read();
        const key = await store.keyOf('early');
        const found = await store.hits(word('mail'), 10);
        expect(found).toMatchObject({ passages: 1, trials: 3 });
        expect(found.hits).toMatchObject([{ key, turn: 2, kind: 'email', trials: 3 }]);
        const filtered = await store.hits(word('mail'), 10, field('model', 'model-a'));
        expect(filtered).toMatchObject({ passages: 1, trials: 1, hits: [{ trials: 1 }] });
        const texts = await store.passages(found.hits.map(({ passage }) => passage));
        expect([...texts.values()]).toEqual(['the same mail']);
        expect(await store.totals()).toEqual({ trials: 3, passages: 3, problems: 0 });
      });

      it('need not be in the turns of the filter', async () => {
        const store = await filled([trialOf({ reasoning: 'lunch is at noon, they say' })]);
        const filter = and(word('figures'), field('kind', 'email'));
        expect(await store.hits(word('say'), 10, filter)).toMatchObject({ passages: 1, trials: 1 });
      });
    });

    describe('counts', () => {
      const trials = [
        trialOf({ id: '1', model: 'openai/gpt-4.1', outcome: 'harmful', tags: ['x', 'y'] }),
        trialOf({ id: '2', model: 'gpt-4.1', outcome: 'safe', condition: 'other', tags: ['x'] }),
        trialOf({ id: '3', model: 'gpt-4.1', outcome: 'unjudged', belief: 'test' }),
        trialOf({ id: '4', model: 'b', outcome: 'judge-failed', reasoning: 'this is wrong' }),
        trialOf({ id: '5', model: 'b', outcome: 'error' }),
      ];
      const none = { trials: 0, judged: 0, harmful: 0, safe: 0, unjudged: 0 };
      const zero = { ...none, judgeFailed: 0, error: 0 };

      it('group trials by any fields', async () => {
        const store = await filled(trials);
        expect(await store.groups(ALL, ['model'])).toEqual([
          {
            values: ['b'],
            counts: { ...zero, trials: 2, judgeFailed: 1, error: 1 },
            conditions: 1,
          },
          {
            values: ['gpt-4.1'],
            counts: { ...zero, trials: 3, judged: 2, harmful: 1, safe: 1, unjudged: 1 },
            conditions: 2,
          },
        ]);
        expect((await store.groups(ALL, ['verdict'])).map(({ values }) => values[0])).toEqual([
          'harmful',
          'safe',
          'unjudged',
          'judge-failed',
          'error',
        ]);
        const pairs = await store.groups(ALL, ['belief', 'model']);
        expect(pairs.map(({ values, counts }) => [...values, counts.trials])).toEqual([
          ['test', 'gpt-4.1', 1],
          [null, 'b', 2],
          [null, 'gpt-4.1', 2],
        ]);
        expect(await store.groups(ALL, [])).toMatchObject([{ values: [], counts: { trials: 5 } }]);
        const [nobody] = await store.groups({ type: 'none' }, []);
        expect(nobody).toEqual({ values: [], counts: zero, conditions: 0 });
        expect(await store.groups({ type: 'none' }, ['model'])).toEqual([]);
      });

      it('count a trial for each of its tags', async () => {
        const store = await filled(trials);
        const [facet] = await store.facets(ALL, ['tag']);
        expect(facet?.values.map(({ value, counts }) => [value, counts.trials])).toEqual([
          ['x', 2],
          ['y', 1],
          [null, 3],
        ]);
      });

      it('add up to the matching trials for every field of one value', async () => {
        const store = await filled(trials);
        await store.defineSignals(new Map([['wrong', word('wrong')]]));
        const plan = field('model', 'gpt-4.1');
        const facets = await store.facets(plan, GROUP_FIELDS);
        expect(facets.map((facet) => facet.field)).toEqual([...GROUP_FIELDS]);
        for (const facet of facets.filter((one) => one.field !== 'tag')) {
          const sum = facet.values.reduce((total, { counts }) => total + counts.trials, 0);
          expect([facet.field, sum]).toEqual([facet.field, 3]);
        }
      });

      it('follow signals, also as trials come in', async () => {
        const { writer, read } = await empty();
        writer.begin();
        const source = writer.putSource(sourceOf('/trials.jsonl'));
        for (const trial of trials) writer.addTrial(source, trial);
        writer.commit();
        const store = await read();
        await store.defineSignals(new Map([['wrong', word('wrong')]]));
        expect(await idsOf(store, field('signal', 'wrong'))).toEqual(['4']);
        writer.begin();
        writer.addTrial(source, trialOf({ id: '6', reasoning: 'wrong again' }));
        writer.commit();
        expect(await idsOf(store, field('signal', 'WRONG'))).toEqual(['4', '6']);
        const [facet] = await store.facets(ALL, ['signal']);
        expect(facet?.values.map(({ value, counts }) => [value, counts.trials])).toEqual([
          ['wrong', 2],
          [null, 4],
        ]);
        await store.defineSignals(new Map());
        expect(await idsOf(store, field('signal', 'wrong'))).toEqual([]);
      });
    });

    describe('order', () => {
      it('sorts by every field, what is absent last', async () => {
        const store = await filled([
          trialOf({ id: 'b', model: 'y', outcome: 'safe', condition: 'c2', sample: 10 }),
          trialOf({ id: 'A', model: 'Z', outcome: 'error', belief: 'test', sample: 9 }),
          { id: 'c', model: 'x', verdict: { outcome: 'harmful', disputed: true }, turns: [] },
        ]);
        const sorted: Record<string, string> = {};
        for (const by of SORT_FIELDS) sorted[by] = (await idsOf(store, ALL, by)).join('');
        expect(sorted).toEqual({
          order: 'bAc',
          id: 'Abc',
          model: 'cbA',
          outcome: 'cbA',
          label: 'bAc',
          disputed: 'cbA',
          scenario: 'bAc',
          condition: 'bAc',
          sample: 'Abc',
          belief: 'Abc',
          instruction: 'bAc',
          turns: 'cbA',
          source: 'bAc',
        });
        expect((await idsOf(store, ALL, 'sample', true)).join('')).toBe('bAc');
        expect((await idsOf(store, ALL, 'order', true)).join('')).toBe('cAb');
      });
    });

    describe('words', () => {
      it('are those of all passages, with how many have them', async () => {
        await fc.assert(
          fc.asyncProperty(smallTrials, async (trials) => {
            const store = await filled(trials);
            const passages = new Set<string>();
            for (const trial of trials) {
              for (const one of passagesOf(trial)) {
                const { kind, from, subject } = one;
                const { passage } = searchable(one as Trial['turns'][number]);
                passages.add(JSON.stringify([passage, kind, from, subject]));
              }
            }
            const counts = new Map<string, number>();
            for (const one of passages) {
              const [passage] = JSON.parse(one) as [string];
              const distinct = new Set([...words(passage)].map((each) => each.word));
              for (const each of distinct) counts.set(each, (counts.get(each) ?? 0) + 1);
            }
            const found = new Map((await store.words()).map((one) => [one.word, one.count]));
            expect(found).toEqual(counts);
          }),
          { numRuns: 15 },
        );
      });

      it('are right also after they were summarised, and again as passages come and go', async () => {
        const { writer, read } = await empty();
        const store = await read();
        const wordsNow = async () =>
          Object.fromEntries((await store.words()).map(({ word: one, count }) => [one, count]));
        const add = (source: number, text: string): string =>
          writer.addTrial(
            source,
            trialOf({ id: text, verdict: { rationale: '' }, turns: [{ kind: 'note', text }] }),
          );
        writer.begin();
        add(writer.putSource(sourceOf('/a')), 'red blue');
        writer.commit();
        expect(await wordsNow()).toEqual({ red: 1, blue: 1 });
        for (const _ of [1, 2]) {
          writer.begin();
          writer.summarise();
          writer.commit();
          expect(await wordsNow()).toEqual({ red: 1, blue: 1 });
        }
        writer.begin();
        add(writer.putSource(sourceOf('/b')), 'red green');
        writer.commit();
        expect(await wordsNow()).toEqual({ red: 2, blue: 1, green: 1 });
        writer.begin();
        writer.summarise();
        writer.commit();
        writer.begin();
        writer.clearSource('/a');
        writer.commit();
        expect(await wordsNow()).toEqual({ red: 1, green: 1 });
      });
    });

    describe('files', () => {
      it('are remembered, and changed in place', async () => {
        const { writer, read } = await empty();
        const store = await read();
        writer.begin();
        const first = writer.putSource(sourceOf('/a', { complete: false, readBytes: 7 }));
        writer.putSource(sourceOf('/b'));
        expect(writer.putSource(sourceOf('/a', { missing: true, trials: 3 }))).toBe(first);
        writer.commit();
        const wanted = [sourceOf('/a', { missing: true, trials: 3 }), sourceOf('/b')];
        expect(writer.sources()).toEqual(wanted);
        expect(await store.sources()).toEqual(wanted);
      });

      it('take their trials, problems and words with them', async () => {
        const { writer, read } = await empty();
        const store = await read();
        writer.begin();
        const [a, b] = [writer.putSource(sourceOf('/a')), writer.putSource(sourceOf('/b'))];
        const shared = { kind: 'email', text: 'shared mail' } as const;
        writer.addTrial(a, trialOf({ id: 'a', turns: [shared, { kind: 'note', text: 'lonely' }] }));
        writer.addTrial(b, trialOf({ id: 'b', turns: [shared] }));
        writer.addProblem(a, { source: 'a', severity: 'error', message: 'bad' });
        writer.commit();
        writer.begin();
        writer.clearSource('/a');
        writer.commit();
        expect(await idsOf(store, ALL)).toEqual(['b']);
        expect(await idsOf(store, word('mail'))).toEqual(['b']);
        expect((await store.words()).map((one) => one.word)).not.toContain('lonely');
        expect(await store.problems()).toEqual([]);
        expect(await store.sources()).toHaveLength(2);
        writer.begin();
        const again = writer.addTrial(
          a,
          trialOf({ id: 'a', turns: [{ kind: 'note', text: 'lonely' }] }),
        );
        writer.removeSource('/b');
        writer.commit();
        expect(again).toBe('a');
        expect(await idsOf(store, word('lonely'))).toEqual(['a']);
        expect(await idsOf(store, word('mail'))).toEqual([]);
        expect((await store.sources()).map(({ path }) => path)).toEqual(['/a']);
      });

      it('can be put in another order', async () => {
        const { writer, read } = await empty();
        const store = await read();
        writer.begin();
        for (const path of ['/a', '/b', '/c', '/d']) {
          const source = writer.putSource(sourceOf(path));
          writer.addTrial(source, trialOf({ id: path }));
          writer.addProblem(source, { source: path, severity: 'notice', message: 'm' });
        }
        writer.orderSources(['/d', '/b', '/a']);
        writer.commit();
        expect(await idsOf(store, ALL)).toEqual(['/d', '/b', '/a', '/c']);
        expect((await store.sources()).map(({ path }) => path)).toEqual(['/d', '/b', '/a', '/c']);
        writer.begin();
        writer.clearSource('/b');
        writer.commit();
        expect(await idsOf(store, ALL)).toEqual(['/d', '/a', '/c']);
        expect((await store.problems()).map(({ source }) => source)).toEqual(['/a', '/c', '/d']);
      });
    });

    describe('problems', () => {
      it('are kept with their file or with none', async () => {
        const { writer, read } = await empty();
        const store = await read();
        const bad: Problem = { source: 'a', place: 'line 3', severity: 'error', message: 'bad' };
        const odd: Problem = { source: 'a', severity: 'warning', message: 'odd' };
        const loose: Problem = { source: 'b', severity: 'notice', message: 'not there' };
        writer.begin();
        const source = writer.putSource(sourceOf('/a'));
        writer.addProblem(source, bad);
        writer.addProblem(source, odd);
        writer.setLooseProblems([odd]);
        writer.setLooseProblems([loose]);
        writer.commit();
        expect(await store.problems()).toEqual([bad, odd, loose]);
        expect(await store.problems(1)).toEqual([bad]);
        expect((await store.totals()).problems).toBe(3);
        writer.begin();
        expect(writer.removeProblems(source, 'line 3')).toBe(1);
        expect(writer.removeProblems(source, 'line 4')).toBe(0);
        writer.commit();
        expect(await store.problems()).toEqual([odd, loose]);
      });
    });

    describe('generation', () => {
      it('rises with what is committed, and nothing is seen before', async () => {
        const { writer, read } = await empty();
        const store = await read();
        const before = await store.generation();
        writer.begin();
        writer.addTrial(writer.putSource(sourceOf('/a')), trialOf());
        expect(await store.generation()).toBe(before);
        expect(await store.totals()).toMatchObject({ trials: 0 });
        writer.commit();
        expect(await store.generation()).not.toBe(before);
        expect(await store.totals()).toMatchObject({ trials: 1 });
        expect(await store.generation()).toBe(await store.generation());
      });
    });
  });
}
