/** The Stats: groups of trials with their rates, divided or crossed by a second field. */
import type { Group, Stage } from '../../../query/results.ts';
import type { GroupSort } from '../../../stats/sort-groups.ts';
import type { ShareSpec } from '../../../stats/shares.ts';
import type { GroupField } from '../../../trial/catalogue.ts';
import type { Move } from '../../moves.ts';

/** A share with the name of its preset, which may be of some trials only; of one that was typed: `typed`. */
export type NamedShare = ShareSpec & { readonly name: string; readonly only: string };

/** A funnel with the name of its preset. */
export type NamedFunnel = {
  readonly name: string;
  readonly stages: readonly Stage[];
  readonly only: string;
};

/** What moves the cursor of the table. */
export type TableMove = Move | 'columnRight' | 'columnLeft';

export type StatsScreen = {
  readonly type: 'stats';
  readonly by: GroupField;
  readonly split: GroupField | undefined;
  readonly cross: boolean;
  /** The filter that the groups are of. */
  readonly query: string;
  readonly groups: readonly Group[] | undefined;
  /** Why there are none: the filter asks for what enters no rate. */
  readonly refusal: string | undefined;
  readonly total: Group | undefined;
  /** The order of the rows; undefined: of the values. */
  readonly sort: GroupSort | undefined;
  /** Conditions of the filter on the verdict, which the groups do not obey. */
  readonly leftOut: readonly string[];
  /** What is counted of what; undefined: the harmful rate. */
  readonly share: NamedShare | undefined;
  /** What is left after each stage is counted instead: a column a stage. */
  readonly funnel: NamedFunnel | undefined;
  /** The cells of the row of all, of a funnel. */
  readonly totals: readonly Group[];
  /** It is counted by words. */
  readonly isOfWords: boolean;
  /** The values of the row or cell with which others are compared. */
  readonly marked: Group['values'] | undefined;
  /** Names of groups that are compared as soon as they are counted. */
  readonly comparing: readonly string[] | undefined;
  /** What is counted is said in full, however long. */
  readonly isWhole: boolean;
  readonly cursor: number;
  /** The values of the cell that the cursor was put on: it is found again by these. */
  readonly cell: Group['values'] | undefined;
  readonly column: number;
  readonly top: number;
  /** Moves of the cursor that were made before the groups came: they are made among these. */
  readonly ahead: readonly TableMove[];
  /** The trials of the cell are opened as soon as the groups are there: Enter was pressed before. */
  readonly opens: boolean;
  /** It is a place of its own: the list below it is of no interest to who leaves it. */
  readonly isPlace: boolean;
};

/** The cursor in a table that is new. */
export const AT_START = {
  cursor: 0,
  cell: undefined,
  column: 0,
  top: 0,
  ahead: [],
  opens: false,
} as const;

export const stats = {
  initial: (): StatsScreen => ({
    type: 'stats',
    by: 'model',
    split: undefined,
    cross: false,
    query: '',
    groups: undefined,
    refusal: undefined,
    total: undefined,
    sort: undefined,
    leftOut: [],
    share: undefined,
    funnel: undefined,
    totals: [],
    isOfWords: false,
    marked: undefined,
    comparing: undefined,
    isWhole: false,
    ...AT_START,
    isPlace: false,
  }),
  contexts: { stats: { title: 'Stats', keys: 'work' } },
  contextOf: () => 'stats',
} as const;
