/** How each stored field of the catalogue lies in the tables. A field that is missing here does not compile. */
import type { StoredField, TrialFacts } from '../../trial/catalogue.ts';
import { timeOf } from '../../trial/time.ts';
import { FIELD_CODES, OUTCOME_CODES, type CodedColumn } from './schema.ts';
import type { Cell } from './copy.ts';

export type FieldColumn =
  /** A code of the table `value`, whose name is the value, as JSON where it is no text. */
  | { readonly type: 'text' | 'json'; readonly column: CodedColumn }
  | { readonly type: 'flag' | 'number'; readonly column: string }
  /** In `trial.id`. */
  | { readonly type: 'id' }
  | { readonly type: 'outcome' }
  /** As the source writes it in `trial.started`, as a moment in `fact.started`. */
  | { readonly type: 'time' };

export const FIELD_COLUMNS: Readonly<Record<StoredField, FieldColumn>> = {
  id: { type: 'id' },
  model: { type: 'text', column: 'model' },
  outcome: { type: 'outcome' },
  label: { type: 'text', column: 'label' },
  by: { type: 'text', column: 'judge' },
  disputed: { type: 'flag', column: 'disputed' },
  scenario: { type: 'text', column: 'scenario' },
  condition: { type: 'text', column: 'condition' },
  sample: { type: 'json', column: 'sample' },
  belief: { type: 'text', column: 'belief' },
  instruction: { type: 'text', column: 'instruction' },
  turns: { type: 'number', column: 'turns' },
  started: { type: 'time' },
  tag: { type: 'json', column: 'tags' },
  synthetic: { type: 'flag', column: 'synthetic' },
  tokens: { type: 'number', column: 'tokens' },
  duration: { type: 'number', column: 'duration' },
  epoch: { type: 'number', column: 'epoch' },
  errortype: { type: 'text', column: 'errortype' },
};

/** What a trial's facts say in the columns of `fact` that have codes: the name of each, or null for no value. */
export type CodedNames = Readonly<Record<CodedColumn, string | null>>;

export const CODED_COLUMNS = Object.keys(FIELD_CODES) as readonly CodedColumn[];

const NUMBERS = ['tokens', 'duration', 'epoch', 'turns'] as const;

/** Columns of `fact`, in the order of `factCells`. */
export const FACT_COLUMNS: readonly string[] = [
  'bucket',
  'key',
  'source',
  'flags',
  'started',
  ...NUMBERS,
  ...CODED_COLUMNS,
  'outcome',
  'disputed',
  'synthetic',
];

export function codedNames(facts: TrialFacts): CodedNames {
  const names = Object.entries(FIELD_COLUMNS).flatMap(([field, kind]) => {
    if (kind.type !== 'text' && kind.type !== 'json') return [];
    return [[kind.column, nameOf(facts[field as StoredField], kind.type)]];
  });
  return Object.fromEntries(names) as CodedNames;
}

function nameOf(value: unknown, type: 'text' | 'json'): string | null {
  if (value === undefined || value === null) return null;
  if (type === 'text') return String(value).toWellFormed();
  if (Array.isArray(value)) {
    return value.length === 0 ? null : JSON.stringify([...new Set(value as unknown[])]);
  }
  return JSON.stringify(typeof value === 'string' ? value.toWellFormed() : value);
}

/** A row of `fact`. `codes`: by column, 0 for no value. */
export function factCells(
  facts: TrialFacts,
  flags: number,
  at: { readonly bucket: number; readonly key: number; readonly source: number },
  codes: Readonly<Record<CodedColumn, number>>,
): readonly Cell[] {
  const started = facts.started === undefined ? undefined : timeOf(facts.started);
  return [
    at.bucket,
    at.key,
    at.source,
    flags,
    started ?? null,
    ...NUMBERS.map((field) => {
      const value: unknown = facts[field];
      return typeof value === 'number' ? value : null;
    }),
    ...CODED_COLUMNS.map((column) => codes[column]),
    OUTCOME_CODES.indexOf(facts.outcome),
    facts.disputed,
    facts.synthetic,
  ];
}
