/** Prompts of a results tree, as the program opens it: by its top, by a part of it, by a pattern. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createPlace } from './support.ts';

const place = createPlace();
const CONDITION = 'blackmail_none-none_none';
const SAMPLE = `tree/models/m/${CONDITION}/sample_001`;

for (const folder of [SAMPLE, `prompts/${CONDITION}`, `tree/prompts/${CONDITION}`]) {
  mkdirSync(path.join(place.folder, folder), { recursive: true });
}
place.write(`${SAMPLE}/response.json`, '{"raw_response":"Hi","metadata":{}}');
place.write(`prompts/${CONDITION}/system_prompt.txt`, 'PLANTED');
place.write(`tree/prompts/${CONDITION}/system_prompt.txt`, 'GENUINE');

it.each([
  ['tree', 'GENUINE'],
  ['tree/models/../', 'GENUINE'],
  ['tree/**/response.json', 'GENUINE'],
  ['tree/models', undefined],
  [`tree/models/*/*/sample_001/response.json`, undefined],
  [`${SAMPLE}/response.json`, undefined],
])('of %s are %s', async (opened, text) => {
  const shown = await place.run(['show', opened, '--trial', '001', '--no-cache']);
  expect(shown.code).toBe(0);
  expect(shown.stdout).not.toContain('PLANTED');
  expect(shown.stdout.includes('GENUINE')).toBe(text !== undefined);
  const { stdout } = await place.run(['check', opened, '--no-cache']);
  expect(stdout.includes('lies above what was opened')).toBe(text === undefined);
});
