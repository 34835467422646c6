/** What can go wrong as a whole, and how a person is told. */
import { UnusableDatabase } from '../store/sqlite/schema.ts';
import type { Problem } from '../trial/types.ts';
import { UserError } from '../base/user-error.ts';
import type { IngestRequest } from './messages.ts';
import type { Scan } from './scan.ts';

/** Result codes of SQLite (https://sqlite.org/rescode.html), without what refines them. */
const UNWRITABLE_CODES = [3, 5, 6, 8, 10, 13, 14];
const DAMAGED_CODES = [11, 26];
const UNWRITABLE = ['ENOSPC', 'EROFS', 'EACCES', 'EPERM', 'EDQUOT'];

/** Whether a database cannot be written: no room, no permission, a lock, a device that fails. */
export function isUnwritable(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  return UNWRITABLE.includes(code) || UNWRITABLE_CODES.includes(resultCode(error));
}

/**
 * Whether an error says that a database is damaged, or not one of ours: the one place that decides
 * that. It is removed then, and made anew from the files.
 */
export function isDamaged(error: unknown): boolean {
  if (error instanceof UnusableDatabase || DAMAGED_CODES.includes(resultCode(error))) return true;
  // A table or a column is gone; SQLite has one code for all mistakes in a statement.
  return resultCode(error) === 1 && /^(no such|fts5: |vtable)/.test(oneLine(error));
}

function resultCode(error: unknown): number {
  const { errcode } = (error ?? {}) as { readonly errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : -1;
}

/** No file was found at all. */
export function nothingFound(request: IngestRequest, found: Scan): UserError {
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
