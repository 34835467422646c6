/** Typing a filter, over any screen that shows what it leaves. */
import { browse, withLine } from '../../history.ts';
import type { State } from '../../state.ts';
import { inputOf, type TextInput } from '../../text-input.ts';
import { notify, sequence, type Transition } from '../../transition.ts';
import { askValues } from '../docket/asking.ts';
import { heldIn, tryFilter, withStep } from '../docket/filter.ts';
import { complete, unknownText, unknownValues } from './complete.ts';
import type { Prompt } from './state.ts';
import { typingLine } from './typing.ts';

/** The state in which the filter is typed; `more` stands behind what it is. */
export function typingFilter(state: State, more = ''): State {
  const { filter } = state;
  const text = more === '' || filter === '' ? filter + more : `${filter} ${more}`;
  const use = { type: 'filter' as const, before: { filter, held: heldIn(state) } };
  return typingLine(state, 'Filter', text, use);
}

type FilterPrompt = Prompt & { readonly use: Extract<Prompt['use'], { type: 'filter' }> };

/** The prompt that has the keys, if a filter is typed in it. */
function isFilter(one: Prompt): one is FilterPrompt {
  return one.use.type === 'filter';
}

/** Every good text is put in force at once; the cursor stays on the trial it was on before. */
export function typeFilter(state: State, typing: Prompt, field: TextInput): Transition {
  if (!isFilter(typing)) return [state];
  const next: State = {
    ...state,
    prompt: { ...typing, field, browsing: undefined, completion: undefined },
  };
  return applied(next, typing, field);
}

function applied(state: State, { use }: FilterPrompt, field: TextInput): Transition {
  return sequence(state, (one) => tryFilter(one, field.text, use.before.held), askValues);
}

/** Enter: the filter stays in force, and the one before can be returned to. */
export function acceptFilter(state: State, typing: Prompt): Transition {
  if (!isFilter(typing)) return [state];
  const { before } = typing.use;
  const history = { ...state.history, filter: withLine(state.history.filter, state.filter) };
  const done: State = { ...state, prompt: undefined, history };
  const next = state.filter === before.filter ? done : withStep(done, before);
  // An empty list says it itself.
  const isSaid = state.list.query === state.filter && state.list.total === 0;
  const [unknown] = unknownValues(state);
  return unknown === undefined || isSaid ? [next] : notify(next, unknownText(unknown), 'warning');
}

/** Esc: the filter is what it was. */
export function cancelFilter(state: State, typing: Prompt): Transition {
  if (!isFilter(typing)) return [state];
  const { filter, held } = typing.use.before;
  return tryFilter({ ...state, prompt: undefined }, filter, held);
}

export function browseFilters(state: State, typing: Prompt, by: 1 | -1): Transition {
  const found = browse(state.history.filter, typing.browsing, typing.field.text, by);
  if (!isFilter(typing) || found === undefined) return [state];
  const { text, browsing } = found;
  const field = inputOf(text);
  const shown: FilterPrompt = { ...typing, field, browsing, completion: undefined };
  return applied({ ...state, prompt: shown }, shown, field);
}

export function completeFilter(state: State, typing: Prompt): Transition {
  if (!isFilter(typing)) return [state];
  const found = complete(state, typing.field, typing.completion);
  if (found === undefined) return [state];
  const { input, completion } = found;
  const shown: FilterPrompt = { ...typing, field: input, completion, browsing: undefined };
  return applied({ ...state, prompt: shown }, shown, input);
}
