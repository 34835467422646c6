/** Settling what two auditors disagree on: their answers side by side, without their names. */
import { UserError } from '../base/user-error.ts';
import type { AuditFile } from './audit-file.ts';
import { sha256 } from './hash.ts';
import { valueOf } from './reference.ts';
import type { Answer, DrawnItem } from './schema.ts';

/** Why they differ, as the adjudicator sees it. */
export const REASONS = ['slip', 'rubric unclear', 'evidence missed', 'open'] as const;

export type Disagreement = {
  readonly drawn: DrawnItem;
  /** Their answers; which is first follows from a hash, anew for each trial. */
  readonly sides: readonly [Answer, Answer];
};

/** The trials that two auditors gave different values, or a label, in the order shown, numbered anew. */
export function disagreementsOf(
  one: AuditFile,
  other: AuditFile,
  label?: string,
): readonly Disagreement[] {
  if (one.header.designHash !== other.header.designHash) {
    throw new UserError(`${one.file} and ${other.file} are of two designs`);
  }
  if (one.header.auditor === other.header.auditor) {
    throw new UserError(`both files are of ${one.header.auditor}`);
  }
  const answers = new Map([...other.answers.values()].map((answer) => [answer.content, answer]));
  const found: Disagreement[] = [];
  for (const drawn of one.items) {
    const first = one.answers.get(drawn.item);
    const second = answers.get(drawn.content);
    if (first === undefined || second === undefined || drawn.round === 'calibration') continue;
    if (valueOf(one, first, label) === valueOf(other, second, label)) continue;
    const isSwapped = sha256(`side1|${one.header.design.seed}|${drawn.content}`) >= '8';
    found.push({
      drawn: { ...drawn, item: found.length + 1 },
      sides: isSwapped ? [second, first] : [first, second],
    });
  }
  return found;
}
