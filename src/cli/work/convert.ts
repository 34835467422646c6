/** `inquest convert`: any format as native JSONL, one trial a line. */
import { plural } from '../../stats/bars.ts';
import { nativeLines } from '../../export/jsonl.ts';
import type { Collection } from '../../collection/collection.ts';
import type { TrialKey } from '../../query/results.ts';
import { withCollection, type CommonOptions, type Context } from '../context.ts';
import { tell } from '../../process/streams.ts';
import { deliver, refuseSources } from '../destination.ts';

export type ConvertOptions = CommonOptions & { readonly output: string; readonly query?: string };

export async function runConvert(
  context: Context<ConvertOptions>,
  paths: readonly string[],
): Promise<number> {
  const { output, query } = context.options;
  return withCollection(paths, context, async (collection) => {
    await refuseSources(output, collection);
    const keys = await matchingKeys(collection, query);
    if (keys.length === 0) {
      tell(`no trial matches; ${output} was not written`);
      return 1;
    }
    await deliver(output, nativeLines(collection, keys), context, collection, context.out.json);
    if (output !== '-') tell(`${plural(keys.length, 'trial')} written to ${output}`);
    return 0;
  });
}

/** Keys of the trials that match, in the order of their sources. */
export async function matchingKeys(
  { ask }: Collection,
  query: string | undefined,
): Promise<readonly TrialKey[]> {
  const { rows } = await ask('list', {
    query: { text: query ?? '' },
    sort: { field: 'order', descending: false },
    offset: 0,
  });
  return rows.map(({ key }) => key);
}
