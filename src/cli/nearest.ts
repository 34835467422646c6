/** Names that are nearly the one typed, for "did you mean". */

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
  const [name] = await nearest(typed, names, 1);
  return name === undefined ? '' : `; did you mean '${name}'?`;
}
