/**
 * Where an opening of a collection was when it was left, as data that outlives it: trials by their
 * ids, so that it holds for another index of the same files too.
 */
import type { Sort } from '../query/results.ts';
import { TOP } from '../text/page.ts';
import {
  COLUMN_FIELDS,
  GROUP_FIELDS,
  SORT_FIELDS,
  type ColumnField,
  type GroupField,
} from '../trial/catalogue.ts';
import { isCollectionField } from '../trial/collection-fields.ts';
import { withLine } from './history.ts';
import { emptyList } from './initial-list.ts';
import { concordance } from './screens/concordance/state.ts';
import { LINE_ORDERS } from '../concordance/types.ts';
import { compare, type CompareScreen } from './screens/compare/state.ts';
import { refresh } from './screens/docket/asking.ts';
import { askMissing, heldIn } from './screens/docket/filter.ts';
import { docket } from './screens/docket/state.ts';
import { askWanted } from './screens/replay/wanted.ts';
import { hitLines, lineOfHit } from './screens/search/lines.ts';
import { search } from './screens/search/state.ts';
import type { Screen } from './screens/states.ts';
import { stats } from './screens/stats/state.ts';
import { RATE_COLUMNS, type GroupSort } from '../stats/sort-groups.ts';
import { withTrial } from './places.ts';
import type { PlaceThen, ScreenThen, Session } from './session-types.ts';
import { NO_STEPS, type Place, type State } from './state.ts';
import { notify, sequence, type Transition } from './transition.ts';

const MOST_LEFT = 100;

/** Where the viewer is. */
export function sessionOf(state: State): Session {
  const open = [...state.places, state].flatMap(({ screens }): readonly Screen[] => screens);
  const left = open
    .reduce(withTrial, state.left)
    .slice(-MOST_LEFT)
    .map(({ anchor, ...one }) => ({
      ...one,
      anchor: { ...anchor, offset: Number.isFinite(anchor.offset) ? anchor.offset : null },
    }));
  const now = [...state.places, state].map(placeThen);
  const { marked, offered } = state;
  // Where nothing was done, what was offered stays on offer.
  const isLeft = offered === undefined || isSomewhere({ places: now, marked });
  const places = isLeft ? now : offered.places;
  const searched = open.flatMap((one) => (one.type === 'search' ? [one.input.text] : []));
  const history = { ...state.history, search: searched.reduce(withLine, state.history.search) };
  const { chosen = null, wider } = state.columns;
  return {
    version: 1,
    places,
    left,
    history,
    marked: isLeft ? marked : (offered.marked ?? []),
    columns: isLeft ? { chosen, wider } : offered.columns,
  };
}

function placeThen({ filter, sort, screens, list }: Place): PlaceThen {
  const held = heldIn({ screens, list }) ?? null;
  const first = screens.findIndex(({ type }) => type === 'replay');
  const isCompared = screens[first + 1]?.type === 'compare';
  const kept = first < 0 ? screens : screens.slice(0, first + (isCompared ? 2 : 1));
  return { filter, sort, held, screens: kept.flatMap(screenThen) };
}

function screenThen(screen: Screen): readonly ScreenThen[] {
  switch (screen.type) {
    case 'stats': {
      const { type, by, split = null, cross, cell = null, isPlace, share, funnel, sort } = screen;
      return [{ type, by, split, cross, cell, isPlace, share, funnel, sort }];
    }
    case 'search': {
      const { type, input, switches, result, cursor } = screen;
      const lines = result === undefined ? [] : hitLines(result);
      const hit = lines[lineOfHit(lines, cursor)]?.hit;
      const at = hit === undefined ? null : { trial: hit.trial, turn: hit.turn };
      return [{ type, text: input.text, switches, hit: at }];
    }
    case 'replay':
      return screen.loaded === undefined ? [] : [{ type: 'replay', trial: screen.loaded.row.id }];
    case 'concordance': {
      const { type, text, switches, by, order } = screen;
      return [{ type, text, switches, by, order }];
    }
    case 'compare': {
      const { type, isPair, loaded, at = null, onlyDifferences, saidAndDid } = screen;
      if (loaded === undefined) return [];
      const [left, right] = [loaded.left.row.id, loaded.right.row.id];
      return [{ type, left, right, isPair, at, onlyDifferences, saidAndDid }];
    }
    default:
      return [];
  }
}

/** The session of last time is known: what was typed then, where trials were left, and an offer. */
export function takeSession(state: State, session: Session, isFresh: boolean): Transition {
  const merged = (before: readonly string[], now: readonly string[]): readonly string[] =>
    now.reduce(withLine, before);
  const history = {
    filter: merged(session.history.filter, state.history.filter),
    search: merged(session.history.search, state.history.search),
  };
  const known = { ...state, history };
  if (isFresh) return [known];
  const left = session.left.map(({ anchor, ...one }) => ({
    ...one,
    anchor: { ...anchor, offset: anchor.offset ?? TOP },
  }));
  const next: State = { ...known, left: [...left, ...state.left] };
  if (!isSomewhere(session)) return [next];
  const offered: State = { ...next, offered: session };
  return state.notice === undefined ? notify(offered, `. goes on ${whereOf(session)}`) : [offered];
}

/** Whether it was left anywhere but at the first trial of the whole list. */
function isSomewhere({ places, marked = [] }: Pick<Session, 'places' | 'marked'>): boolean {
  const [first, ...others] = places;
  if (first === undefined) return false;
  if (marked.length > 0) return true;
  const { filter, screens, sort } = first;
  return others.length > 0 || filter !== '' || screens.length > 0 || sort.field !== 'order';
}

/** Where it was left, in words. */
function whereOf({ places, marked = [] }: Session): string {
  const last = places.at(-1);
  const parts = [
    ...(last?.filter === '' ? [] : [`filter ${last?.filter ?? ''}`]),
    ...(last?.screens ?? []).map((screen) => {
      if (screen.type === 'stats') return 'Stats';
      if (screen.type === 'compare') return 'Compare';
      if (screen.type === 'concordance') return `concordance of ${screen.text}`;
      return screen.type === 'search' ? `search ${screen.text}` : screen.trial;
    }),
    ...(marked.length === 0 ? [] : [`${marked.length} marked`]),
  ];
  return parts.length === 0 ? 'where you were' : `where you were: ${parts.join(', ')}`;
}

/** Goes on where it was left last time. */
export function goOn(state: State): Transition {
  const { offered } = state;
  if (offered === undefined) return [state];
  const [present, ...below] = offered.places.toReversed();
  if (present === undefined) return [state];
  const at = present.screens.findLastIndex((screen) => screen.type === 'replay');
  const opened = present.screens[at];
  const over = present.screens.slice(at + 1).find((screen) => screen.type === 'compare');
  const trial = opened?.type === 'replay' ? opened.trial : undefined;
  const next: State = {
    ...state,
    ...placeAgain(present),
    places: below.toReversed().map(placeAgain),
    columns: columnsAgain(state, offered.columns),
    marked: [...new Set([...(offered.marked ?? []), ...state.marked])],
    offered: undefined,
    notice: undefined,
    wanted:
      trial === undefined
        ? undefined
        : { trial, turn: undefined, over: over === undefined ? undefined : comparedAgain(over) },
  };
  return sequence(next, refresh, askMissing, askWanted);
}

/** A place as it was; trials are opened by `goOn`. */
function placeAgain({ filter, sort, held, screens }: PlaceThen): Place {
  const first = screens.findIndex(({ type }) => type === 'replay');
  return {
    filter,
    filterError: undefined,
    filterSteps: NO_STEPS,
    sort: isSort(sort) ? sort : emptyList.sort,
    list: emptyList,
    facets: { query: '', facets: [], synthetic: 0 },
    preview: undefined,
    screens: [
      { ...docket.initial(), held: held ?? undefined },
      ...screens.slice(0, first < 0 ? undefined : first).flatMap((screen): Screen[] => {
        if (screen.type === 'stats') return [statsAgain(screen)];
        if (screen.type === 'compare') return [comparedAgain(screen)];
        if (screen.type === 'concordance') return [concordanceAgain(screen)];
        if (screen.type !== 'search') return [];
        const { text, switches, hit } = screen;
        return [{ ...search.initial(text), switches, held: hit ?? undefined }];
      }),
    ],
  };
}

function comparedAgain(then: Extract<ScreenThen, { type: 'compare' }>): CompareScreen {
  const { left, right, isPair = false, at, onlyDifferences, saidAndDid } = then;
  const initial = compare.initial({ left: { id: left }, right: { id: right } });
  return { ...initial, isPair, at: at ?? undefined, onlyDifferences, saidAndDid };
}

function concordanceAgain(then: Extract<ScreenThen, { type: 'concordance' }>): Screen {
  const { text, switches } = then;
  const initial = concordance.initial({ text, switches });
  const order = LINE_ORDERS.find((one) => one === then.order) ?? initial.order;
  return { ...initial, by: fieldOf(then.by) ?? initial.by, order };
}

type StatsThen = Extract<ScreenThen, { type: 'stats' }>;

function statsAgain(screen: StatsThen): Screen {
  const { by, split, cross, cell, isPlace, share, funnel } = screen;
  const initial = stats.initial();
  return {
    ...initial,
    by: fieldOf(by) ?? initial.by,
    split: split === null ? undefined : fieldOf(split),
    cross,
    cell: cell ?? undefined,
    isPlace,
    share,
    funnel,
    sort: groupSortOf(screen.sort),
  };
}

function groupSortOf(sort: StatsThen['sort']): GroupSort | undefined {
  if (sort === undefined) return undefined;
  const column = RATE_COLUMNS.find((one) => one === sort.column) ?? fieldOf(sort.column);
  return column === undefined ? undefined : { column, descending: sort.descending };
}

/** The columns as they were, as far as there are such fields. */
function columnsAgain(state: State, columns: Session['columns']): State['columns'] {
  if (columns === undefined) return state.columns;
  const chosen = columns.chosen?.flatMap((name): ColumnField[] =>
    isCollectionField(name) ? [name] : COLUMN_FIELDS.filter((field) => field === name),
  );
  return { ...state.columns, wider: columns.wider, chosen: chosen ?? state.columns.chosen };
}

function fieldOf(name: string): GroupField | undefined {
  return isCollectionField(name) ? name : GROUP_FIELDS.find((field) => field === name);
}

function isSort(sort: PlaceThen['sort']): sort is Sort {
  const { field } = sort;
  return isCollectionField(field) || (SORT_FIELDS as readonly string[]).includes(field);
}
