/** The strings of a trial: to look at them all, and to put others in their places. */
import type { Trial, Turn, Verdict } from '../trial/types.ts';

/** All strings of a value, the names of its fields included, in the order in which it has them. */
export function* stringsOf(value: unknown): Generator<string> {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'string') yield next;
    else if (Array.isArray(next)) for (const one of next.toReversed()) waiting.push(one);
    else if (typeof next === 'object' && next !== null) {
      for (const pair of Object.entries(next).toReversed()) waiting.push(pair[1], pair[0]);
    }
  }
}

type Change = (text: string) => string;

/**
 * The trial with every string changed. What are words of our own (kinds, outcomes, beliefs) stays;
 * in free data the names of fields are changed too, and a number becomes a string if it must.
 */
export function mapTrial(trial: Trial, change: Change): Trial {
  const { turns, verdict, belief, sample, meta, ...rest } = trial;
  return {
    ...mapFields(rest, change),
    verdict: mapVerdict(verdict, change),
    ...(belief === undefined ? {} : { belief }),
    ...(sample === undefined ? {} : { sample: mapFree(sample, change) as number | string }),
    ...(meta === undefined ? {} : { meta: mapFree(meta, change) as typeof meta }),
    turns: turns.map((turn) => mapTurn(turn, change)),
  };
}

function mapTurn({ kind, args, meta, ...rest }: Turn, change: Change): Turn {
  return {
    kind,
    ...mapFields(rest, change),
    ...(args === undefined ? {} : { args: mapFree(args, change) as typeof args }),
    ...(meta === undefined ? {} : { meta: mapFree(meta, change) as typeof meta }),
  };
}

function mapVerdict({ outcome, scores, ...rest }: Verdict, change: Change): Verdict {
  return {
    outcome,
    ...mapFields(rest, change),
    ...(scores === undefined ? {} : { scores: mapFree(scores, change) as typeof scores }),
  };
}

/** A value whose fields are known by name: its strings change, everything else stays. */
export function mapFields<T>(value: T, change: Change): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => mapFields(one, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, mapFields(one as unknown, change)]),
  ) as T;
}

/** Data of any shape: also the names of fields, and numbers that are written like something hidden. */
function mapFree(value: unknown, change: Change): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value === 'number') {
    const text = String(value);
    const changed = change(text);
    return changed === text ? value : changed;
  }
  if (Array.isArray(value)) return value.map((one) => mapFree(one, change));
  if (typeof value !== 'object' || value === null) return value;
  const taken = new Set<string>();
  const numbers = new Map<string, number>();
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const changed = change(name);
      let free = changed;
      // Two names may become one; neither value is lost.
      while (taken.has(free)) {
        const number = (numbers.get(changed) ?? 1) + 1;
        numbers.set(changed, number);
        free = `${changed} ${number}`;
      }
      taken.add(free);
      return [free, mapFree(one, change)];
    }),
  );
}
