/** The options of `inquest stats`. */
import type { CommonOptions } from '../context.ts';
import type { FigureOptions } from '../print-figure.ts';

export type StatsOptions = CommonOptions &
  FigureOptions & {
    readonly query?: string;
    readonly by?: readonly string[];
    readonly split?: readonly string[];
    readonly sort?: string;
    readonly share?: string;
    readonly of?: string;
    readonly preset?: string;
    /** Each: the first name against the others. */
    readonly compare?: readonly string[];
    readonly verdicts?: string;
    readonly audit?: readonly string[];
    readonly label?: string;
    readonly key?: string;
  };
