/** Looks what a rule of `--verdict` left undecided: a field that a record lacks decides nothing. */
import { didYouMean } from '../base/nearest.ts';
import type { Plan } from '../query/plan-types.ts';
import type { Store } from '../store/store.ts';
import type { Problem } from '../trial/types.ts';

const OPTION = '--verdict';

/** What a rule decides about; branches, views and subagents are unjudged whatever it says. */
const RULED: Plan = {
  type: 'not',
  part: {
    type: 'field',
    field: 'tag',
    op: 'is',
    values: ['branch', 'view', 'subagent'].map((text) => ({ text, glob: false })),
  },
};

type Complaint = { readonly message: string; readonly severity: Problem['severity'] };

/**
 * That a rule decides about no trial, or how many it leaves unjudged, as a line; undefined where it
 * decides about all, or where there is no trial.
 */
export async function verdictComplaint(
  store: Store,
  rule: string | undefined,
): Promise<Complaint | undefined> {
  if (rule === undefined) return undefined;
  const all = (await store.groups({ type: 'all' }, [])).total.counts;
  const { trials, unjudged } = (await store.groups(RULED, [])).total.counts;
  if (all.trials === 0 || (all.judged > 0 && unjudged === 0)) return undefined;
  // Loaded on use: nobody waits for it at the start.
  const { fieldsOfRule } = await import('../formats/verdict-rule.ts');
  const names = fieldsOfRule(rule);
  if (all.judged > 0) {
    const which = `${unjudged} of ${trials} trials`;
    return {
      severity: 'notice',
      message: `the rule leaves ${which} unjudged: they have no value that it can use for ${names.join(', ')}`,
    };
  }
  const known = await store.fields();
  const hint = didYouMean(names.find((name) => !known.some((one) => one === name)) ?? '', known);
  return {
    severity: 'warning',
    message: `the rule decides about no trial: no record has a value that it can use for ${names.join(', ')}${hint}`,
  };
}

/** A store whose problems say so too. */
export function withVerdictCheck(store: Store, rule: string | undefined): Store {
  if (rule === undefined) return store;
  const own = async (): Promise<readonly Problem[]> => {
    const complaint = await verdictComplaint(store, rule);
    return complaint === undefined ? [] : [{ source: OPTION, ...complaint }];
  };
  return {
    ...store,
    totals: async () => {
      const [totals, more] = [await store.totals(), await own()];
      return { ...totals, problems: totals.problems + more.length };
    },
    problems: async (limit) => [...(await own()), ...(await store.problems(limit))].slice(0, limit),
  };
}
