/** All annotations that hold, of several files. */
import { readAnnotations, standing, type Annotation } from './annotation.ts';
import { bytesOfAnnotations } from './file.ts';

/** What holds of all files together. Files that are not there have none. Throws a `UserError`. */
export async function readAll(files: readonly string[]): Promise<readonly Annotation[]> {
  const records: Annotation[] = [];
  for (const file of files)
    records.push(...readAnnotations(await bytesOfAnnotations(file)).records);
  return standing(records);
}
