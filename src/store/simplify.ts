/** Plans with fewer parts that mean the same. */
import type { Plan } from '../query/plan-types.ts';

/**
 * The same plan without parts that always or never hold, and with lists of lists made one. Text
 * nodes stay the very same objects.
 */
export function simplify(plan: Plan): Plan {
  switch (plan.type) {
    case 'not': {
      const part = simplify(plan.part);
      if (part.type === 'all') return { type: 'none' };
      return part.type === 'none' ? { type: 'all' } : { type: 'not', part };
    }
    case 'turn': {
      const part = simplify(plan.part);
      return part.type === 'none' ? part : { type: 'turn', part };
    }
    case 'and':
    case 'or': {
      const [neutral, absorbing] = plan.type === 'and' ? ['all', 'none'] : ['none', 'all'];
      const parts = plan.parts
        .map(simplify)
        .flatMap((part) => (part.type === plan.type ? part.parts : [part]))
        .filter((part) => part.type !== neutral);
      if (parts.some((part) => part.type === absorbing)) {
        return { type: plan.type === 'and' ? 'none' : 'all' };
      }
      const [only] = parts;
      if (only === undefined) return { type: plan.type === 'and' ? 'all' : 'none' };
      return parts.length === 1 ? only : { type: plan.type, parts };
    }
    default:
      return plan;
  }
}
