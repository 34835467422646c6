/** What a file of an audit holds, for those who neither read nor hash one. */
import type { AuditFile } from './audit-file.ts';
import type { AuditRecord } from './schema.ts';

/** The hash of the last line; null of a file whose chain is broken. */
export function headOf({ chain }: AuditFile): string | null {
  return chain.ok ? chain.head : null;
}

/** The hash of each record's line, which the next one names; of the last one, the head. */
export function headsOf(audit: AuditFile): readonly string[] {
  return [...audit.records.map(({ prev }) => prev), headOf(audit)].filter((one) => one !== null);
}

/** Records of one type. */
export function recordsOf<T extends AuditRecord['type']>(
  { records }: AuditFile,
  type: T,
): readonly Extract<AuditRecord, { type: T }>[] {
  return records.filter(
    (record): record is Extract<AuditRecord, { type: T }> => record.type === type,
  );
}
