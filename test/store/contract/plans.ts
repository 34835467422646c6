/** Plans mean what they say. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/query/plan-types.ts';
import { trialOf } from '../../support/trials.ts';
import { plans, smallTrials } from '../arbitrary.ts';
import { matchesTrial, matchesTurn, passagesOf } from '../reference.ts';
import {
  addTrial,
  and,
  field,
  idsOf,
  not,
  sourceOf,
  within,
  word,
  type Stores,
} from './support.ts';

export function describePlans({ empty, filled, runs }: Stores): void {
  describe('plans', () => {
    it('mean what the reference says they mean', async () => {
      const { writer, read } = await empty();
      const store = await read();
      await fc.assert(
        fc.asyncProperty(
          smallTrials,
          fc.array(plans, { minLength: 1, maxLength: 5 }),
          async (trials, some) => {
            await writer.begin();
            await writer.clearSource('/trials.jsonl');
            const source = await writer.putSource(sourceOf('/trials.jsonl'));
            for (const trial of trials) await addTrial(writer, source, trial);
            await writer.commit();
            for (const plan of some) {
              const wanted = trials.filter((trial) => matchesTrial(plan, trial));
              expect(await idsOf(store, plan), JSON.stringify(plan)).toEqual(
                wanted.map(({ id }) => id),
              );
            }
          },
        ),
        { numRuns: runs(300) },
      );
    });

    it('never have hits outside matching trials, and count all they have', async () => {
      const { writer, read } = await empty();
      const store = await read();
      await fc.assert(
        fc.asyncProperty(smallTrials, plans, plans, async (trials, plan, filter) => {
          await writer.begin();
          await writer.clearSource('/trials.jsonl');
          const source = await writer.putSource(sourceOf('/trials.jsonl'));
          for (const trial of trials) await addTrial(writer, source, trial);
          await writer.commit();
          const matching = trials.filter(
            (trial) => matchesTrial(plan, trial) && matchesTrial(filter, trial),
          );
          const all = await store.hits(plan, { limit: 1000, filter });
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
          const some = await store.hits(plan, { limit: 1, filter });
          expect(some).toEqual({ ...all, hits: all.hits.slice(0, 1) });
        }),
        { numRuns: runs(200) },
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
      expect(await idsOf(store, and(risky, field('kind', 'reasoning')))).toEqual(['apart', 'same']);
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
      const { hits } = await store.hits(within('rationale', word('coercive')), { limit: 10 });
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

    it('may be phrases with many words for each place', async () => {
      const words = (letter: string) =>
        Array.from({ length: 30 }, (_, at) => ({
          word: `${letter}${at}`,
          closeness: 1 - at / 100,
        }));
      const phrase: Plan = { type: 'text', places: [words('a'), words('b'), words('c')] };
      const store = await filled([
        trialOf({ id: 'last', reasoning: 'x a29 b29 c29 y' }),
        trialOf({ id: 'apart', reasoning: 'a1 b1 x c1' }),
        trialOf({ id: 'turned', reasoning: 'b1 a1 c1' }),
        trialOf({ id: 'first', reasoning: 'a1 a0 b0 c0' }),
      ]);
      expect(await idsOf(store, phrase)).toEqual(['last', 'first']);
      expect(await idsOf(store, not(phrase))).toEqual(['apart', 'turned']);
      expect(await store.hits(phrase, { limit: 10 })).toMatchObject({ passages: 2, trials: 2 });
      const last = { word: 'c', closeness: 1, prefix: true };
      const begun: Plan = { type: 'text', places: [words('a'), words('b'), [last]] };
      expect(await idsOf(store, begun)).toEqual(['last', 'first']);
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
      expect((await store.hits(any, { limit: 10 })).passages).toBe(1);
    });
  });
}
