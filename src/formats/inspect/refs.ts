/** Long texts and repeated messages that an Inspect sample keeps once and points to. */
import { isObject, type JsonObject } from '../json/json.ts';

/** Finds what a reference names; undefined: it is not there. */
export type Lookup = (name: string) => unknown;

/** A sample with ways to what is kept beside it. Events come anew at each call. */
export type InspectSample = {
  readonly record: JsonObject;
  readonly messages: readonly unknown[];
  readonly events: () => Iterable<JsonObject>;
  readonly attachment: Lookup;
  /** The pool that model calls point into. */
  readonly pool: { readonly size: number; readonly at: (index: number) => unknown };
};

const REFERENCE = /^(?:attachment|tc):\/\/(.+)$/s;
const LONGEST_REFERENCE = 200;

/** A value with every string that is a reference replaced; unknown ones stay as they are. */
export function resolved(value: unknown, lookup: Lookup): unknown {
  if (typeof value === 'string') {
    if (value.length > LONGEST_REFERENCE) return value;
    const name = REFERENCE.exec(value)?.[1];
    return name === undefined ? value : (lookup(name) ?? value);
  }
  if (Array.isArray(value)) return value.map((each) => resolved(each, lookup));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, resolved(each, lookup)]),
  );
}

/** The items that ranges `[[start, end], …]` choose from a pool. Ranges may be hostile. */
export function* chosen(
  ranges: unknown,
  size: number,
  itemAt: (index: number) => unknown,
): Generator<unknown, void> {
  let left = Math.max(size, MOST_ITEMS);
  for (const range of Array.isArray(ranges) ? ranges : []) {
    if (!Array.isArray(range)) continue;
    const [from, to]: readonly unknown[] = range;
    if (typeof from !== 'number' || typeof to !== 'number') continue;
    for (let index = Math.max(0, from); index < Math.min(to, size) && left > 0; index += 1) {
      left -= 1;
      yield itemAt(index);
    }
  }
}

/** A conversation may use a message of its pool again, but not without end. */
const MOST_ITEMS = 100_000;

/** The messages a model was given in a call: those in the event, or those it points to. */
export function inputOf(
  event: JsonObject,
  size: number,
  messageAt: (index: number) => unknown,
): readonly unknown[] {
  const given = event['input'];
  if (Array.isArray(given) && given.length > 0) return given;
  return [...chosen(event['input_refs'], size, messageAt)];
}
