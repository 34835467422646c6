/** Several users of one machine: tests that are run by root start the program as others. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { ROOT } from './terminal.ts';

/** Numbers without an entry in the system's table of users. */
export const AUDITOR = 1601;
export const OTHER = 1602;

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs a program to its end as a user, with nothing in the environment but `env`. */
export function runAs(
  user: number,
  program: string,
  args: readonly string[],
  { env = {}, cwd = '/' }: { readonly env?: Record<string, string>; readonly cwd?: string } = {},
): Ran {
  const isSwitched = process.getuid?.() === 0 && user !== 0;
  const run = spawnSync(program, args, {
    encoding: 'utf8',
    cwd,
    env: { PATH: `${path.dirname(process.execPath)}:${process.env['PATH']}`, ...env },
    maxBuffer: 1e9,
    ...(isSwitched && { uid: user, gid: user }),
  });
  if (run.error !== undefined) throw run.error;
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** Whether other users can be played here. Where not, it is said once a file. */
export const hasUsers =
  process.getuid?.() === 0 &&
  runAs(AUDITOR, process.execPath, [path.join(ROOT, 'bin/inquest'), '--version']).code === 0;
if (!hasUsers) {
  process.stdout.write(
    'skipped: only root can play two users (and all must be able to read here)\n',
  );
}

/** A folder for each test that everybody can enter, and folders in it that belong to somebody. */
export function createSharedPlace(): {
  readonly folder: string;
  readonly own: (file: string, user: number, mode: number) => string;
} {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-users-'));
    chmodSync(folder, 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return {
    get folder() {
      return folder;
    },
    own: (file, user, mode) => {
      chownSync(file, user, user);
      chmodSync(file, mode);
      return file;
    },
  };
}
