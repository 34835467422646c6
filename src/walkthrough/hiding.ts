/** Covers what is held back where a text of the trial would give it away. */
import type { Trial } from '../trial/types.ts';
import { isHeld, type Deck, type Place } from './deck.ts';

/**
 * Text of a trial as it may be shown at a place: while the model is held back, its name is covered,
 * letter by letter, so that offsets stay.
 */
export function hiding(
  deck: Deck,
  place: Place,
  trial: number,
  { model }: Trial,
): (text: string) => string {
  const names = [...new Set([model, model.split('/').at(-1) ?? ''])].filter((name) => name !== '');
  if (!isHeld(deck, place, trial, 'model') || names.length === 0) return (text) => text;
  const pattern = new RegExp(names.map((name) => RegExp.escape(name)).join('|'), 'gi');
  return (text) => text.replace(pattern, (name) => '▒'.repeat(name.length));
}
