/** What of a score can be called harmful: rules over the values that the trials have. */
import { NO_VALUE } from '../../../query/ast.ts';
import { numberIn, writtenField, type CollectionField } from '../../../trial/collection-fields.ts';
import type { State } from '../../state.ts';
import type { PickerOption } from './state.ts';

/** Values of a score that cuts are offered for; a rule of `--verdict` can have any. */
const MOST_CUTS = 500;

/** Rules over the values that the trials have: from each on, up to each; or each text. */
export function cutsOf(state: State, field: CollectionField): readonly PickerOption[] {
  const values = (state.values[field] ?? []).filter((value) => value !== NO_VALUE);
  const few = values.slice(0, MOST_CUTS);
  const numbers = values.filter((value) => numberIn(value) !== null);
  const isNumber = numbers.length > 0 && numbers.length >= values.length / 2;
  const signs = isNumber
    ? ([
        ['>=', 'is at least'],
        ['<=', 'is at most'],
      ] as const)
    : ([
        ['==', 'is'],
        ['!=', 'is not'],
      ] as const);
  return signs.flatMap(([sign, words]) =>
    (isNumber ? numbers.slice(0, MOST_CUTS) : few).map((value) => ({
      value: `${writtenField(field)} ${sign} ${literal(value)}`,
      label: `${words} ${value}`,
    })),
  );
}

/** A value as a rule has it. */
function literal(value: string): string {
  return /^-?\d+(?:\.\d+)?$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}
