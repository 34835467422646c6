/** What the list of trials worth a second look does: moving, going to the next reason, opening a trial. */
import type { Move } from '../../moves.ts';
import { detailedLayout } from '../../layout.ts';
import { movedCursor } from '../../list-cursor.ts';
import type { State } from '../../state.ts';
import {
  ask,
  clamp,
  findScreen,
  pop,
  push,
  scrollTo,
  type Transition,
  withScreen,
  withTop,
} from '../../transition.ts';
import { openReplay } from '../replay/open.ts';
import { leftWhereEmpty, moves, type ScreenRow } from '../screen.ts';
import { secondLook, type SecondLookScreen } from './state.ts';

/** Trials of each reason that are listed; all of them are counted. */
const MOST_LISTED = 500;

export const secondLookRow = {
  handlers: {
    secondLook: {
      ...moves(moveInList),
      nextReason: (state, screen) => toReason(state, screen, 1),
      previousReason: (state, screen) => toReason(state, screen, -1),
      open: (state, { result, cursor }) => {
        const listed = result?.rows[cursor];
        if (listed === undefined) return [state];
        const { row, why } = listed;
        const goal =
          why.turn === undefined
            ? ({ type: 'role', role: 'verdict' } as const)
            : ({ type: 'turn', turn: why.turn } as const);
        return openReplay(state, row.key, goal);
      },
      back: (state) => [pop(state)],
    },
  },
  answers: {
    secondLook: {
      take: (state, result) => [
        withScreen(state, 'secondLook', (screen) => onItsRow({ ...screen, result }, screen)),
      ],
      refused: leftWhereEmpty('secondLook'),
    },
  },
  onLoad: (state, { type }) =>
    type === 'done' && findScreen(state, 'secondLook') !== undefined
      ? askSecondLook(state)
      : [state],
} as const satisfies ScreenRow<'secondLook'>;

export function openSecondLook(state: State): Transition {
  const before = state.closed.secondLook;
  const isSame = before?.result?.query === state.filter;
  return askSecondLook(push(state, isSame ? before : secondLook.initial()));
}

function askSecondLook(state: State): Transition {
  const params = { query: { text: state.filter }, limit: MOST_LISTED };
  return ask(state, { name: 'secondLook', params });
}

/** The cursor on the trial and reason that it was on, in the same row of the screen, if it is still there. */
function onItsRow(next: SecondLookScreen, before: SecondLookScreen): SecondLookScreen {
  const rows = next.result?.rows ?? [];
  const held = before.result?.rows[before.cursor];
  const found = rows.findIndex(
    ({ row, reason }) => row.key === held?.row.key && reason === held.reason,
  );
  const cursor = found < 0 ? clamp(next.cursor, 0, Math.max(0, rows.length - 1)) : found;
  return { ...next, cursor, top: Math.max(0, next.top + cursor - next.cursor) };
}

function moveInList(state: State, screen: SecondLookScreen, move: Move): Transition {
  const { listRows } = detailedLayout(state.size);
  const total = screen.result?.rows.length ?? 0;
  return at(state, screen, movedCursor(screen.cursor, move, listRows, total));
}

/** To the first trial of the next reason, or of this one, or of the one before. */
function toReason(state: State, screen: SecondLookScreen, by: 1 | -1): Transition {
  const rows = screen.result?.rows ?? [];
  const starts = rows.flatMap(({ reason }, index) =>
    reason === rows[index - 1]?.reason ? [] : [index],
  );
  const { cursor } = screen;
  const next =
    by === 1 ? starts.find((start) => start > cursor) : starts.findLast((start) => start < cursor);
  return next === undefined ? [state] : at(state, screen, next);
}

function at(state: State, screen: SecondLookScreen, cursor: number): Transition {
  const { listRows } = detailedLayout(state.size);
  const total = screen.result?.rows.length ?? 0;
  return [
    withTop(state, { ...screen, cursor, top: scrollTo(screen.top, cursor, listRows, total) }),
  ];
}
