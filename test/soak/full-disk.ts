/**
 * A disk that fills up under the cache, the temporary files or what is written: answers stay whole,
 * and a file is written whole or not at all.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { faultOf, makePlace, runProgram, writeTrials, type Place } from './program.ts';
import { isOver, randomOf, type Random, type SoakOptions, type SoakResult } from './soak.ts';

export const name = 'full-disk';
export const suite = 3;

const TRIALS = 600;
/** What writes a file, and what it is called. */
const WRITING: readonly (readonly [string, readonly string[]])[] = [
  ['out.jsonl', ['convert', 'trials.jsonl', '-o']],
  ['out.html', ['export', 'trials.jsonl', '-q', 'verdict:harmful', '-o']],
  ['out.md', ['export', 'trials.jsonl', '-q', 'model:model-1', '-o']],
  ['out.csv', ['export', 'trials.jsonl', '-q', 'model:model-1', '-o']],
  [
    'out.walkthrough.yaml',
    ['walkthrough', 'new', 'trials.jsonl', '--trial', 'model-1/cell/1', '-o'],
  ],
];

export async function run(options: SoakOptions): Promise<SoakResult> {
  const random = randomOf(options.seed);
  const place = makePlace('full-disk');
  const disk = path.join(place.folder, 'disk');
  mkdirSync(disk);
  let runs = 0;
  try {
    if (!mount(disk, '1m')) return { runs: 0, skipped: 'no right to mount a small disk' };
    spawnSync('umount', [disk]);
    writeTrials(place, 'trials.jsonl', TRIALS);
    const expected = await runProgram(place, ['list', 'trials.jsonl', '--jsonl', '--no-cache']);
    for (; !isOver(options, runs); runs += 1) {
      // So many kilobytes are free; the smallest do not even hold an empty index.
      const free = random.pick([16, 64, 200, 400, 800, 1500, 3000]) + random.below(64);
      mount(disk, `${free}k`);
      try {
        const wrong = random.chance(0.5)
          ? await read(place, disk, random, expected.out)
          : await write(place, disk, random);
        if (wrong !== undefined) options.report({ what: `${free} kB free: ${wrong}` });
      } finally {
        spawnSync('umount', [disk]);
      }
    }
  } finally {
    spawnSync('umount', [disk]);
    place.remove();
  }
  return { runs };
}

function mount(folder: string, size: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]).status === 0;
}

/** The cache, or all that the program keeps, is on the disk. */
async function read(
  place: Place,
  disk: string,
  random: Random,
  expected: string,
): Promise<string | undefined> {
  const isAll = random.chance(0.5);
  const more = {
    XDG_CACHE_HOME: disk,
    ...(isAll ? { TMPDIR: disk, XDG_STATE_HOME: disk } : {}),
  };
  for (const again of ['', ', again']) {
    const ran = await runProgram(place, ['list', 'trials.jsonl', '--jsonl'], { more });
    const fault = faultOf(ran);
    if (fault !== undefined) return `list${again}: ${fault}`;
    // With no room for temporary files either, the command may say so.
    const isTold = isAll && ran.code === 2 && ran.err.startsWith('inquest: ');
    if (!isTold && (ran.code !== 0 || ran.out !== expected)) {
      return `list${again}: ends with ${ran.code} and other trials: ${ran.err.slice(0, 200)}`;
    }
  }
  const ran = await runProgram(place, ['doctor', '--json'], { more });
  return faultOf(ran);
}

/** What is written is on the disk, over a file that was there or not. */
async function write(place: Place, disk: string, random: Random): Promise<string | undefined> {
  const [file, args] = random.pick(WRITING);
  const target = path.join(disk, file);
  const isOver = random.chance(0.5) && !args.includes('walkthrough');
  if (isOver) writeFileSync(target, 'what was there before');
  const elsewhere = path.join(place.folder, file);
  if (!existsSync(elsewhere)) await runProgram(place, [...args, file]);
  const ran = await runProgram(place, [...args, target]);
  const fault = faultOf(ran);
  if (fault !== undefined) return `${args[0]}: ${fault}`;
  const now = existsSync(target) ? readFileSync(target, 'utf8') : undefined;
  const whole = readFileSync(elsewhere, 'utf8');
  const left = readdirSync(disk).filter((name) => name !== file);
  if (left.length > 0) return `${args[0]} leaves ${left.join(', ')}`;
  if (ran.code === 0) {
    // Paths in a walkthrough are relative to its folder.
    const isWhole = now === whole || (file.endsWith('.yaml') && now !== undefined);
    return isWhole ? undefined : `${args[0]} is done, and the file is not whole`;
  }
  if (now !== (isOver ? 'what was there before' : undefined)) {
    return `${args[0]} fails, and the file is not as it was`;
  }
  return ran.err.includes('disk is full') ? undefined : `${args[0]}: ${ran.err.slice(0, 200)}`;
}
