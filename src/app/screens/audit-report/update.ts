/** What the report of an audit does: scrolling, figures by model, sentences, its disagreements. */
import { sentencesOf } from '../../../audit/sentences.ts';
import { bodyRows } from '../../layout.ts';
import { movedTop } from '../../list-cursor.ts';
import type { State } from '../../state.ts';
import { copy, notify, pop, withTop, type Transition } from '../../transition.ts';
import { disagreements } from '../disagreements/state.ts';
import { moves, type ScreenRow } from '../screen.ts';
import { screenLines } from './lines.ts';
import type { AuditReportScreen } from './state.ts';
import { askToWrite } from './write.ts';

export const auditReportRow = {
  handlers: {
    'audit-report': {
      ...moves<AuditReportScreen>((state, screen, move) => {
        const total = screenLines(screen, state.size.columns).length;
        const top = movedTop(screen.top, move, bodyRows(state.size), total);
        return [withTop(state, { ...screen, top })];
      }),
      open: toDifferences,
      showDifferences: toDifferences,
      otherAudit: toDifferences,
      reportByModel: (state, screen) =>
        screen.view.byModel === undefined
          ? notify(state, 'The key, which has the sizes of models, is not here: --key names it')
          : toggle(state, screen, 'models'),
      writeReport: askToWrite,
      reportText: (state, screen) => toggle(state, screen, 'text'),
      copy: (state, { view }) =>
        copy(state, sentencesOf(view.report).join(' '), 'the sentences for a paper'),
      back: leaveAudit,
    },
  },
} as const satisfies ScreenRow<'audit-report'>;

function toDifferences(state: State, { view, isRoot }: AuditReportScreen): Transition {
  return [withTop(state, state.closed.disagreements ?? disagreements.initial(view, isRoot))];
}

function toggle(
  state: State,
  screen: AuditReportScreen,
  what: Exclude<AuditReportScreen['shows'], 'figures'>,
): Transition {
  const shows = screen.shows === what ? 'figures' : what;
  return [withTop(state, { ...screen, shows, top: 0 })];
}

/** Back; where the viewer was opened for it, that is the end. */
export function leaveAudit(state: State, { isRoot }: { readonly isRoot: boolean }): Transition {
  return isRoot ? [{ ...state, quitting: true }, { type: 'quit' }] : [pop(state)];
}
