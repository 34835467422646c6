/** What comparing does: other models and samples beside a trial, what differs, what was said and done. */
import type { Params, Result } from '../../../collection/protocol.ts';
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
import { askCompare } from './open.ts';
import type { CompareScreen } from './state.ts';
import { compareView, placeAt } from './view.ts';

export const compareRow = {
  handlers: {
    compare: {
      ...moves<CompareScreen>((state, screen, move) => {
        const { lines, top, height } = compareView(state.size, screen);
        const moved = movedTop(top, move, height, lines.length);
        return moved === top ? [state] : [withTop(state, { ...screen, at: placeAt(lines, moved) })];
      }),
      otherModel: (state, screen) => other(state, screen, { by: 'model', step: 1 }),
      otherModelBack: (state, screen) => other(state, screen, { by: 'model', step: -1 }),
      otherSample: (state, screen) => other(state, screen, { by: 'sample', step: 1 }),
      otherSampleBack: (state, screen) => other(state, screen, { by: 'sample', step: -1 }),
      onlyDifferences: (state, screen) => [
        withTop(state, { ...screen, onlyDifferences: !screen.onlyDifferences }),
      ],
      saidAndDid: (state, screen) => [
        withTop(state, { ...screen, saidAndDid: !screen.saidAndDid }),
      ],
      open: (state, screen) => openAt(state, screen, compareView(state.size, screen).top, 'left'),
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
          left: { key: loaded.left.row.key },
          right: { key: loaded.right.row.key },
          loaded,
          at: isOther(screen.loaded, loaded) ? undefined : screen.at,
        })),
      ],
      // A screen with nothing on it is left again, unless its trials may still be read.
      refused: (state, reason) => {
        const screen = findScreen(state, 'compare');
        if (!state.settled && screen?.loaded === undefined && isById(screen)) return [state];
        const isEmpty = screen?.loaded === undefined;
        const left = isEmpty && topScreen(state).type === 'compare' ? pop(state) : state;
        return reason.type === 'failure' ? notify(left, reason.message, 'error') : [left];
      },
    },
  },
  onLoad: askCompare,
  onOpened: askCompare,
} as const satisfies ScreenRow<'compare'>;

/** Whether the trials are those of an earlier opening. */
function isById(screen: CompareScreen | undefined): boolean {
  return screen !== undefined && 'id' in screen.left;
}

function other(
  state: State,
  { left, right, loaded }: CompareScreen,
  move: NonNullable<Params<'compare'>['move']>,
): Transition {
  if (loaded === undefined) return [state];
  if (move.by === 'model' && loaded.others.count < 2) {
    return notify(state, 'There is no other trial of this condition to compare with');
  }
  return ask(state, { name: 'compare', params: { left, right, move } });
}

/** Whether another trial is on the left than before. */
function isOther(before: CompareScreen['loaded'], { left }: Result<'compare'>): boolean {
  return before !== undefined && before.left.row.id !== left.row.id;
}

/** Opens the trial of a side at the turn that a line shows some of. */
export function openAt(
  state: State,
  screen: CompareScreen,
  line: number,
  side: 'left' | 'right',
): Transition {
  const { loaded, saidAndDid } = screen;
  if (loaded === undefined) return [state];
  const turn = comparedLines(screen, state.size.columns)[line]?.[side] ?? 1;
  // What was said in private and what was sent are of one trial.
  const { row } = saidAndDid ? loaded.left : loaded[side];
  return openReplay(state, row.key, { type: 'turn', turn });
}
