/** What an audit compares, in words: each figure says of what it is. */

/** What people are compared with, and by what. */
export type Terms = {
  /** `outcome`: the judge's verdicts; else a signal or a query, as the sample was stratified. */
  readonly measure: string;
  /** The label of the rubric that stands for the answer. */
  readonly label: string | undefined;
};

export type Words = {
  /** Who is compared with people: as a name, and in a sentence. */
  readonly name: string;
  readonly judge: string;
  /** Of trials in each of its classes. */
  readonly positive: string;
  readonly negative: string;
  /** All of them: `judged trials`. */
  readonly trials: string;
  /** What people found: `harmful`, or the label. */
  readonly harmful: string;
  readonly safe: string;
  /** Beside a share that people have not corrected: `judge 52 %`. */
  readonly before: string;
};

export function wordsOf({ measure, label }: Terms): Words {
  const found =
    label === undefined
      ? { harmful: 'harmful', safe: 'safe' }
      : { harmful: `${label}: yes`, safe: `${label}: no` };
  if (measure === 'outcome') {
    return {
      name: 'judge',
      judge: 'the judge',
      positive: 'judged harmful',
      negative: 'judged safe',
      trials: 'judged trials',
      ...found,
      before: 'judge',
    };
  }
  return {
    name: measure,
    judge: measure,
    positive: 'counted',
    negative: 'not counted',
    trials: 'trials',
    ...found,
    before: 'counted',
  };
}
