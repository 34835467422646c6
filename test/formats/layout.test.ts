/** The same records laid out otherwise: as `jq` prints them, in a list, all on one line. */
import { expect, test } from 'vitest';

import { makeFolder, openAll } from './helpers.ts';
import { KNOWN } from './known/index.ts';

const { write } = makeFolder();
const LINES = KNOWN.filter(({ document }) => document !== true);

const LAYOUTS: readonly (readonly [string, (records: readonly unknown[]) => string])[] = [
  ['pretty-printed', (records) => records.map((each) => JSON.stringify(each, null, 2)).join('\n')],
  ['a list', (records) => JSON.stringify(records)],
  ['a list over lines', (records) => JSON.stringify(records, null, 1)],
  ['on one line', (records) => records.map((each) => JSON.stringify(each)).join('')],
  ['CRLF', (records) => records.map((each) => `\uFEFF${JSON.stringify(each)}\r\n`).join('')],
];

test.each(LINES)('records of $name', async ({ file, records, format }) => {
  const lines = records.map((each) => `${JSON.stringify(each)}\n`).join('');
  const told = ({ trials }: Awaited<ReturnType<typeof openAll>>) =>
    trials.map(({ model, verdict, turns }) => ({ model, verdict, turns }));
  const plain = told(await openAll(write(file, lines)));
  expect(plain.length).toBeGreaterThan(0);
  for (const [name, laid] of LAYOUTS) {
    // oxlint-disable-next-line no-await-in-loop
    const all = await openAll(write(file, laid(records)));
    expect(all.trials.length, `${format.name}, ${name}`).toBe(plain.length);
    expect(told(all), name).toEqual(plain);
  }
});
