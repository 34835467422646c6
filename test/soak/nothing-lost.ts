/** No reader loses a word: known files with unknown things put anywhere into them, reader by reader. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { KNOWN } from '../formats/known/index.ts';
import { lostOf, type Made, madeOf } from '../formats/nothing-lost.ts';
import { whereOf } from './fuzzer.ts';
import { isOver, randomOf, type Soak } from './soak.ts';

/** Which reader, and the file that was made for it. */
type Input = { readonly name: string; readonly made: Made };

/** Of one reader so many findings are told. */
const MOST_OF_ONE = 5;

const soak: Soak = {
  name: 'nothing-lost',
  suite: 1000,
  run: async (options) => {
    const random = randomOf(options.seed);
    const told = new Map<string, number>();
    let runs = 0;
    for (; !isOver(options, runs); runs += 1) {
      const known = KNOWN[runs % KNOWN.length];
      if (known === undefined) break;
      const input: Input = { name: known.name, made: madeOf(known, random) };
      const bytes = Buffer.from(JSON.stringify(input));
      options.trying(bytes);
      const what = await attempt(input);
      const count = told.get(known.name) ?? 0;
      if (what === undefined || count >= MOST_OF_ONE) continue;
      told.set(known.name, count + 1);
      options.report({ what, input: bytes });
    }
    return { runs };
  },
  replay: async (bytes, report) => {
    const what = await attempt(JSON.parse(Buffer.from(bytes).toString('utf8')) as Input);
    if (what !== undefined) report({ what, input: bytes });
  },
};
export const { name, suite, run, replay } = soak;

async function attempt({ name: reader, made }: Input): Promise<string | undefined> {
  const known = KNOWN.find((each) => each.name === reader);
  if (known === undefined) return `there is no known file "${reader}"`;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-lost-'));
  try {
    return await lostOf(known, made, folder);
  } catch (error) {
    return `${reader}: throws ${whereOf(error)}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
