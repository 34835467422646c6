/** What the stage does: steps, chapters, playing by itself. */
import { chaptersOf, type Deck } from '../../../walkthrough/deck.ts';
import { changedSpeed } from '../../speed.ts';
import type { State } from '../../state.ts';
import {
  findScreen,
  notify,
  pop,
  push,
  sequence,
  startTimer,
  type Transition,
  withTop,
} from '../../transition.ts';
import { chapters } from '../chapters/state.ts';
import type { Handler, Press, ScreenRow } from '../screen.ts';
import {
  askDeck,
  clockTick,
  goToSlide,
  show,
  stageTick,
  stepBack,
  stepOn,
  takeDeck,
  typingTick,
  waitFor,
} from './stage.ts';
import type { PresentScreen } from './state.ts';

export const presentRow = {
  handlers: {
    present: {
      presentNext: stepOn,
      presentBack: stepBack,
      first: withDeck((state, _, deck) => goToSlide(state, deck, 0)),
      last: withDeck((state, _, deck) => goToSlide(state, deck, lastSlide(deck))),
      nextChapter: withDeck((state, { position }, deck) => {
        const next = chaptersOf(deck).find(({ slide }) => slide > position.slide);
        return goToSlide(state, deck, next?.slide ?? lastSlide(deck));
      }),
      previousChapter: withDeck((state, { position }, deck) => {
        const previous = chaptersOf(deck).findLast(({ slide }) => slide < position.slide);
        return goToSlide(state, deck, previous?.slide ?? 0);
      }),
      chapters: withDeck((state, { position }, deck) => {
        const here = chaptersOf(deck).findLastIndex(({ slide }) => slide <= position.slide);
        return [push(state, chapters.initial(Math.max(0, here)))];
      }),
      play: withDeck(togglePlaying),
      faster: withDeck((state, screen) => setSpeed(state, screen, 1)),
      slower: withDeck((state, screen) => setSpeed(state, screen, -1)),
      typing: withDeck(toggleTyping),
      back: leave,
    },
  },
  answers: { deck: { take: takeDeck } },
  onLoad: askDeck,
  onOpened: askDeck,
  onResize: resizeStage,
  timers: { stage: stageTick, typing: typingTick, clock: clockTick },
} as const satisfies ScreenRow<'present'>;

/** A handler for a stage whose deck has come; before that it does nothing. */
function withDeck(
  handle: (state: State, screen: PresentScreen, deck: Deck) => Transition,
): Handler<PresentScreen> {
  return (state, screen) =>
    screen.deck === undefined ? [state] : handle(state, screen, screen.deck);
}

function lastSlide({ slides }: Deck): number {
  return slides.length - 1;
}

/** An Esc too many must not end a talk. */
function leave(state: State, { isRoot }: PresentScreen, { key }: Press): Transition {
  if (!isRoot) return [pop(state)];
  if (key === 'esc') return notify(state, 'q leaves');
  return [{ ...state, quitting: true }, { type: 'quit' }];
}

function toggleTyping(state: State, screen: PresentScreen): Transition {
  const typing = !screen.typing;
  return sequence(
    withTop(state, { ...screen, typing, typed: undefined }),
    (next) => notify(next, typing ? 'Texts are typed' : 'Texts are shown at once'),
    waitFor,
  );
}

function togglePlaying(state: State, screen: PresentScreen): Transition {
  const playing = !screen.playing;
  const next = withTop(state, { ...screen, playing });
  if (playing) return screen.typed === undefined ? waitFor(next) : [next];
  // The timer that runs is void from now on.
  const [stopped] = startTimer(next, 'stage', 0);
  return [stopped];
}

function setSpeed(state: State, screen: PresentScreen, by: 1 | -1): Transition {
  const speed = changedSpeed(screen.speed, by);
  // At another speed a text has more strokes, or fewer: what has been typed of it stays.
  const typed = screen.typed && (screen.typed * screen.speed) / speed;
  return sequence(
    withTop(state, { ...screen, speed, typed }),
    (next) => notify(next, `Speed ${speed}×`),
    (next) => (screen.typed === undefined ? waitFor(next) : [next]),
  );
}

/** After a change of size: a text that is being typed begins anew at what is shown now. */
function resizeStage(state: State): Transition {
  const screen = findScreen(state, 'present');
  return screen?.typed === undefined ? [state] : show(state, screen.position);
}
