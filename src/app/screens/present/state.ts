/** The stage: a walkthrough shown to an audience. */
import type { Deck } from '../../../walkthrough/deck.ts';
import type { Position } from '../../../walkthrough/stage.ts';
import type { Walkthrough } from '../../../walkthrough/types.ts';
import type { Speed } from '../../speed.ts';

export type PresentScreen = {
  readonly type: 'present';
  readonly walkthrough: Walkthrough;
  /** Undefined while the collection is read. */
  readonly deck: Deck | undefined;
  readonly position: Position;
  /** Number of the stop to begin at, from 1; undefined: the title. */
  readonly from: number | undefined;
  /** It goes on by itself, at a reading speed. */
  readonly playing: boolean;
  readonly speed: Speed;
  /** Texts come letter by letter, and the strokes of the one on the stage (undefined: it is whole). */
  readonly typing: boolean;
  readonly typed: number | undefined;
  /** Times of the clock: when it began (undefined: not yet) and now. Milliseconds. */
  readonly startedAt: number | undefined;
  readonly now: number;
  /** Opened by the command: leaving it ends the program. */
  readonly isRoot: boolean;
};

/** How a presentation begins. */
export type PresentStart = Pick<
  PresentScreen,
  'walkthrough' | 'playing' | 'typing' | 'speed' | 'from'
>;

export const present = {
  /** The stage before its deck has come. */
  initial: (start: PresentStart, position: Position, isRoot: boolean): PresentScreen => ({
    type: 'present',
    ...start,
    deck: undefined,
    position,
    typed: undefined,
    startedAt: undefined,
    now: 0,
    isRoot,
  }),
  contexts: { present: { title: 'Stage', keys: 'page' } },
  contextOf: () => 'present',
} as const;
