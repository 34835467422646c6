/** Looks whether the regular expressions of a query can be read: a wrong one is a mistake with its place. */
import type { Query } from '../query/ast.ts';
import { nodesOf } from '../query/nodes.ts';
import { checkRegex, loadRegexes, RegexMistake } from '../text/regex.ts';
import { QueryMistake } from './query-mistake.ts';

/**
 * Makes the regular expressions of a query ready to be used in this thread. Throws a `QueryMistake`,
 * with the place of what is wrong in it, for the first that cannot be read.
 */
export async function checkRegexes(query: Query): Promise<void> {
  const all = nodesOf(query).filter((part) => part.type === 'regex');
  if (all.length === 0) return;
  await loadRegexes();
  for (const one of all) {
    try {
      checkRegex(one);
    } catch (error) {
      if (!(error instanceof RegexMistake)) throw error;
      const from = one.at.start + '/'.length;
      throw new QueryMistake({
        message: `this pattern is wrong: ${error.message}`,
        at: { start: from + error.start, end: from + error.end },
      });
    }
  }
}
