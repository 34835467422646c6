/**
 * The program killed at any moment while it reads, converts or exports: the next run gives everything,
 * what was committed is not read again, and a file is whole or as it was.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { faultOf, makePlace, runProgram, start, writeTrials, type Place } from './program.ts';
import { isOver, randomOf, type Random, type SoakOptions, type SoakResult } from './soak.ts';

export const name = 'program-kills';
export const suite = 2;

const TRIALS = 4000;
const SIGNALS = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;
const BEFORE = 'what was there before';

export async function run(options: SoakOptions): Promise<SoakResult> {
  const random = randomOf(options.seed);
  const place = makePlace('kills');
  let runs = 0;
  try {
    writeTrials(place, 'trials.jsonl', TRIALS);
    const listed = await runProgram(place, ['list', 'trials.jsonl', '--jsonl', '--no-cache']);
    await runProgram(place, ['convert', 'trials.jsonl', '-o', 'whole.jsonl']);
    const whole = readFileSync(path.join(place.folder, 'whole.jsonl'), 'utf8');
    for (; !isOver(options, runs); runs += 1) {
      const wrong = random.chance(0.5)
        ? await reading(place, random, listed.out)
        : await writing(place, random, whole);
      if (wrong !== undefined) options.report({ what: wrong });
    }
  } finally {
    place.remove();
  }
  return { runs };
}

async function killed(
  place: Place,
  args: readonly string[],
  random: Random,
): Promise<{ readonly story: string; readonly fault: string | undefined }> {
  const signal = random.pick(SIGNALS);
  const after = 100 + random.below(2500);
  const running = start(place, args);
  const timer = setTimeout(() => running.kill(signal), after);
  const ran = await running.ended;
  clearTimeout(timer);
  return { story: `${args[0]} and ${signal} after ${after} ms`, fault: faultOf(ran) };
}

async function reading(
  place: Place,
  random: Random,
  expected: string,
): Promise<string | undefined> {
  await runProgram(place, ['index', 'clear']);
  for (let kills = 1 + random.below(3); kills > 0; kills -= 1) {
    const { story, fault } = await killed(place, ['list', 'trials.jsonl', '--jsonl'], random);
    if (fault !== undefined) return `${story}: ${fault}`;
    const doctor = await runProgram(place, ['doctor', '--json']);
    if (doctor.code !== 0) return `${story}: doctor: ${doctor.out.slice(-300)}`;
  }
  const ran = await runProgram(place, ['list', 'trials.jsonl', '--jsonl']);
  const fault = faultOf(ran);
  if (fault !== undefined) return `list after kills: ${fault}`;
  if (ran.out !== expected) return 'list after kills gives other trials';
  return leftIn(place);
}

async function writing(place: Place, random: Random, whole: string): Promise<string | undefined> {
  const target = path.join(place.folder, 'out.jsonl');
  writeFileSync(target, BEFORE);
  const { story, fault } = await killed(
    place,
    ['convert', 'trials.jsonl', '-o', 'out.jsonl'],
    random,
  );
  if (fault !== undefined) return `${story}: ${fault}`;
  const now = existsSync(target) ? readFileSync(target, 'utf8') : 'nothing';
  if (now !== BEFORE && now !== whole) return `${story}: the file is neither old nor new`;
  const again = await runProgram(place, ['convert', 'trials.jsonl', '-o', 'out.jsonl']);
  if (again.code !== 0) return `${story}: blocked afterwards: ${again.err.slice(0, 200)}`;
  if (readFileSync(target, 'utf8') !== whole) return `${story}: afterwards the file is not whole`;
  return leftIn(place);
}

/** What a killed process leaves goes at the next start, which has been. */
function leftIn({ folder }: Place): string | undefined {
  const left = readdirSync(path.join(folder, 'tmp'));
  const beside = readdirSync(folder).filter((one) => one.includes('.tmp'));
  const all = [...left, ...beside];
  return all.length === 0 ? undefined : `left behind: ${all.join(', ')}`;
}
