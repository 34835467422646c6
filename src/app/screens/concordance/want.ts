/** Which words a concordance is of: those that are searched, or others that are typed. */
import type { State } from '../../state.ts';
import { findScreen, topScreen, type Transition } from '../../transition.ts';
import { typing } from '../prompt/update.ts';
import { openConcordance } from './open.ts';

/** From the results of a search its words at once; from elsewhere the words are asked for. */
export function wantConcordance(state: State): Transition {
  const top = topScreen(state);
  if (top.type === 'search' && top.input.text.trim() !== '') {
    return openConcordance(state, top.input.text.trim(), top.switches);
  }
  const before = findScreen(state, 'concordance')?.text ?? state.history.search.at(-1) ?? '';
  return [typing(state, 'Words to count', before, { type: 'concordance' })];
}
