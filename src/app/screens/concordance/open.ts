/** Opening the Concordance, and asking for it. */
import type { Switches } from '../../../query/query-input.ts';
import type { GroupField } from '../../../trial/catalogue.ts';
import { isSame } from '../../idle-keys.ts';
import type { State } from '../../state.ts';
import { ask, push, topScreen, type Transition, withTop } from '../../transition.ts';
import { concordance, type ConcordanceScreen } from './state.ts';

/** Lines that are asked for; everything is counted. */
const MOST_LINES = 2000;

/** Over what is on screen; a concordance that is on top is one of these words then. */
export function openConcordance(state: State, text: string, switches: Switches = {}): Transition {
  const top = topScreen(state);
  const made = concordance.initial({ text, switches });
  if (top.type !== 'concordance') {
    const opened = leftWith(state, made) ?? made;
    return askConcordance(push(state, opened), opened);
  }
  const next = { ...made, by: top.by, order: top.order };
  return askConcordance(withTop(state, next), next);
}

/** The last one as it was left, if it was of the same words and trials. */
function leftWith(
  { closed: { concordance: before }, filter }: State,
  { text, switches }: ConcordanceScreen,
): ConcordanceScreen | undefined {
  if (before?.text !== text || before.result?.query !== filter) return undefined;
  const isSwitched = Object.keys(switches).length > 0;
  return isSwitched && !isSame(switches, before.switches) ? undefined : before;
}

export function askConcordance(state: State, screen: ConcordanceScreen): Transition {
  const { text, switches, by, order } = screen;
  const query = { text: state.filter };
  return ask(state, {
    name: 'concordance',
    params: { query, text, switches, by: [by], order, limit: MOST_LINES },
  });
}

/** Groups the table by another field. */
export function groupConcordance(state: State, by: GroupField): Transition {
  const top = topScreen(state);
  if (top.type !== 'concordance') return [state];
  // Groups of the field before are none of this one; what is of all trials stays.
  const result = top.result && { ...top.result, groups: [] };
  const next = { ...top, by, result, row: 0, rowTop: 0 };
  return askConcordance(withTop(state, next), next);
}
