/**
 * Damage to an index: one bit turned over anywhere in what is kept of a collection, a part of it
 * overwritten, cut off or deleted, also where a killed process had left it. Every answer is that of
 * the undamaged index, in the same run, and where the index had to be made anew that is said.
 */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openAll, writeFiles } from './index-answers.ts';
import { isOver, randomOf, type Random, type SoakOptions, type SoakResult } from './soak.ts';

export const name = 'flips';
export const suite = 60;

/** A place of damage is a file and a byte of it. */
type Harm = (file: string, at: number, random: Random) => void;

const flip: Harm = (file, at, random) =>
  change(file, (bytes) => {
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  });

/** Mostly single bits; the others are what full disks, copies and people do. */
const HARMS: readonly (readonly [string, Harm])[] = [
  ...Array.from({ length: 8 }, () => ['a bit turned over', flip] as const),
  [
    'a sector of zeros',
    (file, at) => change(file, (bytes) => bytes.fill(0, at, Math.min(bytes.length, at + 512))),
  ],
  ['a page of another place', (file, at) => change(file, (bytes) => bytes.copyWithin(at, 0, 4096))],
  ['cut off', (file, at) => truncateSync(file, at)],
  ['deleted', (file) => rmSync(file)],
];

function change(file: string, how: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file);
  how(bytes);
  writeFileSync(file, bytes);
}

export async function run(options: SoakOptions): Promise<SoakResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'inquest-flips-'));
  const random = randomOf(options.seed);
  try {
    const data = path.join(folder, 'data');
    mkdirSync(data);
    writeFiles(data);
    const request = { paths: ['data'], cwd: folder };
    const at = (place: string): string => path.join(folder, place);
    let copies = 0;
    const wanted = await openAll({ ...request, cacheFolder: at('whole') }, ({ type }) => {
      if (type !== 'progress' || copies > 0) return;
      copies += 1;
      // As a process that is killed now leaves it: a part of it is in the log alone.
      cpSync(at('whole'), at('killed'), { recursive: true });
    });
    let runs = 0;
    while (!isOver(options, runs)) {
      runs += 1;
      const from = random.chance(0.75) ? 'whole' : 'killed';
      rmSync(at('cache'), { recursive: true, force: true });
      cpSync(at(from), at('cache'), { recursive: true });
      const files = readdirSync(at('cache')).filter((file) => !/\.lock|-shm$/.test(file));
      const file = random.pick(files);
      const size = readFileSync(path.join(at('cache'), file)).length;
      const [how, harm] = random.pick(HARMS);
      const byte = random.below(size);
      if (size > 0) harm(path.join(at('cache'), file), byte, random);
      const what = `${from}, ${file.slice(24)}, byte ${byte} of ${size}: ${how}`;
      try {
        const { answers } = await openAll({ ...request, cacheFolder: at('cache') });
        if (answers !== wanted.answers) options.report({ what: `${what}: another answer` });
        const again = await openAll({ ...request, cacheFolder: at('cache') });
        if (again.answers !== wanted.answers || again.messages.some(isNotice)) {
          options.report({ what: `${what}: not mended by the next opening` });
        }
      } catch (error) {
        options.report({ what: `${what}: ${String(error)}` });
      }
    }
    return { runs };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isNotice({ type }: { readonly type: string }): boolean {
  return type === 'notice';
}
