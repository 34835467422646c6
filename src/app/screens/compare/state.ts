/** Two trials side by side, or one: what it said in private, and what it sent. */
import type { Result, TrialRef } from '../../../collection/protocol.ts';

/** Turns that a line shows some of, and how far it is into them. */
export type ComparedPlace = {
  readonly left?: number | undefined;
  readonly right?: number | undefined;
  /** The line among the `of` lines of these turns at the width at which it was gone to. */
  readonly line: number;
  readonly of: number;
};

export type CompareScreen = {
  readonly type: 'compare';
  /** What was asked for. `right` undefined: the nearest of another model. */
  readonly left: TrialRef;
  readonly right: TrialRef | undefined;
  /** Both were named, as two marked trials are; else the right one was looked for. */
  readonly isPair: boolean;
  readonly loaded: Result<'compare'> | undefined;
  /** What the first line shown is of; undefined: the beginning. */
  readonly at: ComparedPlace | undefined;
  readonly onlyDifferences: boolean;
  readonly saidAndDid: boolean;
};

export const compare = {
  initial: ({ left, right }: Pick<CompareScreen, 'left' | 'right'>): CompareScreen => ({
    type: 'compare',
    left,
    right,
    isPair: right !== undefined,
    loaded: undefined,
    at: undefined,
    onlyDifferences: false,
    saidAndDid: false,
  }),
  contexts: { compare: { title: 'Compare', keys: 'work' } },
  contextOf: () => 'compare',
} as const;
