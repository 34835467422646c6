/** What comparing does: other models and samples beside a trial, what differs, what was said and done. */
import type { Params } from '../../../collection/protocol.ts';
import { bodyRows } from '../../layout.ts';
import { movedTop } from '../../list-cursor.ts';
import type { State } from '../../state.ts';
import {
  ask,
  copy,
  findScreen,
  notify,
  pop,
  topScreen,
  type Transition,
  withScreen,
  withTop,
} from '../../transition.ts';
import { openReplay } from '../replay/open.ts';
import { moves, type ScreenRow } from '../screen.ts';
import { comparedLines } from './lines.ts';
import type { CompareScreen } from './state.ts';

/** Lines above those that are scrolled: the two trials. */
export const COMPARE_HEAD = 2;

export const compareRow = {
  handlers: {
    compare: {
      ...moves<CompareScreen>((state, screen, move) => {
        const height = bodyRows(state.size) - COMPARE_HEAD;
        const total = comparedLines(screen, state.size.columns).length;
        return [withTop(state, { ...screen, top: movedTop(screen.top, move, height, total) })];
      }),
      otherModel: (state, screen) => other(state, screen, { by: 'model', step: 1 }),
      otherModelBack: (state, screen) => other(state, screen, { by: 'model', step: -1 }),
      otherSample: (state, screen) => other(state, screen, { by: 'sample', step: 1 }),
      otherSampleBack: (state, screen) => other(state, screen, { by: 'sample', step: -1 }),
      onlyDifferences: (state, screen) => [
        withTop(state, { ...screen, onlyDifferences: !screen.onlyDifferences, top: 0 }),
      ],
      saidAndDid: (state, screen) => [
        withTop(state, { ...screen, saidAndDid: !screen.saidAndDid, top: 0 }),
      ],
      open: (state, screen) => {
        const { loaded } = screen;
        if (loaded === undefined) return [state];
        const turn = comparedLines(screen, state.size.columns)[screen.top]?.left ?? 1;
        return openReplay(state, loaded.left.row.key, { type: 'turn', turn });
      },
      copy: (state, { loaded }) =>
        loaded === undefined
          ? [state]
          : copy(
              state,
              `inquest compare ${loaded.left.row.id} ${loaded.right.row.id}`,
              'the command that prints this',
            ),
      back: (state) => [pop(state)],
    },
  },
  answers: {
    compare: {
      take: (state, loaded) => [
        withScreen(state, 'compare', (screen) => ({
          ...screen,
          left: loaded.left.row.key,
          loaded,
          top: screen.left === loaded.left.row.key ? screen.top : 0,
        })),
      ],
      // A screen with nothing on it is left again.
      refused: (state, reason) => {
        const isEmpty = findScreen(state, 'compare')?.loaded === undefined;
        const left = isEmpty && topScreen(state).type === 'compare' ? pop(state) : state;
        return reason.type === 'failure' ? notify(left, reason.message, 'error') : [left];
      },
    },
  },
} as const satisfies ScreenRow<'compare'>;

function other(
  state: State,
  { left, loaded }: CompareScreen,
  move: NonNullable<Params<'compare'>['move']>,
): Transition {
  if (loaded === undefined) return [state];
  if (move.by === 'model' && loaded.others.count < 2) {
    return notify(state, 'There is no other trial of this condition to compare with');
  }
  return ask(state, { name: 'compare', params: { left, right: loaded.right.row.key, move } });
}
