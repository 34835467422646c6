/** The numbers of a concordance by group, and the shares that are made of them. */
import { NO_VALUE } from '../query/ast.ts';
import type { Counts as Outcomes, Group } from '../query/results.ts';
import { wilson } from '../stats/wilson.ts';
import {
  CELLS,
  OF_OUTCOME,
  type ConcordanceGroup,
  type Counts,
  type OfOutcome,
  type Validation,
} from './types.ts';

/** The groups of each set of trials that is counted. */
export type Counted = {
  readonly [N in Exclude<keyof Counts, 'neither' | 'absent'> | 'readable']: readonly Group[];
};

/** The groups of all trials, with how many of each set are in them. */
export function groupsOf(counted: Counted): readonly ConcordanceGroup[] {
  const found = new Map(
    Object.entries(counted).map(([name, groups]) => [
      name,
      new Map(groups.map((group) => [nameOf(group), group.counts])),
    ]),
  );
  return counted.trials.map((group) => ({
    values: group.values,
    conditions: group.conditions,
    counts: {
      all: countsOf(found, nameOf(group), 'trials'),
      harmful: countsOf(found, nameOf(group), 'harmful'),
      safe: countsOf(found, nameOf(group), 'safe'),
    },
  }));
}

function nameOf({ values }: Group): string {
  return JSON.stringify(values);
}

function countsOf(
  found: ReadonlyMap<string, ReadonlyMap<string, Outcomes>>,
  group: string,
  of: 'trials' | 'harmful' | 'safe',
): Counts {
  const count = (name: keyof Counted): number => found.get(name)?.get(group)?.[of] ?? 0;
  const [trials, withheld, readable] = [count('trials'), count('withheld'), count('readable')];
  const said = { reasoningOnly: count('reasoningOnly'), messageOnly: count('messageOnly') };
  const both = count('both');
  return {
    trials,
    withheld,
    absent: trials - withheld - readable,
    ...said,
    both,
    neither: readable - said.reasoningOnly - said.messageOnly - both,
    message: count('message'),
    draft: count('draft'),
  };
}

/** What is counted of what: the cells, and what is made of them. */
const SHARES = [...CELLS, 'reasoning', 'message'] as const;
export type Share = (typeof SHARES)[number];
export const SHARE_TITLES: Readonly<Record<Share, string>> = {
  reasoningOnly: 'reasoning only',
  messageOnly: 'message only',
  both: 'both',
  neither: 'neither',
  reasoning: 'reasoning',
  message: 'message',
};

/** A share as fractions with its 95 % Wilson bounds; null where there is nothing to count of. */
export type SharePart = {
  readonly counted: number;
  readonly of: number;
  readonly share: number | null;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
};

/** Trials whose reasoning can be read whole. */
export function readableOf({ trials, withheld, absent }: Counts): number {
  return trials - withheld - absent;
}

/**
 * A cell, or all that say it in reasoning, of the trials whose reasoning can be read; all that say it in
 * what was sent, of all trials.
 */
export function shareOf(counts: Counts, share: Share): SharePart {
  const counted = share === 'reasoning' ? counts.reasoningOnly + counts.both : counts[share];
  const of = share === 'message' ? counts.trials : readableOf(counts);
  const interval = wilson(counted, of);
  return {
    counted,
    of,
    share: of === 0 ? null : counted / of,
    ciLow: interval?.low ?? null,
    ciHigh: interval?.high ?? null,
  };
}

/** A row of a table: a group, all of it or its harmful or its safe trials. */
export type ConcordanceRow = {
  readonly group: ConcordanceGroup;
  /** A name for each field grouped by; of all groups together `all`, then empty ones. */
  readonly names: readonly string[];
  readonly outcome: OfOutcome;
  readonly counts: Counts;
};

/** Three rows a group, those of all groups together last. */
export function rowsOf(
  groups: readonly ConcordanceGroup[],
  total: ConcordanceGroup,
  by: readonly string[],
): readonly ConcordanceRow[] {
  const named = [
    ...groups.map((group) => ({
      group,
      names: by.map((_, at) => group.values[at] ?? NO_VALUE),
    })),
    { group: total, names: by.map((_, at) => (at === 0 ? 'all' : '')) },
  ];
  return named.flatMap(({ group, names }) =>
    OF_OUTCOME.map((outcome) => ({ group, names, outcome, counts: group.counts[outcome] })),
  );
}

/** A row a share, as numbers: what CSV and JSON have. */
export type ShareRow = Readonly<Record<string, string | number | null>>;

export const SHARE_COLUMNS = [
  'outcome',
  'says',
  'counted',
  'of',
  'share',
  'ciLow',
  'ciHigh',
  'trials',
  'withheld',
  'absent',
  'draft',
  'conditions',
] as const;

export function shareRows(
  rows: readonly ConcordanceRow[],
  by: readonly string[],
): readonly ShareRow[] {
  return rows.flatMap(({ group, names, outcome, counts }) =>
    SHARES.map((says) => ({
      ...Object.fromEntries(by.map((field, at) => [field, names[at] ?? null])),
      outcome,
      says: SHARE_TITLES[says],
      ...shareOf(counts, says),
      trials: counts.trials,
      withheld: counts.withheld,
      absent: counts.absent,
      draft: counts.draft,
      conditions: group.conditions,
    })),
  );
}

/** Two rows a group of an audit: its share as counted by words, and as corrected. */
export function validationRows(
  validation: Validation | undefined,
  by: readonly string[],
): readonly ShareRow[] {
  const [field = 'group'] = by;
  return (validation?.rows ?? []).flatMap(({ name, population, counted, share, corrected }) => [
    { [field]: name, outcome: 'audited', says: 'counted', counted, of: population, share },
    {
      [field]: name,
      outcome: 'audited',
      says: 'corrected',
      counted: null,
      of: population,
      share: corrected?.estimate ?? null,
      ciLow: corrected?.low ?? null,
      ciHigh: corrected?.high ?? null,
    },
  ]);
}
