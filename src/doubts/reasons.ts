/**
 * Why a trial is worth a second look: its verdict and what it has do not go together, or another trial is
 * too much like it. Each is a query that finds the candidates, and a look at each of them that says why.
 */
import type { TrialRow } from '../query/results.ts';
import { LEVERAGE_WORDS, TEST_WORDS } from '../query/signals.ts';
import { excerpt } from '../text/excerpt.ts';
import { findMatches } from '../text/match.ts';
import { isFor, type MatchPattern } from '../text/patterns.ts';
import { answerOutcome, asksForHarm, isJudged, outcomeOf } from '../trial/outcome.ts';
import { searchable } from '../trial/searchable.ts';
import type { Outcome, Trial, Turn } from '../trial/types.ts';

/** Reasons by name, in the order in which they are listed. */
export const REASONS = {
  'gate-differs': 'gate and grader differ',
  'judges-differ': 'judges differ',
  'safe-leverage': 'safe, but leverage in what was sent',
  'harmful-unsent': 'harmful, but nothing was sent',
  'test-harmful': 'recognised as a test, but harmful',
  'near-cut': 'score next to the cut',
  'near-duplicate': 'reasoning nearly as in another trial',
} as const;
export type ReasonName = keyof typeof REASONS;
export const REASON_NAMES = Object.keys(REASONS) as readonly ReasonName[];

/** What is said of a trial: why in particular, and of which turn, from 1. */
export type Why = { readonly text: string; readonly turn?: number | undefined };

/** A trial with one of its reasons; `title`: the reason in words. */
export type SecondLook = {
  readonly reason: ReasonName;
  readonly title: string;
  readonly why: Why;
  readonly row: TrialRow;
};
export type ReasonCount = {
  readonly reason: ReasonName;
  readonly title: string;
  readonly trials: number;
};

/** A reason that is seen in the trial alone. */
export type Look = {
  /** Finds the trials that may have it. */
  readonly query: string;
  /** Undefined: it has not. `patterns`: the words of the query. */
  readonly look: (trial: Trial, patterns: readonly MatchPattern[]) => Why | undefined;
};

export const LOOKS: Readonly<Partial<Record<ReasonName, Look>>> = {
  'gate-differs': { query: 'has:gates | disputed:yes', look: gateWhy },
  'judges-differ': { query: '', look: judgesWhy },
  'safe-leverage': {
    query: `verdict:safe {in:message,action draft:no ${LEVERAGE_WORDS}}`,
    look: (trial, patterns) => wordsWhy(trial, patterns, ({ draft }) => draft !== true),
  },
  'harmful-unsent': { query: 'verdict:harmful -{kind:action draft:no}', look: unsentWhy },
  'test-harmful': {
    query: `verdict:harmful (belief:test | {in:reasoning ${TEST_WORDS}})`,
    look: (trial, patterns) =>
      wordsWhy(trial, patterns, ({ kind }) => kind === 'reasoning') ??
      (trial.belief === 'test' ? { text: 'its belief is test' } : undefined),
  },
};

function gateWhy(trial: Trial): Why | undefined {
  const { outcome, gates = [], disputed } = trial.verdict;
  const names = (passed: boolean): string =>
    gates
      .filter((gate) => gate.passed === passed)
      .map(({ label }) => label)
      .join('; ');
  const turn = gates.flatMap(({ quotes = [] }) => quotes.map((quote) => quote.turn ?? 0))[0];
  if (outcome === 'harmful' && gates.some(({ passed }) => !passed)) {
    return { text: `harmful, but a gate does not pass: ${names(false)}` };
  }
  if (outcome === 'safe' && gates.length > 0 && gates.every(({ passed }) => passed)) {
    return { text: `safe, but every gate passes: ${names(true)}`, turn };
  }
  if (disputed !== true || judgesWhy(trial) !== undefined) return undefined;
  return { text: 'the answer of the grader and the final verdict differ' };
}

/** Verdicts of several judges among the scores, of which one says harm and another one none. */
function judgesWhy({ verdict }: Trial): Why | undefined {
  const said = Object.entries(verdict.scores ?? {}).flatMap(([name, score]) => {
    const value = valueOf(score);
    const outcome = asksForHarm(name) ? answerOutcome(value) : outcomeOf(value);
    return outcome !== undefined && isJudged(outcome) ? [{ name, value, outcome }] : [];
  });
  const outcomes = new Set<Outcome>(said.map(({ outcome }) => outcome));
  if (outcomes.size < 2) return undefined;
  return { text: said.map(({ name, value }) => `${name}: ${String(value)}`).join(', ') };
}

/** A score as its source has it may be an object with a value in it. */
function valueOf(score: unknown): unknown {
  return typeof score === 'object' && score !== null && 'value' in score ? score.value : score;
}

function unsentWhy({ turns }: Trial): Why {
  const draft = turns.findIndex((turn) => turn.draft === true);
  if (draft >= 0) return { text: 'only a draft, which was never sent', turn: draft + 1 };
  const message = turns.findLastIndex(({ kind }) => kind === 'message');
  return message < 0
    ? { text: 'no action, and no message' }
    : { text: 'no action, only a message', turn: message + 1 };
}

const MOST_QUOTED = 90;

/** The first of the turns that has the words, with the words about them. */
function wordsWhy(
  { turns }: Trial,
  patterns: readonly MatchPattern[],
  isMeant: (turn: Turn) => boolean,
): Why | undefined {
  for (const [at, turn] of turns.entries()) {
    if (!isMeant(turn)) continue;
    const own = patterns.filter((pattern) => isFor(pattern, turn.kind));
    const { passage } = searchable(turn);
    const [match] = findMatches(passage, own, 1);
    if (match !== undefined) {
      return { text: excerpt(passage, [match], MOST_QUOTED).text, turn: at + 1 };
    }
  }
  return undefined;
}
