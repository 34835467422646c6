/**
 * Clocks that jump: of the files, whose times go back or stay when they change, and of the program,
 * whose own clock is years off. What is listed is always what the file says now.
 */
import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { faultOf, idsIn, makePlace, manyTrials, runProgram, type Place } from './program.ts';
import { isOver, randomOf, type Random, type SoakOptions, type SoakResult } from './soak.ts';

export const name = 'clocks';
export const suite = 2;

/** A clock that runs ahead or behind, and jumps by an hour now and then. */
const JUMPING = `
const { now } = Date;
let shift = Number(process.env.SHIFT);
Date.now = () => { if (Math.random() < 0.01) shift += (Math.random() - 0.5) * 7.2e6; return now() + shift; };
`;

export async function run(options: SoakOptions): Promise<SoakResult> {
  const random = randomOf(options.seed);
  let runs = 0;
  for (; !isOver(options, runs); runs += 1) {
    const place = makePlace('clocks');
    try {
      writeFileSync(path.join(place.folder, 'clock.mjs'), JUMPING);
      const wrong = await oneRun(place, random);
      if (wrong !== undefined) options.report({ what: wrong });
    } finally {
      place.remove();
    }
  }
  return { runs };
}

async function oneRun(place: Place, random: Random): Promise<string | undefined> {
  const file = path.join(place.folder, 'trials.jsonl');
  const steps: string[] = [];
  let text = manyTrials(30, 'a');
  writeFileSync(file, text);
  for (let step = 0; step < 5; step += 1) {
    const ran = await list(place, random);
    const fault = faultOf(ran);
    if (fault !== undefined) return `${steps.join(', ')}: ${fault}`;
    const given = ran.out.split('\n').filter((line) => line !== '');
    const said = given.map((line) => JSON.parse(line) as { id: string; outcome: string });
    const expected = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; verdict: { outcome: string } });
    const isSame =
      said.length === expected.length &&
      expected.every(
        ({ id, verdict }, at) => said[at]?.id === id && said[at].outcome === verdict.outcome,
      );
    if (!isSame)
      return `after ${steps.join(', ')}: other trials than the file has (${idsIn(ran.out).length})`;
    const [what, next] = changed(text, random);
    const before = statSync(file);
    // A new file of the name, or the same one written over.
    if (random.chance(0.5)) rmSync(file);
    writeFileSync(file, next);
    text = next;
    const [when, time] = timeAfter(before.mtime, random);
    if (time !== undefined) utimesSync(file, time, time);
    steps.push(`${what} (${when})`);
  }
  return undefined;
}

function list(place: Place, random: Random): ReturnType<typeof runProgram> {
  const year = 365 * 24 * 3600 * 1000;
  const shift = random.pick([0, 0, -60 * year, -1, 60 * year, 1000 * year, 3_600_000]);
  return runProgram(place, ['list', 'trials.jsonl', '--jsonl'], {
    more:
      shift === 0
        ? {}
        : {
            SHIFT: String(shift),
            NODE_OPTIONS: `--import ${path.join(place.folder, 'clock.mjs')}`,
          },
  });
}

function changed(text: string, random: Random): readonly [string, string] {
  const lines = text.trimEnd().split('\n');
  const at = random.below(lines.length);
  switch (random.below(4)) {
    case 0:
      return ['grown', text + manyTrials(3, `n${random.below(1e6)}`)];
    case 1:
      return ['cut', `${lines.slice(0, Math.max(1, at)).join('\n')}\n`];
    case 2: {
      // The length stays: only the content tells.
      const renamed = (lines[at] ?? '').replace(
        /"id":"model-(\d)/,
        (_, digit: string) => `"id":"model-${(Number(digit) + 1) % 10}`,
      );
      return ['one record changed', `${lines.with(at, renamed).join('\n')}\n`];
    }
    default:
      return ['made anew', manyTrials(20 + random.below(20), `b${random.below(1e6)}`)];
  }
}

function timeAfter(before: Date, random: Random): readonly [string, Date | undefined] {
  return random.pick([
    ['now', undefined],
    ['the time it had', before],
    ['1970', new Date(0)],
    ['2099', new Date('2099-01-01')],
    ['an hour earlier', new Date(before.getTime() - 3_600_000)],
  ] as const);
}
