/** What the replay does: moving, hits, neighbours, the film, how the trial is shown. */
import { changedSpeed } from '../../speed.ts';
import type { State } from '../../state.ts';
import { copy, notify, sequence, type Transition, withTop } from '../../transition.ts';
import { bookmarkStep } from '../bookmarks/actions.ts';
import { openCompare } from '../compare/open.ts';
import { typing } from '../prompt/update.ts';
import { openSearch } from '../search/update.ts';
import type { Handler, Press, ScreenRow } from '../screen.ts';
import { askNote, askQuote, askTags, askVerdict, notesAnswer } from './annotating.ts';
import { wordsAnswer } from './find-words.ts';
import { foldNone, toggleBeside, toggleFold } from './folding.ts';
import {
  beginMarking,
  bookmarkMarked,
  copyMarked,
  endMarking,
  fixStart,
  markBy,
} from './marking.ts';
import { giveTurn } from './outside.ts';
import {
  jump,
  jumpBack,
  lastPlace,
  scroll,
  show,
  toBranch,
  toggleOrder,
  toKind,
  toQuote,
  type ScrollMove,
} from './moving.ts';
import { hitBy, neighbour, seekTick, takePlace } from './neighbours.ts';
import { loadMissing, takeTrial } from './open.ts';
import { followFilm, playOn, playTick, scrub, togglePlay } from './play.ts';
import { atStep } from './positions.ts';
import { scanOn } from './rail-marks.ts';
import { sameRole, withRaw, withUnfolded } from './returning.ts';
import type { LoadedTrial, ReplayScreen } from './state.ts';
import { finalTurn, stepOrder, verdictStep } from './steps.ts';
import { leave, turnBy } from './ways-back.ts';
import { askWanted, wantedAnswer } from './wanted.ts';

const play = withTrial(togglePlay);
const scrolling = (move: ScrollMove): Handler<ReplayScreen> =>
  withTrial((state, screen, loaded) => scroll(state, screen, loaded, move));

export const replayRow = {
  handlers: {
    replay: {
      pause: play,
      resume: play,
      play,
      scrubOn: withTrial((state, screen, loaded) => scrub(state, screen, loaded, 1)),
      scrubBack: withTrial((state, screen, loaded) => scrub(state, screen, loaded, -1)),
      faster: withTrial((state, screen) => setSpeed(state, screen, 1)),
      slower: withTrial((state, screen) => setSpeed(state, screen, -1)),
      nextTurn: withTrial((state, screen, loaded) => turnBy(state, screen, loaded, 1)),
      previousTurn: withTrial((state, screen, loaded) => turnBy(state, screen, loaded, -1)),
      down: scrolling('down'),
      up: scrolling('up'),
      pageDown: scrolling('pageDown'),
      pageUp: scrolling('pageUp'),
      halfDown: scrolling('halfDown'),
      halfUp: scrolling('halfUp'),
      first: withTrial((state, screen, { trial }) =>
        show(state, atStep(screen, stepOrder(trial, screen.byTime)[0] ?? 1)),
      ),
      last: withTrial(lastPlace),
      nextEmail: withTrial((state, screen, loaded) =>
        toKind(state, screen, loaded, 'email', 'No email was read in this trial'),
      ),
      nextReasoning: withTrial((state, screen, loaded) =>
        toKind(state, screen, loaded, 'reasoning', 'No private reasoning in this trial'),
      ),
      nextAction: withTrial((state, screen, loaded) =>
        toKind(state, screen, loaded, 'action', 'No action in this trial'),
      ),
      finalMessage: withTrial((state, screen, { trial }) => {
        const final = finalTurn(trial);
        return final === undefined
          ? notify(state, 'Nothing was sent or said in this trial')
          : jump(state, screen, final.step);
      }),
      verdict: withTrial((state, screen, { trial }) => jump(state, screen, verdictStep(trial))),
      goToTurn: withTrial((state, _, { trial }) => [
        typing(state, `Go to turn (1 to ${verdictStep(trial)})`, '', { type: 'turn' }),
      ]),
      findInTrial: withTrial((state) => [
        typing(state, 'Find in this trial', '', { type: 'find' }),
      ]),
      searchAll: (state) => openSearch(state),
      readOn: scrolling('pageDown'),
      quote: withTrial((state, screen, loaded, { key }) =>
        toQuote(state, screen, loaded, Number(key)),
      ),
      jumpBack: withTrial(jumpBack),
      compareTrials: (state, { key }) => openCompare(state, { key }, undefined),
      otherBranch: withTrial((state, screen, { trial }) => toBranch(state, screen, trial)),
      nextTrial: (state, screen) => neighbour(state, screen, 1, sameRole(screen)),
      previousTrial: (state, screen) => neighbour(state, screen, -1, sameRole(screen)),
      nextHit: withTrial((state, screen, loaded) => hitBy(state, screen, loaded, 1)),
      previousHit: withTrial((state, screen, loaded) => hitBy(state, screen, loaded, -1)),
      nextSignal: withTrial((state, screen, loaded) => hitBy(state, screen, loaded, 1, 'signal')),
      previousSignal: withTrial((state, screen, loaded) =>
        hitBy(state, screen, loaded, -1, 'signal'),
      ),
      fold: withTrial(toggleFold),
      foldNone: withTrial(foldNone),
      beside: withTrial(toggleBeside),
      unfold: withTrial((state, screen) => show(state, withUnfolded(screen))),
      byTime: withTrial(toggleOrder),
      details: withTrial((state, screen) => [
        withTop(state, { ...screen, details: !screen.details }),
      ]),
      raw: withTrial((state, screen) => show(state, withRaw(screen))),
      written: withTrial((state, screen) => [
        withTop(state, { ...screen, written: !screen.written }),
      ]),
      bookmark: withTrial(bookmarkStep),
      tagTrial: withTrial(askTags),
      noteTurn: withTrial(askNote),
      ownVerdict: withTrial(askVerdict),
      toPager: withTrial((state) => giveTurn(state, { type: 'pager' })),
      toEditor: withTrial((state) => giveTurn(state, { type: 'editor' })),
      toPipe: withTrial((state) => [typing(state, 'Pipe into', '', { type: 'pipe' })]),
      copy: withTrial((state, screen, loaded) => copyStep(state, screen, loaded, false)),
      markWords: withTrial(beginMarking),
      copyText: withTrial((state, screen, loaded) => copyStep(state, screen, loaded, true)),
      back: leave,
    },
    marking: {
      markRight: withTrial((state, screen, loaded) => markBy(state, screen, loaded, 'right')),
      markLeft: withTrial((state, screen, loaded) => markBy(state, screen, loaded, 'left')),
      markDown: withTrial((state, screen, loaded) => markBy(state, screen, loaded, 'down')),
      markUp: withTrial((state, screen, loaded) => markBy(state, screen, loaded, 'up')),
      markStart: fixStart,
      markBookmark: withTrial(bookmarkMarked),
      noteMarked: withTrial(askQuote),
      copy: withTrial(copyMarked),
      back: endMarking,
    },
  },
  // Any command ends a search for a hit.
  before: (state, screen) =>
    screen.seeking === undefined && screen.awaited === undefined
      ? state
      : withTop(state, { ...screen, seeking: undefined, awaited: undefined }),
  answers: {
    trial: { take: (state, loaded) => sequence(state, (one) => takeTrial(one, loaded), playOn) },
    place: { take: takePlace },
    find: wantedAnswer,
    words: wordsAnswer,
    notes: notesAnswer,
  },
  onLoad: askWanted,
  onOpened: (state) => sequence(state, askWanted, loadMissing),
  onResize: followFilm,
  timers: { play: playTick, scan: scanOn, seek: seekTick },
} as const satisfies ScreenRow<'replay'>;

/** A handler for a replay whose trial has arrived. */
function withTrial(
  handle: (state: State, screen: ReplayScreen, loaded: LoadedTrial, press: Press) => Transition,
): Handler<ReplayScreen> {
  return (state, screen, press) =>
    screen.loaded === undefined
      ? notify(state, 'The trial is still being read')
      : handle(state, screen, screen.loaded, press);
}

function setSpeed(state: State, screen: ReplayScreen, by: 1 | -1): Transition {
  const speed = changedSpeed(screen.speed, by);
  const next = withTop(state, { ...screen, speed });
  // The film's own line tells of it.
  return screen.reading === undefined ? notify(next, `Speed ${speed}×`) : playOn(next);
}

/** The text of the step, with the reference by which others find it (`id#turn`) or alone. */
function copyStep(
  state: State,
  { step }: ReplayScreen,
  { trial }: LoadedTrial,
  isAlone: boolean,
): Transition {
  const turn = trial.turns[step - 1];
  const text = turn?.text ?? trial.verdict.rationale ?? trial.verdict.outcome;
  const what = turn === undefined ? 'the verdict' : `turn ${step}`;
  const reference = `${trial.id}#${turn === undefined ? 'verdict' : step}`;
  return isAlone
    ? copy(state, text, `the text of ${what}`)
    : copy(state, text, `${what} with its reference`, `\n${reference}`);
}
