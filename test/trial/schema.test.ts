import { readFileSync } from 'node:fs';
import { expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';

import { SCHEMAS, schemaText } from '../../scripts/make-schema.ts';
import type { gateSchema, quoteSchema, turnSchema, verdictSchema } from '../../src/trial/schema.ts';
import { trialSchema } from '../../src/trial/schema.ts';
import type { Gate, Quote, Trial, Turn, Verdict } from '../../src/trial/types.ts';

/** A type without the "any other key" of loose objects and without readonly, at every depth. */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T as string extends Key ? never : Key]: Plain<T[Key]> }
    : T;

test('the schemas and the types are the same shapes', () => {
  expectTypeOf<Plain<z.infer<typeof turnSchema>>>().toEqualTypeOf<Plain<Turn>>();
  expectTypeOf<Plain<z.infer<typeof quoteSchema>>>().toEqualTypeOf<Plain<Quote>>();
  expectTypeOf<Plain<z.infer<typeof gateSchema>>>().toEqualTypeOf<Plain<Gate>>();
  expectTypeOf<Plain<z.infer<typeof verdictSchema>>>().toEqualTypeOf<Plain<Verdict>>();
  expectTypeOf<Plain<z.infer<typeof trialSchema>>>().toEqualTypeOf<Plain<Trial>>();
});

test.each(SCHEMAS)('the published $file is the one that the code makes', (schema) => {
  const published = readFileSync(new URL(`../../schema/${schema.file}`, import.meta.url), 'utf8');
  expect(published, 'run: npm run schema').toBe(schemaText(schema));
});

test('the schema is lenient about unknown fields and strict about known ones', () => {
  const trial = {
    id: 'a',
    model: 'm',
    verdict: { outcome: 'safe', odd: 1 },
    turns: [{ kind: 'note', text: '', odd: 1 }],
    odd: 1,
  };
  expect(trialSchema.safeParse(trial).success).toBe(true);
  expect(trialSchema.safeParse({ ...trial, model: 3 }).success).toBe(false);
  expect(trialSchema.safeParse({ ...trial, turns: [] }).success).toBe(false);
});
