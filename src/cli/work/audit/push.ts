/** `inquest audit push`: audit files into the PostgreSQL database of a team, line by line, and never a line twice. */
import { existsSync } from 'node:fs';
import { readAudit, requireWhole, type AuditFile } from '../../../audit/audit-file.ts';
import { bundledLines, bundleLine } from '../../../audit/bundle.ts';
import { linesOf } from '../../../audit/chain.ts';
import { sha256 } from '../../../audit/hash.ts';
import type { KeyFile } from '../../../audit/key.ts';
import { bytesOf, keyFileOf, keyOf } from '../../../audit-files/read.ts';
import { UserError } from '../../../base/user-error.ts';
import { tell } from '../../../process/streams.ts';
import { plural } from '../../../stats/bars.ts';
import type { Database } from '../../../store/postgres/connection.ts';
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
import { withTeamDatabase } from '../team-database.ts';
import { partsOf, refuseRedacting } from './names.ts';
import { itemsOf } from './run.ts';

export type AuditPushOptions = CommonOptions & {
  readonly to: string;
  readonly for?: string;
  readonly key?: string;
  readonly data?: readonly string[];
};

/** A file as it is kept, and as it is understood. */
type Pushed = {
  readonly audit: AuditFile;
  readonly rows: PushedAudit;
  /** The one that is named, or beside it. */
  readonly key: KeyFile | undefined;
};

export async function runAuditPush(
  context: Context<AuditPushOptions>,
  files: readonly string[],
): Promise<number> {
  const { options, out } = context;
  refuseRedacting(options);
  if (options.for !== undefined && files.length > 1) {
    throw new UserError('--for says whose one file is', 'push the files one by one');
  }
  // Before anything is written: all of them are whole.
  const pushed: Pushed[] = [];
  for (const file of files) pushed.push(await readPushed(file, options));
  const rows = await withTeamDatabase(options.to, async (database) => {
    const isLoader = await database.withClient((client) => mayAdd(client, 'audit'));
    const done = [];
    for (const one of pushed) {
      // The key first: an audit without one could not be closed.
      if (isLoader) await pushKey(database, one);
      const trials = isLoader ? await textsOf(context, one) : one.rows.trials;
      const report = await database.withClient((client) =>
        appendAudit(client, { ...one.rows, trials }),
      );
      sayReport(one, report);
      const { added, behind, without } = report;
      done.push({ file: one.audit.file, added, behind, without });
    }
    return done;
  });
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
}

/** A file, with the bundle and the key beside it. @throws UserError where it is not whole. */
async function readPushed(file: string, options: AuditPushOptions): Promise<Pushed> {
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
    person: options.for ?? header.auditor,
    lines,
    // The second trial of equal content is `HASH#2`: it says the same.
    items: items.map(({ item, content }) => ({ item, content: fromHex(content.slice(0, 64)) })),
    trials,
  };
  const hasKey = options.key !== undefined || existsSync(keyFileOf(audit));
  return { audit, rows, key: hasKey ? await keyOf(audit, options.key) : undefined };
}

/** The key, for those who may read verdicts. */
async function pushKey(database: Database, { key }: Pushed): Promise<void> {
  if (key === undefined) return;
  const body = await bytesOf(key.file);
  if (await database.withClient((client) => appendKey(client, body))) {
    tell(`${key.file} is there too, for those who may read verdicts`);
  }
}

/** Trials as they may be seen: those of the bundle, and the others of an open audit from the collection. */
async function textsOf(
  context: Context<AuditPushOptions>,
  { audit, rows: { trials }, key }: Pushed,
): Promise<PushedAudit['trials']> {
  const missing = audit.items.filter(({ item }) => !trials.has(item));
  if (missing.length === 0 || audit.close !== undefined || key === undefined) return trials;
  try {
    const drawn = { ...audit, items: missing };
    const items = await itemsOf(context, drawn, key, context.options.data ?? []);
    const made = items.map((one): [number, Uint8Array] => [
      one.drawn.item,
      Buffer.from(bundleLine(one.drawn, one.review).trimEnd()),
    ]);
    return new Map([...trials, ...made]);
  } catch (error) {
    // The audit is worth keeping without them, too.
    if (!(error instanceof UserError)) throw error;
    tell(`${audit.file}: ${error.message}`);
    return trials;
  }
}

function sayReport(
  { audit: { file }, rows: { person } }: Pushed,
  { behind, without, person: rights }: AppendReport,
): void {
  if (behind > 0) tell(`${file}: the database has ${plural(behind, 'record')} more; pull them`);
  if (without > 0) {
    tell(
      `${file}: the text of ${plural(without, 'trial')} is not there; it is put there where the key is`,
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
