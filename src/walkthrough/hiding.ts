/** Covers what is held back where a text of the trial would give it away. */
import type { Trial } from '../trial/types.ts';
import { coverName } from './cover.ts';
import { isHeld, type Deck, type Place } from './deck.ts';

/**
 * Text of a trial as it may be shown at a place: while the model is held back, its name is
 * covered.
 */
export function hiding(
  deck: Deck,
  place: Place,
  trial: number,
  { model }: Trial,
): (text: string) => string {
  return isHeld(deck, place, trial, 'model') ? (text) => coverName(text, model) : (text) => text;
}
