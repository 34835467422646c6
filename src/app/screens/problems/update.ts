/** What the list of problems does: it grows while reading goes on, and leads to the trials of a file. */
import { fieldTerm } from '../../../query/edit.ts';
import { detailedLayout } from '../../layout.ts';
import { movedCursor } from '../../list-cursor.ts';
import type { State } from '../../state.ts';
import { ask, pop, scrollTo, withTop, type Transition } from '../../transition.ts';
import { openTrials } from '../docket/filter.ts';
import { moves, type ScreenRow } from '../screen.ts';
import type { ProblemsScreen } from './state.ts';

const MOST_PROBLEMS = 1000;

export const problemsRow = {
  handlers: {
    problems: {
      ...moves<ProblemsScreen>((state, screen, move) => {
        const { listRows } = detailedLayout(state.size);
        const { length } = state.problems;
        const cursor = movedCursor(screen.cursor, move, listRows, length);
        const top = scrollTo(screen.top, cursor, listRows, length);
        return [withTop(state, { ...screen, cursor, top })];
      }),
      open: (state, { cursor }) => {
        const problem = state.problems[cursor];
        if (problem === undefined) return [state];
        return openTrials(state, fieldTerm('source', [problem.source]));
      },
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
