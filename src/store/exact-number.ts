/** Values of the fields that trials bring along, as databases keep them: a text, and its number. */
import type { Pattern } from '../query/ast.ts';
import { numberIn, type FieldValue } from '../trial/collection-fields.ts';

const [LEAST, MOST] = [-(2n ** 63n), 2n ** 63n - 1n];

/** A number of 64 bits, without rounding it; null for what is none. */
export function exactNumber(value: FieldValue): number | bigint | null {
  const text = String(value);
  if (!/^[+-]?\d+$/.test(text)) return numberIn(value);
  if (text.length > 20) return null;
  const whole = BigInt(text.replace('+', ''));
  return whole >= LEAST && whole <= MOST ? whole : null;
}

/** A number with all of its digits, for a database that has no binary ones. */
export function decimal(number: number | bigint): string {
  return Number.isInteger(number) ? String(BigInt(number)) : String(number);
}

/** The number of a sample; null for a name. One that is written as text counts where it is of digits alone. */
export function sampleNumber(sample: string | number): number | bigint | null {
  if (typeof sample === 'string' && !/^\d+$/.test(sample)) return null;
  const digits = String(sample).replace(/^0+(?=\d)/, '');
  return exactNumber(digits) ?? Number(digits);
}

/** What `sample:VALUE` asks for: a whole number, or a name that may be a number as well. */
export function askedSample({ text, glob }: Pattern): {
  readonly whole: bigint | undefined;
  readonly number: number | bigint | null;
} {
  const number = glob ? null : (sampleNumber(text) ?? exactNumber(text));
  return { whole: typeof number === 'bigint' && /^\d+$/.test(text) ? number : undefined, number };
}

/** A value from its text, as `String` made it. */
export function fieldValueOf(text: string, isNumber: boolean): FieldValue {
  if (!isNumber) return text;
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
}
