/**
 * No reader throws, hangs or invents: of any file, however cut or changed, a reader gives trials of
 * the right shape and problems that say which file they are about.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  nat,
  oneof,
  record,
  tuple,
  uint8Array,
} from 'fast-check';
import { describe, expect, test } from 'vitest';

import { FORMATS } from '../../src/formats/index.ts';
import { trialSchema } from '../../src/trial/schema.ts';
import { ALL_FIXTURES, lackFixtures, makeFolder, readAll } from './helpers.ts';

const { write } = makeFolder();

/** One small file for each format that has no real one, and files that look like several. */
const MADE: readonly string[] = [
  '{"id":"a","model":"m","verdict":{"outcome":"safe"},"turns":[{"kind":"message","text":"t"}]}\n',
  '{"metadata":{"transcript_id":"t","judge_output":{"scores":{"concerning":7},"highlights":[{"parts":[{"message_id":"1","quoted_text":"a"}]}]}},"events":[{"type":"transcript_event","view":["target"],"edit":{"operation":"add","message":{"role":"user","id":"1","content":"a"}}},{"type":"transcript_event","view":["target"],"edit":{"operation":"rollback","count":1}},{"type":"transcript_event","view":"target","edit":{"operation":"json_patch","patch":[{"op":"add","path":"/0","value":{}}]}}]}',
  '{"behavior_name":"b","judgments":[{"variation_number":1,"repetition_number":1,"behavior_presence":9}],"failed_judgments":[{}]}',
  '{"id":"r","transcripts":[{"messages":[{"role":"assistant","content":[{"type":"reasoning","redacted":true}],"tool_calls":[{"id":"c","function":"f","arguments":{}}]}]}],"metadata":{"scores":{"x":1}}}\n',
  '{"raw_response":"<SCRATCHPAD_REASONING>a","metadata":{"model":"m","condition":"c"},"classification":{"harmful_behavior":true}}',
];

function realFiles(): readonly string[] {
  if (lackFixtures()) return [];
  return readdirSync(ALL_FIXTURES, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(ALL_FIXTURES, name))
    .filter((file) => statSync(file).isFile() && statSync(file).size < 60_000)
    .filter((file) => /\.jsonl?$/.test(file))
    .map((file) => readFileSync(file, 'latin1'));
}

const SEEDS = [...MADE, ...realFiles()];

/** Pieces that break JSON, or the expectations of a reader. */
const PIECES = [
  'null',
  '[]',
  '{}',
  '""',
  '"x"',
  '1e999',
  'NaN',
  '\n',
  ',',
  '"',
  '}',
  ']',
  '\\',
  '[[[[',
  '"__proto__":',
  '\u0000',
  '\u00ff',
];

type Change = (text: string) => string;
const place = nat(1_000_000);
const change = oneof(
  place.map(
    (at): Change =>
      (text) =>
        text.slice(0, at % (text.length + 1)),
  ),
  tuple(place, nat(200)).map(
    ([at, size]): Change =>
      (text) =>
        text.slice(0, at % (text.length + 1)) + text.slice((at % (text.length + 1)) + size),
  ),
  tuple(place, constantFrom(...PIECES)).map(
    ([at, piece]): Change =>
      (text) =>
        text.slice(0, at % (text.length + 1)) + piece + text.slice(at % (text.length + 1)),
  ),
  // A value of another kind, where a value stands.
  tuple(place, constantFrom('null', '7', '"w"', '[]', '{}', '[null]', 'true')).map(
    ([at, value]): Change =>
      (text) => {
        const found = [...text.matchAll(/:\s*("(?:[^"\\]|\\.)*"|-?\d+|true|false|null|\[|\{)/g)];
        const one = found[at % Math.max(1, found.length)];
        if (one === undefined) return text;
        const [whole, given = ''] = one;
        const start = one.index + whole.length - given.length;
        const opens = given === '[' || given === '{';
        return (
          text.slice(0, start) +
          value +
          (opens ? `,"k":${given}` : '') +
          text.slice(start + given.length)
        );
      },
  ),
);

describe.each(FORMATS.map((format) => [format.name, format] as const))('%s', (_, format) => {
  test('of changed files', async () => {
    const changed = record({
      seed: constantFrom(...SEEDS),
      changes: array(change, { minLength: 1, maxLength: 4 }),
    });
    await assert(
      asyncProperty(changed, async ({ seed, changes }) => {
        const text = changes.reduce((now, make) => make(now), seed);
        await expectSound(Buffer.from(text, 'latin1'));
      }),
      { numRuns: 60 },
    );
  });

  test('of any bytes', async () => {
    await assert(asyncProperty(uint8Array({ maxLength: 200 }), expectSound), { numRuns: 40 });
  });

  async function expectSound(bytes: Uint8Array): Promise<void> {
    const file = write(`${format.name}/any.json`, bytes);
    const { trials, problems } = await readAll(format, file);
    for (const trial of trials) {
      expect(trialSchema.safeParse(trial).error).toBeUndefined();
      expect(trial.id).not.toBe('');
      expect(trial.model).not.toBe('');
    }
    for (const { source, message } of problems) {
      expect(source).toBe(file.name);
      expect(message).not.toBe('');
    }
  }
});
