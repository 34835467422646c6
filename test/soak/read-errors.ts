/**
 * Files that cannot be read, or go away while they are read: the trials of the others are given, and
 * each file in trouble is told by its name.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { faultOf, idsIn, makePlace, manyTrials, start, type Place } from './program.ts';
import { isOver, randomOf, type Random, type SoakOptions, type SoakResult } from './soak.ts';

export const name = 'read-errors';
export const suite = 4;

/** Makes `bad.jsonl` in a folder into something that cannot be read; true: it must be told by name. */
const TROUBLES: Readonly<Record<string, (file: string, random: Random) => boolean>> = {
  'a disk error': (file) => {
    // Reading a process's memory from its beginning fails with EIO.
    symlinkSync('/proc/self/mem', file);
    return false;
  },
  'a loop of links': (file) => {
    symlinkSync(file, file);
    return false;
  },
  'a link to nothing': (file) => {
    symlinkSync(`${file}.gone`, file);
    return false;
  },
  'a folder': (file) => {
    mkdirSync(file);
    return false;
  },
  'a pipe without a writer': (file) => {
    spawnSync('mkfifo', [file]);
    return false;
  },
  'gzip that is cut off': (file, random) => {
    const packed = gzipSync(manyTrials(50, 'bad'));
    writeFileSync(file, packed.subarray(0, 20 + random.below(packed.length - 20)));
    return true;
  },
  'bytes of no meaning': (file, random) => {
    writeFileSync(file, Buffer.from(Array.from({ length: 3000 }, () => random.below(256))));
    return false;
  },
};

/** What happens to `bad.jsonl` while it is read. */
const CHANGES: Readonly<Record<string, (file: string) => void>> = {
  vanishes: (file) => rmSync(file, { force: true }),
  'is cut to half': (file) => truncateSync(file, 100_000),
  'is emptied': (file) => truncateSync(file, 0),
  'becomes a folder': (file) => {
    rmSync(file, { force: true });
    mkdirSync(file);
  },
  grows: (file) => appendFileSync(file, manyTrials(20, 'late')),
};

export async function run(options: SoakOptions): Promise<SoakResult> {
  const random = randomOf(options.seed);
  let runs = 0;
  for (; !isOver(options, runs); runs += 1) {
    const place = makePlace('read-errors');
    try {
      mkdirSync(path.join(place.folder, 'all'));
      for (const one of ['a', 'z']) {
        writeFileSync(path.join(place.folder, 'all', `${one}.jsonl`), manyTrials(20, one));
      }
      const wrong = random.chance(0.6)
        ? await troubled(place, random)
        : await changing(place, random);
      if (wrong !== undefined) options.report({ what: wrong });
    } finally {
      place.remove();
    }
  }
  return { runs };
}

async function troubled(place: Place, random: Random): Promise<string | undefined> {
  const [what, make] = random.pick(Object.entries(TROUBLES));
  const file = path.join(place.folder, 'all/bad.jsonl');
  const isTold = make(file, random);
  const wrong = await goodOnes(place, () => undefined);
  if (wrong !== undefined) return `${what}: ${wrong}`;
  const checked = await start(place, ['check', 'all']).ended;
  const fault = faultOf(checked);
  if (fault !== undefined) return `${what}: check: ${fault}`;
  return isTold && !checked.out.includes('bad.jsonl')
    ? `${what}: check does not name it`
    : undefined;
}

async function changing(place: Place, random: Random): Promise<string | undefined> {
  const [what, change] = random.pick(Object.entries(CHANGES));
  const file = path.join(place.folder, 'all/bad.jsonl');
  writeFileSync(file, manyTrials(3000, 'bad'));
  const wait = random.below(1500);
  let timer: NodeJS.Timeout | undefined;
  const wrong = await goodOnes(place, () => {
    timer = setTimeout(() => change(file), wait);
  });
  clearTimeout(timer);
  return wrong === undefined ? undefined : `a file that ${what} after ${wait} ms: ${wrong}`;
}

/** Lists all, and then again; the trials of the good files are among them both times. */
async function goodOnes(place: Place, meanwhile: () => unknown): Promise<string | undefined> {
  const good = [...idsIn(manyTrials(20, 'a')), ...idsIn(manyTrials(20, 'z'))];
  for (const again of ['', ', again']) {
    const running = start(place, ['list', 'all', '--jsonl']);
    if (again === '') meanwhile();
    const ran = await running.ended;
    const fault = faultOf(ran);
    if (fault !== undefined) return `list${again}: ${fault}`;
    if (ran.code !== 0) return `list${again} ends with ${ran.code}: ${ran.err.slice(0, 200)}`;
    const ids = new Set(idsIn(ran.out));
    const lost = good.filter((id) => !ids.has(id));
    if (lost.length > 0) return `list${again}: ${lost.length} trials of good files are lost`;
  }
  return undefined;
}
