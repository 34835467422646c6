/** `inquest audit adjudicate`: settles disagreements of two auditors, blind to names and judge. */
import { existsSync } from 'node:fs';
import type { AuditFile } from '../../../audit/audit-file.ts';
import { disagreementsOf } from '../../../audit/adjudicate.ts';
import type { NewRecord } from '../../../audit/schema.ts';
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
  readonly data?: readonly string[];
};

export async function runAdjudicate(
  context: Context<AdjudicateOptions>,
  one: string,
  other: string,
): Promise<number> {
  const { options } = context;
  if (!process.stdout.isTTY) throw new UserError('audit adjudicate needs a terminal');
  const [first, second] = [await openedAudit(one), await openedAudit(other)];
  const disagreements = disagreementsOf(first, second);
  if (disagreements.length === 0) {
    tell(`${one} and ${other} disagree on nothing`);
    return 0;
  }
  const key = await keyOf(first, options.key);
  const heads = [first, second].map(headOf);
  if (!existsSync(options.output)) {
    const header: NewRecord = {
      ...withoutLink(first),
      program: `inquest ${packageVersion()}`,
      auditor: options.auditor ?? userName(),
      adjudicates: heads,
    };
    const items = disagreements.map(({ drawn }) => drawn);
    await createAudit(options.output, [header, { type: 'draw', items }], () => new Date());
  }
  const writer = await openAudit(options.output, () => new Date());
  try {
    if (writer.repaired !== undefined) tell(writer.repaired);
    const audit = writer.audit();
    if (audit.close !== undefined) throw new UserError(`${options.output} is closed`);
    const known = audit.header['adjudicates'];
    if (JSON.stringify(known) !== JSON.stringify(heads)) {
      throw new UserError(
        `${options.output} settles other answers: those files have changed since`,
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

function headOf({ chain }: AuditFile): string {
  return chain.ok ? (chain.head ?? '') : '';
}

/** The header of an audit as one that has no place in a chain yet. */
function withoutLink({ header }: AuditFile): Extract<NewRecord, { type: 'audit' }> {
  const copied: Record<string, unknown> & typeof header = { ...header };
  for (const field of ['seq', 'prev', 'at']) delete copied[field];
  return copied;
}
