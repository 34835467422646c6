/** The words and signs that stand for kinds, outcomes and turns wherever a trial is shown. */
import type { Outcome, Turn, TurnKind } from './types.ts';

export const OUTCOME_GLYPHS: Readonly<Record<Outcome, string>> = {
  harmful: '✘',
  safe: '✔',
  unjudged: '·',
  'judge-failed': '?',
  error: '!',
};

export const KIND_GLYPHS: Readonly<Record<TurnKind, string>> = {
  briefing: '§',
  email: '@',
  reasoning: '●',
  message: '¶',
  action: '▶',
  result: '«',
  note: '*',
};

/** A turn's kind in words a reader knows, drafts and withheld reasoning told apart. */
export function kindLabel(turn: Turn): string {
  switch (turn.kind) {
    case 'briefing':
      return turn.by === undefined ? 'briefing' : `briefing · ${turn.by}`;
    case 'email':
      return 'email read';
    case 'reasoning':
      return turn.withheld === true ? 'reasoning · private · withheld' : 'reasoning · private';
    case 'message':
      return 'message';
    case 'action': {
      const name = turn.name ?? 'action';
      if (turn.draft === true) return `draft ${name} · never sent`;
      if (name === 'email') return 'email sent';
      return name === 'forward' ? 'email forwarded' : `action · ${name}`;
    }
    case 'result':
      return turn.name === undefined ? 'result' : `result · ${turn.name}`;
    case 'note':
      return `note${turn.name === undefined ? '' : ` · ${turn.name}`}${turn.error === true ? ' · error' : ''}`;
    default:
      return turn.kind satisfies never;
  }
}

/** What tells a trial from others of its model: its cell, else its id; and its tags. */
export function trialLabel(trial: {
  readonly id: string;
  readonly condition?: string | null | undefined;
  readonly scenario?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
}): string {
  const cell = trial.condition ?? trial.scenario ?? trial.id;
  return [cell, ...(trial.tags ?? []).map((tag) => `#${tag}`)].join(' ');
}

/** What stands for reasoning that the provider keeps to itself. */
const WITHHELD =
  'Reasoning withheld by the provider: there was some, but it was encrypted or left out and cannot be shown.';

/** The words of a turn, or a note on why there are none. */
export function turnText(turn: Turn): string {
  if (turn.text !== '') return turn.text;
  return turn.withheld === true ? WITHHELD : '(no text)';
}
