/** Looks whether a rule of `--verdict` decided anything: a field that no record has decides nothing. */
import { didYouMean } from '../base/nearest.ts';
import type { Store } from '../store/store.ts';
import type { Problem } from '../trial/types.ts';

const OPTION = '--verdict';

/** Why no trial is judged by a rule, as a line; undefined where one is, or where there is no trial. */
export async function verdictComplaint(
  store: Store,
  rule: string | undefined,
): Promise<string | undefined> {
  if (rule === undefined) return undefined;
  const { total } = await store.groups({ type: 'all' }, []);
  if (total.counts.trials === 0 || total.counts.judged > 0) return undefined;
  // Loaded on use: nobody waits for it at the start.
  const { fieldsOfRule } = await import('../formats/verdict-rule.ts');
  const names = fieldsOfRule(rule);
  const known = await store.fields();
  const hint = didYouMean(names.find((name) => !known.some((one) => one === name)) ?? '', known);
  return `the rule decides about no trial: no record has a value that it can use for ${names.join(', ')}${hint}`;
}

/** A store whose problems say so too. */
export function withVerdictCheck(store: Store, rule: string | undefined): Store {
  if (rule === undefined) return store;
  const own = async (): Promise<readonly Problem[]> => {
    const message = await verdictComplaint(store, rule);
    return message === undefined ? [] : [{ source: OPTION, severity: 'warning', message }];
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
