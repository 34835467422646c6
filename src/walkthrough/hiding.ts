/** Covers what is held back where a text of the trial would give it away. */
import type { Trial } from '../trial/types.ts';
import { coverName } from './cover.ts';
import { isHeld, type Deck, type DeckPosition } from './deck.ts';

/**
 * Text of a trial as it may be shown at a position: while the model is held back, its name is
 * covered.
 */
export function hiding(
  deck: Deck,
  position: DeckPosition,
  trial: number,
  { model }: Trial,
): (text: string) => string {
  return isHeld(deck, position, trial, 'model') ? (text) => coverName(text, model) : (text) => text;
}
