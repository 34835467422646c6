/** The sample data as the text of its files: the same bytes whenever it is made. */
import type { Trial } from '../../src/trial/types.ts';
import { makeIncidents } from './incidents.ts';
import { makeStudy } from './study.ts';

export type SampleFile = {
  readonly name: string;
  readonly trials: readonly Trial[];
  /** One trial a line. */
  readonly text: string;
  /** How many trials there are and what was decided about them, in words. */
  readonly counts: string;
};

/** Every generated file, in memory. */
export function makeFiles(): SampleFile[] {
  const study = makeStudy();
  return [
    sampleFile('blackmail.jsonl', study.blackmail),
    sampleFile('belief.jsonl', study.belief),
    sampleFile('instruction.jsonl', study.instruction),
    sampleFile('incidents.jsonl', makeIncidents()),
  ];
}

function sampleFile(name: string, trials: readonly Trial[]): SampleFile {
  const text = trials.map((trial) => `${JSON.stringify(trial)}\n`).join('');
  const outcomes = Map.groupBy(trials, ({ verdict }) => verdict.outcome);
  const each = [...outcomes].map(([outcome, of]) => `${of.length} ${outcome}`);
  return { name, trials, text, counts: `${trials.length} trials (${each.join(', ')})` };
}
