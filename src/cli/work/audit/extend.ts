/** `inquest audit extend`: draws more, which keeps what was drawn and takes the next in order. */
import type { AuditFile } from '../../../audit/audit-file.ts';
import { stepsOf, unreadableItems } from '../../../audit/steps.ts';
import { openAudit } from '../../../audit-files/append.ts';
import { keyOf } from '../../../audit-files/read.ts';
import { UserError } from '../../../base/user-error.ts';
import { tell } from '../../../process/streams.ts';
import { plural } from '../../../stats/bars.ts';
import { t } from '../../../text/safe.ts';
import { withCollection, type CommonOptions, type Context } from '../../context.ts';
import { resampled } from './close.ts';
import { blindOptions, locate, shownOf } from './collect.ts';
import { pathsOf, readAgain } from './names.ts';
import { itemsOf } from './new-files.ts';

export type ExtendOptions = CommonOptions & {
  readonly sample?: number;
  readonly replace?: boolean;
  readonly key?: string;
};

export async function runExtend(
  context: Context<ExtendOptions>,
  file: string,
  paths: readonly string[],
): Promise<number> {
  const { options, out } = context;
  const writer = await openAudit(file, () => new Date());
  try {
    const audit = writer.audit();
    if (audit.close !== undefined) {
      throw new UserError(`${file} is closed`, 'a further sample is a new audit');
    }
    const key = await keyOf(audit, options.key);
    if (key.trials.size < key.head.trials) {
      throw new UserError(`the key of ${file} has only the drawn trials: its frame is too large`);
    }
    const replaces = options.replace === true ? toReplace(audit, options) : undefined;
    const step = replaces === undefined ? largerSize(audit, options.sample) : { replaces };
    const { places } = resampled(audit, key, [...stepsOf(audit), step]);
    const known = new Set(audit.items.map(({ content }) => content));
    const more = (places.get(audit.header.auditor) ?? []).filter((one) => !known.has(one.key));
    return await withCollection(
      paths.length > 0 ? paths : pathsOf(key),
      readAgain(context, key),
      async (collection) => {
        const keys = more.map((one) => one.key);
        const found = await locate(collection, key, keys);
        const options = blindOptions(audit.header.design.blind, key.head.models);
        const shown = await shownOf(collection, keys, found, options);
        await writer.append({
          type: 'extend',
          items: itemsOf(more, shown, audit.items.length),
          ...(replaces === undefined
            ? { sample: context.options.sample }
            : { replaces: unreadableItems(audit) }),
        });
        await out.text(
          t`${file}: ${plural(more.length, 'trial')} more, ${audit.items.length + more.length} in all\n`,
        );
        if (replaces !== undefined) {
          if (more.length < replaces.length) {
            tell(
              `${plural(replaces.length - more.length, 'stratum', 'strata')} has no more trials`,
            );
          }
          tell('what is estimated is now of the trials that can be read; the bounds count all');
          return 0;
        }
        tell(
          'extending to a size that was planned hardly biases; extending because of a result does',
        );
        return 0;
      },
    );
  } finally {
    await writer.close();
  }
}

/** The size that was asked for. Throws a `UserError` where it is no larger one. */
function largerSize(audit: AuditFile, sample: number | undefined): number {
  if (sample === undefined) {
    throw new UserError('say how many trials in all by --sample, or --replace');
  }
  const { design } = audit.header;
  const last = stepsOf(audit).findLast((step) => typeof step === 'number') ?? design.sample;
  if (sample <= last) {
    throw new UserError(`${last} trials are drawn already`, '--sample says how many in all');
  }
  return sample;
}

/** Keys of the trials that others are to stand for. Throws a `UserError` where that cannot be. */
function toReplace(audit: AuditFile, { sample }: ExtendOptions): readonly string[] {
  const { auditors } = audit.header.design;
  if (sample !== undefined) throw new UserError('--replace and --sample go one after the other');
  if (auditors.length > 1) {
    throw new UserError(
      `${auditors.join(' and ')} share this sample, and would read different trials after it`,
      'extend it by --sample for each of them',
    );
  }
  const items = new Set(unreadableItems(audit));
  if (items.size === 0) throw new UserError('no answer says that its trial cannot be read');
  return audit.items.filter(({ item }) => items.has(item)).map(({ content }) => content);
}
