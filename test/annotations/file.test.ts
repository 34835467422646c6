/** Files of notes: merged in any order, torn at any byte, written by several at a time, killed. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  annotationLine,
  laterThan,
  readAnnotations,
  standing,
} from '../../src/annotations/annotation.ts';
import { appendAnnotations } from '../../src/annotations/file.ts';
import { noteOf } from './notes.ts';

const WRITER = path.join(import.meta.dirname, 'writer.ts');
const now = new Date(0);

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'notes-'));
  file = path.join(folder, 'own', 'notes.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const textsIn = (name = file): readonly (string | undefined)[] =>
  standing(readAnnotations(readFileSync(name)).records).map(({ text }) => text);

describe('records of notes', () => {
  it('hold alike in whatever order and how often they are put together', () => {
    const record = fc.record({
      n: fc.integer({ min: 1, max: 4 }),
      op: fc.constantFrom('add' as const, 'retract' as const),
      second: fc.integer({ min: 0, max: 3 }),
      text: fc.constantFrom('a', 'b'),
    });
    const made = fc.array(record, { maxLength: 12 }).chain((all) => {
      const records = all.map(({ n, op, second, text }) =>
        noteOf(n, { op, text, at: `2026-01-01T00:00:0${second}.000Z` }),
      );
      return fc.tuple(
        fc.constant(records),
        fc.shuffledSubarray([...records, ...records], { minLength: 2 * records.length }),
      );
    });
    fc.assert(
      fc.property(made, ([one, other]) => {
        expect(standing(other)).toEqual(standing(one));
        const files = [one, other].map((all) => Buffer.from(all.map(annotationLine).join('')));
        expect(standing(readAnnotations(Buffer.concat(files)).records)).toEqual(standing(one));
      }),
    );
  });

  it('give way to a later one, and to one that takes them back', () => {
    const later = { at: '2026-01-02T00:00:00.000Z' };
    expect(standing([noteOf(1, { ...later, text: 'new' }), noteOf(1)])).toMatchObject([
      { text: 'new' },
    ]);
    expect(standing([noteOf(1, { ...later, op: 'retract' }), noteOf(1)])).toEqual([]);
  });

  it('are later than what they replace, whatever the clock says', () => {
    expect(laterThan(now, '2026-01-01T00:00:00.000Z')).toBe('2026-01-01T00:00:00.001Z');
    expect(laterThan(new Date('2027-01-01'), '2026-01-01T00:00:00.000Z')).toBe(
      '2027-01-01T00:00:00.000Z',
    );
  });

  it('are told from lines that are none', () => {
    const bytes = Buffer.from(`${annotationLine(noteOf(1))}{"a":1}\n\nno\n`);
    expect(readAnnotations(bytes)).toMatchObject({ records: [noteOf(1)], odd: [2, 4], torn: 0 });
  });
});

describe('a file of notes', () => {
  it('goes on after a last line that was cut at any byte, and says so', async () => {
    await appendAnnotations(file, [noteOf(1)], now);
    const before = readFileSync(file);
    await appendAnnotations(file, [noteOf(2)], now);
    const whole = readFileSync(file);
    for (let end = before.length; end <= whole.length; end += 1) {
      writeFileSync(file, whole.subarray(0, end));
      const told = await appendAnnotations(file, [noteOf(3)], now);
      const isWhole = end === before.length || end === whole.length;
      if (isWhole) expect(told).toBeUndefined();
      else expect(told).toContain(end === whole.length - 1 ? 'no line end' : 'no whole note');
      const bytes = readFileSync(file);
      // Nothing is cut off.
      expect(bytes.subarray(0, end).equals(whole.subarray(0, end))).toBe(true);
      const hasSecond = end >= whole.length - 1;
      expect(textsIn()).toEqual([1, ...(hasSecond ? [2] : []), 3].map((n) => noteOf(n).text));
      expect(readAnnotations(bytes)).toMatchObject({ odd: [], torn: 0 });
    }
  });

  it('loses nothing to another line that was cut while it was mended', async () => {
    await appendAnnotations(file, [noteOf(1)], now);
    const before = readFileSync(file);
    writeFileSync(file, Buffer.concat([before, Buffer.from('{"id":"0')]));
    await appendAnnotations(file, [noteOf(2)], now);
    const whole = readFileSync(file);
    for (let end = before.length + 9; end < whole.length; end += 1) {
      writeFileSync(file, whole.subarray(0, end));
      await appendAnnotations(file, [noteOf(3)], now);
      expect(textsIn()).toContain(noteOf(1).text);
      expect(textsIn()).toContain(noteOf(3).text);
    }
  });

  it('is there with its folder, for its owner alone', async () => {
    await appendAnnotations(file, [noteOf(1)], now);
    const { statSync } = await import('node:fs');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  });

  it('says in a line why nothing can be written', async () => {
    await expect(appendAnnotations('/dev/null/notes.jsonl', [noteOf(1)], now)).rejects.toThrow(
      'cannot write /dev/null/notes.jsonl',
    );
  });
});

/** A process that appends notes from a number on, and prints each number that is on the disk. */
function writer(
  from: number,
  count: number,
): {
  readonly given: () => readonly number[];
  readonly kill: () => void;
  readonly hasGiven: (n: number) => Promise<void>;
  readonly end: Promise<void>;
} {
  const child = spawn(process.execPath, [WRITER, file, String(from), String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  const waiting = new Set<() => void>();
  const given = (): readonly number[] => printed.split('\n').slice(0, -1).map(Number);
  child.stdout.on('data', (data: Buffer) => {
    printed += data.toString();
    for (const look of waiting) look();
  });
  return {
    given,
    kill: () => void child.kill('SIGKILL'),
    hasGiven: (n) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (given().length >= n) resolve();
        };
        waiting.add(look);
        look();
      }),
    end: new Promise((resolve) => {
      child.once('close', () => resolve());
    }),
  };
}

const LONG = { timeout: 120_000 };

describe('notes of several processes', () => {
  it('are all there', LONG, async () => {
    const writers = [1000, 2000, 3000].map((from) => writer(from, 60));
    await Promise.all(writers.map(({ end }) => end));
    expect(writers.flatMap(({ given }) => given())).toHaveLength(180);
    expect(textsIn()).toHaveLength(180);
    expect(readAnnotations(readFileSync(file))).toMatchObject({ odd: [], torn: 0 });
  });

  it('are there where they were confirmed, whenever a process is killed', LONG, async () => {
    const confirmed: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      const one = writer(round * 1000, 1000);
      // At moments that differ, in the middle of writing.
      await one.hasGiven(1 + round * 3);
      one.kill();
      await one.end;
      confirmed.push(...one.given());
    }
    await appendAnnotations(file, [noteOf(999_999)], now);
    const texts = new Set(textsIn());
    for (const n of [...confirmed, 999_999]) expect(texts).toContain(noteOf(n).text);
  });
});
