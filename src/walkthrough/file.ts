/** Walkthrough files: which paths are one, reading one, and the paths that it names. */
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../base/user-error.ts';
import { isWalkthroughFile } from './names.ts';
import type { Walkthrough } from './types.ts';
import { unreadable } from '../base/file-errors.ts';

/** The walkthrough among the paths of a command, and the others. Throws where there are several. */
export function splitPaths(paths: readonly string[]): {
  readonly file: string | undefined;
  readonly paths: readonly string[];
} {
  const [file, second] = paths.filter(isWalkthroughFile);
  if (second !== undefined) {
    throw new UserError(`${file ?? ''} and ${second} are both walkthroughs`, 'give one at a time');
  }
  return { file, paths: paths.filter((one) => one !== file) };
}

/** Reads a walkthrough. Throws a `UserError` that says what is wrong with the file, and where. */
export async function readWalkthrough(file: string): Promise<Walkthrough> {
  // YAML and Zod are loaded for those who have a walkthrough.
  const { LARGEST_FILE, parseWalkthrough } = await import('./parse.ts');
  let text: string;
  try {
    const found = await stat(file);
    // A pipe nobody writes to would be waited for without end.
    if (!found.isFile() && !found.isDirectory()) {
      throw new UserError(
        `${file} is no file`,
        'its paths are relative to its folder: save it in one',
      );
    }
    if (found.size > LARGEST_FILE) {
      throw new UserError(`${file} is larger than ${LARGEST_FILE / 2 ** 20} MiB`);
    }
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(error, file);
  }
  return parseWalkthrough(text, file);
}

/** What to open for a walkthrough: the paths given, else its own. */
export function collectionOf(
  file: string,
  walkthrough: Walkthrough,
  given: readonly string[],
): readonly string[] {
  return given.length > 0 ? given : walkthrough.paths.map((one) => besides(file, one));
}

/** A path of a walkthrough is relative to the file's own folder. Addresses stay as they are. */
export function besides(file: string, name: string): string {
  if (path.isAbsolute(name) || isAddress(name)) return name;
  return path.join(path.dirname(file), name);
}

/** Paths as a walkthrough in a folder names them: the file and what it shows can move together. */
export async function pathsFrom(
  folder: string,
  paths: readonly string[],
): Promise<readonly string[]> {
  const real = (one: string): Promise<string> => realpath(one).catch(() => path.resolve(one));
  const from = await real(folder);
  return Promise.all(
    paths.map(async (one) =>
      isAddress(one) || one === '-' ? one : path.relative(from, await real(one)) || '.',
    ),
  );
}

function isAddress(name: string): boolean {
  return /^[a-z]+:\/\//i.test(name);
}
