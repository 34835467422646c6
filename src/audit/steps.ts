/** How the sample of an audit was extended, as its file says. */
import type { AuditFile } from './audit-file.ts';
import { recordsOf } from './records-of.ts';
import type { Step } from './sample.ts';

export function stepsOf(audit: AuditFile): readonly Step[] {
  const contents = new Map(audit.items.map(({ item, content }) => [item, content]));
  return recordsOf(audit, 'extend').flatMap(({ sample, replaces }): readonly Step[] => {
    if (replaces !== undefined) {
      return [{ replaces: replaces.flatMap((item) => contents.get(item) ?? []) }];
    }
    return sample === undefined ? [] : [sample];
  });
}

/** Items that could not be read, and have not been replaced. */
export function unreadableItems(audit: AuditFile): readonly number[] {
  const replaced = new Set(recordsOf(audit, 'extend').flatMap(({ replaces = [] }) => replaces));
  return audit.items
    .filter(({ item, round }) => round !== 'calibration' && !replaced.has(item))
    .filter(({ item }) => audit.answers.get(item)?.cannot?.reason === UNREADABLE)
    .map(({ item }) => item);
}

const UNREADABLE = 'unreadable';
