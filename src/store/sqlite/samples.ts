/** Samples in SQL: numbers, or names. */
import type { Comparison, Pattern } from '../../query/ast.ts';
import { askedSample, exactNumber, sampleNumber } from '../exact-number.ts';
import { join, type Sql, type Value } from '../sql.ts';
import { like } from './patterns.ts';

/** One that is text counts as a number if it is written as one: `sampleNumber` in SQL. */
const numberOf = (column: string): string => `iif(typeof(${column}) = 'text',
  iif(${column} GLOB '*[^0-9]*' OR ${column} = '', NULL, CAST(${column} AS NUMERIC)), ${column})`;

export const SAMPLE = {
  // As an integer, whose text is `1` and not `1.0`.
  store: (value: unknown): Value | null =>
    Number.isSafeInteger(value) ? BigInt(value as number) : ((value as Value | undefined) ?? null),
  // `sample:017` is sample 17, however either is written.
  is: (column: string, value: Pattern): Sql => {
    const { whole, number } = askedSample(value);
    if (whole !== undefined) return { text: `${numberOf(column)} = ?`, values: [whole] };
    if (number === null) return like(column, value);
    const same: Sql = { text: `(typeof(${column}) <> 'text' AND ${column} = ?)`, values: [number] };
    return join([like(column, value), same], 'OR');
  },
  compare: (column: string, op: Comparison, { text }: Pattern): Sql => ({
    text: `${numberOf(column)} ${op} ?`,
    values: [sampleNumber(text) ?? exactNumber(text) ?? Number(text)],
  }),
};
