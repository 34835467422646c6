/** The requests that count trials: rates, shares, funnels, claims, and what stands out. */
import type { CheckedClaim } from '../claims/check.ts';
import type { Claim } from '../claims/schema.ts';
import type { ReasonCount, ReasonName, SecondLook } from '../doubts/reasons.ts';
import type { QueryInput } from '../query/query-input.ts';
import type { FunnelGroup, Group, ShareGroup, Stage } from '../query/results.ts';
import type { GroupField } from '../trial/catalogue.ts';

export type CountingRequests = {
  stats: {
    params: {
      readonly query: QueryInput;
      readonly by: readonly GroupField[];
      /** Counts of exactly the matching trials; else rates, which leave conditions on the verdict out. */
      readonly exactly?: boolean;
    };
    result: {
      readonly query: string;
      readonly groups: readonly Group[];
      readonly total: Group;
      /** Conditions on the verdict, as written, that the groups do not obey. */
      readonly leftOut: readonly string[];
    };
  };
  /** Of the trials of `query` and `of`, those of `share`. Each speaks of the trial, not of one turn. */
  shares: {
    params: {
      readonly query: QueryInput;
      readonly share: string;
      readonly of: string;
      readonly by: readonly GroupField[];
    };
    result: {
      readonly query: string;
      readonly share: string;
      readonly of: string;
      readonly groups: readonly ShareGroup[];
      readonly total: ShareGroup;
      /** It is counted by words: they occur, which does not say what is meant. */
      readonly isOfWords: boolean;
      /** Conditions on what a judge gave by which the trials were chosen, where that is what is counted. */
      readonly ofJudge: readonly string[];
    };
  };
  /** Trials that are worth a second look, by reason, and how many there are of each. */
  secondLook: {
    params: {
      readonly query: QueryInput;
      readonly reasons?: readonly ReasonName[] | undefined;
      /** So many trials of each reason; undefined: all. */
      readonly limit?: number | undefined;
    };
    result: {
      readonly query: string;
      readonly reasons: readonly ReasonCount[];
      readonly rows: readonly SecondLook[];
    };
  };
  /** Of the trials of `query` and `of`, those that are left after each stage. Each speaks of the trial. */
  funnel: {
    params: {
      readonly query: QueryInput;
      readonly of: string;
      readonly stages: readonly Stage[];
      readonly by: readonly GroupField[];
    };
    result: {
      readonly query: string;
      readonly of: string;
      readonly stages: readonly Stage[];
      readonly groups: readonly FunnelGroup[];
      readonly total: FunnelGroup;
      readonly isOfWords: boolean;
    };
  };
  /** Figures of a text, counted anew, in their order. */
  claims: {
    params: { readonly claims: readonly Claim[] };
    result: { readonly checked: readonly CheckedClaim[] };
  };
};
