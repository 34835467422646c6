/** `inquest audit push`: audit files into the PostgreSQL database of a team, line by line, and never a line twice. */
import { existsSync } from 'node:fs';
import { readAudit, requireWhole, type AuditFile } from '../../../audit/audit-file.ts';
import { bundledLines } from '../../../audit/bundle.ts';
import { linesOf } from '../../../audit/chain.ts';
import { sha256 } from '../../../audit/hash.ts';
import { bytesOf, keyFileOf, keyOf } from '../../../audit-files/read.ts';
import { UserError } from '../../../base/user-error.ts';
import { tell } from '../../../process/streams.ts';
import { plural } from '../../../stats/bars.ts';
import { openDatabase, type Database } from '../../../store/postgres/connection.ts';
import { checkVersion } from '../../../store/postgres/migrate.ts';
import {
  appendAudit,
  appendKey,
  mayAdd,
  type AppendReport,
  type PushedAudit,
} from '../../../store/postgres/team/audits.ts';
import { t } from '../../../text/safe.ts';
import { formOf, type CommonOptions, type Context } from '../../context.ts';
import { printJson, printJsonLines } from '../../print-rows.ts';
import { partsOf } from './names.ts';

export type AuditPushOptions = CommonOptions & {
  readonly to: string;
  readonly for?: string;
  readonly key?: string;
};

export async function runAuditPush(
  { options, out }: Context<AuditPushOptions>,
  files: readonly string[],
): Promise<number> {
  if (options.for !== undefined && files.length > 1) {
    throw new UserError('--for says whose one file is', 'push the files one by one');
  }
  // Before anything is written: all of them are whole.
  const pushed: { readonly audit: AuditFile; readonly rows: PushedAudit }[] = [];
  for (const file of files) pushed.push(await readPushed(file, options.for));
  const database = openDatabase(options.to);
  try {
    await database.withClient(checkVersion);
    const rows = [];
    for (const one of pushed) {
      // The key first: an audit without one could not be closed.
      await pushKey(database, one.audit, options.key);
      const report = await database.withClient((client) => appendAudit(client, one.rows));
      sayReport(one, report);
      const { added, behind, without } = report;
      rows.push({ file: one.audit.file, added, behind, without });
    }
    const form = formOf(options);
    if (form === 'json') await printJson(out, rows);
    else if (form === 'jsonl') await printJsonLines(out, rows);
    else {
      for (const { file, added } of rows) {
        await out.text(t`${file}: ${added === 0 ? 'nothing new' : plural(added, 'record')}\n`);
      }
    }
    await out.finish();
    return 0;
  } finally {
    await database.close();
  }
}

/** A file as it is kept, with the bundle beside it. @throws UserError where it is not whole. */
async function readPushed(
  file: string,
  person: string | undefined,
): Promise<{ readonly audit: AuditFile; readonly rows: PushedAudit }> {
  const bytes = await bytesOf(file);
  const audit = readAudit(bytes, file);
  requireWhole(audit);
  const { lines, torn } = linesOf(bytes);
  if (torn.length > 0) {
    throw new UserError(
      `${file}: its last line is cut short`,
      `inquest audit run ${file} mends it; push it then`,
    );
  }
  const { header, items } = audit;
  const { name, bundle } = partsOf(file);
  const trials = existsSync(bundle)
    ? bundledLines(await bytesOf(bundle), bundle, items)
    : new Map<number, Uint8Array>();
  const rows: PushedAudit = {
    id: fromHex(sha256(lines[0] ?? bytes)),
    design: fromHex(header.designHash),
    key: fromHex(header.design.key),
    name: header.name,
    auditor: header.auditor,
    file: name,
    person: person ?? header.auditor,
    lines,
    // The second trial of equal content is `HASH#2`: it says the same.
    items: items.map(({ item, content }) => ({ item, content: fromHex(content.slice(0, 64)) })),
    trials,
  };
  return { audit, rows };
}

/** The key that is beside the file, for those who may read verdicts. */
async function pushKey(
  database: Database,
  audit: AuditFile,
  given: string | undefined,
): Promise<void> {
  if (given === undefined && !existsSync(keyFileOf(audit))) return;
  if (!(await database.withClient((client) => mayAdd(client, 'audit_key')))) return;
  const { file } = await keyOf(audit, given);
  const body = await bytesOf(file);
  if (await database.withClient((client) => appendKey(client, body))) {
    tell(`${file} is there too, for those who may read verdicts`);
  }
}

function sayReport(
  { audit: { file }, rows: { person } }: { readonly audit: AuditFile; readonly rows: PushedAudit },
  { behind, without, person: rights }: AppendReport,
): void {
  if (behind > 0) tell(`${file}: the database has ${plural(behind, 'record')} more; pull them`);
  if (without > 0) {
    tell(
      `${file}: the text of ${plural(without, 'trial')} is not there; \`audit new --bundle\` writes it`,
    );
  }
  if (rights?.readsTrials === true) {
    tell(`${file}: ${person} may read the trials with their verdicts, so it is not blind`);
  }
  if (rights?.addsAnswers === false) {
    tell(`${file}: ${person} cannot answer yet; GRANT inquest_auditor TO ${person}`);
  }
}

function fromHex(text: string): Uint8Array {
  return Buffer.from(text, 'hex');
}
