/** Which words a concordance is of: those that are searched, or others that are typed. */
import type { State } from '../../state.ts';
import { findScreen, topScreen, type Transition } from '../../transition.ts';
import { typing } from '../prompt/update.ts';
import { safeLine } from '../../../text/safe.ts';
import { truncate } from '../../../text/width.ts';
import { openConcordance } from './open.ts';

/** Cells of the last words in the label, beside which others are typed. */
const MOST_OFFERED = 24;

/**
 * From the results of a search its words at once; from a concordance its words, to be changed; from elsewhere
 * they are asked for, and nothing typed stands for the last ones.
 */
export function wantConcordance(state: State): Transition {
  const top = topScreen(state);
  if (top.type === 'search' && top.input.text.trim() !== '') {
    return openConcordance(state, top.input.text.trim(), top.switches);
  }
  const here = findScreen(state, 'concordance');
  const last = here?.text ?? state.closed.concordance?.text ?? state.history.search.at(-1) ?? '';
  const offered =
    here === undefined && last !== '' ? ` (Enter: ${truncate(safeLine(last), MOST_OFFERED)})` : '';
  const use = { type: 'concordance', last } as const;
  return [typing(state, `Words to count${offered}`, here?.text ?? '', use)];
}
