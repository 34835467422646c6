/**
 * From a plan to conditions in SQL, for every store that speaks it. What differs is a `Dialect`.
 *
 * A part of a plan speaks of one turn (words, `kind:`, `from:`, `to:`, `subject:`, and what is made
 * of these alone) or of the trial. The parts of an `and` that speak of a turn must hold for one and
 * the same turn. A `not` among them excludes turns; with no other part beside it, it excludes every
 * trial that has such a turn. Brackets within an `and` change nothing: `a (b c)` is `a b c`. A `turn`
 * speaks of the trial: that it has a turn of which all inside holds.
 *
 * What is said of a turn depends on its passage alone, so a condition on turns is a set of passages.
 */
import { isPositive } from '../query/nodes.ts';
import type { Choice, Plan } from '../query/plan-types.ts';
import {
  isTurnField,
  type Comparison,
  type StoreField,
  type Pattern,
  type TurnField,
} from '../query/ast.ts';
import { textNodes, type RegexPlan, type TextPlan } from './plan-nodes.ts';
import { simplify } from './simplify.ts';
import { ALWAYS, join, NEVER, sql, wrap, type Sql } from './sql.ts';

type FieldPlan = Extract<Plan, { type: 'field' }>;

/** How a text node is found in SQL. */
export type TextSource = (node: TextPlan | RegexPlan) => Sql;

/** How conditions on a passage are said: in SQL, or as tests of numbers of passages. */
export type PassageDialect<C> = {
  /** It has the words. */
  readonly text: (node: TextPlan | RegexPlan) => C;
  /** `from:`, `kind:` and the like. */
  readonly turnField: (plan: FieldPlan) => C;
  /** It is of one of these kinds; undefined: of any but the judge's words. */
  readonly ofKind: (kinds: readonly string[] | undefined) => C;
  /** All of them, or any. Of no conditions, `AND` always holds and `OR` never. */
  readonly join: (parts: readonly C[], operator: 'AND' | 'OR') => C;
  readonly not: (condition: C) => C;
};

/** What one database says in its own way. Rows are called `t` of trials, `p` of passages. */
export type Dialect = PassageDialect<Sql> & {
  /** A condition on `t`. */
  readonly field: (
    field: Exclude<StoreField, TurnField>,
    op: Comparison,
    values: readonly Pattern[],
  ) => Sql;
  /** A condition on `t`: it has a turn whose passage fulfils one on `p`. */
  readonly turnsOf: (condition: Sql) => Sql;
};

/** What all databases say alike. */
export const IN_SQL: Pick<Dialect, 'ofKind' | 'join' | 'not'> = {
  ofKind: (kinds) =>
    kinds === undefined
      ? sql("p.kind <> 'rationale'")
      : { text: `p.kind IN (${kinds.map(() => '?').join(', ')})`, values: kinds },
  join,
  // `NOT` would leave out what has no value at all: neither true nor false in SQL.
  not: (condition) => wrap('(', condition, ') IS NOT TRUE'),
};

/** Says only whether there is a condition. */
const NO_DIALECT: PassageDialect<true> = {
  text: () => true,
  turnField: () => true,
  ofKind: () => true,
  join: () => true,
  not: () => true,
};

/** Says whether every passage that fulfils a condition has a word that is looked for. */
const HAS_WORD: PassageDialect<boolean> = {
  text: () => true,
  turnField: () => false,
  ofKind: () => false,
  join: (parts, operator) =>
    operator === 'AND' ? parts.some((has) => has) : parts.every((has) => has),
  not: () => false,
};

/** Combinations of words that are asked of the index one by one. */
const MOST_COMBINATIONS = 128;

/** A condition on a row `t` of `trial`. */
export function trialCondition(plan: Plan, dialect: Dialect): Sql {
  return ofTrial(simplify(plan), dialect);
}

/**
 * A condition on passages: those that are hits of the plan's words; of a plan without words, those that its
 * fields speak of. Undefined if the plan has none (or only excludes some).
 */
export function passageCondition<C>(plan: Plan, dialect: PassageDialect<C>): C | undefined {
  const simple = simplify(plan);
  const condition = ofPassage(simple, dialect);
  const texts = textNodes(plan);
  if (condition === undefined || texts.length === 0 || ofPassage(simple, HAS_WORD) === true) {
    return condition;
  }
  // Of `blackmail | from:kyle` a turn of Kyle's without the word is no hit.
  return dialect.join([condition, dialect.join(texts.map(dialect.text), 'OR')], 'AND');
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
  const haveHits = others.some((part) => ofPassage(part, NO_DIALECT) !== undefined);
  return haveHits ? undefined : { type: 'and', parts: others };
}

function ofTrial(plan: Plan, dialect: Dialect): Sql {
  switch (plan.type) {
    case 'all':
      return ALWAYS;
    case 'none':
      return NEVER;
    case 'text':
    case 'regex':
    case 'scope':
      return turnsOf([plan], dialect);
    case 'turn':
      return turnsOf([plan.part], dialect);
    case 'field':
      return isTurnField(plan.field)
        ? turnsOf([plan], dialect)
        : dialect.field(plan.field, plan.op, plan.values);
    case 'not':
      return dialect.not(ofTrial(plan.part, dialect));
    case 'or':
      return isOfTurn(plan) && isPositive(plan)
        ? turnsOf([plan], dialect)
        : join(
            plan.parts.map((part) => ofTrial(part, dialect)),
            'OR',
          );
    case 'and': {
      const ofTurn = plan.parts.filter(isOfTurn);
      const together = ofTurn.some(isPositive) ? ofTurn : [];
      const alone = plan.parts.filter((part) => !together.includes(part));
      return join(
        [
          ...alone.map((part) => ofTrial(part, dialect)),
          ...(together.length === 0 ? [] : [turnsOf(together, dialect)]),
        ],
        'AND',
      );
    }
    default:
      return plan satisfies never;
  }
}

function ofPassage<C>(plan: Plan, dialect: PassageDialect<C>): C | undefined {
  switch (plan.type) {
    case 'text':
    case 'regex':
      return turnCondition(plan, dialect);
    case 'turn':
      return turnCondition(plan.part, dialect);
    case 'field':
      return isTurnField(plan.field) ? turnCondition(plan, dialect) : undefined;
    case 'and': {
      const ofTurn = plan.parts.filter(isOfTurn);
      const together = ofTurn.some(isPositive) ? ofTurn : [];
      const alone = plan.parts
        .filter((part) => !together.includes(part))
        .map((part) => ofPassage(part, dialect));
      return anyOf(
        [
          together.length === 0
            ? undefined
            : turnCondition({ type: 'and', parts: together }, dialect),
          ...alone,
        ],
        dialect,
      );
    }
    case 'or':
      return anyOf(
        plan.parts.map((part) => ofPassage(part, dialect)),
        dialect,
      );
    default:
      return undefined;
  }
}

function anyOf<C>(
  conditions: readonly (C | undefined)[],
  dialect: PassageDialect<C>,
): C | undefined {
  const some = conditions.filter((one) => one !== undefined);
  return some.length === 0 ? undefined : dialect.join(some, 'OR');
}

/** Whether a phrase has more combinations than are asked for one by one. */
export function isWide({ places }: TextPlan): boolean {
  const combinations = places.reduce((product, place) => product * place.length, 1);
  return places.length > 1 && combinations > MOST_COMBINATIONS;
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

/** Whether a part of a plan speaks of one turn. */
export function isOfTurn(plan: Plan): boolean {
  switch (plan.type) {
    case 'text':
    case 'regex':
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

/** Trials with one turn that fulfils all parts. */
function turnsOf(parts: readonly Plan[], dialect: Dialect): Sql {
  return dialect.turnsOf(turnCondition({ type: 'and', parts }, dialect));
}

function turnCondition<C>(plan: Plan, dialect: PassageDialect<C>): C {
  switch (plan.type) {
    case 'all':
      return dialect.join([], 'AND');
    case 'none':
      return dialect.join([], 'OR');
    case 'text':
    case 'regex':
      // Words look into turns; into the judge's words only where that is asked for.
      return dialect.join([dialect.text(plan), dialect.ofKind(plan.in)], 'AND');
    case 'scope':
      return dialect.ofKind(plan.in);
    case 'turn':
      return turnCondition(plan.part, dialect);
    case 'field':
      return dialect.join([dialect.turnField(plan), dialect.ofKind(undefined)], 'AND');
    case 'not':
      return dialect.not(turnCondition(plan.part, dialect));
    case 'and':
    case 'or':
      return dialect.join(
        plan.parts.map((part) => turnCondition(part, dialect)),
        plan.type === 'and' ? 'AND' : 'OR',
      );
    default:
      return plan satisfies never;
  }
}
