/** What a chapter is called where nobody has named it. */
import type { Turn } from '../trial/types.ts';
import { coverName } from './cover.ts';

/**
 * The title of a stop at a turn of a model's trial. `isFinal`: the trial's final message. Titles are
 * listed before anything is revealed: a subject that names the model has it covered.
 */
export function titleOfTurn(turn: Turn, isFinal: boolean, model: string): string {
  if (isFinal) return turn.kind === 'action' ? 'What it sent' : 'What it said';
  switch (turn.kind) {
    case 'briefing':
      return 'The task';
    case 'email':
      return turn.subject === undefined || turn.subject.trim() === ''
        ? 'An email it read'
        : coverName(turn.subject, model);
    case 'reasoning':
      return 'Its private reasoning';
    case 'message':
      return 'What it said';
    case 'action':
      return turn.draft === true ? 'A draft, never sent' : 'What it did';
    case 'result':
      return 'What came back';
    case 'note':
      return 'A note of the harness';
    default:
      return turn.kind satisfies never;
  }
}
