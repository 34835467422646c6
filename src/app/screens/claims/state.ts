/** The claims of a file: each figure with what is expected, what was counted, and whether it holds. */
import type { Claim } from '../../../claims/schema.ts';
import type { Result } from '../../../collection/protocol.ts';

/** A file of claims, as it is opened. */
export type ClaimsStart = {
  readonly file: string;
  readonly title: string;
  readonly claims: readonly Claim[];
};

export type ClaimsScreen = {
  readonly type: 'claims';
  readonly start: ClaimsStart;
  /** In the order of the claims; undefined: they are being counted. */
  readonly checked: Result<'claims'>['checked'] | undefined;
  /** The claim under the cursor, and the first one shown. */
  readonly cursor: number;
  readonly top: number;
};

export const claims = {
  initial: (start: ClaimsStart): ClaimsScreen => ({
    type: 'claims',
    start,
    checked: undefined,
    cursor: 0,
    top: 0,
  }),
  contexts: { claims: { title: 'Claims', keys: 'work' } },
  contextOf: () => 'claims',
} as const;
