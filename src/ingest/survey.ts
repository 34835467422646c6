/** What can be told of the files of a scan before any of them is read. */
import { surveyAll } from '../formats/index.ts';
import type { Problem } from '../trial/types.ts';
import type { IngestRequest } from './messages.ts';
import type { FoundFiles } from './find-files.ts';

/** What the formats can tell from the scan alone, with paths as the user would name them. */
export function surveyed(found: FoundFiles, { cwd }: IngestRequest): readonly Problem[] {
  const files = found.files.map(({ path }) => path);
  return surveyAll({ files, emptyFolders: found.emptyFolders, roots: found.roots }).map(
    (problem) => ({
      ...problem,
      source: nameOf(problem.source, found, cwd),
    }),
  );
}

/** The name of a file or folder, by the name of a file that lies in it or beside it. */
function nameOf(place: string, found: FoundFiles, cwd: string): string {
  for (const { path, name } of found.files) {
    const tail = sharedTail(path, name);
    const root = path.slice(0, path.length - tail.length);
    if (place.startsWith(root))
      return name.slice(0, name.length - tail.length) + place.slice(root.length);
  }
  return place.startsWith(`${cwd}/`) ? place.slice(cwd.length + 1) : place;
}

function sharedTail(a: string, b: string): string {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a.at(-1 - length) === b.at(-1 - length))
    length += 1;
  return a.slice(a.length - length);
}
