/** What can go wrong as a whole, and how a person is told. */
import { basename } from 'node:path';
import type { Problem } from '../trial/types.ts';
import { UserError } from '../base/user-error.ts';
import type { IngestRequest } from './messages.ts';
import type { FoundFiles } from './find-files.ts';

/** No file was found at all. */
export function nothingFound(request: IngestRequest, found: FoundFiles): UserError {
  const [problem] = found.problems;
  if (problem !== undefined) {
    return new UserError(
      `cannot open ${problem.source}: ${problem.message}`,
      'name a file or folder of transcripts, or run inquest without a path to see the sample study',
    );
  }
  return new UserError(
    `no files in ${request.paths.join(' ')}`,
    'name a folder that holds transcripts (JSONL, or a results tree)',
  );
}

/** Files were found, but nothing in them that could be read. */
export function nothingRead(
  request: IngestRequest,
  problems: readonly Problem[],
  passedOver: number,
): UserError {
  const problem = problems.find(({ severity }) => severity === 'error') ?? problems[0];
  if (problem !== undefined) {
    return new UserError(
      `cannot open ${problem.source}: ${problem.message}`,
      'inquest check PATH says what each file is; --format and --map open files it does not recognise',
    );
  }
  const files = passedOver === 1 ? '1 file' : `${passedOver} files`;
  return new UserError(
    `no transcripts in ${request.paths.join(' ')} (${files} of other kinds passed over)`,
    'inquest check PATH says what each file is',
  );
}

/** An error as one line. */
export function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').trim();
}

/** Files of one name that are told one by one; of more, as in the folders of a run, the first is. */
const MOST_OF_NAME = 3;

/** One problem for many files of the same name of which the same is wrong. */
export function grouped(problems: readonly Problem[]): readonly Problem[] {
  const groups = Map.groupBy(problems, ({ source, message }) => `${basename(source)} ${message}`);
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined || group.length <= MOST_OF_NAME) return group;
    const message = `${first.message}, as were ${others.length} others of its name`;
    return [{ ...first, message }];
  });
}
