/** What an index that is there already says of a collection, for completion. */
import { openView } from '../../collection/view.ts';
import { questionsOf } from '../../collection/collection.ts';
import { cachedStore } from '../../ingest/locate.ts';
import { GROUP_FIELDS } from '../../trial/catalogue.ts';
import { requestFor, type CommonOptions, type Context } from '../context.ts';

export type Known = {
  /** Values of a field; none for a field that is not counted by its values. */
  readonly values: (field: string) => Promise<readonly string[]>;
  /** Ids that begin so. */
  readonly ids: (start: string) => Promise<readonly string[]>;
};

/** So many ids are offered. */
const MOST_IDS = 200;

/** Undefined where the paths were never opened with these options, or their index is of no use. */
export async function knownOf(
  paths: readonly string[],
  options: Readonly<Partial<CommonOptions>>,
  { config }: Context,
): Promise<Known | undefined> {
  try {
    const { request } = await requestFor(paths, { ...options, cache: true }, config);
    const location = cachedStore(request);
    if (location === undefined) return undefined;
    const view = await openView(location);
    const { ask } = questionsOf(view, { signals: config.signals });
    return {
      values: async (name) => {
        const field = GROUP_FIELDS.find((one) => one === (name === 'verdict' ? 'label' : name));
        if (field === undefined) return [];
        const { facets } = await ask('facets', { query: { text: '' }, fields: [field] });
        return facets.flatMap(({ values }) => values.flatMap(({ value }) => value ?? []));
      },
      ids: async (start) => {
        if (!/^[\w./@#+~%=-]*$/.test(start)) return [];
        const query = { text: start === '' ? '' : `id:${start}*` };
        const sort = { field: 'id', descending: false } as const;
        const { rows } = await ask('list', { query, sort, offset: 0, limit: MOST_IDS });
        return rows.map(({ id }) => id);
      },
    };
  } catch {
    // A line that is typed is not answered with complaints.
    return undefined;
  }
}
