/** Reads audit and key files from the disk. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readAudit, requireWhole, type AuditFile } from '../audit/audit-file.ts';
import { readKey, type KeyFile } from '../audit/key.ts';
import { unreadable } from '../base/file-errors.ts';
import { UserError } from '../base/user-error.ts';

export async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw unreadable(error, file);
  }
}

/** An audit file whose chain holds. Throws a `UserError`. */
export async function openedAudit(file: string): Promise<AuditFile> {
  const audit = readAudit(await bytesOf(file), file);
  requireWhole(audit);
  return audit;
}

/** `review.audit.jsonl`, `review-anna.audit.jsonl` → `review.key.jsonl`, which names an audit. */
export function keyFileOf({ file, header }: AuditFile): string {
  return path.join(path.dirname(file), `${header.name}.key.jsonl`);
}

/**
 * The key of an audit: `given`, or the one beside it. Throws a `UserError` where it is not the one that
 * the design names.
 */
export async function keyOf(audit: AuditFile, given?: string): Promise<KeyFile> {
  const file = given ?? keyFileOf(audit);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const reason = unreadable(error, `the key, ${file}`);
    if (!(reason instanceof UserError)) throw reason;
    throw new UserError(reason.message, '--key names another place');
  }
  const key = readKey(bytes, file);
  if (key.hash !== audit.header.design.key) {
    throw new UserError(`${file} is not the key that ${audit.file} was drawn with, or was changed`);
  }
  return key;
}
