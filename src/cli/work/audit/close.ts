/** `inquest audit close`: ends an audit. The verdicts are written into it, and nothing can be changed. */
import { stat } from 'node:fs/promises';
import { countsAs, type AuditFile } from '../../../audit/audit-file.ts';
import { headOf } from '../../../audit/records-of.ts';
import { frameRows, stratumText } from '../../../audit/frame.ts';
import { truthOf, type KeyFile } from '../../../audit/key.ts';
import { drawSample, type SampledStratum, type Step } from '../../../audit/sample.ts';
import type { NewRecord, Truth } from '../../../audit/schema.ts';
import { stepsOf } from '../../../audit/steps.ts';
import { openAudit } from '../../../audit-files/append.ts';
import { keyOf } from '../../../audit-files/read.ts';
import { unreadable } from '../../../base/file-errors.ts';
import { UserError } from '../../../base/user-error.ts';
import { tell } from '../../../process/streams.ts';
import { plural } from '../../../stats/bars.ts';
import { t } from '../../../text/safe.ts';
import type { CommonOptions, Context } from '../../context.ts';
import { signFile } from './sign.ts';

export type CloseOptions = CommonOptions & {
  readonly partial?: boolean;
  readonly key?: string;
  readonly sign?: string;
};

export async function runClose(context: Context<CloseOptions>, file: string): Promise<number> {
  const { options, out } = context;
  // Before anything is written: a mistyped name would leave a closed file unsigned.
  if (options.sign !== undefined) {
    await stat(options.sign).catch((error: unknown) => {
      throw unreadable(error, options.sign ?? '');
    });
  }
  const writer = await openAudit(file, () => new Date());
  try {
    if (writer.repaired !== undefined) tell(writer.repaired);
    const audit = writer.audit();
    if (audit.close !== undefined) throw new UserError(`${file} is closed already`);
    const open = audit.items.filter(({ item }) => !audit.answers.has(item)).length;
    if (open > 0 && options.partial !== true) {
      tell(`${plural(open, 'trial')} of ${audit.items.length} not answered`);
      tell(`go on with \`inquest audit run ${file}\`, or close it as it is with --partial`);
      return 1;
    }
    const key = await keyOf(audit, options.key);
    await writer.append(closing(audit, key));
    const head = headOf(writer.audit()) ?? '';
    await out.text(
      t`${file} is closed: ${plural(audit.answers.size, 'answer')}, no answer can be changed any more\n`,
    );
    await out.text(
      t`head    ${head}\n        Write it down elsewhere (a commit, a mail): it proves later that nothing was changed.\n`,
    );
  } finally {
    await writer.close();
  }
  if (options.sign !== undefined) {
    await out.text(t`signed  ${signFile(file, options.sign)}\n`);
  }
  await out.text(t`\nnext    inquest audit report ${file}\n`);
  await out.finish();
  return 0;
}

/** The record that closes an audit: counts, and the part of the key that was drawn for it. */
export function closing(audit: AuditFile, key: KeyFile): NewRecord {
  const { items, answers } = audit;
  const strata = new Map(strataOf(audit, key).map((one) => [one.stratum, one]));
  const cannot = [...answers.values()].filter((answer) => countsAs(audit, answer) === 'cannot');
  return {
    type: 'close',
    given: answers.size,
    cannot: cannot.length,
    open: items.length - answers.size,
    query: key.head.query,
    strata: [...strata.values()].map(({ stratum, N, n }) => ({
      stratum: JSON.parse(stratum) as string[],
      N,
      n,
    })),
    truth: items.map((one): Truth => {
      const trial = key.trials.get(one.content);
      const stratum = trial && strata.get(stratumText(trial.stratum));
      if (trial === undefined || stratum === undefined) {
        throw new UserError(`${key.file} has no trial ${one.content.slice(0, 12)}`);
      }
      return truthOf(trial, one, stratum);
    }),
  };
}

/** The strata of an audit as it was drawn, and extended since. */
export function strataOf(audit: AuditFile, key: KeyFile): readonly SampledStratum[] {
  const { head, trials } = key;
  const steps = stepsOf(audit);
  if (steps.length === 0) {
    return head.strata.map(({ stratum, N, n }) => ({ stratum: stratumText(stratum), N, n }));
  }
  return resampled(audit, { head, trials }, steps).strata;
}

/** The sample of an audit, drawn again from its key and extended by these steps. */
export function resampled(
  { header: { design } }: AuditFile,
  { head, trials }: Pick<KeyFile, 'head' | 'trials'>,
  steps: readonly Step[],
): ReturnType<typeof drawSample> {
  return drawSample({
    seed: design.seed,
    frame: frameRows(trials.values()),
    sample: design.sample,
    steps,
    allocation: head.allocation,
    min: head.min,
    auditors: design.auditors,
    overlap: design.overlap,
    calibration: design.calibration,
    order: design.order,
  });
}
