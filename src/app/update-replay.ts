/** What commands do in a replay: stepping, jumping, scrolling, hits, neighbours. */
import { stepDocument } from './document.ts';
import type { Command } from './keymap.ts';
import { replayLayout } from './layout.ts';
import { goToTrial } from './open-replay.ts';
import { followFilm, playOn, scrub, togglePlay } from './play.ts';
import { atPlace, atStep } from './replay-place.ts';
import { lastAnchor, scrollBy, scrollOf, withEarlierTurns } from './scroll.ts';
import { lookOn, seekFrom, type Seek } from './seek.ts';
import { changedSpeed } from './speed.ts';
import type { Goal, LoadedTrial, ReplayScreen, State } from './state.ts';
import type { Asks } from '../query/asks.ts';
import { findLongQuote } from '../text/quote.ts';
import { nextBranch } from '../trial/branches.ts';
import { evidenceOf } from '../trial/evidence.ts';
import type { Trial } from '../trial/types.ts';
import { finalTurn, nextOfKind, stepOrder, verdictStep } from './steps.ts';
import {
  askIn,
  findScreen,
  copy,
  notify,
  sequence,
  topScreen,
  type Transition,
  withTop,
} from './transition.ts';
import { bookmarkStep } from './update-bookmarks.ts';

/** A command in a replay; undefined if it means nothing here. Any ends a search for a hit. */
export function updateReplay(
  state: State,
  shown: ReplayScreen,
  command: Command,
  key: string,
): Transition | undefined {
  if (shown.seeking === undefined) return carryOut(state, shown, command, key);
  const screen = { ...shown, seeking: undefined };
  return carryOut(withTop(state, screen), screen, command, key) ?? [withTop(state, screen)];
}

function carryOut(
  state: State,
  screen: ReplayScreen,
  command: Command,
  key: string,
): Transition | undefined {
  switch (command) {
    case 'nextTrial':
      return neighbour(state, screen, 1, { type: 'start' });
    case 'previousTrial':
      return neighbour(state, screen, -1, { type: 'start' });
    default:
      break;
  }
  const { loaded } = screen;
  if (loaded === undefined) return undefined;
  switch (command) {
    case 'nextTurn':
      return stepBy(state, screen, loaded, 1);
    case 'previousTurn':
      return stepBy(state, screen, loaded, -1);
    case 'nextEmail':
      return toKind(state, screen, loaded, 'email', 'No email was read in this trial');
    case 'nextReasoning':
      return toKind(state, screen, loaded, 'reasoning', 'No private reasoning in this trial');
    case 'nextAction':
      return toKind(state, screen, loaded, 'action', 'No action in this trial');
    case 'finalMessage': {
      const final = finalTurn(loaded.trial);
      return final === undefined
        ? notify(state, 'Nothing was sent or said in this trial')
        : jump(state, screen, final.step);
    }
    case 'otherBranch':
      return toBranch(state, screen, loaded.trial);
    case 'verdict':
      return jump(state, screen, verdictStep(loaded.trial));
    case 'quote':
      return toQuote(state, screen, loaded, Number(key));
    case 'jumpBack':
      return jumpBack(state, screen);
    case 'first':
      return show(state, atStep(screen, stepOrder(loaded.trial, screen.byTime)[0] ?? 1));
    case 'last':
      return lastPlace(state, screen, loaded);
    case 'nextHit':
      return hitBy(state, screen, loaded, 1);
    case 'previousHit':
      return hitBy(state, screen, loaded, -1);
    case 'play':
    case 'pause':
    case 'resume':
      return togglePlay(state, screen, loaded);
    case 'scrubOn':
      return scrub(state, screen, loaded, 1);
    case 'scrubBack':
      return scrub(state, screen, loaded, -1);
    case 'faster':
      return setSpeed(state, screen, 1);
    case 'slower':
      return setSpeed(state, screen, -1);
    case 'unfold':
      return show(state, atStep({ ...screen, unfolded: !screen.unfolded }, screen.step));
    case 'byTime':
      return toggleOrder(state, screen);
    case 'details':
      return [withTop(state, { ...screen, details: !screen.details })];
    case 'raw':
      return show(state, atStep({ ...screen, raw: !screen.raw, reading: undefined }, screen.step));
    case 'bookmark':
      return bookmarkStep(state, screen, loaded);
    case 'copy':
      return copyStep(state, screen, loaded);
    default:
      return scroll(state, screen, loaded, command);
  }
}

/** Moved by hand: what plays goes on from there, what was paused is over. */
function show(state: State, screen: ReplayScreen): Transition {
  const shown = withEarlierTurns(state.size, screen);
  return playOn(withTop(state, shown.playing ? shown : { ...shown, reading: undefined }));
}

function stepBy(state: State, screen: ReplayScreen, loaded: LoadedTrial, by: 1 | -1): Transition {
  const order = stepOrder(loaded.trial, screen.byTime);
  const step = order[order.indexOf(screen.step) + by];
  if (step === undefined) {
    return notify(
      state,
      by > 0 ? 'This is the verdict; ] goes to the next trial' : 'This is the first turn',
    );
  }
  return show(state, atStep({ ...screen, quote: undefined }, step));
}

/** A jump leaves a way back. */
function jump(state: State, screen: ReplayScreen, step: number): Transition {
  if (step === screen.step) return show(state, atStep(screen, step));
  return show(state, atStep({ ...screen, back: [...screen.back, screen.step] }, step));
}

function jumpBack(state: State, screen: ReplayScreen): Transition {
  const step = screen.back.at(-1);
  if (step === undefined) return [state];
  return show(state, atStep({ ...screen, back: screen.back.slice(0, -1) }, step));
}

function toKind(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  kind: 'email' | 'reasoning' | 'action',
  none: string,
): Transition {
  const order = stepOrder(loaded.trial, screen.byTime);
  const step = nextOfKind(loaded.trial, order, screen.step, kind);
  return step === undefined ? notify(state, none) : jump(state, screen, step);
}

/** At the same step: all that came before it is the same, unless the branch left earlier. */
function toBranch(state: State, { step }: ReplayScreen, trial: Trial): Transition {
  const other = nextBranch(trial);
  if (other === undefined) return notify(state, 'This transcript has no other branch');
  return find({ ...state, wanted: { trial: other, turn: step, instead: true } });
}

function find(state: State): Transition {
  if (state.wanted === undefined) return [state];
  return askIn(state, 'place', { name: 'find', take: { id: state.wanted.trial } });
}

function toQuote(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  number: number,
): Transition {
  const quote = evidenceOf(loaded.trial)[number - 1];
  if (quote === undefined) return notify(state, `There is no quote ${number}`);
  if (quote.trial !== undefined) {
    return find({ ...state, wanted: { trial: quote.trial, turn: quote.turn } });
  }
  if (quote.turn === undefined) return notify(state, 'No turn has these words', 'warning');
  const { turn, text } = quote;
  const jumped: ReplayScreen = {
    ...atStep(screen, turn),
    quote: { turn, text },
    back: [...screen.back, screen.step],
  };
  const document = stepDocument(loaded, turn, replayLayout(state.size).text, jumped);
  const mark = findLongQuote(document.text, text, loaded.trial.turns[turn - 1]?.text);
  const [next, ...effects] = show(
    state,
    mark === undefined ? jumped : atPlace(state, jumped, mark.start),
  );
  if (mark !== undefined) return [next, ...effects];
  const [noticed, ...more] = notify(next, 'The turn does not have these very words', 'warning');
  return [noticed, ...effects, ...more];
}

function hitBy(state: State, screen: ReplayScreen, loaded: LoadedTrial, by: 1 | -1): Transition {
  const seek = seekFrom(screen, loaded, by);
  return seek === undefined ? noHit(state, by) : lookFurther(state, seek);
}

function lookFurther(state: State, seek: Seek): Transition {
  const there = (one: State): Transition => {
    const screen = findScreen(one, 'replay');
    return screen === undefined ? [one] : show(one, screen);
  };
  return lookOn(state, seek, there, (one) =>
    seek.end === 'sequence' ? noHit(one, seek.by) : [one],
  );
}

/** The next slice of a search that a key began, unless another key has ended it. */
export function seekTick(state: State): Transition {
  const screen = topScreen(state);
  if (screen.type !== 'replay' || screen.seeking === undefined) return [state];
  return lookFurther(state, screen.seeking);
}

function noHit(state: State, by: 1 | -1): Transition {
  const screen = findScreen(state, 'replay');
  const goal: Goal = { type: by > 0 ? 'first-hit' : 'last-hit' };
  return screen === undefined ? [state] : neighbour(state, screen, by, goal);
}

/** To the trial before or after, in the sequence the replay was opened from. */
function neighbour(state: State, screen: ReplayScreen, by: 1 | -1, goal: Goal): Transition {
  if (screen.sequence.type === 'search') {
    const { keys } = screen.sequence;
    const key = keys[keys.indexOf(screen.key) + by];
    if (key === undefined || keys.indexOf(screen.key) + by < 0) return noMore(state, by);
    return toTrial(state, key, goal);
  }
  const waiting = withTop(state, { ...screen, goal, heading: by });
  return askIn(waiting, 'place', {
    name: 'place',
    take: { query: { text: state.filter }, sort: state.sort, key: screen.key },
  });
}

/** Where the open trial stands in the filtered list is known: go on in the wanted direction. */
export function takePlace(
  state: State,
  screen: ReplayScreen,
  place: Asks['place']['give'],
): Transition {
  if (place.index < 0) return notify(state, 'This trial is not within the filter');
  const key = screen.heading > 0 ? place.next : place.previous;
  return key === null ? noMore(state, screen.heading) : toTrial(state, key, screen.goal);
}

/** To another trial; what plays goes on there. */
function toTrial(state: State, key: number, goal: Goal): Transition {
  return sequence(state, (one) => goToTrial(one, key, goal), playOn);
}

function noMore(state: State, by: 1 | -1): Transition {
  return notify(state, by > 0 ? 'This is the last trial' : 'This is the first trial');
}

function setSpeed(state: State, screen: ReplayScreen, by: 1 | -1): Transition {
  const speed = changedSpeed(screen.speed, by);
  const next = withTop(state, { ...screen, speed });
  // The film's own line tells of it.
  return screen.reading === undefined ? notify(next, `Speed ${speed}×`) : playOn(next);
}

function toggleOrder(state: State, screen: ReplayScreen): Transition {
  const byTime = !screen.byTime;
  const other = { ...screen, byTime };
  // What stood above the step is another turn now: the view begins anew at the step itself.
  const isInside = screen.anchor.turn === screen.step;
  const shown = isInside ? other : withEarlierTurns(state.size, atStep(other, screen.step));
  const [next] = followFilm(withTop(state, shown));
  return notify(
    next,
    byTime ? 'Emails in order of time' : 'Emails in the order shown to the model',
  );
}

/** The end of the turn first; from there, the verdict. */
function lastPlace(state: State, screen: ReplayScreen, loaded: LoadedTrial): Transition {
  const bottom = lastAnchor(scrollOf(state.size, screen, loaded));
  const isThere = bottom.turn === screen.anchor.turn && bottom.offset === screen.anchor.offset;
  return isThere
    ? jump(state, screen, verdictStep(loaded.trial))
    : show(state, { ...screen, anchor: bottom });
}

function scroll(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  command: Command,
): Transition | undefined {
  const rows = replayLayout(state.size).rows;
  const page = Math.max(1, rows - 2);
  const amounts: Partial<Record<Command, number>> = {
    down: 1,
    up: -1,
    pageDown: page,
    pageUp: -page,
    halfDown: Math.ceil(page / 2),
    halfUp: -Math.ceil(page / 2),
  };
  const amount = amounts[command];
  if (amount === undefined) return undefined;
  const { anchor, moved } = scrollBy(scrollOf(state.size, screen, loaded), screen.anchor, amount);
  if (moved) return show(state, { ...screen, anchor });
  // A page beyond the end of a turn reads on in the next one.
  if (command === 'pageDown') return stepBy(state, screen, loaded, 1);
  if (command === 'pageUp') return stepBy(state, screen, loaded, -1);
  return [state];
}

function copyStep(state: State, screen: ReplayScreen, loaded: LoadedTrial): Transition {
  const turn = loaded.trial.turns[screen.step - 1];
  const text = turn?.text ?? loaded.trial.verdict.rationale ?? loaded.trial.verdict.outcome;
  const what = turn === undefined ? 'the verdict' : `turn ${screen.step}`;
  return copy(state, text, `the text of ${what}`);
}
