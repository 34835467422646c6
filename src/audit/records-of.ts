import type { AuditFile } from './audit-file.ts';
import type { AuditRecord } from './schema.ts';

/** Records of one type. */
export function recordsOf<T extends AuditRecord['type']>(
  { records }: AuditFile,
  type: T,
): readonly Extract<AuditRecord, { type: T }>[] {
  return records.filter(
    (record): record is Extract<AuditRecord, { type: T }> => record.type === type,
  );
}
