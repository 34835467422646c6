/** Options of `inquest audit new`. */
import type { REVEALS } from '../../../audit/levels.ts';
import type { CommonOptions } from '../../context.ts';

export type NewOptions = CommonOptions & {
  readonly query?: string;
  readonly sample: number;
  readonly stratify: readonly string[];
  readonly allocate: string;
  readonly min: number;
  readonly seed?: string;
  readonly seedNote?: string;
  readonly rubric?: string;
  readonly blind: readonly string[];
  readonly reveal: (typeof REVEALS)[number];
  readonly auditor?: readonly string[];
  readonly overlap?: number;
  readonly calibration: number;
  readonly order: 'shared' | 'own';
  readonly bundle?: boolean;
  readonly showAllocation?: boolean;
  readonly output: string;
};
