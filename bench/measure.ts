/** What every group of figures needs: a folder of its own, timing, and a figure's verdict. */

/** Where a run keeps its files, and how much of everything it makes. */
export type Bench = {
  /** Removed at the end. */
  readonly folder: string;
  /** Keeps the program's cache and config in that folder. */
  readonly env: Readonly<Record<'XDG_CACHE_HOME' | 'XDG_CONFIG_HOME', string>>;
  /** Smaller collections and fewer runs: all groups in two minutes. */
  readonly quick: boolean;
};

export type Figure = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Undefined: told for information. */
  readonly budget: { readonly is: 'at most' | 'at least'; readonly value: number } | undefined;
};

/** One group of figures; `bench.ts` has the list. */
export type Group = (bench: Bench) => Promise<readonly Figure[]>;

export function atMost(what: string, value: number, budget: number, unit: string): Figure {
  return { what, value, unit, budget: { is: 'at most', value: budget } };
}

export function atLeast(what: string, value: number, budget: number, unit: string): Figure {
  return { what, value, unit, budget: { is: 'at least', value: budget } };
}

export function told(what: string, value: number, unit: string): Figure {
  return { what, value, unit, budget: undefined };
}

export function isMet({ value, budget }: Figure): boolean {
  if (budget === undefined) return true;
  return budget.is === 'at most' ? value <= budget.value : value >= budget.value;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Milliseconds that some work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
