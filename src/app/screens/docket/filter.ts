/** The filter in force, and the Docket that it starts anew. */
import { parse } from '../../../query/parse.ts';
import type { State } from '../../state.ts';
import { type Transition, withScreen } from '../../transition.ts';
import { refresh } from './asking.ts';
import type { DocketScreen } from './state.ts';

/** Puts a filter in force: the list starts at its top again. A wrong one only shows its mistake. */
export function setFilter(state: State, text: string): Transition {
  const parsed = parse(text);
  if (!parsed.ok) return [{ ...state, filterError: parsed.error }];
  if (text.trim() === state.filter) return [{ ...state, filterError: undefined }];
  const changed = { ...state, filter: text.trim(), filterError: undefined };
  return refresh(changeDocket(changed, { cursor: 0, top: 0 }));
}

/** A filter from the command line, put in force before anything is asked. */
export function withFilter(state: State, text: string): State {
  const [next] = setFilter(state, text);
  return next;
}

export function changeDocket(state: State, change: Partial<DocketScreen>): State {
  return withScreen(state, 'docket', (screen) => ({ ...screen, ...change }));
}
