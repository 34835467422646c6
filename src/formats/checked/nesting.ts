/** How deeply values may be nested inside one another. */
import { isObject } from '../json/json.ts';

/** Levels of lists and objects that are kept: code that walks over values recurses. */
export const MOST_LEVELS = 200;

/** What is done with deeper ones. */
export const CUT_OFF = 'cut off there';
const REMARK = '(nested more deeply; not kept)';

/** Whether a value has no more than so many levels. */
export function isBounded(value: unknown, levels = MOST_LEVELS): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) {
    for (const each of value) if (!isBounded(each, levels - 1)) return false;
    return true;
  }
  for (const key in value) {
    if (!isBounded((value as Readonly<Record<string, unknown>>)[key], levels - 1)) return false;
  }
  return true;
}

/** A value with a remark in place of what is nested more deeply than that. */
export function bounded(value: unknown, levels = MOST_LEVELS): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return REMARK;
  if (Array.isArray(value)) return value.map((each) => bounded(each, levels - 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, bounded(each, levels - 1)]),
  );
}
