/** The marked trials as a filter. */
import { fieldTerm } from '../../../query/edit.ts';
import type { State } from '../../state.ts';

/** The filter that leaves the marked trials alone. */
export function markedFilter({ marked }: Pick<State, 'marked'>): string {
  return fieldTerm('id', marked);
}
