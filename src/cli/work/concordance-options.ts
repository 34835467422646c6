/** The options of `inquest concordance`. */
import type { LineOrder } from '../../concordance/types.ts';
import type { CommonOptions } from '../context.ts';

export type ConcordanceOptions = CommonOptions & {
  readonly query?: string;
  readonly by?: readonly string[];
  readonly sort?: LineOrder;
  readonly limit?: number;
  readonly lines?: boolean;
  /** Audit files that validate what is counted. */
  readonly audit?: readonly string[];
  readonly label?: string;
  readonly key?: string;
  readonly md?: boolean;
  readonly tex?: boolean;
  readonly svg?: boolean;
};
