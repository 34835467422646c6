/** Pieces of SQL with their values, and how they are put together. */

export type Value = string | number | bigint;
/** A condition with a `?` for each value. */
export type Sql = { readonly text: string; readonly values: readonly Value[] };

export const ALWAYS: Sql = { text: 'TRUE', values: [] };
export const NEVER: Sql = { text: 'FALSE', values: [] };

/** SQL without values. */
export function sql(text: string): Sql {
  return { text, values: [] };
}

export function wrap(before: string, inner: Sql, after: string): Sql {
  return { text: before + inner.text + after, values: inner.values };
}

/** Joined as a balanced tree: a database may allow only so much depth, and `a OR b OR c` counts as deep. */
export function join(parts: readonly Sql[], operator: 'AND' | 'OR'): Sql {
  const [first] = parts;
  if (first === undefined) return operator === 'AND' ? ALWAYS : NEVER;
  if (parts.length === 1) return first;
  const middle = parts.length >> 1;
  const left = join(parts.slice(0, middle), operator);
  const right = join(parts.slice(middle), operator);
  return {
    text: `(${left.text} ${operator} ${right.text})`,
    values: [...left.values, ...right.values],
  };
}
