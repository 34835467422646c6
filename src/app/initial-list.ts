/** The list before it was asked for. */
import type { State } from './state.ts';

export const emptyList: State['list'] = {
  query: '',
  sort: { field: 'order', descending: false },
  total: 0,
  offset: 0,
  rows: [],
  patterns: [],
  known: false,
};
