/** Seeded chance: the same seed gives the same choices on every machine and run. */

export type Random = {
  /** A number in [0, 1). */
  readonly next: () => number;
  readonly chance: (probability: number) => boolean;
  /** A whole number from `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number;
  readonly pick: <T>(items: readonly T[]) => T;
  readonly shuffle: <T>(items: readonly T[]) => T[];
};

/** A generator seeded by a text: FNV-1a makes the seed, mulberry32 the numbers. */
export function randomFrom(seed: string): Random {
  let state = hash(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new RangeError('nothing to pick from');
    return items[between(0, items.length - 1)] as T;
  };
  const shuffle = <T>(items: readonly T[]): T[] => {
    const left = [...items];
    return items.map(() => left.splice(between(0, left.length - 1), 1)[0] as T);
  };
  return { next, between, pick, shuffle, chance: (probability) => next() < probability };
}

/**
 * Writes a template out: `{a|b|c}` is one of the three (nesting allowed, empty allowed), `<name>` a
 * value of `values`.
 */
export function expand(
  template: string,
  random: Random,
  values: Readonly<Record<string, string>> = {},
): string {
  let text = template;
  for (;;) {
    // The innermost braces first, so that alternatives may hold alternatives.
    const braces = /\{([^{}]*)\}/.exec(text);
    if (braces === null) break;
    const chosen = random.pick((braces[1] ?? '').split('|'));
    text = text.slice(0, braces.index) + chosen + text.slice(braces.index + braces[0].length);
  }
  return text.replaceAll(/<(\w+)>/g, (mark, name: string) => values[name] ?? mark);
}

function hash(seed: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(seed)) {
    value = Math.imul(value ^ byte, 0x01000193);
  }
  return value;
}
