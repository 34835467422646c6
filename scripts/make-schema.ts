/** Writes `schema/trial.schema.json` from the Zod schemas. Run it after changing them. */
import { mkdirSync, writeFileSync } from 'node:fs';

import { z } from 'zod';

import { trialSchema } from '../src/trial/schema.ts';

const FILE = new URL('../schema/trial.schema.json', import.meta.url);

/** The published JSON Schema (draft 2020-12) of one line of native JSONL, as text. */
export function schemaText(): string {
  const made = z.toJSONSchema(trialSchema, { target: 'draft-2020-12', io: 'input' });
  const { $schema, ...rest } = made;
  const schema = {
    $schema,
    title: 'Inquest trial',
    description:
      'One run of one model through one scenario: one line of native JSONL. Only model and one turn are required; unknown fields are kept and shown.',
    ...rest,
    // A reader makes an id from the file and line, and takes a missing verdict for "unjudged".
    required: ['model', 'turns'],
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

if (import.meta.main) {
  mkdirSync(new URL('.', FILE), { recursive: true });
  writeFileSync(FILE, schemaText());
}
