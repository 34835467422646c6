/** Temporary folders: gone with the program, or with the next start after it was killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  makeTemporary,
  removeLeftovers,
  removeTemporary,
  UNFINISHED,
} from '../../src/base/temporary.ts';

const MODULE = new URL('../../src/base/temporary.ts', import.meta.url).href;
const NAME = '.inquest-00000000-0000-4000-8000-000000000000.tmp';
let folder = '';
let children: ChildProcess[] = [];
const { TMPDIR } = process.env;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-test-'));
  process.env['TMPDIR'] = folder;
  children = [];
});
afterEach(async () => {
  for (const child of children) await killed(child);
  if (TMPDIR === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = TMPDIR;
  rmSync(folder, { recursive: true, force: true });
});

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'close');
}

/** Another process that makes a temporary folder; resolves with the folder. */
async function another(): Promise<{ readonly child: ChildProcess; readonly made: string }> {
  const code = `const { makeTemporary } = await import(${JSON.stringify(MODULE)});
    process.stdout.write(makeTemporary() + '\\n'); setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, made: line.toString().trim() };
}

describe('a temporary folder', () => {
  it('of a process that was killed is removed by the next start, with what it had not written whole', async () => {
    const { child, made } = await another();
    const unfinished = path.join(folder, NAME);
    const foreign = path.join(folder, 'mine.tmp');
    writeFileSync(path.join(made, 'index.db'), 'a transcript');
    writeFileSync(path.join(made, UNFINISHED), unfinished);
    for (const file of [unfinished, foreign]) writeFileSync(file, 'half a transcript');
    await removeLeftovers();
    expect([made, unfinished, foreign].map((one) => existsSync(one))).toEqual([true, true, true]);
    await killed(child);
    await removeLeftovers();
    expect(readdirSync(folder)).toEqual(['mine.tmp']);
  });

  it('never names a file to remove that is not an unfinished one', async () => {
    const { child, made } = await another();
    const precious = path.join(folder, 'precious.jsonl');
    writeFileSync(precious, 'evidence');
    writeFileSync(path.join(made, UNFINISHED), precious);
    await killed(child);
    await removeLeftovers();
    expect(readdirSync(folder)).toEqual(['precious.jsonl']);
  });

  it('in use stays, also of this very process', async () => {
    const made = makeTemporary();
    await removeLeftovers();
    expect(existsSync(made)).toBe(true);
    removeTemporary(made);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is removed once by many starts at a time, while others are made', async () => {
    const dead = await Promise.all([another(), another()]);
    for (const { child } of dead) await killed(child);
    const sweeps = Array.from({ length: 8 }, () => removeLeftovers());
    const made = Array.from({ length: 20 }, () => makeTemporary());
    await Promise.all(sweeps);
    await removeLeftovers();
    expect(readdirSync(folder).toSorted()).toEqual(
      made.map((one) => path.basename(one)).toSorted(),
    );
    for (const one of made) removeTemporary(one);
  });

  it('of another kind stays', async () => {
    for (const name of ['inquest-test-1', 'inquest', 'other']) mkdirSync(path.join(folder, name));
    writeFileSync(path.join(folder, 'inquest-tmp-file'), '');
    await removeLeftovers();
    expect(readdirSync(folder)).toHaveLength(4);
  });
});
