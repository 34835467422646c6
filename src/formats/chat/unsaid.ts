/** The net under all readers of known shapes: what of a record none of its trials has, is kept. */
import type { Trial } from '../../trial/types.ts';
import { isObject, type JsonObject } from '../json/json.ts';
import { isCiphertext, Said } from './said.ts';
import { timeOf } from './session.ts';

/** Fields that only hold a record together: nobody reads them, and most records have many. */
const PLUMBING = new Set(
  'id uuid type role view operation event event_id message_id parent_id span_id source timestamp schema_version'.split(
    ' ',
  ),
);
const MOST_LEVELS = 100;
/** A text that is kept elsewhere, and shown in its place. */
const REFERENCE = /^(?:attachment|tc):\/\//;

/**
 * Trials of a record, the first with the strings in its `meta.unread` that are in none of them, in the
 * shape of the record. `taken`: fields of the record that are looked at elsewhere.
 */
export function withUnsaid(
  trials: readonly Trial[],
  record: JsonObject,
  taken: ReadonlySet<string> = new Set(),
): readonly Trial[] {
  const [first, ...others] = trials;
  if (first === undefined) return trials;
  const given = Object.fromEntries(Object.entries(record).filter(([key]) => !taken.has(key)));
  const unread = unsaidIn(given, trials);
  if (unread === undefined) return trials;
  return [{ ...first, meta: { ...first.meta, unread } }, ...others];
}

/** Whether a value can be a name, a number or a time; words stand for themselves, whatever their field is called. */
function isPlumbing(value: unknown): boolean {
  if (typeof value === 'string') return !/\S\s+\S/.test(value) || timeOf(value) !== undefined;
  return typeof value !== 'object';
}

/** The strings of a value that are nowhere in another, in the value's shape; undefined: none. */
export function unsaidIn(value: unknown, holder: unknown): unknown {
  const said = new Said();
  said.turns = [{ kind: 'note', text: '', meta: { holder } }];
  const walk = (each: unknown, levels: number): unknown => {
    if (typeof each === 'string') return REFERENCE.test(each) ? undefined : said.rest(each);
    if (typeof each !== 'object' || each === null) return undefined;
    if (levels === 0) return each;
    if (Array.isArray(each)) {
      const left = each.flatMap((one) => walk(one, levels - 1) ?? []);
      return left.length === 0 ? undefined : left;
    }
    if (!isObject(each)) return undefined;
    const left = Object.entries(each).flatMap(([key, one]): [string, unknown][] => {
      if (PLUMBING.has(key) && isPlumbing(one)) return [];
      if (isCiphertext(each, key)) return [];
      // What stands in place of redacted reasoning is ciphertext, too.
      if (each['redacted'] === true && typeof one === 'string' && key !== 'summary') return [];
      const rest = walk(one, levels - 1);
      return rest === undefined ? [] : [[key, rest]];
    });
    return left.length === 0 ? undefined : Object.fromEntries(left);
  };
  return walk(value, MOST_LEVELS);
}
