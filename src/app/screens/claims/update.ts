/** What the list of claims does: it is counted anew with what is read, and leads to the trials of a claim. */
import type { Move } from '../../moves.ts';
import { detailedLayout } from '../../layout.ts';
import { movedCursor } from '../../list-cursor.ts';
import type { State } from '../../state.ts';
import {
  ask,
  findScreen,
  notify,
  pop,
  scrollTo,
  type Transition,
  withScreen,
  withTop,
} from '../../transition.ts';
import { openTrials } from '../docket/filter.ts';
import { moves, type ScreenRow } from '../screen.ts';
import type { ClaimsScreen } from './state.ts';

export const claimsRow = {
  handlers: {
    claims: {
      ...moves(moveInList),
      nextDiffering: (state, screen) => {
        const next = screen.checked?.findIndex(({ holds }, at) => !holds && at > screen.cursor);
        const first = screen.checked?.findIndex(({ holds }) => !holds) ?? -1;
        const found = next === undefined || next < 0 ? first : next;
        return found < 0 ? notify(state, 'No claim differs') : at(state, screen, found);
      },
      open: (state, { checked, cursor }) => {
        const claim = checked?.[cursor];
        return claim === undefined ? [state] : openTrials(state, claim.counted);
      },
      openWhole: (state, { checked, cursor }) => {
        const claim = checked?.[cursor];
        return claim === undefined ? [state] : openTrials(state, claim.of);
      },
      back: (state) => [pop(state)],
    },
  },
  answers: {
    claims: {
      take: (state, { checked }) => [
        withScreen(state, 'claims', (screen) => ({ ...screen, checked })),
      ],
    },
  },
  onLoad: (state, { type }) => (type === 'done' ? askClaims(state) : [state]),
  onOpened: askClaims,
} as const satisfies ScreenRow<'claims'>;

/** Counts the claims of the screen, wherever it is in the stack or in a place below. */
function askClaims(state: State): Transition {
  const screen = findScreen(state, 'claims');
  if (screen === undefined) return [state];
  return ask(state, { name: 'claims', params: { claims: screen.start.claims } });
}

function moveInList(state: State, screen: ClaimsScreen, move: Move): Transition {
  const { listRows } = detailedLayout(state.size);
  const cursor = movedCursor(screen.cursor, move, listRows, screen.start.claims.length);
  return at(state, screen, cursor);
}

function at(state: State, screen: ClaimsScreen, cursor: number): Transition {
  const { listRows } = detailedLayout(state.size);
  const top = scrollTo(screen.top, cursor, listRows, screen.start.claims.length);
  return [withTop(state, { ...screen, cursor, top })];
}
