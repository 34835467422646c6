/** Plans that say no more than which codes some fields have: what roll-ups can answer. */
import type { Plan } from '../../query/plan-types.ts';
import type { StoredField } from '../../trial/catalogue.ts';
import { isCollectionField } from '../../trial/collection-fields.ts';
import { isYes } from '../patterns.ts';
import { codesOf, labelsOf, outcomesOf } from './coded-values.ts';
import { FIELD_COLUMNS } from './fields.ts';
import type { Known } from './known.ts';
import { OUTCOME_CODES, type CodedColumn } from './schema.ts';

/** A column with few different values. */
export type SimpleColumn = CodedColumn | 'outcome' | 'synthetic';

/** The codes that a trial must have in each of the columns; 0: no value, or false. */
export type SimpleFilter = ReadonlyMap<SimpleColumn, ReadonlySet<number>>;

/** Undefined for a plan that says more. */
export function simpleFilter(known: Known, plan: Plan): SimpleFilter | undefined {
  switch (plan.type) {
    case 'all':
      return new Map();
    case 'none':
      return new Map([['outcome', new Set()]]);
    case 'field':
      return ofField(known, plan);
    case 'not': {
      const [[column, codes] = [], ...more] = simpleFilter(known, plan.part) ?? [];
      if (column === undefined || codes === undefined || more.length > 0) return undefined;
      const others = allCodes(known, column).filter((code) => !codes.has(code));
      return new Map([[column, new Set(others)]]);
    }
    case 'and':
      return plan.parts.reduce<SimpleFilter | undefined>(
        (before, part) => intersection(before, before && simpleFilter(known, part)),
        new Map(),
      );
    case 'or': {
      const parts = plan.parts.map((part) => [...(simpleFilter(known, part) ?? [])]);
      const columns = new Set(parts.flatMap((part) => part.map(([column]) => column)));
      const [column] = columns;
      if (column === undefined || columns.size > 1 || parts.some((part) => part.length !== 1)) {
        return undefined;
      }
      const codes = parts.flatMap((part) => part.flatMap(([, some]) => [...some]));
      return new Map([[column, new Set(codes)]]);
    }
    default:
      return undefined;
  }
}

function ofField(
  known: Known,
  { field, op, values }: Extract<Plan, { type: 'field' }>,
): SimpleFilter | undefined {
  if (field === 'verdict') {
    if (op !== 'is' || labelsOf(known, values).length > 0) return undefined;
    return new Map([['outcome', new Set(outcomesOf(values))]]);
  }
  if (isCollectionField(field) || !Object.hasOwn(FIELD_COLUMNS, field)) return undefined;
  const stored = FIELD_COLUMNS[field as StoredField];
  if (stored.type === 'flag' && stored.column === 'synthetic' && op === 'is') {
    return new Map([['synthetic', new Set(values.map((value) => Number(isYes(value))))]]);
  }
  if (stored.type !== 'text' && stored.type !== 'json') return undefined;
  return new Map([[stored.column, new Set(codesOf(known, field as StoredField, op, values))]]);
}

function intersection(
  one: SimpleFilter | undefined,
  other: SimpleFilter | undefined,
): SimpleFilter | undefined {
  if (one === undefined || other === undefined) return undefined;
  const all = new Map(one);
  for (const [column, codes] of other) {
    all.set(column, all.get(column)?.intersection(codes) ?? codes);
  }
  return all;
}

function allCodes(known: Known, column: SimpleColumn): readonly number[] {
  if (column === 'outcome') return OUTCOME_CODES.map((_, code) => code);
  return column === 'synthetic' ? [0, 1] : [0, ...known.names[column].keys()];
}
