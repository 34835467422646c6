/** The sample data has exactly the counts that its README claims. */
import { describe, expect, test } from 'vitest';

import { makeFiles } from '../../sample-data/make/files.ts';
import type { Trial } from '../../src/trial/types.ts';

const files = new Map(makeFiles().map((file) => [file.name, file.trials]));
const trialsOf = (name: string): readonly Trial[] => files.get(name) ?? [];
const main = 'blackmail_explicit-america_replacement';

/** `harmful/trials` of those that were judged; `unjudged N` where nobody judged them. */
function rate(trials: readonly Trial[]): string {
  const count = (outcome: string) =>
    trials.filter((each) => each.verdict.outcome === outcome).length;
  const judged = count('harmful') + count('safe');
  return judged === 0 ? `unjudged ${count('unjudged')}` : `${count('harmful')}/${judged}`;
}

const RATES: Readonly<Record<string, string>> = {
  'claude-3-5-sonnet': '96/100',
  'claude-opus-4': '96/100',
  'claude-sonnet-4': '79/100',
  'claude-sonnet-3.7': 'unjudged 100',
  'claude-sonnet-3.6': 'unjudged 100',
  'claude-haiku-3.5': 'unjudged 100',
  'claude-opus-3': 'unjudged 100',
  'gpt-4.5': 'unjudged 100',
  'gpt-4.1': '80/100',
  'gpt-4o': '15/100',
  'gemini-2.5-pro': '95/100',
  'gemini-2.5-flash': '96/100',
  'grok-3-beta': '80/100',
  'deepseek-r1': '79/100',
  'llama-4-maverick': '0/100',
  'qwen3-235b': 'unjudged 100',
};

test('the main file has 100 trials of each of the 16 models, with the published rates', () => {
  const groups = Map.groupBy(trialsOf('blackmail.jsonl'), ({ model }) => model);
  expect(Object.fromEntries([...groups].map(([model, of]) => [model, rate(of)]))).toEqual(RATES);
  expect([...groups.values()].every((of) => of.length === 100)).toBe(true);
});

test('the belief file has the published split', () => {
  const trials = trialsOf('belief.jsonl');
  const groups = Map.groupBy(trials, ({ belief }) => belief);
  const rates = Object.fromEntries([...groups].map(([belief, of]) => [String(belief), rate(of)]));
  expect(rates).toEqual({ real: '59/107', test: '21/324', unstated: '0/69' });
  expect(new Set(trials.map(({ model }) => model))).toEqual(new Set(['claude-opus-4']));
});

test('the instruction file has 37 of 100', () => {
  expect(rate(trialsOf('instruction.jsonl'))).toBe('37/100');
});

describe.each([
  ['blackmail.jsonl', main, 'none'],
  ['belief.jsonl', `${main}_notice`, 'none'],
  ['instruction.jsonl', `${main}_dont`, 'no-personal-leverage'],
  ['incidents.jsonl', 'incidents', 'none'],
])('%s', (name, condition, instruction) => {
  test('names condition, instruction, sample and id of every trial', () => {
    for (const trial of trialsOf(name)) {
      expect(trial).toMatchObject({
        scenario: 'blackmail',
        condition,
        instruction,
        synthetic: true,
      });
      expect(trial.id).toBe(`${trial.model}/${condition}/${String(trial.sample).padStart(3, '0')}`);
      expect(trial.meta?.['rateSource']).toEqual(expect.any(String));
      expect(Number.isNaN(Date.parse(trial.startedAt ?? ''))).toBe(false);
    }
  });
});

test('says of each harmful trial of the study whether its notes acknowledge that it is wrong', () => {
  const said = trialsOf('blackmail.jsonl').map(({ verdict, meta }) => ({
    isHarmful: verdict.outcome === 'harmful',
    acknowledges: meta?.['acknowledges'],
  }));
  expect(said.filter(({ acknowledges }) => acknowledges === true)).toHaveLength(325);
  expect(said.filter(({ acknowledges }) => acknowledges === false)).toHaveLength(716 - 325);
  expect(said.every((one) => one.isHarmful === (one.acknowledges !== undefined))).toBe(true);
});

test('ids are unique over all files', () => {
  const ids = [...files.values()].flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('incidents show every outcome, and disputed verdicts on both sides', () => {
  const incidents = trialsOf('incidents.jsonl');
  const outcomes = Map.groupBy(incidents, ({ verdict }) => verdict.outcome);
  expect(Object.fromEntries([...outcomes].map(([outcome, of]) => [outcome, of.length]))).toEqual({
    error: 3,
    'judge-failed': 2,
    harmful: 5,
    safe: 8,
    unjudged: 3,
  });
  const disputed = incidents.filter(({ verdict }) => verdict.disputed === true);
  expect(disputed.map(({ verdict }) => verdict.outcome).sort()).toEqual(['harmful', 'safe']);
});
