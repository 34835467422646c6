/** Values of the fields that trials bring along, as databases keep them: a text, and its number. */
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

/** A value from its text, as `String` made it. */
export function fieldValueOf(text: string, isNumber: boolean): FieldValue {
  if (!isNumber) return text;
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
}
