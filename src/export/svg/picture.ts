/** Which screen of a deck is taken as a picture. */
import { UserError } from '../../base/user-error.ts';
import { chaptersOf, type Deck, type Slide } from '../../walkthrough/deck.ts';
import { positionsOf } from '../film.ts';
import { slideAt } from '../../walkthrough/slide-page.ts';
import type { Position, StageSize } from '../../walkthrough/stage.ts';

/**
 * The screen that says most of a stop (numbered from 1): the first that shows the last of its cues,
 * or its first where it has none; of one with rates, the rates. Throws a `UserError` where there is no such stop.
 */
export function pictureOfStop(deck: Deck, stop: number, size: StageSize): Position {
  const { length } = chaptersOf(deck);
  if (stop > length) throw new UserError(`there is no stop ${stop}`, `stops go up to ${length}`);
  const isOfStop = (slide: Slide): boolean => 'stop' in slide && slide.stop === stop - 1;
  // Where there are rates, what is said of them stands before them.
  const hasRates = deck.slides.some((slide) => isOfStop(slide) && slide.type === 'rates');
  return bestOf(deck, size, (slide) => isOfStop(slide) && (!hasRates || slide.type === 'rates'));
}

/** The same of a turn, in the deck of one trial. */
export function pictureOfTurn(deck: Deck, turn: number, size: StageSize): Position {
  const length = deck.trials[0]?.turns.length ?? 0;
  if (turn > length) throw new UserError(`there is no turn ${turn}`, `turns go up to ${length}`);
  return bestOf(deck, size, (slide) => slide.type === 'turn' && slide.turn === turn);
}

function bestOf(deck: Deck, size: StageSize, isMeant: (slide: Slide) => boolean): Position {
  let best: Position | undefined;
  for (const position of positionsOf(deck, size)) {
    if (!isMeant(slideAt(deck, position.slide))) continue;
    const isCued = position.cue > (position.slide === best?.slide ? best.cue : 0);
    if (best === undefined || isCued) best = position;
  }
  if (best === undefined) throw new UserError('there is no screen of this');
  return best;
}
