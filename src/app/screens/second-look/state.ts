/** The trials that are worth a second look, each with its reason. */
import type { Result } from '../../../collection/protocol.ts';

export type SecondLookScreen = {
  readonly type: 'secondLook';
  readonly result: Result<'secondLook'> | undefined;
  /** The row under the cursor, and the first one shown. */
  readonly cursor: number;
  readonly top: number;
};

export const secondLook = {
  initial: (): SecondLookScreen => ({
    type: 'secondLook',
    result: undefined,
    cursor: 0,
    top: 0,
  }),
  contexts: { secondLook: { title: 'Worth a second look', keys: 'work' } },
  contextOf: () => 'secondLook',
} as const;
