/** Whether what was settled is of the answers that there are. */
import { UserError } from '../base/user-error.ts';
import type { AuditFile } from './audit-file.ts';
import type { Answer } from './schema.ts';

type Since = { readonly file: AuditFile; readonly answer: Answer };

/**
 * The answers that were given after disagreements were settled. Throws a `UserError` where the files are
 * not those whose heads the adjudication names.
 */
export function answersSince(
  adjudication: AuditFile,
  files: readonly AuditFile[],
): readonly Since[] {
  const named = adjudication.header['adjudicates'];
  const heads: readonly unknown[] = Array.isArray(named) ? named : [];
  return heads.flatMap((head): readonly Since[] => {
    const after = files.flatMap((file) => {
      const at = placeAfter(file, head);
      return at === undefined ? [] : [{ file, records: file.records.slice(at) }];
    });
    if (after.length === 0) {
      throw new UserError(
        `${adjudication.file} settles answers of a file that is not given, or was changed`,
        'give the files of both auditors',
      );
    }
    return after.flatMap(({ file, records }) =>
      records.flatMap((record) => (record.type === 'answer' ? [{ file, answer: record }] : [])),
    );
  });
}

/** Throws a `UserError` where a settled trial has another answer since. */
export function checkSettled(adjudication: AuditFile, files: readonly AuditFile[]): void {
  const settled = new Set(adjudication.items.map(({ content }) => content));
  const stale = answersSince(adjudication, files).find(({ answer }) => settled.has(answer.content));
  if (stale === undefined) return;
  throw new UserError(
    `${stale.file.file} has a new answer to trial ${stale.answer.item} since ${adjudication.file} settled it`,
    'settle it anew: inquest audit adjudicate',
  );
}

/** The place of the first record after a head, among those of a file; undefined: it has no such head. */
function placeAfter({ records, chain }: AuditFile, head: unknown): number | undefined {
  if (chain.ok && chain.head === head) return records.length;
  const at = records.findIndex(({ prev }) => prev !== null && prev === head);
  return at < 0 ? undefined : at;
}
