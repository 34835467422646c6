/** Conditions on the fields that trials bring along. */
import type { Comparison, Pattern } from '../../query/ast.ts';
import { numberIn, type CollectionField } from '../../trial/collection-fields.ts';
import { decimal, exactNumber } from '../exact-number.ts';
import { isNone, likePattern } from '../patterns.ts';
import { join, sql, wrap, type Sql } from '../sql.ts';
import { inBuckets, isOfField, type Compiling } from './known.ts';
import { matches } from './turn-conditions.ts';

/** `score.x:0.5`, `score.x:>0.5`: any of the values of a trial. */
export function valueCondition(
  known: Compiling,
  field: CollectionField,
  op: Comparison,
  value: Pattern,
): Sql {
  const matching = (condition: Sql): Sql =>
    wrap(
      `(t.bucket, t.key) IN (SELECT v.bucket, v.trial FROM inquest.field_value v
        WHERE ${inBuckets(known, 'v')} AND ${isOfField(known, field, 'v')} AND `,
      condition,
      ')',
    );
  if (isNone(value)) return wrap('NOT ', matching(sql('TRUE')), '');
  const exact = exactNumber(value.text);
  if (op !== 'is') {
    const number = exact ?? numberIn(value.text) ?? 0;
    return matching({ text: `v.number ${op} ?::numeric`, values: [decimal(number)] });
  }
  const same = matches('v.text', likePattern(value));
  if (value.glob || exact === null) return matching(same);
  // Of `true`, which compares as 1, none asks by a number.
  const equal = {
    text: "(v.number = ?::numeric AND v.text NOT IN ('true', 'false'))",
    values: [decimal(exact)],
  };
  return matching(join([same, equal], 'OR'));
}
