/** Conditions of plans as SQLite and its full-text index have them. */
import type { Choice, Plan } from '../../query/plan-types.ts';
import {
  combinations,
  isWide,
  IN_SQL,
  trialCondition as trialConditionIn,
  type Dialect,
  type TextSource,
} from '../conditions.ts';
import type { RegexPlan, TextPlan } from '../plan-nodes.ts';
import { wrap, type Sql } from '../sql.ts';
import { fieldCondition } from './columns.ts';
import { widePhrase } from './wide-phrases.ts';
import { turnField } from './turn-fields.ts';

/** The index itself for words. What regular expressions match is found before, and looked up in `regexes`. */
export function fromIndex(regexes: { readonly condition: (node: RegexPlan) => Sql }): TextSource {
  return (node) => {
    if (node.type === 'regex') return regexes.condition(node);
    if (isWide(node)) return wrap('p.id IN (', widePhrase(node), ')');
    return {
      text: 'p.id IN (SELECT rowid FROM word WHERE word MATCH ?)',
      values: [matchExpression(node)],
    };
  };
}

/** A condition on a row `t` of `trial`. */
export function trialCondition(plan: Plan, source: TextSource): Sql {
  return trialConditionIn(plan, dialect(source));
}

function dialect(text: TextSource): Dialect {
  return {
    ...IN_SQL,
    text,
    turnField,
    field: fieldCondition,
    turnsOf: (condition) =>
      wrap(
        't.key IN (SELECT u.trial FROM turn u WHERE u.passage IN (SELECT p.id FROM passage p WHERE ',
        condition,
        '))',
      ),
  };
}

/** A query for the full-text index: any of the combinations of a node's words, which must not be wide. */
export function matchExpression(node: TextPlan): string {
  return combinations(node)
    .map(({ words }) => phraseExpression(words))
    .join(' OR ');
}

/** Words one after the other. Only the last of a phrase can be a beginning, which FTS5 allows. */
export function phraseExpression(words: readonly Choice[]): string {
  const phrase = words.map(({ word }) => word.replaceAll('"', '')).join(' ');
  return words.at(-1)?.prefix === true ? `"${phrase}" *` : `"${phrase}"`;
}
