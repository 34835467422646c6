/** Names that are nearly the one typed, for "did you mean". */
import { UserError } from './user-error.ts';

/** Up to `most` of the names, the nearest first. Fuse.js is loaded only for this. */
export async function nearest(
  typed: string,
  names: readonly string[],
  most: number,
): Promise<readonly string[]> {
  const { default: Fuse } = await import('fuse.js');
  // A swap of two letters counts as two mistakes, hence the wide threshold for short names.
  const found = new Fuse(names, { threshold: 0.5, ignoreLocation: true, includeScore: true });
  return found
    .search(typed)
    .map(({ item }) => item)
    .slice(0, most);
}

/** `; did you mean 'list'?`, or nothing. */
export async function didYouMean(typed: string, names: readonly string[]): Promise<string> {
  // Of names that are equally near, one of the same length is meant, not one it is a part of.
  const near = (await nearest(typed, names, names.length)).filter(
    (name) => Math.abs(name.length - typed.length) <= 2 || name.startsWith(typed),
  );
  const [name] = near;
  return name === undefined ? '' : `; did you mean '${name}'?`;
}

/** The mistake of a name that is none of the known: with the one meant, else with all of them. */
export async function unknownName(
  what: string,
  typed: string,
  names: readonly string[],
): Promise<UserError> {
  const meant = await didYouMean(typed, names);
  const known = meant === '' ? `it can be ${names.join(', ')}` : undefined;
  return new UserError(`${what} '${typed}'${meant}`, known);
}
