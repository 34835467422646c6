/** Signatures of audit files, by `ssh-keygen`: no key of ours, no cryptography of ours. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../../../base/user-error.ts';

const NAMED = ['-n', 'inquest-audit'];

/** What `ssh-keygen` says, in a line. */
type Said = { readonly isGood: boolean; readonly said: string };

/** Signs a file with a private key, or the public one of an agent's. Gives the signature's file. */
export function signFile(file: string, key: string): string {
  const { isGood, said } = keygen(['-Y', 'sign', ...NAMED, '-f', key, file]);
  if (!isGood) throw new UserError(`cannot sign ${file}: ${said}`);
  return `${file}.sig`;
}

/**
 * Whether the signature beside a file is of its bytes; with `signers`, ssh-keygen's allowed_signers, whether it
 * is of one of these. Undefined: there is none.
 */
export function signatureOf(file: string, signers?: string): Said | undefined {
  const signature = `${file}.sig`;
  if (!existsSync(signature)) return undefined;
  const input = readFileSync(file);
  const named = [...NAMED, '-s', signature];
  if (signers === undefined) return keygen(['-Y', 'check-novalidate', ...named], input);
  const found = keygen(['-Y', 'find-principals', '-f', signers, '-s', signature]);
  if (!found.isGood) return found;
  return keygen(['-Y', 'verify', '-f', signers, '-I', found.said, ...named], input);
}

function keygen(args: readonly string[], input?: Uint8Array): Said {
  const { status, stdout, stderr, error } = spawnSync('ssh-keygen', args, {
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(input === undefined ? {} : { input }),
    encoding: 'utf8',
  });
  if (status === null) {
    const isMissing = error !== undefined && 'code' in error && error.code === 'ENOENT';
    const reason = isMissing ? 'it is not installed' : (error?.message ?? 'it was stopped');
    return { isGood: false, said: `ssh-keygen cannot be run: ${reason}` };
  }
  const [said = ''] = `${stdout}${stderr}`.trim().split('\n');
  return { isGood: status === 0, said };
}
