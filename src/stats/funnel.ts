/** Funnels: how many trials are left after each of several stages, of the first and of the stage before. */
import type { FunnelGroup, Stage } from '../query/results.ts';
import { shareRow, type ShareRow } from './shares.ts';

/** The stages of a preset, in order. */
export function stagesOf(queries: Readonly<Record<string, string>>): readonly Stage[] {
  return Object.entries(queries).map(([name, query]) => ({ name, query }));
}

/** What is left after a stage, as shares with 95 % Wilson intervals. */
export type FunnelStep = {
  readonly stage: string;
  readonly left: number;
  /** Of those left after the first stage; the first stage itself of all trials. */
  readonly ofFirst: ShareRow;
  /** Of those left after the stage before; the first stage of all trials. */
  readonly ofBefore: ShareRow;
};

/** The steps of a group, one a stage. */
export function stepsOf(
  { trials, left, conditions, values }: FunnelGroup,
  stages: readonly Stage[],
): readonly FunnelStep[] {
  return stages.map(({ name }, at) => {
    const counted = left[at] ?? 0;
    const share = (of: number): ShareRow => shareRow({ values, counted, of, conditions });
    return {
      stage: name,
      left: counted,
      ofFirst: share(at === 0 ? trials : (left[0] ?? 0)),
      ofBefore: share(at === 0 ? trials : (left[at - 1] ?? 0)),
    };
  });
}

/** What the shares of a stage are of, in words: those that the first stage holds for, and the one before. */
export function ofWhat(stages: readonly Stage[], at: number): readonly [string, string] {
  const name = (one: number): string => stages[one]?.name ?? '';
  return at === 0 ? ['trials', 'trials'] : [name(0), name(at - 1)];
}
