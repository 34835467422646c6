/** A deck as a film: every screen of it, and for how long it stands. */
import { placeInPart } from '../text/page.ts';
import { safeLine, type SafeText } from '../text/safe.ts';
import type { Line } from '../text/spans.ts';
import { chaptersOf, type Deck } from '../walkthrough/deck.ts';
import { stageLines } from '../walkthrough/stage-lines.ts';
import {
  newText,
  nextPosition,
  pauseAt,
  readingTime,
  START,
  type Position,
  type StageSize,
} from '../walkthrough/stage.ts';
import { HOLD_MS, STROKE_MS, strokesIn } from '../walkthrough/typing.ts';

export type FilmLook = {
  readonly size: StageSize;
  readonly wordsPerMinute: number;
  /** Two: read twice as fast. Pauses stay as long as the walkthrough says. */
  readonly speed: number;
  /** Texts appear letter by letter. */
  readonly typing: boolean;
};

export type Frame = {
  readonly position: Position;
  readonly lines: readonly Line[];
  /** Milliseconds; whole ones, so that times add up. */
  readonly forMs: number;
  /** The title of the stop that begins here. */
  readonly chapter?: SafeText | undefined;
};

/** Nobody can press a key in a film: a stop that waits for one waits for so long. */
const WAIT_MS = 4000;

/** Every screen of a deck, in order. */
export function* film(deck: Deck, look: FilmLook): Generator<Frame, void> {
  const { size, wordsPerMinute, speed, typing } = look;
  const titles = new Map(chaptersOf(deck).map(({ slide, title }) => [slide, safeLine(title)]));
  for (const position of positionsOf(deck, size)) {
    const chapter = isBeginning(position) ? titles.get(position.slide) : undefined;
    const reading = readingTime(deck, position, size, wordsPerMinute) / speed;
    const pause = pauseAt(deck, position, size);
    const pauseMs = pause === true ? WAIT_MS : pause * 1000;
    const fresh = typing ? newText(deck, position, size) : undefined;
    const lines = stageLines(deck, position, size);
    if (fresh === undefined) {
      yield { position, lines, forMs: Math.round(reading + pauseMs), chapter };
      continue;
    }
    const strokes = strokesIn(reading);
    for (let stroke = 0; stroke < strokes; stroke += 1) {
      const partly = stageLines(deck, position, size, {
        typed: placeInPart(fresh, stroke, strokes),
      });
      yield {
        position,
        lines: partly,
        forMs: STROKE_MS,
        chapter: stroke === 0 ? chapter : undefined,
      };
    }
    yield { position, lines, forMs: Math.round(HOLD_MS / speed + pauseMs) };
  }
}

/** Where key presses lead, from the title to the end. */
export function* positionsOf(deck: Deck, size: StageSize): Generator<Position, void> {
  let position: Position | undefined = START;
  while (position !== undefined) {
    yield position;
    position = nextPosition(deck, position, size);
  }
}

function isBeginning({ cue, offset }: Position): boolean {
  return cue === 0 && offset === START.offset;
}
