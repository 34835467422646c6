/** What the mouse points at. */
import type { Command } from './commands.ts';
import type { Transition } from './transition.ts';

/** A cell of the body, from 0: the header is not counted. */
export type Cell = { readonly column: number; readonly row: number };

/** What is at a cell: the state with the cursor there, and what takes it where it is there already. */
export type Target = {
  readonly there: () => Transition;
  readonly isHere: boolean;
  readonly take: Command;
};
