/** What is kept of an opening for the next one of the same collection. */
import type { Switches } from '../query/query-input.ts';
import type { ComparedPlace } from './screens/compare/state.ts';
import type { Held } from './screens/docket/state.ts';
import type { Anchor } from './screens/replay/state.ts';
import type { NamedFunnel, NamedShare } from './screens/stats/state.ts';

export type ScreenThen =
  | {
      readonly type: 'stats';
      readonly by: string;
      readonly split: string | null;
      readonly cross: boolean;
      readonly cell: readonly (string | null)[] | null;
      readonly isPlace: boolean;
      /** What is counted, where it is not the harmful rate; sessions of before have none of these. */
      readonly share?: NamedShare | undefined;
      readonly funnel?: NamedFunnel | undefined;
      readonly sort?: { readonly column: string; readonly descending: boolean } | undefined;
    }
  | {
      readonly type: 'search';
      readonly text: string;
      readonly switches: Switches;
      /** The hit under the cursor. */
      readonly hit: { readonly trial: string; readonly turn: number } | null;
    }
  | {
      readonly type: 'concordance';
      readonly text: string;
      readonly switches: Switches;
      readonly by: string;
      readonly order: string;
    }
  | { readonly type: 'replay'; readonly trial: string }
  | {
      readonly type: 'compare';
      readonly left: string;
      readonly right: string;
      /** Both were named; sessions of before do not say it. */
      readonly isPair?: boolean | undefined;
      readonly at: ComparedPlace | null;
      readonly onlyDifferences: boolean;
      readonly saidAndDid: boolean;
    };

export type PlaceThen = {
  readonly filter: string;
  readonly sort: { readonly field: string; readonly descending: boolean };
  /** The trial under the cursor of the list. */
  readonly held: Held | null;
  /** What stood over the list, up to the first trial and a comparison over it. */
  readonly screens: readonly ScreenThen[];
};

/** Where a trial was left. */
export type LeftTrial = {
  readonly id: string;
  readonly step: number;
  readonly anchor: Anchor;
  readonly unfolded: boolean;
  readonly byTime: boolean;
};

/** Lines that were typed, the latest last. */
export type History = { readonly filter: readonly string[]; readonly search: readonly string[] };

/** `offset` null: the top. */
type LeftThen = Omit<LeftTrial, 'anchor'> & {
  readonly anchor: { readonly turn: number; readonly offset: number | null };
};

export type Session = {
  readonly version: 1;
  /** The last one is where it was left; it was opened from the others. */
  readonly places: readonly PlaceThen[];
  readonly left: readonly LeftThen[];
  readonly history: History;
  /** Ids of the marked trials; sessions of before have none. */
  readonly marked?: readonly string[] | undefined;
  /** Columns of the list, where they are not as usual; sessions of before have none. */
  readonly columns?:
    | {
        readonly chosen: readonly string[] | null;
        readonly wider: Readonly<Record<string, number>>;
      }
    | undefined;
};
