/** `inquest audit pull`: the audit files of a PostgreSQL database that this user may read, byte for byte. */
import path from 'node:path';
import { readAudit, type AuditFile } from '../../../audit/audit-file.ts';
import { writePulled, type Pulled } from '../../../audit-files/pulled.ts';
import { NothingMatched } from '../../../base/exits.ts';
import { shellWord } from '../../../base/shell.ts';
import { UserError } from '../../../base/user-error.ts';
import { tell } from '../../../process/streams.ts';
import { readAudits, readKeyOf, type ReadAudit } from '../../../store/postgres/team/audits.ts';
import { t } from '../../../text/safe.ts';
import { formOf, type CommonOptions, type Context } from '../../context.ts';
import { printJson, printJsonLines } from '../../print-rows.ts';
import { withTeamDatabase } from '../team-database.ts';
import { fileName } from './names.ts';

export type AuditPullOptions = CommonOptions & { readonly output: string };

export async function runAuditPull(
  { options, out }: Context<AuditPullOptions>,
  address: string,
  names: readonly string[],
): Promise<number> {
  const folder = options.output;
  const files: PulledFile[] = [];
  const keys = new Set<string>();
  await withTeamDatabase(address, ({ withClient }) =>
    withClient(async (client) => {
      await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
      for await (const audit of readAudits(client, names)) {
        files.push(...filesOf(folder, audit));
        const key = hex(audit.key);
        const body = keys.has(key) ? undefined : await readKeyOf(client, audit.key);
        keys.add(key);
        const file = path.join(folder, `${fileName(audit.name)}.key.jsonl`);
        if (body !== undefined) files.push({ file, bytes: body, design: hex(audit.design) });
        sayOthers(audit);
      }
      await client.query('COMMIT');
    }),
  );
  if (files.length === 0) {
    throw new NothingMatched('the database has no such audit that you may read');
  }
  await print({ options, out }, await written(files), files);
  return sayBroken(files) ? 1 : 0;
}

type PulledFile = {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Hash of the design of its sample. */
  readonly design: string;
  /** What an audit file says. */
  readonly audit?: AuditFile;
  /** The bundle that goes with an audit file. */
  readonly bundle?: string;
};

/** The file of an audit, and the bundle of what its auditor may see. @throws UserError for what is no audit. */
function filesOf(
  folder: string,
  { file, design, lines, bundle }: ReadAudit,
): readonly PulledFile[] {
  const stem = path.join(folder, fileName(file));
  const made = { file: `${stem}.audit.jsonl`, bytes: joined(lines), design: hex(design) };
  const audit = readAudit(made.bytes, made.file);
  if (bundle.length === 0) return [{ ...made, audit }];
  const beside = { ...made, file: `${stem}.bundle.jsonl`, bytes: joined(bundle) };
  return [{ ...made, audit, bundle: beside.file }, beside];
}

/** Writes the files. @throws UserError, before anything is written, where two would have one name. */
async function written(
  files: readonly PulledFile[],
): Promise<readonly { readonly file: string; readonly state: Pulled }[]> {
  for (const [file, same] of Map.groupBy(files, (one) => one.file)) {
    if (same.length > 1) {
      throw new UserError(
        `${same.length} files of the database are called ${file}`,
        `pull one by the hash of its design: ${same.map(({ design }) => design.slice(0, 12)).join(' or ')}`,
      );
    }
  }
  const rows = [];
  for (const { file, bytes } of files) rows.push({ file, state: await writePulled(file, bytes) });
  return rows;
}

const SAID: Readonly<Record<Pulled, string>> = {
  new: 'written',
  extended: 'gone on with',
  there: 'nothing new',
  ahead: 'it has more than the database; push it',
};

async function print(
  { options, out }: Pick<Context, 'options' | 'out'>,
  rows: readonly { readonly file: string; readonly state: Pulled }[],
  files: readonly PulledFile[],
): Promise<void> {
  const form = formOf(options);
  if (form === 'json') await printJson(out, rows);
  else if (form === 'jsonl') await printJsonLines(out, rows);
  else {
    for (const { file, state } of rows) await out.text(t`${file}: ${SAID[state]}\n`);
    for (const { audit, bundle } of files) {
      if (audit === undefined || bundle === undefined || isDone(audit)) continue;
      const words = [audit.file, '--bundle', bundle].map((word) => shellWord(word)).join(' ');
      await out.text(t`\n${audit.header.auditor}:\n  inquest audit run ${words}\n`);
    }
  }
  await out.finish();
}

function isDone({ close, items, answers }: AuditFile): boolean {
  return close !== undefined || items.every(({ item }) => answers.has(item));
}

/** Says which files are not as their program left them; whether there are any. */
function sayBroken(files: readonly PulledFile[]): boolean {
  let isBroken = false;
  for (const { audit } of files) {
    if (audit === undefined || audit.chain.ok) continue;
    tell(`${audit.file}:${audit.chain.line}: the chain is broken: ${audit.chain.reason}`);
    isBroken = true;
  }
  return isBroken;
}

function sayOthers({ file, auditor, others }: ReadAudit): void {
  if (others.length > 0)
    tell(`${file}: answers of ${auditor} were put there by ${others.join(', ')}`);
}

function joined(lines: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
