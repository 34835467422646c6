/** Every query that docs/query.md shows can be read, and its numbers are those of the code. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { THRESHOLD } from '../../src/query/expand.ts';
import { FIELDS, HAS } from '../../src/query/fields.ts';
import { parse } from '../../src/query/parse.ts';
import { BUILT_IN_SIGNALS } from '../../src/query/signals.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/query.md'), 'utf8');

/** What stands in backticks in the first column of the tables headed "you type". */
const examples = page
  .split('\n\n')
  .filter((block) => block.startsWith('| you type'))
  .flatMap((block) => block.split('\n').slice(2))
  .map((line) => line.split(/(?<!\\)\|/)[1] ?? '')
  .flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)])
  .map((match) => (match[1] ?? '').replaceAll('\\|', '|'));

describe('docs/query.md', () => {
  it('shows examples', () => {
    expect(examples.length).toBeGreaterThan(20);
  });

  it.each(examples)('%s can be read', (example) => {
    expect(parse(example)).toMatchObject({ ok: true });
  });

  it('names every field, everything a trial can have, and every signal', () => {
    for (const name of [...FIELDS, ...Object.keys(BUILT_IN_SIGNALS)]) {
      expect(page).toMatch(new RegExp(`^\\| .*\`${name}\``, 'm'));
    }
    for (const name of HAS.filter((one) => !FIELDS.some((field) => field === one))) {
      expect(page).toContain(`\`${name}\``);
    }
  });

  it('has the threshold of the code', () => {
    expect(page).toContain(`threshold is ${THRESHOLD} of the letters`);
  });
});
