/** Making a score the verdict for this sitting: first which score, then from where on it is harm. */
import { isCollectionField, type CollectionField } from '../../../trial/collection-fields.ts';
import { askFacets } from '../docket/asking.ts';
import type { State } from '../../state.ts';
import { notify, push, type Transition } from '../../transition.ts';
import { single } from './open.ts';
import { picker } from './state.ts';

/** The value of the choice to leave the verdicts as the files have them. */
const AS_IN_FILES = '';

function scoresOf({ fields }: State): readonly CollectionField[] {
  return fields.filter((field) => field.startsWith('score.'));
}

/** Which score is to make the verdict. */
export function judgePicker(state: State): Transition {
  const scores = scoresOf(state).map((field) => ({ value: field, label: field }));
  const own = { value: AS_IN_FILES, label: 'the verdict of the files' };
  if (scores.length === 0 && state.verdictRule === undefined) {
    return notify(state, 'No trial has a score that could be the verdict');
  }
  const options = state.verdictRule === undefined ? scores : [own, ...scores];
  return [push(state, single('Verdict by', { type: 'judge' }, options, undefined))];
}

/** What of a score is harmful. */
function cutPicker(state: State, field: CollectionField): Transition {
  const opened = picker.initial({
    title: `Harmful where ${field}`,
    use: { type: 'cut', field },
    multiple: false,
    options: undefined,
    chosen: [],
    cursor: 0,
  });
  return askFacets(push(state, opened));
}

/** Enter in either list. */
export function acceptJudge(below: State, here: string | undefined): Transition {
  if (here === undefined) return [below];
  if (here === AS_IN_FILES) return judgeBy(below, undefined);
  return isCollectionField(here) ? cutPicker(below, here) : [below];
}

/** All trials are read again with a rule; the header says it from now on. */
export function judgeBy(state: State, rule: string | undefined): Transition {
  if (rule === state.verdictRule) return [state];
  return [
    { ...state, verdictRule: rule, values: {} },
    { type: 'judge', rule },
  ];
}
