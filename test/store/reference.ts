/** What a plan means, written down a second time: slowly, over trials in memory, without a store. */
import type { Plan } from '../../src/query/plan-types.ts';
import { words } from '../../src/text/words.ts';
import { searchable } from '../../src/trial/searchable.ts';
import { isMatchOfV8 } from '../support/regexes.ts';
import type { Trial, Turn } from '../../src/trial/types.ts';

const TURN_FIELDS = ['kind', 'from', 'to', 'subject', 'draft'];

/** A turn, or the judge's words as one. */
type Passage = Omit<Turn, 'kind'> & { readonly kind: string };

/** Whether a trial matches a plan. */
export function matchesTrial(plan: Plan, trial: Trial): boolean {
  const parts = flat(plan, 'and');
  const together = parts.filter(isOfTurn);
  if (!together.some(isPositive)) return parts.every((part) => alone(part, trial));
  return (
    parts.filter((part) => !isOfTurn(part)).every((part) => alone(part, trial)) &&
    passagesOf(trial).some((turn) => together.every((part) => matchesTurn(part, turn)))
  );
}

function alone(plan: Plan, trial: Trial): boolean {
  switch (plan.type) {
    case 'all':
      return true;
    case 'none':
      return false;
    case 'and':
      return matchesTrial(plan, trial);
    case 'or':
      return plan.parts.some((part) => matchesTrial(part, trial));
    case 'not':
      return !matchesTrial(plan.part, trial);
    case 'turn':
      return passagesOf(trial).some((turn) => matchesTurn(plan.part, turn));
    case 'field':
      return isOfTurn(plan)
        ? passagesOf(trial).some((turn) => matchesTurn(plan, turn))
        : plan.values.some(({ text, glob }) => fits(fieldOf(plan.field, trial), text, glob));
    default:
      return passagesOf(trial).some((turn) => matchesTurn(plan, turn));
  }
}

/** Whether a turn matches a plan that speaks of turns. */
export function matchesTurn(plan: Plan, turn: Passage): boolean {
  switch (plan.type) {
    case 'and':
      return plan.parts.every((part) => matchesTurn(part, turn));
    case 'or':
      return plan.parts.some((part) => matchesTurn(part, turn));
    case 'not':
      return !matchesTurn(plan.part, turn);
    case 'field': {
      if (turn.kind === 'rationale') return false;
      const isDraft = plan.field === 'draft';
      const own = isDraft ? draftOf(turn) : turn[plan.field as 'kind' | 'from'];
      const value = (own ?? '').toLowerCase();
      return plan.values.some(({ text, glob }) =>
        glob || plan.field === 'kind' || isDraft
          ? fits(value, text, glob)
          : value !== '' && value.includes(text.toLowerCase()),
      );
    }
    case 'scope':
      return isInScope(plan.in, turn.kind);
    case 'text':
      return isInScope(plan.in, turn.kind) && hasWords(plan, turn);
    case 'regex':
      return isInScope(plan.in, turn.kind) && isMatchOfV8(plan, searchable(turn as Turn).passage);
    default:
      return plan.type === 'all';
  }
}

function draftOf({ draft }: Passage): string {
  return draft === true ? 'yes' : 'no';
}

function isInScope(scopes: readonly string[] | undefined, kind: string): boolean {
  return scopes === undefined ? kind !== 'rationale' : scopes.includes(kind);
}

function hasWords({ places }: Extract<Plan, { type: 'text' }>, turn: Passage): boolean {
  const all = [...words(searchable(turn as Turn).passage)].map(({ word }) => word);
  return all.some((_, start) =>
    places.every((place, index) => {
      const found = all[start + index];
      return place.some(({ word, prefix }) =>
        prefix === true ? found?.startsWith(word) === true : found === word,
      );
    }),
  );
}

export function passagesOf({ turns, verdict }: Trial): readonly Passage[] {
  const rationale = verdict.rationale ?? '';
  return rationale === '' ? turns : [...turns, { kind: 'rationale', text: rationale }];
}

function fieldOf(field: string, trial: Trial): string {
  switch (field) {
    case 'verdict':
      return trial.verdict.outcome;
    case 'turns':
      return String(trial.turns.length);
    default:
      return trial[field as 'model' | 'scenario'] ?? '';
  }
}

function fits(value: string, pattern: string, glob: boolean): boolean {
  const [own, wanted] = [value.toLowerCase(), pattern.toLowerCase()];
  if (!glob) return own === wanted;
  const source = wanted.split('*').map((part) => RegExp.escape(part));
  return new RegExp(`^${source.join('.*')}$`, 's').test(own);
}

function flat(plan: Plan, type: 'and' | 'or'): readonly Plan[] {
  return plan.type === type ? plan.parts.flatMap((part) => flat(part, type)) : [plan];
}

function isOfTurn(plan: Plan): boolean {
  switch (plan.type) {
    case 'text':
    case 'regex':
    case 'scope':
      return true;
    case 'field':
      return TURN_FIELDS.includes(plan.field);
    case 'not':
      return isOfTurn(plan.part);
    case 'and':
    case 'or':
      return plan.parts.every(isOfTurn);
    default:
      return false;
  }
}

function isPositive(plan: Plan): boolean {
  if (plan.type === 'and') return plan.parts.some(isPositive);
  if (plan.type === 'or') return plan.parts.every(isPositive);
  return plan.type !== 'not';
}
