/** What the Docket needs of the trial under its cursor. */
import type { Result } from './protocol.ts';
import { finalMessage } from '../trial/final-message.ts';
import type { Trial } from '../trial/types.ts';

/** Nobody reads a megabyte in eight rows. */
const SHOWN_LETTERS = 4000;
/** What larger trials hold is sent to the thread that draws only where they are opened. */
const LARGE = 256 * 1024;

/** The final message, with as much of its text as a preview can show. */
export function previewOf({ turns }: Trial): Result<'preview'>['final'] {
  const step = finalMessage(turns)?.turn;
  const turn = step === undefined ? undefined : turns[step - 1];
  if (step === undefined || turn === undefined) return undefined;
  const { args: _, meta: _meta, ...shown } = turn;
  return { step, turn: { ...shown, text: turn.text.slice(0, SHOWN_LETTERS) } };
}

/** Whether a trial is larger than what moving the cursor may cost. */
export function isLarge({ turns, verdict }: Trial): boolean {
  let left = LARGE - (verdict.rationale?.length ?? 0);
  for (const { text, args } of turns) {
    left -= text.length + (args === undefined ? 0 : JSON.stringify(args).length);
    if (left < 0) return true;
  }
  return false;
}
