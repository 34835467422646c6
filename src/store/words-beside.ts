/** Words beside regular expressions: only texts that have them are read. */
import type { Plan } from '../query/plan-types.ts';
import { besideHits, isOfTurn } from './conditions.ts';
import type { TextPlan } from './plan-nodes.ts';

/**
 * The same plan, whose regular expressions know the words that every hit has to have beside them: fewer
 * texts are read for them. Only where all hits are of one turn; elsewhere a match alone may be a hit.
 */
export function withWordsBeside(plan: Plan): Plan {
  if (plan.type === 'turn') return { type: 'turn', part: withWordsBeside(plan.part) };
  if (plan.type !== 'and' || besideHits(plan) === undefined) return plan;
  const beside = plan.parts.filter((part) => part.type === 'text');
  if (beside.length === 0) return plan;
  return {
    type: 'and',
    parts: plan.parts.map((part) => (isOfTurn(part) ? told(part, beside) : part)),
  };
}

/** A part whose regular expressions are told of words. */
function told(plan: Plan, beside: readonly TextPlan[]): Plan {
  switch (plan.type) {
    case 'regex':
      return { ...plan, beside };
    case 'not':
      return { type: 'not', part: told(plan.part, beside) };
    case 'and':
    case 'or':
      return { type: plan.type, parts: plan.parts.map((part) => told(part, beside)) };
    default:
      return plan;
  }
}
