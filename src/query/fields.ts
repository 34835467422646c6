/** Reads the values of `field:value` and says what is wrong with them. */
import { nearestName } from '../base/nearest.ts';
import { kindOf, knownValues, TRIAL_FIELDS, type FieldKind } from '../trial/catalogue.ts';
import {
  isCollectionField,
  numberIn,
  readWrittenField,
  type CollectionField,
} from '../trial/collection-fields.ts';
import { timeOf, timeSpan } from '../trial/time.ts';
import { TURN_KINDS } from '../trial/types.ts';
import {
  isNoteField,
  isTurnField,
  NOTE_FIELDS,
  TURN_FIELDS,
  type Comparison,
  type Field,
  type Pattern,
  type Query,
  type QueryError,
  type Span,
  NO_VALUE,
} from './ast.ts';
import type { Token } from './tokenize.ts';

/** Without those that the trials of a collection bring along. */
export const FIELDS: readonly Field[] = [...TRIAL_FIELDS, ...TURN_FIELDS, ...NOTE_FIELDS];
/** Where `in:` may look: kinds of turns, and the judge's words. */
export const SCOPES: readonly string[] = [...TURN_KINDS, 'rationale'];
/** What `has:` can ask for. */
export const HAS = [
  'error',
  ...TURN_KINDS,
  'draft',
  'withheld',
  'rationale',
  'quotes',
  'gates',
  'disputed',
] as const;

/** What a verdict of one's own can be (`my:`). It never counts as the verdict of a trial. */
export const OWN_VERDICTS = ['harmful', 'safe', 'unsure'] as const;

/** All values of a field that has only few; undefined where any text may be one. */
export function valuesOf(field: Field): readonly string[] | undefined {
  if (field === 'has') return HAS;
  if (field === 'kind') return TURN_KINDS;
  if (field === 'draft') return ['yes', 'no'];
  if (field === 'my') return OWN_VERDICTS;
  return isTurnField(field) || isNoteField(field) ? undefined : knownValues(field);
}

type FieldToken = Extract<Token, { type: 'field' }>;
export type FieldResult =
  | { readonly ok: true; readonly query: Query }
  | { readonly ok: true; readonly scopes: readonly string[] }
  | { readonly ok: false; readonly error: QueryError };

/** A field with its values, or the scopes of an `in:`. */
export function readField(token: FieldToken): FieldResult {
  const name = isCollectionField(token.name) ? token.name : token.name.toLowerCase();
  if (name === 'in') return readScopes(token);
  const field = isCollectionField(name) ? name : FIELDS.find((one) => one === name);
  if (field === undefined) return unknownField(token, name);
  if (token.value === '') return wrong(`${field}: needs a value`, token.at);
  const kind = isTurnField(field) || isNoteField(field) ? undefined : kindOf(field);
  const order = isCollectionField(field) ? anyNumbers(field) : kind && ORDERED[kind];
  if (order !== undefined) {
    const compared = readComparison(token, field, order);
    if (compared !== undefined) return compared;
  }
  const values = readValues(token.value);
  if (values === undefined) {
    return wrong('quotes must enclose a whole value, e.g. model:"a b",c', token.valueAt);
  }
  if (values.some(({ text }) => text === '')) {
    return wrong(`${field}: has an empty value`, token.valueAt);
  }
  if (
    order?.isStrict === true &&
    values.some((value) => !isNone(value) && !order.fits(value.text))
  ) {
    return wrong(`${field}: needs ${order.needs}`, token.valueAt);
  }
  const known = valuesOf(field);
  const odd =
    known &&
    values
      .filter(({ text }) => field !== 'has' || !isCollectionField(text))
      .filter(({ text }) => kind !== 'text' || text !== NO_VALUE)
      .find(({ text, glob }) => !glob && !known.includes(text.toLowerCase()));
  if (known !== undefined && odd !== undefined) {
    return wrong(unknownValue(field, odd.text, known), token.valueAt);
  }
  return { ok: true, query: { type: 'field', field, op: 'is', values, at: token.at } };
}

function readScopes(token: FieldToken): FieldResult {
  const scopes = [...new Set(token.value.toLowerCase().split(',').filter(Boolean))];
  if (scopes.length === 0) return wrong(`in: needs one of ${SCOPES.join(', ')}`, token.at);
  const odd = scopes.find((scope) => !SCOPES.includes(scope));
  return odd === undefined
    ? { ok: true, scopes }
    : wrong(unknownValue('in', odd, SCOPES), token.valueAt);
}

type Order = {
  /** A value that has a place in the order. */
  readonly fits: (text: string) => boolean;
  /** What is needed, with examples. */
  readonly needs: string;
  /** No other value makes sense. */
  readonly isStrict: boolean;
  readonly isBefore: (low: string, high: string) => boolean;
};

const numbers: Order = {
  fits: (text) => /^\d+(?:\.\d+)?$/.test(text),
  needs: 'a number, e.g. turns:>10 or turns:5..20',
  isStrict: true,
  isBefore: (low, high) => Number(low) <= Number(high),
};

/** Numbers with a sign, a fraction or an exponent, for values that need be no numbers. */
function anyNumbers(field: CollectionField): Order {
  return {
    fits: (text) => numberIn(text) !== null,
    needs: `a number, e.g. ${field}:>=0.5`,
    isStrict: false,
    isBefore: (low, high) => Number(low) <= Number(high),
  };
}

/** Kinds whose values can be compared. */
const ORDERED: Partial<Record<FieldKind, Order>> = {
  count: numbers,
  amount: { ...numbers, needs: 'a number, e.g. duration:>10 or duration:5..20' },
  sample: { ...numbers, isStrict: false },
  time: {
    fits: (text) => timeSpan(text) !== undefined,
    needs:
      'a time in UTC, e.g. started:2025-06-11, started:>=2025-06 or started:2025-06-01..2025-06-15',
    isStrict: true,
    isBefore: (low, high) => (timeOf(low) ?? 0) < (timeSpan(high)?.to ?? 0),
  },
};

/** `>10`, `<=3`, `=5`, `2..5`: comparisons, for fields whose values have an order. */
function readComparison(token: FieldToken, field: Field, order: Order): FieldResult | undefined {
  const compare = (op: Comparison, value: string): Query => ({
    type: 'field',
    field,
    op,
    values: [{ text: value, glob: false }],
    at: token.at,
  });
  const [low = '', high, ...more] = token.value.split('..');
  if (high !== undefined && more.length === 0 && order.fits(low) && order.fits(high)) {
    if (!order.isBefore(low, high)) return wrong('this range is empty', token.valueAt);
    return { ok: true, query: { type: 'and', parts: [compare('>=', low), compare('<=', high)] } };
  }
  const compared = /^(>=|<=|>|<|=)(.*)$/s.exec(token.value);
  if (compared === null) return undefined;
  const [, sign = '', value = ''] = compared;
  if (!order.fits(value)) {
    return wrong(
      `${field}:${sign} needs ${order.needs.replace(/,.*/s, '')} after it`,
      token.valueAt,
    );
  }
  return { ok: true, query: compare(sign === '=' ? 'is' : (sign as Comparison), value) };
}

function isNone({ text, glob }: Pattern): boolean {
  return text === NO_VALUE && !glob;
}

/**
 * Values between commas. A quoted one is taken as it stands, two quotes in it for one; undefined
 * where quotes are in the middle of a value.
 */
function readValues(text: string): readonly Pattern[] | undefined {
  const values: Pattern[] = [];
  let at = 0;
  do {
    // `has:score."a b"`: the name of a field, quoted in part.
    const field = readWrittenField(text.slice(at));
    if (field !== undefined && /^(?:,|$)/.test(text.slice(at + field.length))) {
      const written = text.slice(at, at + field.length);
      if (written.includes('"')) {
        values.push({ text: field.field, glob: false });
        at += field.length + 1;
        continue;
      }
    }
    const quoted = /^"((?:[^"]|"")*)"/.exec(text.slice(at));
    const bare = /^[^,"]*/.exec(text.slice(at))?.[0] ?? '';
    values.push(
      quoted === null
        ? { text: bare, glob: bare.includes('*') }
        : { text: (quoted[1] ?? '').replaceAll('""', '"'), glob: false },
    );
    at += quoted?.[0].length ?? bare.length;
    if (at < text.length && text[at] !== ',') return undefined;
    at += 1;
  } while (at <= text.length);
  return values;
}

function unknownValue(field: string, value: string, known: readonly string[]): string {
  const near = nearestName(value.toLowerCase(), known, 1);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  return `${field}: does not know '${brief(value)}'${hint} (it knows ${known.join(', ')})`;
}

function unknownField(token: FieldToken, name: string): FieldResult {
  const near = nearestName(name, [...FIELDS, 'in'], 1);
  const hint =
    near === undefined ? `fields are ${FIELDS.join(', ')}, in` : `did you mean ${near}:?`;
  return wrong(
    `there is no field '${brief(name)}'; ${hint} (put it in quotes to search for it as text)`,
    token.nameAt,
  );
}

/** As much of a text from a query as a message quotes. */
export function brief(text: string): string {
  return text.length <= MOST_QUOTED ? text : `${text.slice(0, MOST_QUOTED)}…`;
}
const MOST_QUOTED = 60;

function wrong(message: string, at: Span): FieldResult {
  return { ok: false, error: { message, at } };
}
