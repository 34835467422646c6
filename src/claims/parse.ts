/** Reads a file of claims. */
import { readData } from '../trial/data-file.ts';
import { UserError } from '../base/user-error.ts';
import { parse } from '../query/parse.ts';
import { formOf } from './check.ts';
import { claimsSchema, type Claims } from './schema.ts';

/** Reads claims, in YAML or JSON. Throws a `UserError` that begins with `FILE:LINE:COLUMN`. */
export function parseClaims(text: string, file: string): Claims {
  const { data, at } = readData(text, file, claimsSchema);
  for (const [index, claim] of data.claims.entries()) {
    const place = (key: string): string => at(['claims', index, key]);
    for (const key of ['query', 'share', 'of', 'against'] as const) {
      const parsed = parse(claim[key] ?? '');
      if (!parsed.ok) throw new UserError(`${place(key)}: ${parsed.error.message}`);
    }
    const form = formOf(claim.expect);
    if (form === undefined) {
      throw new UserError(
        `${place('expect')}: not a figure: ${JSON.stringify(claim.expect)}`,
        'write 1600, "59 of 107", "55.1 %" or "+48.7 points (38.7 to 58.0)"',
      );
    }
    if ((form.type === 'difference') !== (claim.against !== undefined)) {
      throw new UserError(`${place('expect')}: a difference and "against" go together`);
    }
  }
  return data;
}
