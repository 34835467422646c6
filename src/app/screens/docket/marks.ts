/** What is done with the trials that are marked. */
import { plural } from '../../../stats/bars.ts';
import type { Message } from '../../message.ts';
import type { State } from '../../state.ts';
import { notify, type Transition } from '../../transition.ts';
import { typing } from '../prompt/update.ts';
import { openTrials } from './filter.ts';
import { markedFilter } from './marked-filter.ts';

/** The list of the marked trials over the present one. */
export function openMarked(state: State): Transition {
  return openTrials(state, markedFilter(state));
}

export function clearMarks(state: State): Transition {
  const text = `${plural(state.marked.length, 'mark')} taken away`;
  return notify({ ...state, marked: [] }, text);
}

/** Asks for the name of a file, whose ending says the form. */
export function askToExport(state: State): Transition {
  const label = `Export ${plural(state.marked.length, 'marked trial')} to (.md .html .pdf .csv …)`;
  return [typing(state, label, 'marked.md', { type: 'export', replace: undefined })];
}

/** How exporting went. */
export function takeExported(
  state: State,
  { file, outcome }: Extract<Message, { type: 'exported' }>,
): Transition {
  switch (outcome.type) {
    case 'written':
      return notify(state, `The marked trials are in ${file}`);
    case 'exists': {
      const label = 'It is there already; Enter replaces it';
      return [typing(state, label, file, { type: 'export', replace: file })];
    }
    case 'failed':
      return notify(state, outcome.message, 'error');
    default:
      return outcome satisfies never;
  }
}
