/** Caches: values kept by what they are made of. `cache(key, make)` makes a value where it has none. */
export type Cache<K, V> = (key: K, make: (key: K) => V) => V;

/** A cache that drops its oldest value where it would hold more than `most`. */
export function createCache<K, V extends NonNullable<unknown>>(
  most = Number.POSITIVE_INFINITY,
): Cache<K, V> {
  const values = new Map<K, V>();
  return (key, make) => {
    const cached = values.get(key);
    if (cached !== undefined) return cached;
    const made = make(key);
    const [oldest] = values.size < most ? [] : values.keys();
    if (oldest !== undefined) values.delete(oldest);
    values.set(key, made);
    return made;
  };
}

/** A cache whose values live as long as the objects that they are kept by. */
export function createWeakCache<K extends object, V extends NonNullable<unknown>>(): Cache<K, V> {
  const values = new WeakMap<K, V>();
  return (key, make) => {
    const cached = values.get(key);
    if (cached !== undefined) return cached;
    const made = make(key);
    values.set(key, made);
    return made;
  };
}
