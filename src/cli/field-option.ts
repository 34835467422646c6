/** Names of fields on the command line: those of the catalogue, and those that a collection has. */
import { unknownName } from '../base/nearest.ts';
import {
  isCollectionField,
  readWrittenField,
  type CollectionField,
} from '../trial/collection-fields.ts';

/**
 * The field that a name stands for: as the query language writes it (`score."a b"`), or as it is.
 * Throws a `UserError` where it is none of the names; whether a collection has it is seen later.
 */
export function fieldNamed<F extends string>(
  option: string,
  name: string,
  names: readonly F[],
): F | CollectionField {
  const known = names.find((one) => one === name);
  if (known !== undefined) return known;
  const written = readWrittenField(name);
  if (written?.length === name.length) return written.field;
  if (isCollectionField(name)) return name;
  throw unknownName(`${option}: there is no field`, name, [...names, 'score.NAME', 'meta.PATH']);
}
