/** Conditions of `field:value` as SQL. Matching ignores case; `*` stands for any run of letters. */
import type { DatabaseSync } from 'node:sqlite';
import { modelKey } from '../../trial/models.ts';
import { NO_VALUE, type Pattern } from '../../query/ast.ts';
import type { Plan } from '../../query/plan-types.ts';
import { FLAGS } from '../flags.ts';
import { join, NEVER, sql, wrap, type Sql } from './sql.ts';

type FieldPlan = Extract<Plan, { type: 'field' }>;

const TURN_COLUMNS: Readonly<Record<string, string>> = {
  kind: 'p.kind',
  from: 'p.sender',
  to: 'p.recipient',
  subject: 'p.subject',
};

/** SQLite's own LIKE knows upper and lower case of ASCII alone; this one knows all letters. */
const LIKE_ALL = 'like_all_letters';

/** Whether a field speaks of a turn, not of the trial. */
export function isTurnField(field: FieldPlan['field']): boolean {
  return field in TURN_COLUMNS;
}

/** Adds what conditions on fields need to a connection. */
export function addFunctions(database: DatabaseSync): void {
  let made: { readonly pattern: unknown; readonly test: RegExp } | undefined;
  database.function(LIKE_ALL, { deterministic: true }, (pattern, value) => {
    if (value === null) return null;
    if (made?.pattern !== pattern) made = { pattern, test: regularExpression(String(pattern)) };
    return made.test.test(String(value)) ? 1 : 0;
  });
}

/**
 * A condition on a row `p` of `passage`. Headers are matched anywhere in them: nobody types a whole
 * address. With a `*` the pattern must fit from end to end.
 */
export function turnField({ field, values }: FieldPlan): Sql {
  const column = TURN_COLUMNS[field] ?? 'p.kind';
  return join(
    values.map((value) =>
      field === 'kind' || value.glob
        ? like(column, value)
        : matches(column, `%${escaped(value.text)}%`),
    ),
    'OR',
  );
}

/** A condition on a row `t` of `trial`. */
export function trialField({ field, op, values }: FieldPlan): Sql {
  const any = (one: (value: Pattern) => Sql): Sql => join(values.map(one), 'OR');
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
      return any((value) => likeOrNone('t.judged_by', value));
    case 'label':
    case 'scenario':
    case 'condition':
    case 'belief':
    case 'instruction':
      return any((value) => likeOrNone(`t.${field}`, value));
    case 'id':
      return any((value) => like('t.id', value));
    case 'disputed':
    case 'synthetic':
      return any(({ text }) => sql(`t.${field} = ${/^(true|yes)$/i.test(text) ? 1 : 0}`));
    case 'turns':
      return compared('t.turns', op, values);
    case 'sample':
      return op === 'is' ? any(sample) : compared(SAMPLE_NUMBER, op, values);
    case 'tag':
      return any((value) =>
        isNone(value)
          ? sql("t.tags = '[]'")
          : wrap('EXISTS (SELECT 1 FROM json_each(t.tags) j WHERE ', like('j.value', value), ')'),
      );
    case 'signal':
      return any((value) =>
        isNone(value)
          ? sql('t.key NOT IN (SELECT s.trial FROM temp.signal s)')
          : wrap('t.key IN (SELECT s.trial FROM temp.signal s WHERE ', like('s.name', value), ')'),
      );
    case 'source':
      return any((value) =>
        wrap('t.source IN (SELECT s.id FROM source s WHERE ', source(value), ')'),
      );
    case 'has':
      return any(({ text }) => has(text.toLowerCase()));
    default:
      return NEVER;
  }
}

/** A sample that is text counts as a number if it is written as one. */
const SAMPLE_NUMBER = `iif(typeof(t.sample) = 'text',
  iif(t.sample GLOB '*[^0-9]*' OR t.sample = '', NULL, CAST(t.sample AS INTEGER)), t.sample)`;

/** `sample:017` is sample 17, however either is written. */
function sample(value: Pattern): Sql {
  return /^\d+$/.test(value.text)
    ? { text: `${SAMPLE_NUMBER} = ?`, values: [Number(value.text)] }
    : like('t.sample', value);
}

/** The name as shown, the whole path, or the last parts of it. */
function source(value: Pattern): Sql {
  const pattern = likePattern(value);
  return join(
    [
      matches('s.name', pattern),
      matches('s.path', pattern),
      matches("('/' || s.path)", `%/${pattern}`),
    ],
    'OR',
  );
}

function has(what: string): Sql {
  const flag = Object.entries(FLAGS).find(([name]) => name === what)?.[1] ?? 0;
  return sql(`(t.flags & ${flag}) <> 0`);
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

/** The value, or for `(none)` that there is no value. */
function likeOrNone(column: string, value: Pattern): Sql {
  return isNone(value) ? sql(`${column} IS NULL`) : like(column, value);
}

function isNone({ text, glob }: Pattern): boolean {
  return text === NO_VALUE && !glob;
}

function like(column: string, value: Pattern): Sql {
  return matches(column, likePattern(value));
}

function matches(column: string, pattern: string): Sql {
  const isAscii = /^[\x20-\x7E]*$/.test(pattern);
  return {
    text: isAscii ? `${column} LIKE ? ESCAPE '\\'` : `${LIKE_ALL}(?, ${column})`,
    values: [pattern],
  };
}

function likePattern({ text, glob }: Pattern): string {
  return glob ? escaped(text).replaceAll(/\*+/g, '%') : escaped(text);
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** A pattern of LIKE, with `\` as its escape, as a regular expression. */
function regularExpression(pattern: string): RegExp {
  const source = pattern.replaceAll(/\\(.)|(%)|([\s\S])/gu, (_, literal, any, other) =>
    any === undefined ? RegExp.escape(literal ?? other) : '.*',
  );
  return new RegExp(`^${source}$`, 'isu');
}
