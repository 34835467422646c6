/** Failures of the system, in words. */
import { UserError } from './user-error.ts';

type Words = Readonly<Record<string, string>>;

const WORDS: Words = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'its folder is a file',
  ELOOP: 'links lead in a circle',
  EMFILE: 'too many files are open',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than is allowed',
  EIO: 'the disk reports an error',
  EEXIST: 'it is there already',
};

/**
 * What an error of the system means, in a few words; undefined for any other. `special`: words that
 * say it better where the error came up, by its code.
 */
export function systemReason(error: unknown, special: Words = {}): string | undefined {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code === undefined ? undefined : (special[code] ?? WORDS[code]);
}

/** A failed read as a `UserError`; any other error as it is. `what`: the file, for a message. */
export function unreadable(error: unknown, what: string): unknown {
  return asUserError(error, `cannot read ${what}`, {});
}

/** A failed write as a `UserError`; any other error as it is. `what`: the file, for a message. */
export function unwritable(error: unknown, what: string): unknown {
  return asUserError(error, `cannot write ${what}`, { ENOENT: 'its folder does not exist' });
}

function asUserError(error: unknown, what: string, special: Words): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  return new UserError(`${what}: ${systemReason(error, special) ?? code}`);
}
