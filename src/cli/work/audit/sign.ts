/** Signatures of audit files, by `ssh-keygen`: no key of ours, no cryptography of ours. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UserError } from '../../../base/user-error.ts';

const run = promisify(execFile);
export const NAMESPACE = 'inquest-audit';

/** Signs a file with a private key, or the public one of an agent's. Gives the signature's file. */
export async function signFile(file: string, key: string): Promise<string> {
  await keygen(['-Y', 'sign', '-n', NAMESPACE, '-f', key, file], `cannot sign ${file}`);
  return `${file}.sig`;
}

async function keygen(args: readonly string[], what: string): Promise<void> {
  try {
    await run('ssh-keygen', args);
  } catch (error) {
    const { code, stderr = '' } = error as { readonly code?: unknown; readonly stderr?: string };
    if (code === 'ENOENT') throw new UserError(`${what}: ssh-keygen is not installed`);
    const [reason = 'ssh-keygen failed'] = stderr.trim().split('\n');
    throw new UserError(`${what}: ${reason}`);
  }
}
