/** Two trials side by side, or one: what it said in private, and what it sent. */
import type { Result } from '../../../collection/protocol.ts';
import type { TrialKey } from '../../../query/results.ts';

export type CompareScreen = {
  readonly type: 'compare';
  /** What was asked for. */
  readonly left: TrialKey;
  readonly loaded: Result<'compare'> | undefined;
  /** First line shown. */
  readonly top: number;
  readonly onlyDifferences: boolean;
  readonly saidAndDid: boolean;
};

export const compare = {
  initial: ({ left }: Pick<CompareScreen, 'left'>): CompareScreen => ({
    type: 'compare',
    left,
    loaded: undefined,
    top: 0,
    onlyDifferences: false,
    saidAndDid: false,
  }),
  contexts: { compare: { title: 'Compare', keys: 'work' } },
  contextOf: () => 'compare',
} as const;
