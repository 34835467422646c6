/** The requests that keep the Docket true: its list, its facets, its preview. */
import type { TrialKey } from '../../../query/results.ts';
import { FACET_FIELDS } from '../../../trial/catalogue.ts';
import { docketLayout } from '../../layout.ts';
import type { State } from '../../state.ts';
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
    },
  });
}

/**
 * The trial under the cursor, which stays under it when trials come in above. Not in a list that
 * was asked for anew, and not at the top of one that is read for the first time.
 */
function anchorOf(state: State): { readonly key: TrialKey; readonly index: number } | undefined {
  const { list, sort, filter } = state;
  const isSame =
    list.query === filter &&
    list.sort.field === sort.field &&
    list.sort.descending === sort.descending;
  const { cursor } = state.screens[0];
  const row = rowAt(state, cursor);
  if (!isSame || row === undefined || (cursor === 0 && !state.settled)) return undefined;
  return { key: row.key, index: cursor };
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

function askFacets(state: State): Transition {
  if (!state.opened) return [state];
  return ask(state, {
    name: 'facets',
    params: { query: { text: state.filter }, fields: FACET_FIELDS },
  });
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
  return sequence(state, askList, askFacets);
}

/** The row at an index of the filtered list, if it has been fetched. */
export function rowAt(state: State, index: number): State['list']['rows'][number] | undefined {
  return state.list.rows[index - state.list.offset];
}
