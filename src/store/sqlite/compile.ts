/**
 * From a plan to SQL.
 *
 * A part of a plan speaks of one turn (words, `kind:`, `from:`, `to:`, `subject:`, and what is made
 * of these alone) or of the trial. The parts of an `and` that speak of a turn must hold for one and
 * the same turn. A `not` among them excludes turns; with no other part beside it, it excludes every
 * trial that has such a turn. Brackets within an `and` change nothing: `a (b c)` is `a b c`. A `turn`
 * speaks of the trial: that it has a turn of which all inside holds.
 *
 * What is said of a turn depends on its passage alone, so a condition on turns is a set of passages.
 */
import type { Choice, Plan } from '../../query/plan-types.ts';
import { isTurnField } from '../../query/ast.ts';
import { fieldCondition } from './columns.ts';
import { isWide, MOST_COMBINATIONS, widePhrase } from './wide-phrases.ts';
import { turnField } from './turn-fields.ts';
import { ALWAYS, join, NEVER, sql, wrap, type Sql } from './sql.ts';

type TextPlan = Extract<Plan, { type: 'text' }>;

/** How a text node is found in SQL: the full-text index directly, or a table made before. */
export type TextSource = (node: TextPlan) => Sql;

/** The index itself. */
export const fromIndex: TextSource = (node) =>
  isWide(node)
    ? wrap('p.id IN (', widePhrase(node), ')')
    : {
        text: 'p.id IN (SELECT rowid FROM word WHERE word MATCH ?)',
        values: [matchExpression(node)],
      };

/** A condition on a row `t` of `trial`. */
export function trialCondition(plan: Plan, source: TextSource = fromIndex): Sql {
  return ofTrial(simplify(plan), source);
}

/**
 * A condition on a row `p` of `passage`: those that are hits of the plan's words. Undefined if the
 * plan has none (or only excludes some).
 */
export function passageCondition(plan: Plan, source: TextSource): Sql | undefined {
  return ofPassage(simplify(plan), source);
}

/**
 * What a trial that has a hit of the plan must fulfil besides: `all` where there is nothing more to
 * ask of it. Undefined where that depends on what its other passages say.
 */
export function besideHits(plan: Plan): Plan | undefined {
  const simple = simplify(plan);
  const parts = simple.type === 'and' ? simple.parts : [simple];
  const ofTurn = parts.filter(isOfTurn);
  if (!ofTurn.some(isPositive)) return undefined;
  const others = parts.filter((part) => !ofTurn.includes(part));
  const haveHits = others.some((part) => ofPassage(part, fromIndex) !== undefined);
  return haveHits ? undefined : { type: 'and', parts: others };
}

function ofTrial(plan: Plan, source: TextSource): Sql {
  switch (plan.type) {
    case 'all':
      return ALWAYS;
    case 'none':
      return NEVER;
    case 'text':
    case 'scope':
      return turnsOf([plan], source);
    case 'turn':
      return turnsOf([plan.part], source);
    case 'field':
      return isTurnField(plan.field)
        ? turnsOf([plan], source)
        : fieldCondition(plan.field, plan.op, plan.values);
    case 'not':
      return negated(ofTrial(plan.part, source));
    case 'or':
      return isOfTurn(plan) && isPositive(plan)
        ? turnsOf([plan], source)
        : join(
            plan.parts.map((part) => ofTrial(part, source)),
            'OR',
          );
    case 'and': {
      const ofTurn = plan.parts.filter(isOfTurn);
      const together = ofTurn.some(isPositive) ? ofTurn : [];
      const alone = plan.parts.filter((part) => !together.includes(part));
      return join(
        [
          ...alone.map((part) => ofTrial(part, source)),
          ...(together.length === 0 ? [] : [turnsOf(together, source)]),
        ],
        'AND',
      );
    }
    default:
      return plan satisfies never;
  }
}

function ofPassage(plan: Plan, source: TextSource): Sql | undefined {
  switch (plan.type) {
    case 'text':
      return turnCondition(plan, source);
    case 'turn':
      return turnCondition(plan.part, source);
    case 'field':
      return isTurnField(plan.field) ? turnCondition(plan, source) : undefined;
    case 'and': {
      const ofTurn = plan.parts.filter(isOfTurn);
      const together = ofTurn.some(isPositive) ? ofTurn : [];
      const alone = plan.parts
        .filter((part) => !together.includes(part))
        .map((part) => ofPassage(part, source));
      return anyOf([
        together.length === 0 ? undefined : turnCondition({ type: 'and', parts: together }, source),
        ...alone,
      ]);
    }
    case 'or':
      return anyOf(plan.parts.map((part) => ofPassage(part, source)));
    default:
      return undefined;
  }
}

function anyOf(conditions: readonly (Sql | undefined)[]): Sql | undefined {
  const some = conditions.filter((one) => one !== undefined);
  return some.length === 0 ? undefined : join(some, 'OR');
}

/**
 * The same plan without parts that always or never hold, and with lists of lists made one. Text
 * nodes stay the very same objects.
 */
function simplify(plan: Plan): Plan {
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

/** Every text node that is looked for (not under a `not`). */
export function textNodes(plan: Plan): readonly TextPlan[] {
  switch (plan.type) {
    case 'text':
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

/** A query for the full-text index: any of the combinations of a node's words. */
function matchExpression(node: TextPlan): string {
  return combinations(node)
    .map(({ words }) => phraseExpression(words))
    .join(' OR ');
}

/** Words of each place combined, the closest first, with their mean closeness. Of a wide phrase the closest. */
export function combinations(
  node: TextPlan,
): readonly { readonly words: readonly Choice[]; readonly closeness: number }[] {
  let found: { words: readonly Choice[]; closeness: number }[] = [{ words: [], closeness: 0 }];
  for (const place of node.places) {
    found = found
      .flatMap(({ words, closeness }) =>
        place.map((choice) => ({
          words: [...words, choice],
          closeness: closeness + choice.closeness,
        })),
      )
      .toSorted((a, b) => b.closeness - a.closeness)
      .slice(0, node.places.length === 1 ? undefined : MOST_COMBINATIONS);
  }
  return found.map(({ words, closeness }) => ({ words, closeness: closeness / words.length }));
}

/** Words one after the other. Only the last of a phrase can be a beginning, which FTS5 allows. */
export function phraseExpression(words: readonly Choice[]): string {
  const phrase = words.map(({ word }) => word.replaceAll('"', '')).join(' ');
  return words.at(-1)?.prefix === true ? `"${phrase}" *` : `"${phrase}"`;
}

function isOfTurn(plan: Plan): boolean {
  switch (plan.type) {
    case 'text':
    case 'scope':
      return true;
    case 'field':
      return isTurnField(plan.field);
    case 'not':
      return isOfTurn(plan.part);
    case 'and':
    case 'or':
      return plan.parts.every(isOfTurn);
    default:
      return false;
  }
}

/** Whether a part that speaks of a turn asks for one, and does not only exclude some. */
function isPositive(plan: Plan): boolean {
  if (plan.type === 'and') return plan.parts.some(isPositive);
  if (plan.type === 'or') return plan.parts.every(isPositive);
  return plan.type !== 'not';
}

/** Trials with one turn that fulfils all parts. */
function turnsOf(parts: readonly Plan[], source: TextSource): Sql {
  return wrap(
    't.key IN (SELECT u.trial FROM turn u WHERE u.passage IN (SELECT p.id FROM passage p WHERE ',
    turnCondition({ type: 'and', parts }, source),
    '))',
  );
}

/** A condition on a row `p` of `passage`. */
function turnCondition(plan: Plan, source: TextSource): Sql {
  switch (plan.type) {
    case 'all':
      return ALWAYS;
    case 'none':
      return NEVER;
    case 'text':
      return join([source(plan), scopeCondition(plan.in)], 'AND');
    case 'scope':
      return scopeCondition(plan.in);
    case 'turn':
      return turnCondition(plan.part, source);
    case 'field':
      return join([turnField(plan), sql("p.kind <> 'rationale'")], 'AND');
    case 'not':
      return negated(turnCondition(plan.part, source));
    case 'and':
    case 'or':
      return join(
        plan.parts.map((part) => turnCondition(part, source)),
        plan.type === 'and' ? 'AND' : 'OR',
      );
    default:
      return plan satisfies never;
  }
}

/** `NOT` would leave out what has no value at all: neither true nor false in SQL. */
function negated(condition: Sql): Sql {
  return wrap('(', condition, ') IS NOT TRUE');
}

/** Words look into turns; into the judge's words only where that is asked for. */
function scopeCondition(scopes: readonly string[] | undefined): Sql {
  if (scopes === undefined) return sql("p.kind <> 'rationale'");
  return { text: `p.kind IN (${scopes.map(() => '?').join(', ')})`, values: scopes };
}
