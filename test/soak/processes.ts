/**
 * Ten processes at one collection: each gives all trials, whatever the others do: read, search, write,
 * delete the index, or are killed.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { faultOf, makePlace, runProgram, start, writeTrials, type Place } from './program.ts';
import { isOver, randomOf, type Random, type SoakOptions, type SoakResult } from './soak.ts';

export const name = 'processes';
export const suite = 1;

const PROCESSES = 10;
const TRIALS = 2000;

export async function run(options: SoakOptions): Promise<SoakResult> {
  const random = randomOf(options.seed);
  const place = makePlace('processes');
  let runs = 0;
  try {
    writeTrials(place, 'trials.jsonl', TRIALS);
    const expected = await runProgram(place, ['list', 'trials.jsonl', '--jsonl', '--no-cache']);
    for (; !isOver(options, runs); runs += 1) {
      // Sometimes an index is there already.
      if (random.chance(0.6)) await runProgram(place, ['index', 'clear']);
      const all = Array.from({ length: PROCESSES }, () => one(place, random, expected.out));
      for (const wrong of await Promise.all(all)) {
        if (wrong !== undefined) options.report({ what: wrong });
      }
      const wrong = await afterwards(place, expected.out);
      if (wrong !== undefined) options.report({ what: `afterwards: ${wrong}` });
    }
  } finally {
    place.remove();
  }
  return { runs };
}

async function one(place: Place, random: Random, expected: string): Promise<string | undefined> {
  const kind = random.below(10);
  const wait = random.below(2000);
  await new Promise((resolve) => setTimeout(resolve, random.below(1000)));
  if (kind === 0) return faultOf(await runProgram(place, ['index', 'clear']));
  if (kind === 1) return faultOf(await runProgram(place, ['doctor']));
  if (kind === 2) {
    const running = start(place, ['list', 'trials.jsonl', '--jsonl']);
    setTimeout(() => running.kill('SIGKILL'), wait);
    await running.ended;
    return undefined;
  }
  if (kind === 3) {
    const ran = await runProgram(place, ['stats', 'trials.jsonl', '--json']);
    const fault = faultOf(ran);
    if (fault !== undefined) return `stats: ${fault}`;
    const { total } = JSON.parse(ran.out) as { total: { trials: number } };
    return total.trials === TRIALS ? undefined : `stats counts ${total.trials} trials`;
  }
  const ran = await runProgram(place, ['list', 'trials.jsonl', '--jsonl']);
  const fault = faultOf(ran);
  if (fault !== undefined) return `list: ${fault}`;
  if (ran.code !== 0) return `list ends with ${ran.code}: ${ran.err.slice(0, 200)}`;
  return ran.out === expected ? undefined : 'list gives other trials';
}

/** The index that is left is sound, and nothing else is left. */
async function afterwards(place: Place, expected: string): Promise<string | undefined> {
  const ran = await runProgram(place, ['list', 'trials.jsonl', '--jsonl']);
  if (ran.out !== expected) return 'list gives other trials';
  const doctor = await runProgram(place, ['doctor', '--json']);
  if (doctor.code !== 0) return `doctor: ${doctor.out.slice(-300)}`;
  const left = readdirSync(path.join(place.folder, 'tmp'));
  return left.length > 1 ? `${left.length} temporary folders are left` : undefined;
}
