/** Several files of one auditor, who went on with a copy on another machine, as one. */
import { UserError } from '../base/user-error.ts';
import type { AuditFile } from './audit-file.ts';
import type { Answer, AuditRecord, DrawnItem } from './schema.ts';

/**
 * One file an auditor, in the order given. Throws a `UserError` where two files of an auditor answer one
 * trial differently, or number other trials alike.
 */
export function joinedByAuditor(files: readonly AuditFile[]): readonly AuditFile[] {
  return [...Map.groupBy(files, ({ header }) => header.auditor).values()].map((all) =>
    all.reduce(joined),
  );
}

function joined(one: AuditFile, other: AuditFile): AuditFile {
  const answers = answersOf(one, other);
  const skipped = new Map([...one.skipped, ...other.skipped]);
  for (const item of answers.keys()) skipped.delete(item);
  return {
    ...one,
    records: withoutCopies([...one.records, ...other.records]),
    items: itemsOf(one, other),
    answers,
    earlier: new Map(
      [...answers.keys()].flatMap((item) => {
        const before = withoutCopies(
          [one, other].flatMap(({ earlier }) => earlier.get(item) ?? []),
        );
        return before.length === 0 ? [] : [[item, before]];
      }),
    ),
    flagged: one.flagged.union(other.flagged),
    skipped,
    close: one.close === undefined || other.close === undefined ? undefined : one.close,
  };
}

/** Records that both files have, since one was copied from the other, are there once. */
function withoutCopies<R extends AuditRecord>(records: readonly R[]): readonly R[] {
  return [...new Map(records.map((record) => [JSON.stringify(record), record])).values()];
}

function itemsOf(one: AuditFile, other: AuditFile): readonly DrawnItem[] {
  const items = new Map(one.items.map((drawn) => [drawn.item, drawn]));
  for (const drawn of other.items) {
    const known = items.get(drawn.item);
    if (known !== undefined && known.content !== drawn.content) {
      throw new UserError(
        `${one.file} and ${other.file} have different trials as number ${drawn.item}`,
        'they were extended in different ways: give one of them',
      );
    }
    items.set(drawn.item, drawn);
  }
  return [...items.values()];
}

/** The answers of two files that have not been given up in one of them. */
function answersOf(one: AuditFile, other: AuditFile): ReadonlyMap<number, Answer> {
  const answers = new Map(one.answers);
  for (const [item, second] of other.answers) {
    const first = answers.get(item);
    if (first === undefined || isGivenUp(first, other)) answers.set(item, second);
    else if (!isGivenUp(second, one) && meaning(first) !== meaning(second)) {
      throw new UserError(
        `${one.file} and ${other.file} answer trial ${item} differently`,
        `both are of ${one.header.auditor}: give the one that counts`,
      );
    }
  }
  return answers;
}

function isGivenUp(answer: Answer, { earlier }: AuditFile): boolean {
  const copy = JSON.stringify(answer);
  return (earlier.get(answer.item) ?? []).some((before) => JSON.stringify(before) === copy);
}

/** What an answer says of its trial. */
function meaning({ outcome, cannot, labels = {} }: Answer): string {
  const sorted = Object.entries(labels).sort(([one], [next]) => (one < next ? -1 : 1));
  return JSON.stringify([cannot === undefined ? outcome : null, cannot?.reason, sorted]);
}
