/** What the list of problems does: it is scrolled, and grows while reading goes on. */
import { bodyRows } from '../../layout.ts';
import { movedTop } from '../../list-cursor.ts';
import type { State } from '../../state.ts';
import { ask, pop, withTop, type Transition } from '../../transition.ts';
import { moves, type ScreenRow } from '../screen.ts';
import type { ProblemsScreen } from './state.ts';

const MOST_PROBLEMS = 1000;

export const problemsRow = {
  handlers: {
    problems: {
      ...moves<ProblemsScreen>((state, screen, move) => {
        const top = movedTop(screen.top, move, bodyRows(state.size), state.problems.length);
        return [withTop(state, { ...screen, top })];
      }),
      back: (state) => [pop(state)],
    },
  },
  answers: {
    problems: { take: (state, { problems }) => [{ ...state, problems }] },
  },
  onLoad: askProblems,
  onOpened: askProblems,
} as const satisfies ScreenRow<'problems'>;

/** Asks for the problems where there are more than are known. */
function askProblems(state: State): Transition {
  return (state.progress?.problems ?? 0) > state.problems.length
    ? ask(state, { name: 'problems', params: { limit: MOST_PROBLEMS } })
    : [state];
}
