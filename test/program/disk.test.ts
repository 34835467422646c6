/** A disk that is full while the index is written: nothing is lost, and it is said once. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/terminal.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-disk-'));
const isMounted =
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]).status === 0;

beforeAll(() => {
  if (!isMounted) process.stdout.write('skipped: no right to mount a small disk\n');
});
afterAll(() => {
  if (isMounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
});

function inquest(...args: readonly string[]): {
  readonly code: number | null;
  readonly out: string;
} {
  const run = spawnSync(process.execPath, [path.join(ROOT, 'bin/inquest'), ...args], {
    encoding: 'utf8',
    maxBuffer: 1e9,
    env: { ...process.env, XDG_CACHE_HOME: folder, XDG_CONFIG_HOME: folder },
  });
  return { code: run.status, out: run.stdout };
}

describe.skipIf(!isMounted)('a full disk', () => {
  const sample = path.join(ROOT, 'sample-data/blackmail.jsonl');

  it('loses no trial', () => {
    const { code, out } = inquest('list', sample, '--jsonl');
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(1600);
  });

  it('is said once', () => {
    const { out } = inquest('check', sample, '--json');
    const { files } = JSON.parse(out) as {
      files: readonly { problems: readonly { message: string }[] }[];
    };
    const said = files
      .flatMap(({ problems }) => problems)
      .filter(({ message }) => message.includes('the index cannot be written'));
    expect(said).toHaveLength(1);
  });
});
