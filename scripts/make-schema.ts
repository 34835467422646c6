/** Writes the published JSON Schemas from the Zod schemas. Run it after changing those. */
import { mkdirSync, writeFileSync } from 'node:fs';

import { z } from 'zod';

import { recordSchema } from '../src/audit/schema.ts';
import { annotationSchema } from '../src/annotations/annotation.ts';
import { claimsSchema } from '../src/claims/schema.ts';
import { trialSchema } from '../src/trial/schema.ts';
import { walkthroughSchema } from '../src/walkthrough/schema.ts';

const FOLDER = new URL('../schema/', import.meta.url);

type Published = {
  readonly file: string;
  readonly schema: z.ZodType;
  readonly title: string;
  readonly description: string;
  /** What a reader does not make up by itself; else what the schema requires. */
  readonly required?: readonly string[];
};

export const SCHEMAS: readonly Published[] = [
  {
    file: 'trial.schema.json',
    schema: trialSchema,
    title: 'Inquest trial',
    description:
      'One run of one model through one scenario: one line of native JSONL. Only model and one turn are required; unknown fields are kept and shown.',
    // A reader makes an id from the file and line, and takes a missing verdict for "unjudged".
    required: ['model', 'turns'],
  },
  {
    file: 'walkthrough.schema.json',
    schema: walkthroughSchema,
    title: 'Inquest walkthrough',
    description:
      'A script of stops through trials, to be presented or exported (*.walkthrough.yaml).',
  },
  {
    file: 'audit.schema.json',
    schema: recordSchema,
    title: 'Inquest audit record',
    description: 'One line of an audit file (*.audit.jsonl). Unknown fields are kept.',
  },
  {
    file: 'annotation.schema.json',
    schema: annotationSchema,
    title: 'Inquest note',
    description:
      'One line of a file of notes, tags, quotes and own verdicts (notes.jsonl). Unknown fields are kept.',
  },
  {
    file: 'claims.schema.json',
    schema: claimsSchema,
    title: 'Inquest claims',
    description:
      'The figures of a text, each as queries over trials with the value that it should have (*.claims.yaml).',
  },
];

/** A published JSON Schema (draft 2020-12) as text. */
export function schemaText({ schema, title, description, required }: Published): string {
  const made = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  const { $schema, ...rest } = made;
  const whole = { $schema, title, description, ...rest, ...(required && { required }) };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

if (import.meta.main) {
  mkdirSync(FOLDER, { recursive: true });
  for (const one of SCHEMAS) writeFileSync(new URL(one.file, FOLDER), schemaText(one));
}
