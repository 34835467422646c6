/**
 * The fields of a trial, one row each. What can be filtered, sorted, grouped, counted as a facet,
 * listed and shown, under which name and title, is said here alone; types, lists of names, the
 * store's columns, headers and pickers are made from it.
 *
 * To add a field: give `Trial` the property (types, schema, checks) and write a row here.
 *
 * The fields that the trials of a collection bring along (`collection-fields.ts`: scores, metadata) are
 * rows too, made at run time: all of them can be filtered, sorted, grouped, listed and shown alike.
 */
import { isCollectionField, type CollectionField, type FieldValue } from './collection-fields.ts';
import { durationOf, epochOf, errorTypeOf, tokensOf } from './run-facts.ts';
import { BELIEFS, type Trial } from './types.ts';

/**
 * How the values of a field are stored, compared and sorted; null where a trial has none.
 * - `text`: equal without regard to case, `*` for any run of letters
 * - `id`: text that is unique; the store may add a number to make it so
 * - `model`: text; names of the same model are equal (`modelKey`)
 * - `outcome`: one of `OUTCOMES`, sorted from harmful to unjudged
 * - `flag`: true or false
 * - `count`: a whole number
 * - `amount`: a number
 * - `sample`: a number, or a name
 * - `tags`: any number of texts
 * - `time`: a moment as the source writes it, compared and sorted in UTC, grouped by day
 */
export type FieldKind =
  | 'text'
  | 'id'
  | 'model'
  | 'outcome'
  | 'flag'
  | 'count'
  | 'amount'
  | 'sample'
  | 'tags'
  | 'time';

type FieldRow = {
  /** What the field is called above a column or a list of its values. */
  readonly title: string;
  /** What its groups are, where that is not the title. */
  readonly groupTitle?: string;
  /** What it is called in the list of orders, where that is not the title. */
  readonly sortTitle?: string;
  /** The property of a row that has its value, where that is not the field's name. */
  readonly property?: string;
  /**
   * The value of a trial, for fields that are stored with it. Those without it the store knows itself:
   * where the trial is from, which signals it has.
   */
  readonly stored?: { readonly kind: FieldKind; readonly of: (trial: Trial) => unknown };
  /** All values there can be, where they are few. */
  readonly known?: readonly string[];
  /** `name:value` in the query language. */
  readonly filter?: true;
  readonly sort?: true;
  /** Trials can be counted by its values. */
  readonly group?: true;
  /** Place in the panel of facets. */
  readonly facet?: number;
  /** A table of contents tells it as well as the trial itself does. */
  readonly inContents?: true;
  /** Its name among what is shown of a trial besides turns and verdict. */
  readonly header?: string;
  /** Place among the columns of `inquest list`: new ones come last, scripts depend on the order. */
  readonly list?: {
    readonly place: number;
    /** Share of the line that it may take at most, on a terminal. */
    readonly share?: number;
    readonly cutMiddle?: boolean;
    /** Never cut on a terminal. */
    readonly whole?: boolean;
    /** Gets its room before other columns. */
    readonly early?: boolean;
    readonly align?: 'right';
  };
  /** Place among the columns of the list on screen, which has room for it from so many cells on. */
  readonly docket?: {
    readonly place: number;
    readonly cells: number;
    readonly from: number;
    /** Takes a part of the cells that are left over. */
    readonly grows?: true;
    readonly align?: 'right';
    readonly dim?: true;
  };
};

const YES_NO = ['true', 'false', 'yes', 'no'];

const CATALOGUE = {
  order: { title: 'As in the files', sort: true },
  id: {
    title: 'Id',
    stored: { kind: 'id', of: (trial) => trial.id },
    filter: true,
    sort: true,
    header: 'Trial',
    list: { place: 1, whole: true },
  },
  model: {
    title: 'Model',
    stored: { kind: 'model', of: (trial) => trial.model },
    filter: true,
    sort: true,
    group: true,
    facet: 1,
    inContents: true,
    header: 'Model',
    list: { place: 2, share: 0.2 },
    docket: { place: 2, cells: 20, from: 0, grows: true },
  },
  // What a filter calls verdict is the outcome or the label.
  verdict: { title: 'Verdict', filter: true, group: true, facet: 2, inContents: true },
  outcome: {
    title: 'Verdict',
    stored: { kind: 'outcome', of: ({ verdict }) => verdict.outcome },
    sort: true,
    list: { place: 3, early: true },
    docket: { place: 1, cells: 15, from: 0 },
  },
  label: {
    title: 'Label',
    stored: { kind: 'text', of: ({ verdict }) => verdict.label },
    filter: true,
    sort: true,
    group: true,
    inContents: true,
    list: { place: 4, share: 0.15 },
  },
  by: {
    title: 'Judged by',
    stored: { kind: 'text', of: ({ verdict }) => verdict.by },
    filter: true,
    group: true,
    inContents: true,
  },
  disputed: {
    title: 'Disputed',
    stored: { kind: 'flag', of: ({ verdict }) => verdict.disputed ?? false },
    known: YES_NO,
    filter: true,
    sort: true,
    group: true,
    list: { place: 5 },
  },
  scenario: {
    title: 'Scenario',
    stored: { kind: 'text', of: (trial) => trial.scenario },
    filter: true,
    sort: true,
    group: true,
    facet: 3,
    inContents: true,
    header: 'Scenario',
    list: { place: 6, share: 0.15 },
  },
  condition: {
    title: 'Condition',
    stored: { kind: 'text', of: (trial) => trial.condition },
    filter: true,
    sort: true,
    group: true,
    facet: 4,
    inContents: true,
    header: 'Condition',
    list: { place: 7, share: 0.25, cutMiddle: true },
    docket: { place: 4, cells: 26, from: 74, grows: true, dim: true },
  },
  sample: {
    title: 'Sample',
    stored: { kind: 'sample', of: (trial) => trial.sample },
    filter: true,
    sort: true,
    inContents: true,
    header: 'Sample',
    list: { place: 8, align: 'right' },
    docket: { place: 3, cells: 6, from: 0, align: 'right' },
  },
  belief: {
    title: 'Belief',
    stored: { kind: 'text', of: (trial) => trial.belief },
    known: BELIEFS,
    filter: true,
    sort: true,
    group: true,
    facet: 5,
    inContents: true,
    header: 'Belief',
    list: { place: 9 },
    docket: { place: 5, cells: 9, from: 96 },
  },
  instruction: {
    title: 'Instruction',
    stored: { kind: 'text', of: (trial) => trial.instruction },
    filter: true,
    sort: true,
    group: true,
    facet: 6,
    inContents: true,
    header: 'Instruction',
    list: { place: 10, share: 0.2 },
    docket: { place: 6, cells: 21, from: 126, dim: true },
  },
  turns: {
    title: 'Turns',
    sortTitle: 'number of turns',
    stored: { kind: 'count', of: (trial) => trial.turns.length },
    filter: true,
    sort: true,
    list: { place: 11, align: 'right' },
    docket: { place: 7, cells: 5, from: 54, align: 'right', dim: true },
  },
  started: {
    title: 'Started',
    groupTitle: 'Day (UTC)',
    property: 'startedAt',
    stored: { kind: 'time', of: (trial) => trial.startedAt },
    filter: true,
    sort: true,
    group: true,
    header: 'Started',
    list: { place: 13 },
    docket: { place: 9, cells: 20, from: 172, dim: true },
  },
  tag: {
    title: 'Tag',
    property: 'tags',
    // Databases have no lone surrogates, and JSON would keep them.
    stored: { kind: 'tags', of: ({ tags }) => tags?.map((tag) => tag.toWellFormed()) },
    filter: true,
    group: true,
    header: 'Tags',
  },
  signal: { title: 'Signal', filter: true, group: true, facet: 7 },
  source: {
    title: 'Source',
    sortTitle: 'source file',
    filter: true,
    sort: true,
    group: true,
    inContents: true,
    list: { place: 12, share: 0.3, cutMiddle: true },
    docket: { place: 8, cells: 20, from: 150, dim: true },
  },
  synthetic: {
    title: 'Synthetic',
    stored: { kind: 'flag', of: (trial) => trial.synthetic ?? false },
    known: YES_NO,
    filter: true,
    group: true,
    inContents: true,
  },
  tokens: {
    title: 'Tokens',
    stored: { kind: 'count', of: tokensOf },
    filter: true,
    sort: true,
  },
  duration: {
    title: 'Duration',
    sortTitle: 'duration in seconds',
    stored: { kind: 'amount', of: durationOf },
    filter: true,
    sort: true,
  },
  epoch: {
    title: 'Epoch',
    stored: { kind: 'count', of: epochOf },
    filter: true,
    sort: true,
    group: true,
  },
  errortype: {
    title: 'Error type',
    property: 'errorType',
    stored: { kind: 'text', of: errorTypeOf },
    filter: true,
    sort: true,
    group: true,
  },
  has: { title: 'Has', filter: true },
} as const satisfies Readonly<Record<string, FieldRow>>;

type Catalogue = typeof CATALOGUE;
export type FieldName = keyof Catalogue;
/** Fields whose row has a property, such as `{filter: true}`. */
type FieldsWith<P> = {
  [K in FieldName]: Catalogue[K] extends P ? K : never;
}[FieldName];

/** Fields of the query language that speak of the trial as a whole. */
export type TrialField = FieldsWith<{ readonly filter: true }> | CollectionField;
export type SortField = FieldsWith<{ readonly sort: true }> | CollectionField;
export type GroupField = FieldsWith<{ readonly group: true }> | CollectionField;
/** A field that can be a column of a list: one with a value in a row. */
export type ColumnField = StoredField | 'source' | CollectionField;
export type FacetField = FieldsWith<{ readonly facet: number }>;
export type StoredField = FieldsWith<{ readonly stored: object }>;
export type ListField = FieldsWith<{ readonly list: object }>;
export type DocketField = FieldsWith<{ readonly docket: object }>;
/** Fields that a store answers from what it knows itself. */
export type DerivedField = Exclude<FieldName, StoredField>;

type OfKind<K extends StoredField> = Catalogue[K]['stored']['kind'];
type ValueOf<K extends StoredField> = ReturnType<Catalogue[K]['stored']['of']>;
/** The property of a row that has the value of a field. */
type PropertyOf<K extends FieldName> = Catalogue[K] extends {
  readonly property: infer P extends string;
}
  ? P
  : K;

/** The stored values of a trial by field. `turns` is undefined as long as they are not known. */
export type TrialFacts = {
  readonly [K in StoredField]: OfKind<K> extends 'count' ? number | undefined : ValueOf<K>;
};

/** The stored values of a trial as rows show them: null where it has none. */
export type TrialValues = {
  readonly [K in StoredField as PropertyOf<K>]: OfKind<K> extends 'tags'
    ? readonly string[]
    : OfKind<K> extends 'count'
      ? number | null
      : undefined extends ValueOf<K>
        ? Exclude<ValueOf<K>, undefined> | null
        : ValueOf<K>;
};

const FIELD_NAMES = Object.keys(CATALOGUE) as readonly FieldName[];
const row = (field: FieldName): FieldRow => CATALOGUE[field];
const having = <F extends FieldName>(key: keyof FieldRow): readonly F[] =>
  FIELD_NAMES.filter((field) => row(field)[key] !== undefined) as F[];

/** Without those that a collection brings along, as are all lists of names here. */
export const COLUMN_FIELDS: readonly (ColumnField & FieldName)[] = [
  ...having<StoredField>('stored'),
  'source',
];
export const TRIAL_FIELDS = having<TrialField & FieldName>('filter');
export const SORT_FIELDS = having<SortField & FieldName>('sort');
export const GROUP_FIELDS = having<GroupField & FieldName>('group');
export const STORED_FIELDS = having<StoredField>('stored');
export const FACET_FIELDS = having<FacetField>('facet').toSorted(
  (a, b) => CATALOGUE[a].facet - CATALOGUE[b].facet,
);
export const LIST_FIELDS = having<ListField>('list').toSorted(
  (a, b) => CATALOGUE[a].list.place - CATALOGUE[b].list.place,
);
export const DOCKET_FIELDS = having<DocketField>('docket').toSorted(
  (a, b) => CATALOGUE[a].docket.place - CATALOGUE[b].docket.place,
);

export function fieldTitle(field: FieldName | CollectionField): string {
  return isCollectionField(field) ? field : row(field).title;
}

/** What the groups of a field are called. */
export function groupTitle(field: GroupField): string {
  return isCollectionField(field) ? field : (row(field).groupTitle ?? fieldTitle(field));
}

/** What a field is called in the list of orders. */
export function sortTitle(field: SortField): string {
  if (isCollectionField(field)) return field;
  return row(field).sortTitle ?? fieldTitle(field).toLowerCase();
}

/** All values that a field can have; undefined where any text may be one. */
export function knownValues(field: FieldName | CollectionField): readonly string[] | undefined {
  return isCollectionField(field) ? undefined : row(field).known;
}

/** How the values of a field of the catalogue are stored and compared; undefined for what a store knows itself. */
export function kindOf(field: FieldName | CollectionField): FieldKind | undefined {
  return isCollectionField(field) ? undefined : row(field).stored?.kind;
}

/** Whether a table of contents tells the field as well as the trials themselves. */
export function isInContents(field: string): boolean {
  return isField(field) && row(field).inContents === true;
}

/** How a column of `list` is printed; those that it has only on request have a part of the line. */
export function listColumn(field: ColumnField): Omit<NonNullable<FieldRow['list']>, 'place'> {
  if (isCollectionField(field)) return { share: 0.2 };
  const { list, stored } = row(field);
  return list ?? (isNumeric(stored?.kind) ? { align: 'right' } : { share: 0.2 });
}

function isNumeric(kind: FieldKind | undefined): boolean {
  return kind === 'count' || kind === 'amount';
}

export function docketColumn(field: DocketField): NonNullable<FieldRow['docket']> {
  return CATALOGUE[field].docket;
}

/** The property of a row that has a field's value. */
export function propertyOf(field: FieldName | CollectionField): string {
  return isCollectionField(field) ? field : (row(field).property ?? field);
}

/** The value of a field in a row, as text; empty where the trial has none. */
export function valueText(values: object, field: FieldName | CollectionField): string {
  const value = valueOf(values, field);
  return value === null ? '' : String(value);
}

/** The value of a field in a row; null where the trial has none, or a row does not have the field. */
export function valueOf(values: object, field: FieldName | CollectionField): FieldValue | null {
  if (isCollectionField(field)) return ofCollection(values, field);
  const value = (values as Readonly<Record<string, unknown>>)[propertyOf(field)] ?? null;
  return Array.isArray(value) ? value.join(', ') : (value as FieldValue | null);
}

/** The values of a collection's field: one as it is, several as text. */
function ofCollection(row: object, field: CollectionField): FieldValue | null {
  const values = (row as { fields?: Readonly<Record<string, readonly FieldValue[]>> }).fields?.[
    field
  ];
  const [first = null] = values ?? [];
  return values === undefined || values.length < 2 ? first : values.join(', ');
}

const STORED = STORED_FIELDS.map((field) => [field, CATALOGUE[field].stored.of] as const);

/** The stored values of a trial. */
export function factsOf(trial: Trial): TrialFacts {
  // A loop: `Object.fromEntries` takes five times as long, which counts at a million trials.
  const facts: { [K in StoredField]?: TrialFacts[StoredField] } = {};
  for (const [field, of] of STORED) facts[field] = of(trial);
  return facts as TrialFacts;
}

/** Name and value of each field that is shown above a trial; what it does not have is left out. */
export function headerFields(trial: Trial): readonly (readonly [name: string, value: string])[] {
  return having<StoredField>('header').flatMap((field) => {
    const { header, stored } = row(field);
    const value = stored?.of(trial);
    if (header === undefined || value === undefined) return [];
    return [[header, Array.isArray(value) ? value.join(', ') : String(value)] as const];
  });
}

function isField(name: string): name is FieldName {
  return Object.hasOwn(CATALOGUE, name);
}
