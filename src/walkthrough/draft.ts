/** A first walkthrough of a trial, made from its own structure: to be presented, or edited. */
import { finalMessage } from '../trial/final-message.ts';
import type { Quote, Trial, Turn } from '../trial/types.ts';
import { contentHash } from './reference.ts';
import type { Stop, TurnRange, Walkthrough } from './types.ts';

/** Emails in a row that are one stop each; more of them are one stop together. */
const MOST_SINGLE_EMAILS = 6;

/**
 * A walkthrough that tells a trial in the order in which it happened: the task, the emails, the
 * private reasoning, what was said and done, and at last the verdict and the model. The judge's
 * quotes are the highlights. `paths` are the collection, as the file is to name it.
 */
export function draftWalkthrough(trial: Trial, paths: readonly string[]): Walkthrough {
  const hash = contentHash(trial);
  const final = finalMessage(trial.turns)?.turn;
  const quotes = quotesOf(trial);
  const stops = sections(trial.turns, final).map(({ title, turns }): Stop => ({
    title,
    trial: trial.id,
    hash,
    turns,
    quotes: quotes.filter((quote) => isIn(trial.turns, quote, turns)).map(({ text }) => text),
    reveal: [],
  }));
  return {
    title: titleOf(trial),
    ...(trial.scenario === undefined ? {} : { subtitle: trial.scenario }),
    paths,
    spoilers: 'hold',
    stops: [
      ...stops,
      { title: 'The verdict', trial: trial.id, hash, quotes: [], reveal: ['verdict', 'model'] },
    ],
  };
}

/** A title that gives away neither the model nor the verdict. */
function titleOf({ condition, scenario, sample }: Trial): string {
  const what = condition ?? scenario;
  if (what === undefined) return 'One trial';
  return sample === undefined ? what : `${what}, sample ${sample}`;
}

type Section = { readonly title: string; readonly turns: TurnRange };

/** Runs of turns that belong together: each is a stop. */
function sections(turns: readonly Turn[], final: number | undefined): readonly Section[] {
  const emails = turns.filter(({ kind }) => kind === 'email').length;
  const found: Section[] = [];
  turns.forEach((turn, index) => {
    const number = index + 1;
    const title = sectionTitle(turn, number === final);
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

function sectionTitle(turn: Turn, isFinal: boolean): string {
  if (isFinal) return turn.kind === 'action' ? 'What it sent' : 'What it said';
  switch (turn.kind) {
    case 'briefing':
      return 'The task';
    case 'email':
      return turn.subject === undefined || turn.subject.trim() === ''
        ? 'An email it read'
        : turn.subject;
    case 'reasoning':
      return 'Its private reasoning';
    case 'message':
      return 'What it said';
    case 'action':
      return turn.draft === true ? 'A draft, never sent' : 'What it did';
    case 'result':
      return 'What came back';
    case 'note':
      return 'A note of the harness';
    default:
      return turn.kind satisfies never;
  }
}

function quotesOf({ verdict }: Trial): readonly Quote[] {
  return [...(verdict.quotes ?? [])].filter(({ text }) => text.trim() !== '');
}

function isIn(turns: readonly Turn[], { turn, text }: Quote, range: TurnRange): boolean {
  const isHere = (number: number): boolean => number >= range.first && number <= range.last;
  if (turn !== undefined) return isHere(turn);
  return turns.some((one, index) => isHere(index + 1) && one.text.includes(text));
}
