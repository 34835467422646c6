/**
 * What a soak test is: a module beside this one that exports `name`, `suite` and `run`. The suite
 * runs each of them a few times (`soak.test.ts`); `npm run soak` runs them in turns for as long as it
 * is told to. They run outside of vitest too, so they import nothing from it.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { createRandom } from '../../bench/corpus.ts';

export type SoakOptions = {
  /** The most runs to make. What a run is, the module decides: an input, a kill, a flipped bit. */
  readonly count?: number;
  /** When to stop, as `Date.now()` gives it. The run that is under way is finished. */
  readonly until?: number;
  /** The same seed and count make the same runs. */
  readonly seed: number;
  /** Called for everything that is wrong; the module goes on. */
  readonly report: (finding: Finding) => void;
  /** Called before an input is tried, so that one that never ends can be kept. */
  readonly trying: (input: Uint8Array) => void;
};

/**
 * Something that must not happen: an internal error, a run without an end, a trial that is neither
 * given nor reported, an acknowledged record that is lost, bytes that are not safe on a terminal, an
 * answer that differs from that of the undamaged run.
 */
export type Finding = {
  /** One line: what was done, what came out. */
  readonly what: string;
  /** What brings it about, as bytes that the module's `replay` takes. */
  readonly input?: Uint8Array;
};

export type SoakResult = {
  readonly runs: number;
  /** Why nothing could be tried here, e.g. `no right to mount a small disk`. */
  readonly skipped?: string;
};

export type Soak = {
  readonly name: string;
  /** How many runs the suite makes. Together they take about a minute of one core. */
  readonly suite: number;
  readonly run: (options: SoakOptions) => Promise<SoakResult>;
  /** Tries one input again: one of the files in `cases/NAME/`. */
  readonly replay?: (input: Uint8Array, report: (finding: Finding) => void) => Promise<void>;
};

/** Numbers from 0 to 1, and choices by them; the same seed gives the same ones. */
export type Random = {
  readonly next: () => number;
  /** A whole number from 0 to `below`, without it. */
  readonly below: (below: number) => number;
  readonly pick: <T>(values: readonly T[]) => T;
  readonly chance: (share: number) => boolean;
};

export function randomOf(seed: number): Random {
  const next = createRandom(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: <T>(values: readonly T[]): T => {
      if (values.length === 0) throw new Error('nothing to pick from');
      return values[below(values.length)] as T;
    },
  };
}

/** Whether a module has made as many runs as it was told to. */
export function isOver({ count, until }: SoakOptions, runs: number): boolean {
  return (count !== undefined && runs >= count) || (until !== undefined && Date.now() >= until);
}

/** All modules of this folder, by name. Files that export no `run` are their helpers. */
export async function loadSoaks(): Promise<readonly Soak[]> {
  const found: Soak[] = [];
  for (const file of readdirSync(import.meta.dirname).toSorted()) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts') || file === 'soak.ts') continue;
    const module = (await import(path.join(import.meta.dirname, file))) as Partial<Soak>;
    if (module.run === undefined) continue;
    if (module.name === undefined) throw new Error(`${file} has a run and no name`);
    found.push(module as Soak);
  }
  return found;
}
