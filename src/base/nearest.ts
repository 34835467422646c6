/** Names that are nearly the one typed, for "did you mean". */
import { UserError } from './user-error.ts';

/**
 * The name that was probably meant: the first of those with the fewest letters wrong, missing, added
 * or swapped, at most `edits`; else one that the typed name begins, or that begins it.
 */
export function nearestName(
  typed: string,
  names: readonly string[],
  edits = 2,
): string | undefined {
  let best: string | undefined;
  let least = typed.length > 3 ? edits : 1;
  // Downwards, so that of equally near names the first one wins.
  for (const name of names.toReversed()) {
    const found = distance(typed, name);
    if (found > least) continue;
    best = name;
    least = found;
  }
  return best ?? names.find((name) => name.startsWith(typed) || typed.startsWith(name));
}

/** How many letters have to be replaced, removed, added or swapped with their neighbour. */
function distance(one: string, other: string): number {
  let previous: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const isSwapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swapped = i > 1 && j > 1 && isSwapped ? (previous[j - 2] ?? 0) + 1 : replaced;
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    previous = row;
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** `; did you mean 'list'?`, or nothing. */
export function didYouMean(typed: string, names: readonly string[]): string {
  const name = nearestName(typed, names);
  return name === undefined ? '' : `; did you mean '${name}'?`;
}

/** The mistake of a name that is none of the known: with the one meant, else with all of them. */
export function unknownName(what: string, typed: string, names: readonly string[]): UserError {
  const meant = didYouMean(typed, names);
  const known = meant === '' ? `it can be ${names.join(', ')}` : undefined;
  return new UserError(`${what} '${typed}'${meant}`, known);
}
