/** The nodes of a plan that look into texts. */
import { nodesOf } from '../query/nodes.ts';
import type { Plan } from '../query/plan-types.ts';

export type TextPlan = Extract<Plan, { type: 'text' }>;
export type RegexPlan = Extract<Plan, { type: 'regex' }>;

/** Every regular expression of a plan. */
export function regexNodes(plan: Plan): readonly RegexPlan[] {
  return nodesOf(plan).filter((node) => node.type === 'regex');
}

/** Every node of words, or a regular expression, that is looked for (not under a `not`). */
export function textNodes(plan: Plan): readonly (TextPlan | RegexPlan)[] {
  switch (plan.type) {
    case 'text':
    case 'regex':
      return [plan];
    case 'and':
    case 'or':
      return plan.parts.flatMap(textNodes);
    case 'turn':
      return textNodes(plan.part);
    default:
      return [];
  }
}

/** Whether some word of a plan is the beginning of words. */
export function asksForBeginnings(plan: Plan): boolean {
  return nodesOf(plan).some(
    (node) =>
      node.type === 'text' &&
      node.places.some((place) => place.some(({ prefix }) => prefix === true)),
  );
}
