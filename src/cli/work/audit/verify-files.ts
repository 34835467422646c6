/** Checks of an audit file and its key, from their bytes. */
import type { AuditFile } from '../../../audit/audit-file.ts';
import { canonicalHash } from '../../../audit/hash.ts';
import { readKey, type KeyFile } from '../../../audit/key.ts';
import type { Place } from '../../../audit/sample.ts';
import { stepsOf } from '../../../audit/steps.ts';
import { fileChecks, keyChecks, type Check } from '../../../audit/verify.ts';
import { UserError } from '../../../base/user-error.ts';
import { closing, resampled } from './close.ts';

type Bytes = { readonly file: string; readonly bytes: Uint8Array };

/** `key`: undefined where it is not there. */
export function checksOf(
  audit: AuditFile,
  key: Bytes | undefined,
  known: { readonly head?: string | undefined; readonly design?: string | undefined },
): {
  readonly file: readonly Check[];
  readonly ofKey: readonly Check[];
  readonly key: KeyFile | undefined;
} {
  const file = fileChecks(audit, known);
  if (key === undefined) return { file, ofKey: [], key: undefined };
  try {
    const read = readKey(key.bytes, key.file);
    const ofKey = keyChecks(audit, read, placesOf(audit, read));
    return { file, ofKey: [...ofKey, ...endCheck(audit, read, ofKey)], key: read };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message: text } = error;
    return { file, ofKey: [{ name: 'key', state: 'failed', text }], key: undefined };
  }
}

/** Whether the record that closes an audit is the one that closing it makes. */
function endCheck(audit: AuditFile, key: KeyFile, others: readonly Check[]): readonly Check[] {
  const { close } = audit;
  if (close === undefined || others.some(({ state }) => state === 'failed')) return [];
  const { seq: _, prev: __, at: ___, ...said } = close;
  return canonicalHash(said) === canonicalHash(closing(audit, key))
    ? []
    : [
        {
          name: 'end',
          state: 'failed',
          text: 'it is not how these answers and this key are closed',
        },
      ];
}

/** The sample of the file's auditor, drawn again. */
function placesOf(audit: AuditFile, key: KeyFile): readonly Place[] {
  return resampled(audit, key, stepsOf(audit)).places.get(audit.header.auditor) ?? [];
}
