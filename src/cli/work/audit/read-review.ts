/** Reads the files of an audit together; of an open one the key says what is not revealed yet. */
import type { AuditFile } from '../../../audit/audit-file.ts';
import { headOf, recordsOf } from '../../../audit/records-of.ts';
import type { KeyFile } from '../../../audit/key.ts';
import { reviewOf, type Review } from '../../../audit/reference.ts';
import type { Close } from '../../../audit/schema.ts';
import { openAudit } from '../../../audit-files/append.ts';
import { keyFileOf, keyOf, openedAudit } from '../../../audit-files/read.ts';
import { UserError } from '../../../base/user-error.ts';
import { tell } from '../../../process/streams.ts';
import { plural } from '../../../stats/bars.ts';
import { refuseSources } from '../../destination.ts';
import { closing } from './close.ts';
import { signatureOf } from './sign.ts';

export type ReviewReading = {
  readonly key?: string | undefined;
  /** Open audits are read too, and say in their file that somebody looked. */
  readonly interim?: boolean | undefined;
  readonly label?: string | undefined;
};

/** Undefined where a file is open and that was not allowed: said. */
export async function readReview(
  names: readonly string[],
  { key: keyName, interim, label }: ReviewReading,
): Promise<Review | undefined> {
  if (names.length === 0) throw new UserError('no audit file is given');
  let files: AuditFile[] = [];
  for (const name of names) files.push(await openedAudit(name));
  const open = files.filter(({ close }) => close === undefined);
  if (open.length > 0 && interim !== true) {
    for (const { file, answers, items } of open) {
      tell(`${file} is open: ${answers.size} of ${plural(items.length, 'trial')} answered`);
    }
    tell('close it first, or look at it as it is with --interim, which is written into it');
    return undefined;
  }
  const keys = new Map<string, KeyFile>();
  for (const audit of open) {
    keys.set(audit.file, await keyOf(audit, keyName));
    const writer = await openAudit(audit.file, () => new Date());
    try {
      await writer.append({ type: 'look', answered: audit.answers.size });
      files = files.map((one) => (one.file === audit.file ? writer.audit() : one));
    } finally {
      await writer.close();
    }
  }
  const truthOf = (audit: AuditFile): Pick<Close, 'truth' | 'strata' | 'query'> => {
    const key = keys.get(audit.file);
    if (audit.close !== undefined) return audit.close;
    const record = key === undefined ? undefined : closing(audit, key);
    if (record?.type !== 'close') throw new UserError(`${audit.file} is open`);
    return record;
  };
  return reviewOf(files, truthOf, label);
}

/** Throws a `UserError` if the file to write is one of the audit's own. */
export async function refuseAuditFiles(
  output: string,
  { sources }: Review,
  key: string | undefined,
): Promise<void> {
  const files = sources.flatMap((audit) => [audit.file, key ?? keyFileOf(audit)]);
  await refuseSources(output, { files });
}

/** Whether something shows when the files were written: good signatures beside them, or a known hash. */
export function isAnchored(
  { sources }: Review,
  { head, design }: { readonly head?: string | undefined; readonly design?: string | undefined },
): boolean {
  const isKnown = (hash: string, known: string | undefined): boolean =>
    known !== undefined && known.length >= 8 && hash.startsWith(known.toLowerCase());
  const isFixed = (file: AuditFile): boolean =>
    isKnown(file.header.designHash, design) ||
    recordsOf(file, 'close').some(({ prev }) => isKnown(prev ?? '', head)) ||
    isKnown(headOf(file) ?? '', head);
  return sources.some(isFixed) || sources.every(({ file }) => signatureOf(file)?.isGood === true);
}
