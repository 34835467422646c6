/** `inquest audit extend`: draws more, which keeps what was drawn and takes the next in order. */
import { recordsOf } from '../../../audit/records-of.ts';
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
import { itemsOf } from './new.ts';

export type ExtendOptions = CommonOptions & { readonly sample: number; readonly key?: string };

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
    const before = recordsOf(audit, 'extend').map(({ sample }) => Number(sample));
    const last = before.at(-1) ?? audit.header.design.sample;
    if (options.sample <= last) {
      throw new UserError(`${last} trials are drawn already`, '--sample says how many in all');
    }
    const { places } = resampled(audit, key, [...before, options.sample]);
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
          sample: context.options.sample,
        });
        await out.text(
          t`${file}: ${plural(more.length, 'trial')} more, ${audit.items.length + more.length} in all\n`,
        );
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
