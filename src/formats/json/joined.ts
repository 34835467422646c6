/** Fields of two objects in one, none of which is lost. */
import type { JsonObject } from './json.ts';

/** Fields together with more of them; one whose name is taken by another value gets a name of its own. */
export function joined(
  fields: JsonObject = {},
  more: Iterable<readonly [string, unknown]>,
): JsonObject {
  const all = new Map(Object.entries(fields));
  for (const [name, value] of more) {
    let free = name;
    while (all.has(free) && all.get(free) !== value) free += ' (beside)';
    all.set(free, value);
  }
  return Object.fromEntries(all);
}
