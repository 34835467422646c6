/** Values of fields that lie in the tables as codes: which codes a value of a query stands for. */
import type { Comparison, Pattern } from '../../query/ast.ts';
import type { StoredField } from '../../trial/catalogue.ts';
import { modelKey } from '../../trial/models.ts';
import { askedSample, sampleNumber } from '../exact-number.ts';
import { fits, isNone } from '../patterns.ts';
import { NEVER, type Sql } from '../sql.ts';
import { FIELD_COLUMNS } from './fields.ts';
import type { Known } from './known.ts';
import { OUTCOME_CODES, type CodedColumn } from './schema.ts';
import { arrayOf } from './text.ts';

/** Which of the names of a column fit a value. Undefined stands for no name. */
type Test = (name: string | undefined) => boolean;

/** The codes of a field's column that fit any of the values, with 0 where no value fits. */
export function codesOf(
  known: Known,
  field: StoredField,
  op: Comparison,
  values: readonly Pattern[],
): readonly number[] {
  const stored = FIELD_COLUMNS[field];
  if (stored.type !== 'text' && stored.type !== 'json') return [];
  if (field === 'sample') {
    return fitting(
      known,
      stored.column,
      values.map((value) => sampleTest(op, value)),
    );
  }
  if (op !== 'is') return [];
  const tests = values.map((value): Test => {
    const fit = fits(value);
    if (field === 'model') {
      const key = modelKey(value.text);
      return (name) =>
        name !== undefined &&
        (fit(name) || (value.glob ? fit(modelKey(name)) : modelKey(name) === key));
    }
    if (isNone(value)) return (name) => name === undefined;
    if (field === 'tag') return (name) => tagsOf(name).some(fit);
    return nameTest(value);
  });
  return fitting(known, stored.column, tests);
}

/** A condition: a column has one of the codes. Of one code alone, an index has its trials in order. */
export function hasCode(column: string, codes: readonly number[]): Sql {
  const [only, ...more] = codes;
  if (only === undefined) return NEVER;
  return more.length === 0
    ? { text: `${column} = ?::int`, values: [only] }
    : { text: `${column} = ANY (?::int[])`, values: [arrayOf(codes)] };
}

/** The codes of labels, which a value of `verdict:` may be. */
export function labelsOf(known: Known, values: readonly Pattern[]): readonly number[] {
  return fitting(known, 'label', values.map(nameTest));
}

export function outcomesOf(values: readonly Pattern[]): readonly number[] {
  const tests = values.map(fits);
  return OUTCOME_CODES.flatMap((name, code) => (tests.some((test) => test(name)) ? [code] : []));
}

function fitting(known: Known, column: CodedColumn, tests: readonly Test[]): readonly number[] {
  const codes = [...known.names[column]].flatMap(([code, name]) =>
    tests.some((test) => test(name)) ? [code] : [],
  );
  return tests.some((test) => test(undefined)) ? [...codes, 0] : codes;
}

function nameTest(value: Pattern): Test {
  const fit = fits(value);
  return (name) => name !== undefined && fit(name);
}

/** The tags that a name of `fact.tags` stands for. */
export function tagsOf(name: string | undefined): readonly string[] {
  return name === undefined ? [] : (JSON.parse(name) as readonly string[]);
}

export function sampleOf(name: string | undefined): string | number | undefined {
  return name === undefined ? undefined : (JSON.parse(name) as string | number);
}

/** `sample:017` is sample 17, however either is written. */
function sampleTest(op: Comparison, value: Pattern): Test {
  const fit = fits(value);
  const { whole, number } = askedSample(value);
  const asked = number ?? Number(value.text);
  return (name) => {
    const sample = sampleOf(name);
    if (sample === undefined) return false;
    if (op === 'is' && whole === undefined) {
      const isSame = number !== null && typeof sample === 'number' && isEqual(sample, number);
      return isSame || fit(String(sample));
    }
    const own = sampleNumber(sample);
    if (own === null) return false;
    switch (op) {
      case 'is':
        return isEqual(own, asked);
      case '>':
        return own > asked;
      case '>=':
        return own >= asked;
      case '<':
        return own < asked;
      default:
        return own <= asked;
    }
  };
}

/** Also of a number and an integer of 64 bits, exactly. */
function isEqual(one: number | bigint, other: number | bigint): boolean {
  return one <= other && one >= other;
}
