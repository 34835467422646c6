/** The committed files are what the script makes, small enough to ship, and read without problems. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { makeFiles } from '../../sample-data/make/files.ts';
import { trialSchema } from '../../src/trial/schema.ts';

const files = makeFiles();
const MOST_BYTES = 8_000_000;
/** Names and firms of the published prompts: the sample has its own. */
const FORBIDDEN = [
  'summitbridge',
  'summit bridge',
  'kyle',
  'johnson',
  'jessica',
  'jessica wilson',
  'maria chen',
  'cafe luna',
  'novastar',
  'pacific meridian',
  'quantumdynamics',
  'starsentinel',
  'patricia',
  'mary johnson',
];

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

test.each(files)('$name is what the script makes, to the byte', ({ name, text }) => {
  const committed = readFileSync(new URL(`../../sample-data/${name}`, import.meta.url));
  expect(sha256(committed)).toBe(sha256(text));
});

test('making the files twice makes the same bytes', () => {
  expect(makeFiles().map(({ text }) => sha256(text))).toEqual(
    files.map(({ text }) => sha256(text)),
  );
});

test('all files together stay under 8 MB', () => {
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  expect(bytes).toBeLessThan(MOST_BYTES);
});

test.each(files)('every line of $name has the native shape', ({ text, trials }) => {
  const lines = text.trimEnd().split('\n');
  expect(lines.length).toBe(trials.length);
  for (const line of lines) expect(() => trialSchema.parse(JSON.parse(line))).not.toThrow();
});

test.each(files)('nothing in $name comes from the published prompts', ({ text }) => {
  const lower = text.toLowerCase();
  expect(FORBIDDEN.filter((name) => lower.includes(name))).toEqual([]);
  expect(/\balex\b/i.test(text)).toBe(false);
});

test.each(files)('no template mark is left over in $name', ({ name, trials }) => {
  if (name === 'incidents.jsonl') return;
  for (const { turns, verdict } of trials) {
    const words = [verdict.rationale ?? '', ...turns.map(({ text }) => text)].join('\n');
    expect(words).not.toMatch(/[{}|]|<now>|<left>|undefined| {2}| [.,;]/);
  }
});
