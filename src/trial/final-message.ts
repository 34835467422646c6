/** What the model said last to somebody: the sentence a trial is remembered by. */
import type { Turn } from './types.ts';

const SENDING = /^(?:send|forward|reply)?[_-]?(?:e-?mail|mail|message|forward|reply)$/i;

/** True for an email or forward that was sent, as opposed to drafted in private reasoning. */
export function isSent(turn: Turn): boolean {
  if (turn.kind !== 'action' || turn.draft === true) return false;
  return turn.to !== undefined || (turn.name !== undefined && SENDING.test(turn.name));
}

/**
 * The final message: the last email or forward sent, else the last `message`.
 * `turn` is a turn number, from 1. Undefined where the model said nothing visible.
 */
export function finalMessage(turns: readonly Turn[]): { turn: number; text: string } | undefined {
  let index = turns.findLastIndex(isSent);
  if (index < 0) index = turns.findLastIndex((turn) => turn.kind === 'message');
  const turn = turns[index];
  return turn === undefined ? undefined : { turn: index + 1, text: turn.text };
}
