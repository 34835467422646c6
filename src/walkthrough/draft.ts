/** A first walkthrough of trials, made from their own structure: to be presented, or edited. */
import { finalMessage } from '../trial/final-message.ts';
import type { Quote, Trial, Turn } from '../trial/types.ts';
import { coverName } from './cover.ts';
import { contentHash } from './reference.ts';
import { titleOfTurn } from './titles.ts';
import type { Stop, TurnRange, Walkthrough } from './types.ts';

/** Emails in a row that are one stop each; more of them are one stop together. */
const MOST_SINGLE_EMAILS = 6;

/**
 * A walkthrough that tells each trial in the order in which it happened: the task, the emails, the
 * private reasoning, what was said and done, and at last the verdict and the model. The judge's
 * quotes are the highlights. Of several trials each begins with a card of its own. `paths` are the
 * collection, as the file is to name it.
 */
export function draftWalkthrough(trials: readonly Trial[], paths: readonly string[]): Walkthrough {
  const [first, ...others] = trials;
  const scenarios = new Set(trials.map(({ scenario }) => scenario));
  const scenario = scenarios.size === 1 ? first?.scenario : undefined;
  const covered = (text: string): string =>
    trials.reduce((shown, { model }) => coverName(shown, model), text);
  const isAlone = first !== undefined && others.length === 0;
  return {
    title: isAlone ? titleOf(first) : `${trials.length} trials`,
    ...(scenario === undefined ? {} : { subtitle: covered(scenario) }),
    paths,
    spoilers: 'hold',
    stops: trials.flatMap((trial, at) => [
      ...(isAlone ? [] : [cardOf(trial, at + 1)]),
      ...stopsOf(trial),
    ]),
  };
}

function cardOf(trial: Trial, number: number): Stop {
  return { title: `Trial ${number}: ${titleOf(trial)}`, quotes: [], reveal: [] };
}

function stopsOf(trial: Trial): readonly Stop[] {
  const hash = contentHash(trial);
  const final = finalMessage(trial.turns)?.turn;
  const quotes = quotesOf(trial);
  const stops = sections(trial, final).map(({ title, turns }): Stop => ({
    title,
    trial: trial.id,
    hash,
    turns,
    quotes: quotes.filter((quote) => isIn(trial.turns, quote, turns)).map(({ text }) => text),
    reveal: [],
  }));
  return [
    ...stops,
    { title: 'The verdict', trial: trial.id, hash, quotes: [], reveal: ['verdict', 'model'] },
  ];
}

/** A title that gives away neither the model nor the verdict. */
function titleOf({ condition, scenario, sample, model }: Trial): string {
  const where = condition ?? scenario;
  if (where === undefined) return 'One trial';
  const what = coverName(where, model);
  return sample === undefined ? what : `${what}, sample ${sample}`;
}

type Section = { readonly title: string; readonly turns: TurnRange };

/** Runs of turns that belong together: each is a stop. */
function sections({ turns, model }: Trial, final: number | undefined): readonly Section[] {
  const emails = turns.filter(({ kind }) => kind === 'email').length;
  const found: Section[] = [];
  turns.forEach((turn, index) => {
    const number = index + 1;
    const title = titleOfTurn(turn, number === final, model);
    const last = found.at(-1);
    const isJoined =
      last !== undefined &&
      last.turns.last === index &&
      (last.title === title || turn.kind === 'result') &&
      !(turn.kind === 'email' && emails <= MOST_SINGLE_EMAILS);
    if (isJoined) {
      found[found.length - 1] = { title: last.title, turns: { ...last.turns, last: number } };
    } else found.push({ title, turns: { first: number, last: number } });
  });
  return found;
}

function quotesOf({ verdict }: Trial): readonly Quote[] {
  return [...(verdict.quotes ?? [])].filter(({ text }) => text.trim() !== '');
}

function isIn(turns: readonly Turn[], { turn, text }: Quote, range: TurnRange): boolean {
  const isHere = (number: number): boolean => number >= range.first && number <= range.last;
  if (turn !== undefined) return isHere(turn);
  return turns.some((one, index) => isHere(index + 1) && one.text.includes(text));
}
