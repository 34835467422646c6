/** `inquest audit head`: one line to keep elsewhere, by which a later change is found. */
import { readAudit, requireWhole } from '../../../audit/audit-file.ts';
import { recordsOf } from '../../../audit/records-of.ts';
import { bytesOf } from '../../../audit-files/read.ts';
import { jsonText } from '../../../text/json.ts';
import { t } from '../../../text/safe.ts';
import { formOf, type Context } from '../../context.ts';
import { UserError } from '../../../base/user-error.ts';
import { tell } from '../../../process/streams.ts';

/** 1 where the chain is broken. */
export async function runHead(context: Context, file: string): Promise<number> {
  const audit = readAudit(await bytesOf(file), file);
  try {
    requireWhole(audit);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    tell(error.message);
    return 1;
  }
  const { header, chain } = audit;
  if (!chain.ok) return 1;
  const said = {
    name: header.name,
    auditor: header.auditor,
    records: chain.records,
    closed: recordsOf(audit, 'close').length > 0,
    head: chain.head,
    design: header.designHash,
  };
  const { out } = context;
  if (formOf(context.options) !== 'text') await out.json(`${jsonText(said)}\n`);
  else {
    const state = said.closed ? 'closed' : 'open';
    await out.text(
      t`${said.name} · ${said.auditor} · ${said.records} records · ${state} · head ${said.head ?? ''}\n`,
    );
  }
  await out.finish();
  return 0;
}
