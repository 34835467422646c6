/** Conditions of plans as PostgreSQL has them: values of fields are looked up here, and compared as codes there. */
import type { Comparison, Field, Pattern, TurnField } from '../../query/ast.ts';
import type { Plan } from '../../query/plan-types.ts';
import { isCollectionField } from '../../trial/collection-fields.ts';
import type { FieldName, StoredField } from '../../trial/catalogue.ts';
import { timeSpan } from '../../trial/time.ts';
import { IN_SQL, trialCondition, type Dialect } from '../conditions.ts';
import { FLAGS } from '../flags.ts';
import { fits, isNone, isYes } from '../patterns.ts';
import { join, NEVER, sql, wrap, type Sql } from '../sql.ts';
import { codesOf, hasCode, labelsOf, outcomesOf } from './coded-values.ts';
import { FIELD_COLUMNS } from './fields.ts';
import { idIs } from './id-conditions.ts';
import { inBuckets, numberOfSource, type Compiling } from './known.ts';
import { isFound } from './regexes.ts';
import { arrayOf } from './text.ts';
import { hasWords, turnCondition } from './turn-conditions.ts';
import { valueCondition } from './value-conditions.ts';

type TrialPart = Exclude<Field, TurnField>;

/** How this database says things, of what a reader knows. */
export function dialectOf(known: Compiling): Dialect {
  return {
    ...IN_SQL,
    text: (node) => (node.type === 'regex' ? isFound(known.regexes, node) : hasWords(known, node)),
    turnField: ({ field, values }) =>
      join(
        values.map((value) => turnCondition(field as TurnField, value)),
        'OR',
      ),
    field: (field, op, values) => fieldCondition(known, field, op, values),
    turnsOf: (condition) =>
      wrap(
        `(t.bucket, t.key) IN (SELECT u.bucket, u.trial FROM inquest.passage p
          JOIN inquest.turn u ON u.bucket = p.bucket AND u.passage = p.id
          WHERE ${inBuckets(known, 'p')} AND `,
        condition,
        ')',
      ),
  };
}

/** A condition on a row `t` of `fact`, which is of the collection. */
export function trialsOf(known: Compiling, plan: Plan): Sql {
  return wrap(`(${inBuckets(known, 't')} AND `, trialCondition(plan, dialectOf(known)), ')');
}

/** A condition on `t`: any of the values. */
function fieldCondition(
  known: Compiling,
  field: TrialPart | FieldName,
  op: Comparison,
  values: readonly Pattern[],
): Sql {
  if (isCollectionField(field)) {
    return join(
      values.map((value) => valueCondition(known, field, op, value)),
      'OR',
    );
  }
  if (isStored(field)) return storedCondition(known, field, op, values);
  if (op !== 'is') return NEVER;
  switch (field) {
    case 'verdict':
      return join(
        [hasCode('t.outcome', outcomesOf(values)), hasCode('t.label', labelsOf(known, values))],
        'OR',
      );
    case 'source':
      return sourceIs(known, values);
    case 'signal':
      return join(
        values.map((value) => signalIs(known, value)),
        'OR',
      );
    case 'has':
      return join(
        values.map(({ text }) => hasCondition(known, text)),
        'OR',
      );
    default:
      return NEVER;
  }
}

function isStored(field: string): field is StoredField {
  return Object.hasOwn(FIELD_COLUMNS, field);
}

function storedCondition(
  known: Compiling,
  field: StoredField,
  op: Comparison,
  values: readonly Pattern[],
): Sql {
  const stored = FIELD_COLUMNS[field];
  switch (stored.type) {
    case 'id':
      return op === 'is' ? idIs(known, values) : NEVER;
    case 'outcome':
      return op === 'is' ? hasCode('t.outcome', outcomesOf(values)) : NEVER;
    case 'flag':
      return op === 'is'
        ? join(
            values.map((value) => sql(`${isYes(value) ? '' : 'NOT '}t.${stored.column}`)),
            'OR',
          )
        : NEVER;
    case 'number':
      return join(
        values.map(({ text }) => compared(`t.${stored.column}`, op, Number(text))),
        'OR',
      );
    case 'time':
      return join(
        values.map((value) => timeCondition(op, value)),
        'OR',
      );
    case 'text':
    case 'json':
      return hasCode(`t.${stored.column}`, codesOf(known, field, op, values));
    default:
      return stored satisfies never;
  }
}

function compared(column: string, op: Comparison, number: number): Sql {
  if (Number.isNaN(number)) return NEVER;
  return { text: `${column} ${op === 'is' ? '=' : op} ?::float8`, values: [number] };
}

function timeCondition(op: Comparison, value: Pattern): Sql {
  if (op === 'is' && isNone(value)) return sql('t.started IS NULL');
  const span = timeSpan(value.text);
  if (span === undefined) return NEVER;
  const { from, to } = span;
  if (op === 'is') return { text: '(t.started >= ? AND t.started < ?)', values: [from, to] };
  // `>2025-06-11` is after that day, `<=2025-06-11` up to its end.
  const [sign, bound] = op === '>' || op === '<=' ? [op === '>' ? '>=' : '<', to] : [op, from];
  return { text: `t.started ${sign} ?`, values: [bound] };
}

/** The name as shown, the whole path, or the last parts of it. */
function sourceIs(known: Compiling, values: readonly Pattern[]): Sql {
  const tests = values.map((value) => {
    const [fit, end] = [fits(value), fits({ text: `*/${value.text}`, glob: true })];
    const fitsEnd = value.glob ? end : fits({ text: value.text, glob: false });
    return ({ name, path }: { name: string; path: string }): boolean => {
      if (fit(name) || fit(path)) return true;
      if (value.glob) return fitsEnd(`/${path}`);
      // Any part of the path that begins after a slash.
      const parts = `/${path}`.split('/');
      return parts.some((_, at) => fitsEnd(parts.slice(at).join('/')));
    };
  });
  const numbers = known.sources.flatMap(({ number, source }) =>
    tests.some((test) => test(source)) ? [number] : [],
  );
  return numbers.length === 0
    ? NEVER
    : { text: `${numberOfSource(known, 't')} = ANY (?::bigint[])`, values: [arrayOf(numbers)] };
}

/** A condition on `t`: it is a hit of the signals of these names. */
export function signalIs(known: Compiling, value: Pattern): Sql {
  const of = (plans: Iterable<Plan>): Sql =>
    join(
      [...plans].map((plan) => trialCondition(plan, dialectOf(known))),
      'OR',
    );
  if (isNone(value)) return wrap('(', of(known.signals.values()), ') IS NOT TRUE');
  const fit = fits(value);
  return of([...known.signals].flatMap(([name, plan]) => (fit(name) ? [plan] : [])));
}

function hasCondition(known: Compiling, text: string): Sql {
  if (isCollectionField(text)) {
    return wrap('NOT ', valueCondition(known, text, 'is', { text: '(none)', glob: false }), '');
  }
  const flag = Object.entries(FLAGS).find(([name]) => name === text.toLowerCase())?.[1] ?? 0;
  return sql(`(t.flags & ${flag}) <> 0`);
}
