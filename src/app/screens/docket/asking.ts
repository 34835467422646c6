/** The requests that keep the Docket true: its list, its facets, its preview. */
import type { Params, Result } from '../../../collection/protocol.ts';
import { FACET_FIELDS, GROUP_FIELDS, type GroupField } from '../../../trial/catalogue.ts';
import { writtenField } from '../../../trial/collection-fields.ts';
import { docketLayout } from '../../layout.ts';
import type { State } from '../../state.ts';
import { askStats } from '../stats/ask.ts';
import { wantedFields } from './columns.ts';
import { valueLabel } from './facet-lines.ts';
import { ask, sequence, type Transition } from '../../transition.ts';

/** Rows kept beyond the viewport on either side, so that moving needs no waiting. */
const MARGIN = 150;

/** Asks for the rows around the viewport. */
export function askList(state: State): Transition {
  if (!state.opened) return [state];
  const { top } = state.screens[0];
  const rows = docketLayout(state.size).listRows;
  const offset = Math.max(0, top - MARGIN);
  return ask(state, {
    name: 'list',
    params: {
      query: { text: state.filter },
      sort: state.sort,
      offset,
      limit: rows + 2 * MARGIN,
      anchor: anchorOf(state),
      fields: wantedFields(state),
    },
  });
}

/**
 * The trial that the cursor is to be on, or that under it, which stays under it when trials come in
 * above. Not in a list that was asked for anew, and not at the top of one that is read for the first
 * time.
 */
function anchorOf(state: State): Params<'list'>['anchor'] {
  const { cursor, held } = state.screens[0];
  if (held !== undefined) return { id: held.id, index: cursor };
  const row = rowAt(state, cursor);
  if (!isAsked(state, state.list) || row === undefined || (cursor === 0 && !state.settled)) {
    return undefined;
  }
  return { id: row.id, index: cursor };
}

/** Whether a list is the one that the filter and the order ask for. */
export function isAsked(
  { filter, sort }: State,
  list: Pick<Result<'list'>, 'query' | 'sort'>,
): boolean {
  return (
    list.query === filter &&
    list.sort.field === sort.field &&
    list.sort.descending === sort.descending
  );
}

/** Asks for rows only if the viewport comes near the edge of the rows that are loaded. */
export function askListIfNeeded(state: State): Transition {
  const { list } = state;
  const { top } = state.screens[0];
  const bottom = Math.min(list.total, top + docketLayout(state.size).listRows);
  const have = list.offset + list.rows.length;
  const lacksAbove = list.offset > 0 && top - list.offset < MARGIN / 3;
  const lacksBelow = have < list.total && have - bottom < MARGIN / 3;
  return lacksAbove || lacksBelow ? askList(state) : [state];
}

export function askFacets(state: State): Transition {
  if (!state.opened) return [state];
  // Fields beside those of the panel whose values are chosen from at the moment.
  const picked = state.screens.flatMap((screen) =>
    screen.type === 'picker' && screen.use.type === 'filter' ? [screen.use.field] : [],
  );
  const fields = [...new Set<GroupField>([...FACET_FIELDS, ...picked])];
  const everywhere = unknownFields(state);
  const query = { text: state.filter };
  return ask(state, { name: 'facets', params: { query, fields, everywhere } });
}

/** Fields whose values are to be known while a filter or a search is typed, and are not. */
function unknownFields({ prompt, values, fields, screens }: State): readonly GroupField[] {
  const cut = screens.flatMap((screen) =>
    screen.type === 'picker' && screen.use.type === 'cut' ? [screen.use.field] : [],
  );
  const top = screens.at(-1);
  const searched = top?.type === 'search' ? top.input.text : '';
  const typed = prompt?.use.type === 'filter' ? prompt.field.text : searched;
  const named = [...GROUP_FIELDS, ...fields].filter((field) =>
    typed.includes(`${writtenField(field)}:`),
  );
  return [...new Set([...cut, ...named])].filter((field) => values[field] === undefined);
}

/** Asks for the values of the fields that are typed, if they are not known. */
export function askValues(state: State): Transition {
  return unknownFields(state).length === 0 ? [state] : askFacets(state);
}

/** Counts of the facets, and values of fields. */
export function takeFacets(
  state: State,
  { query, facets, everywhere, synthetic }: Result<'facets'>,
): Transition {
  const more = everywhere.map(({ field, values }) => [
    field,
    values.map(({ value }) => valueLabel(value)),
  ]);
  const values = { ...state.values, ...(Object.fromEntries(more) as State['values']) };
  return [{ ...state, facets: { query, facets, synthetic }, values }];
}

/** Asks which fields the trials bring along. */
export function askFields(state: State): Transition {
  return state.opened ? ask(state, { name: 'fields', params: {} }) : [state];
}

/** Asks which trials have notes, where there may be some. */
export function askNoted(state: State): Transition {
  return state.settings.author === undefined ? [state] : ask(state, { name: 'noted', params: {} });
}

/** Asks for the trial under the cursor, if there is room to preview it. */
export function askPreview(state: State): Transition {
  const row = rowAt(state, state.screens[0].cursor);
  if (row === undefined || docketLayout(state.size).previewRows === 0) return [state];
  if (state.preview?.key === row.key) return [state];
  return ask(state, { name: 'preview', params: { key: row.key } });
}

/** Everything that depends on the filter. */
export function refresh(state: State): Transition {
  return sequence(state, askList, askFacets, askStats);
}

/** The row at an index of the filtered list, if it has been fetched. */
export function rowAt(
  state: Pick<State, 'list'>,
  index: number,
): State['list']['rows'][number] | undefined {
  return state.list.rows[index - state.list.offset];
}
