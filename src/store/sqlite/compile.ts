/**
 * From a plan to SQL.
 *
 * A part of a plan speaks of one turn (words, `kind:`, `from:`, `to:`, `subject:`) or of the trial.
 * The parts of an `and` that speak of a turn must hold for one and the same turn. A `not` among
 * them excludes turns; with no other part beside it, it excludes every trial that has such a turn.
 *
 * What is said of a turn depends on its passage alone, so a condition on turns is a set of passages.
 */
import { modelKey } from '../../trial/models.ts';
import type { Pattern } from '../../query/ast.ts';
import type { Choice, Plan } from '../../query/plan-types.ts';
import { FLAGS } from './schema.ts';

export type Value = string | number;
export type Sql = { readonly text: string; readonly values: readonly Value[] };
type TextPlan = Extract<Plan, { type: 'text' }>;
type FieldPlan = Extract<Plan, { type: 'field' }>;

/** Word combinations tried for a phrase: beyond this only the likeliest. */
const MOST_COMBINATIONS = 128;
const TURN_COLUMNS: Readonly<Record<string, string>> = {
  kind: 'p.kind',
  from: 'p.sender',
  to: 'p.recipient',
  subject: 'p.subject',
};

/** How a text node is found in SQL: the full-text index directly, or a table made before. */
export type TextSource = (node: TextPlan) => Sql;

/** The index itself. */
export const fromIndex: TextSource = (node) => ({
  text: 'p.id IN (SELECT rowid FROM word WHERE word MATCH ?)',
  values: [matchExpression(node)],
});

/** A condition on a row `t` of `trial`. */
export function trialCondition(plan: Plan, source: TextSource = fromIndex): Sql {
  switch (plan.type) {
    case 'all':
      return sql('1');
    case 'none':
      return sql('0');
    case 'text':
      return turnsOf([plan], source);
    case 'field':
      return plan.field in TURN_COLUMNS ? turnsOf([plan], source) : fieldCondition(plan);
    case 'not':
      return wrap('NOT (', trialCondition(plan.part, source), ')');
    case 'or':
      return isOfTurn(plan)
        ? turnsOf([plan], source)
        : join(
            plan.parts.map((part) => trialCondition(part, source)),
            'OR',
          );
    case 'and': {
      const ofTurn = plan.parts.filter(isOfTurn);
      const ofTrial = plan.parts.filter((part) => !isOfTurn(part));
      return join(
        [
          ...ofTrial.map((part) => trialCondition(part, source)),
          ...(ofTurn.length === 0 ? [] : [turnsOf(ofTurn, source)]),
        ],
        'AND',
      );
    }
    default:
      return plan satisfies never;
  }
}

/**
 * A condition on a row `p` of `passage`: those that are hits of the plan's words. Undefined if the
 * plan has none (or only excludes some).
 */
export function passageCondition(plan: Plan, source: TextSource): Sql | undefined {
  switch (plan.type) {
    case 'text':
      return turnCondition(plan, source);
    case 'field':
      return plan.field in TURN_COLUMNS ? turnCondition(plan, source) : undefined;
    case 'and':
    case 'or': {
      if (isOfTurn(plan)) return turnCondition(plan, source);
      const ofTurn = plan.type === 'and' ? plan.parts.filter(isOfTurn) : [];
      const positive = ofTurn.some((part) => part.type !== 'not');
      const rest = plan.parts
        .filter((part) => !ofTurn.includes(part))
        .map((part) => passageCondition(part, source));
      const all = [
        ...(positive ? [turnCondition({ type: 'and', parts: ofTurn }, source)] : []),
        ...rest.filter((one) => one !== undefined),
      ];
      return all.length === 0 ? undefined : join(all, 'OR');
    }
    default:
      return undefined;
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
    default:
      return [];
  }
}

/** A query for the full-text index: any of the combinations of a node's words. */
export function matchExpression(node: TextPlan): string {
  return combinations(node)
    .map(({ words }) => phraseExpression(words))
    .join(' OR ');
}

/** Words of each place combined, the closest first, with their mean closeness. */
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
      return true;
    case 'field':
      return plan.field in TURN_COLUMNS;
    case 'not':
      return isOfTurn(plan.part);
    case 'and':
    case 'or':
      return plan.parts.length > 0 && plan.parts.every(isOfTurn);
    default:
      return false;
  }
}

/** Trials with one turn that fulfils all parts; see above for `not`. */
function turnsOf(parts: readonly Plan[], source: TextSource): Sql {
  const flat = parts.flatMap((part) => (part.type === 'and' ? part.parts : [part]));
  const positive = flat.filter((part) => part.type !== 'not');
  if (positive.length === 0) {
    return join(
      flat.map((part) =>
        part.type === 'not'
          ? wrap('NOT (', trialCondition(part.part, source), ')')
          : trialCondition(part, source),
      ),
      'AND',
    );
  }
  const passages = turnCondition({ type: 'and', parts: flat }, source);
  return wrap(
    't.key IN (SELECT u.trial FROM turn u WHERE u.passage IN (SELECT p.id FROM passage p WHERE ',
    passages,
    '))',
  );
}

/** A condition on a row `p` of `passage`. */
function turnCondition(plan: Plan, source: TextSource): Sql {
  switch (plan.type) {
    case 'all':
      return sql('1');
    case 'none':
      return sql('0');
    case 'text':
      return join([source(plan), scopeCondition(plan.in)], 'AND');
    case 'field':
      return join([turnField(plan), sql("p.kind <> 'rationale'")], 'AND');
    case 'not':
      return wrap('NOT (', turnCondition(plan.part, source), ')');
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

/** Words look into turns; into the judge's words only where that is asked for. */
function scopeCondition(scopes: readonly string[] | undefined): Sql {
  if (scopes === undefined) return sql("p.kind <> 'rationale'");
  return { text: `p.kind IN (${scopes.map(() => '?').join(', ')})`, values: scopes };
}

/** Headers are matched anywhere in them: nobody types a whole address. */
function turnField({ field, values }: FieldPlan): Sql {
  const column = TURN_COLUMNS[field] ?? 'p.kind';
  return join(
    values.map((value) =>
      field === 'kind' || value.glob
        ? like(column, value)
        : { text: `${column} LIKE ? ESCAPE '\\'`, values: [`%${escaped(value.text)}%`] },
    ),
    'OR',
  );
}

function fieldCondition({ field, op, values }: FieldPlan): Sql {
  const any = (one: (value: Pattern) => Sql): Sql => join(values.map(one), 'OR');
  const column = (name: string): Sql => any((value) => like(name, value));
  switch (field) {
    case 'model':
      return any((value) =>
        join(
          [
            like('t.model', value),
            value.glob
              ? like('t.model_key', value)
              : { text: 't.model_key = ?', values: [modelKey(value.text)] },
          ],
          'OR',
        ),
      );
    case 'verdict':
      return any((value) => join([like('t.outcome', value), like('t.label', value)], 'OR'));
    case 'by':
      return column('t.judged_by');
    case 'label':
    case 'scenario':
    case 'condition':
    case 'belief':
    case 'instruction':
    case 'id':
      return column(`t.${field}`);
    case 'disputed':
    case 'synthetic':
      return any(({ text }) => sql(`t.${field} = ${/^(true|yes)$/i.test(text) ? 1 : 0}`));
    case 'turns':
      return compared('t.turns', op, values);
    case 'sample':
      if (op !== 'is') return compared('t.sample', op, values);
      // `sample:017` is sample 17.
      return any((value) =>
        /^\d+$/.test(value.text)
          ? { text: '(t.sample = ? OR t.sample = ?)', values: [Number(value.text), value.text] }
          : like('t.sample', value),
      );
    case 'tag':
      return any((value) =>
        wrap('EXISTS (SELECT 1 FROM json_each(t.tags) j WHERE ', like('j.value', value), ')'),
      );
    case 'signal':
      return any((value) =>
        wrap('t.key IN (SELECT s.trial FROM temp.signal s WHERE ', like('s.name', value), ')'),
      );
    case 'source':
      return any((value) =>
        wrap(
          't.source IN (SELECT s.id FROM source s WHERE ',
          join(
            [
              like('s.name', value),
              like('s.path', value),
              {
                text: "('/' || s.path) LIKE ? ESCAPE '\\'",
                values: [`%/${likePattern(value)}`],
              },
            ],
            'OR',
          ),
          ')',
        ),
      );
    case 'has':
      return any(({ text }) =>
        sql(`(t.flags & ${FLAGS[text.toLowerCase() as keyof typeof FLAGS] ?? 0}) <> 0`),
      );
    default:
      return sql('0');
  }
}

function compared(column: string, op: FieldPlan['op'], values: readonly Pattern[]): Sql {
  return join(
    values.map(({ text }) => ({
      text: `${column} ${op === 'is' ? '=' : op} ?`,
      values: [Number(text)],
    })),
    'OR',
  );
}

/** A value with `*` for any run of letters; without regard to case. */
function like(column: string, value: Pattern): Sql {
  return { text: `${column} LIKE ? ESCAPE '\\'`, values: [likePattern(value)] };
}

function likePattern({ text, glob }: Pattern): string {
  return glob ? escaped(text).replaceAll('*', '%') : escaped(text);
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function sql(text: string): Sql {
  return { text, values: [] };
}

function wrap(before: string, inner: Sql, after: string): Sql {
  return { text: before + inner.text + after, values: inner.values };
}

function join(parts: readonly Sql[], operator: 'AND' | 'OR'): Sql {
  if (parts.length === 0) return sql(operator === 'AND' ? '1' : '0');
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  return {
    text: `(${parts.map(({ text }) => text).join(` ${operator} `)})`,
    values: parts.flatMap(({ values }) => values),
  };
}
