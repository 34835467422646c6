/** A file of the person's own (a config, a walkthrough) that cannot be read, in a line. */
import { UserError } from './user-error.ts';

/** A failed read as a `UserError`; any other error as it is. `what`: the file, for a message. */
export function unreadable(error: unknown, what: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  return new UserError(`cannot read ${what}: ${REASONS[code] ?? code}`);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'its folder is a file',
};
