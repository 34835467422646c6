/** Bookmarks on a disk that is full: that is said, nothing is lost, and it is written as soon as it can be. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPlace, walk } from '../support/place.ts';
import { KEYS, ROOT } from '../support/terminal.ts';
import { SMALL_STUDY } from '../support/trials.ts';

const place = createPlace();
const canMount = spawnSync('unshare', ['-m', 'true']).status === 0;
if (!canMount) process.stdout.write('skipped: no right to mount a small disk\n');

describe.skipIf(!canMount)('a disk that is full', () => {
  let disk = '';
  beforeEach(() => {
    disk = path.join(place.folder, 'disk');
    mkdirSync(disk);
    expect(
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { encoding: 'utf8' }),
    ).toMatchObject({ status: 0 });
    const lines = SMALL_STUDY.map((trial) => `${JSON.stringify(trial)}\n`).join('');
    writeFileSync(path.join(place.folder, 'trials.jsonl'), lines);
  });
  afterEach(() => void spawnSync('umount', ['-l', disk]));

  function fill(): void {
    try {
      for (const size of [4096, 1]) {
        for (;;) writeFileSync(path.join(disk, 'full'), 'x'.repeat(size), { flag: 'a' });
      }
    } catch {
      // Full.
    }
  }

  it('keeps bookmarks in memory, and has them when there is room again', async () => {
    fill();
    const terminal = place.start(['trials.jsonl'], {
      cwd: place.folder,
      columns: 80,
      env: { XDG_STATE_HOME: disk },
    });
    await terminal.until(/model-a +001/);
    await walk(terminal, [
      [KEYS.enter, 'step 1/'],
      ['eb', /^Note /m],
      [`first${KEYS.enter}`, /Bookmarks are lost if the program dies: the disk is full/],
      ['B', 'on no disk'],
      ['q', 'step '],
    ]);
    rmSync(path.join(disk, 'full'));
    await walk(terminal, [
      ['rb', /^Note /m],
      [`second${KEYS.enter}`, 'B shows all 2'],
      ['B', 'not saved'],
      ['q', 'step '],
    ]);
    const drafts = path.join(disk, 'inquest/bookmarks');
    const draft = (): string =>
      readdirSync(drafts)
        .map((name) => readFileSync(path.join(drafts, name), 'utf8'))
        .join('');
    expect(draft()).toMatch(/first[^]*second/);
    // Full again: the draft that is there stays whole, and what is newer is tried at the end.
    fill();
    await walk(terminal, [
      ['V1b', /^Note /m],
      [`third${KEYS.enter}`, 'the disk is full'],
    ]);
    expect(draft()).toMatch(/first[^]*second/);
    expect(draft()).not.toContain('third');
    rmSync(path.join(disk, 'full'));
    terminal.kill('SIGTERM');
    expect((await terminal.exit).code).toBe(143);
    expect(draft()).toMatch(/first[^]*second[^]*third/);
    expect(readdirSync(drafts)).toHaveLength(1);
  });

  it('is said at the end, with an exit code, where it stays full', async () => {
    fill();
    const terminal = place.start(['trials.jsonl'], {
      cwd: place.folder,
      columns: 80,
      env: { XDG_STATE_HOME: disk },
    });
    await terminal.until(/model-a +001/);
    await walk(terminal, [
      [KEYS.enter, 'step 1/'],
      ['eb', /^Note /m],
      [KEYS.enter, 'the disk is full'],
    ]);
    terminal.type(KEYS.ctrlC);
    expect((await terminal.exit).code).toBe(2);
    expect(terminal.raw()).toMatch(/inquest: the bookmarks are lost: the disk is full .*yaml/);
  });

  it('is cleared of what a killed program has left', () => {
    const left = path.join(disk, 'inquest-tmp-Ab1Cd2');
    mkdirSync(left, { mode: 0o700 });
    writeFileSync(path.join(left, 'lease'), '');
    writeFileSync(path.join(left, 'index.db'), 'x'.repeat(100_000));
    fill();
    const { status } = spawnSync(
      process.execPath,
      [path.join(ROOT, 'bin/inquest'), 'list', path.join(place.folder, 'trials.jsonl')],
      { env: { ...process.env, ...place.env(), TMPDIR: disk } },
    );
    expect([status, readdirSync(disk)]).toEqual([0, ['full']]);
  });
});
