/** Moving in a trial: from step to step, by jumps, and through the text of a step. */
import { findLongQuote } from '../../../text/quote.ts';
import { nextBranch } from '../../../trial/branches.ts';
import { evidenceOf } from '../../../trial/evidence.ts';
import type { Trial } from '../../../trial/types.ts';
import type { Move } from '../../moves.ts';
import type { State } from '../../state.ts';
import { stepPage } from '../../step-page.ts';
import { findScreen, notify, type Transition, withTop } from '../../transition.ts';
import { followFilm, playOn } from './play.ts';
import { atPlace, atStep } from './positions.ts';
import { atLine } from './returning.ts';
import {
  lastAnchor,
  lowestStep,
  scrollBy,
  scrollOf,
  visibleRows,
  withEarlierTurns,
} from './scroll.ts';
import type { LoadedTrial, ReplayScreen } from './state.ts';
import { viewOf } from './view.ts';
import { neighbourStep, nextOfKind, stepOrder, verdictStep } from './steps.ts';
import { askWanted } from './wanted.ts';

export type ScrollMove = Exclude<Move, 'first' | 'last'>;

/** Moved by hand: what plays goes on from there, what was paused is over. */
export function show(state: State, screen: ReplayScreen): Transition {
  const shown = withEarlierTurns(state.size, withLine(state, screen));
  return playOn(withTop(state, shown.playing ? shown : { ...shown, reading: undefined }));
}

/** The replay that keeps the line at which the step that is shown now is left. */
function withLine(state: State, screen: ReplayScreen): ReplayScreen {
  const before = findScreen(state, 'replay');
  if (before?.key !== screen.key || before.step === screen.step) return screen;
  const { anchor, step } = before;
  return anchor.turn === step ? { ...screen, lines: { ...screen.lines, [step]: anchor } } : screen;
}

export function stepBy(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  by: 1 | -1,
): Transition {
  const step = neighbourStep(loaded.trial, screen, screen.step, by);
  if (step === undefined) {
    return notify(
      state,
      by > 0 ? 'This is the verdict; ] goes to the next trial' : 'This is the first turn',
    );
  }
  return show(state, atStep({ ...screen, quote: undefined }, step));
}

/** A jump leaves a way back. */
export function jump(state: State, screen: ReplayScreen, step: number): Transition {
  if (step === screen.step) return show(state, atStep(screen, step));
  return show(state, atStep({ ...screen, back: [...screen.back, screen.step] }, step));
}

/** Goes to the turn of a number that was typed. */
export function goToTurn(state: State, typed: string): Transition {
  const screen = findScreen(state, 'replay');
  if (screen?.loaded === undefined) return [state];
  const last = verdictStep(screen.loaded.trial);
  const step = Number(typed);
  if (/^\d+$/.test(typed) && step >= 1 && step <= last) return jump(state, screen, step);
  return notify(state, `No turn ${typed}: turns are 1 to ${last - 1}, ${last} is the verdict`);
}

export function jumpBack(state: State, screen: ReplayScreen): Transition {
  const step = screen.back.at(-1);
  if (step === undefined) return [state];
  return show(state, atLine({ ...screen, back: screen.back.slice(0, -1) }, step));
}

export function toKind(
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
export function toBranch(state: State, { step }: ReplayScreen, trial: Trial): Transition {
  const other = nextBranch(trial);
  if (other === undefined) return notify(state, 'This transcript has no other branch');
  return askWanted({ ...state, wanted: { trial: other, turn: step, instead: true } });
}

export function toQuote(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  number: number,
): Transition {
  const quote = evidenceOf(loaded.trial)[number - 1];
  if (quote === undefined) return notify(state, `There is no quote ${number}`);
  if (quote.trial !== undefined) {
    return askWanted({ ...state, wanted: { trial: quote.trial, turn: quote.turn } });
  }
  if (quote.turn === undefined) return notify(state, 'No turn has these words', 'warning');
  const { turn, text } = quote;
  const jumped: ReplayScreen = {
    ...atStep(screen, turn),
    quote: { turn, text },
    back: [...screen.back, screen.step],
  };
  const page = stepPage(loaded.trial, turn, viewOf(state.size, jumped).text, jumped);
  const mark = findLongQuote(page.text, text, loaded.trial.turns[turn - 1]?.text);
  const [next, ...effects] = show(
    state,
    mark === undefined ? jumped : atPlace(state, jumped, mark.start),
  );
  if (mark !== undefined) return [next, ...effects];
  const [noticed, ...more] = notify(next, 'The turn does not have these very words', 'warning');
  return [noticed, ...effects, ...more];
}

export function toggleOrder(state: State, screen: ReplayScreen): Transition {
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
export function lastPlace(state: State, screen: ReplayScreen, loaded: LoadedTrial): Transition {
  const bottom = lastAnchor(scrollOf(state.size, screen, loaded));
  const isThere = bottom.turn === screen.anchor.turn && bottom.offset === screen.anchor.offset;
  return isThere && screen.step !== verdictStep(loaded.trial)
    ? jump(state, screen, verdictStep(loaded.trial))
    : show(state, { ...screen, anchor: bottom });
}

export function scroll(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  move: ScrollMove,
): Transition {
  const { rows } = viewOf(state.size, screen);
  const page = Math.max(1, rows - 2);
  const amounts: Readonly<Record<ScrollMove, number>> = {
    down: 1,
    up: -1,
    pageDown: page,
    pageUp: -page,
    halfDown: Math.ceil(page / 2),
    halfUp: -Math.ceil(page / 2),
  };
  const amount = amounts[move];
  const { anchor, step } = screen.unfolded
    ? scrolledUnfolded(state, screen, loaded, amount)
    : {
        ...scrollBy(scrollOf(state.size, screen, loaded), screen.anchor, amount),
        step: screen.step,
      };
  const isSame = anchor.turn === screen.anchor.turn && anchor.offset === screen.anchor.offset;
  if (!isSame || step !== screen.step) return show(state, { ...screen, anchor, step });
  // A page beyond the end of a turn reads on in the next one.
  if (move === 'pageDown') return stepBy(state, screen, loaded, 1);
  return move === 'pageUp' ? pageBack(state, screen, loaded) : [state];
}

/** The turns that follow come into view from below, and the lowest in view is the one that is read. */
function scrolledUnfolded(
  { size }: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  amount: number,
): Pick<ReplayScreen, 'anchor' | 'step'> {
  const { rows } = viewOf(size, screen);
  const roll = scrollOf(size, screen, loaded, amount > 0 ? rows : 0);
  const shown = visibleRows(scrollOf(size, screen, loaded), screen.anchor).length;
  // Rows that are blank now are filled first.
  const by = amount > 0 ? Math.max(0, amount - (rows - shown)) : amount;
  const { anchor } = scrollBy(roll, screen.anchor, by);
  return { anchor, step: lowestStep(roll, anchor) ?? screen.step };
}

/** To the end of the turn before, whose last page comes first when one reads backwards. */
function pageBack(state: State, screen: ReplayScreen, loaded: LoadedTrial): Transition {
  const step = neighbourStep(loaded.trial, screen, screen.step, -1);
  if (step === undefined) return stepBy(state, screen, loaded, -1);
  const before = atStep({ ...screen, quote: undefined }, step);
  return show(state, { ...before, anchor: lastAnchor(scrollOf(state.size, before, loaded)) });
}
