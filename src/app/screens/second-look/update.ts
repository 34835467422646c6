/** What the list of trials worth a second look does: moving, going to the next reason, opening a trial. */
import type { Move } from '../../commands.ts';
import { detailedLayout } from '../../layout.ts';
import { movedCursor } from '../../list-cursor.ts';
import type { State } from '../../state.ts';
import {
  ask,
  notify,
  pop,
  push,
  scrollTo,
  topScreen,
  type Transition,
  withScreen,
  withTop,
} from '../../transition.ts';
import { openReplay } from '../replay/open.ts';
import { moves, type ScreenRow } from '../screen.ts';
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
        withScreen(state, 'secondLook', (screen) => ({ ...screen, result })),
      ],
      // A screen with nothing on it is left again.
      refused: (state, reason) => {
        const top = topScreen(state);
        const isEmpty = top.type === 'secondLook' && top.result === undefined;
        const left = isEmpty ? pop(state) : state;
        const message = reason.type === 'failure' ? reason.message : reason.error.message;
        return notify(left, message, 'error');
      },
    },
  },
} as const satisfies ScreenRow<'secondLook'>;

export function openSecondLook(state: State): Transition {
  const params = { query: { text: state.filter }, limit: MOST_LISTED };
  return ask(push(state, secondLook.initial()), { name: 'secondLook', params });
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
