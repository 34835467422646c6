/** `inquest audit adjudicate`: settles disagreements of two auditors, blind to names and judge. */
import { existsSync } from 'node:fs';
import type { AuditFile } from '../../../audit/audit-file.ts';
import { headOf } from '../../../audit/records-of.ts';
import { disagreementsOf } from '../../../audit/adjudicate.ts';
import { joinedByAuditor } from '../../../audit/join.ts';
import { checkLabel } from '../../../audit/reference.ts';
import type { NewRecord } from '../../../audit/schema.ts';
import { answersSince } from '../../../audit/settled.ts';
import { createAudit, openAudit } from '../../../audit-files/append.ts';
import { keyOf, openedAudit } from '../../../audit-files/read.ts';
import { UserError } from '../../../base/user-error.ts';
import { userName } from '../../../base/user-name.ts';
import { packageVersion } from '../../../process/package-root.ts';
import { tell } from '../../../process/streams.ts';
import type { CommonOptions, Context } from '../../context.ts';
import { itemsOf, reviewed } from './run.ts';

export type AdjudicateOptions = CommonOptions & {
  readonly output: string;
  readonly auditor?: string;
  readonly key?: string;
  readonly label?: string;
  readonly data?: readonly string[];
};

export async function runAdjudicate(
  context: Context<AdjudicateOptions>,
  names: readonly string[],
): Promise<number> {
  const { options } = context;
  if (!process.stdout.isTTY) throw new UserError('audit adjudicate needs a terminal');
  const files: AuditFile[] = [];
  for (const name of names) files.push(await openedAudit(name));
  const [first, second, third] = joinedByAuditor(files);
  if (first === undefined || second === undefined || third !== undefined) {
    throw new UserError(
      'audit adjudicate settles what two auditors disagree on',
      'give the files of two of them: inquest audit adjudicate A B -o C',
    );
  }
  checkLabel(first, options.label);
  const disagreements = disagreementsOf(first, second, options.label);
  if (disagreements.length === 0) {
    tell(`${names.join(' and ')} disagree on nothing`);
    return 0;
  }
  const key = await keyOf(first, options.key);
  if (!existsSync(options.output)) {
    const header: NewRecord = {
      ...withoutLink(first),
      program: `inquest ${packageVersion()}`,
      auditor: options.auditor ?? userName(),
      adjudicates: files.map((file) => headOf(file) ?? ''),
    };
    const items = disagreements.map(({ drawn }) => drawn);
    await createAudit(options.output, [header, { type: 'draw', items }], () => new Date());
  }
  const writer = await openAudit(options.output, () => new Date());
  try {
    if (writer.repaired !== undefined) tell(writer.repaired);
    const audit = writer.audit();
    if (audit.close !== undefined) throw new UserError(`${options.output} is closed`);
    if (audit.header['adjudicates'] === undefined) {
      throw new UserError(`${options.output} is the file of an auditor`, 'give another -o');
    }
    if (answersSince(audit, files).length > 0) {
      throw new UserError(
        `${options.output} settles other answers: those files have new ones since`,
        'give another -o',
      );
    }
    const sides = new Map(disagreements.map((found) => [found.drawn.content, found.sides]));
    const items = await itemsOf(context, audit, key, options.data ?? []);
    return await reviewed(
      context,
      writer,
      key,
      items.map((item) => ({ ...item, sides: sides.get(item.drawn.content) })),
    );
  } finally {
    await writer.close();
  }
}

/** The header of an audit as one that has no place in a chain yet. */
function withoutLink({ header }: AuditFile): Extract<NewRecord, { type: 'audit' }> {
  const copied: Record<string, unknown> & typeof header = { ...header };
  for (const field of ['seq', 'prev', 'at']) delete copied[field];
  return copied;
}
