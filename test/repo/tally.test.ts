import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ROOT } from '../support/terminal.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'inquest-tally-'));
afterAll(() => rmSync(root, { recursive: true }));

function run(tests: string): { readonly status: number | null; readonly stdout: string } {
  writeFileSync(path.join(root, 'made.test.mjs'), tests);
  const reporter = [path.join(ROOT, 'scripts/tally-reporter.ts'), { silence: 1000 }];
  const config = { test: { globals: true, include: ['*.test.mjs'], reporters: [reporter] } };
  const file = path.join(root, 'vitest.config.mjs');
  writeFileSync(file, `export default ${JSON.stringify(config)};`);
  const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
  return spawnSync(process.execPath, [vitest, 'run', '--root', root, '--config', file], {
    encoding: 'utf8',
    timeout: 120_000,
  });
}

it('a run of tests ends with one line of counts', () => {
  const { status, stdout } = run('it("ends", () => {}); it("fails", () => expect(1).toBe(2));');
  expect(stdout).toMatch(/\n1 passed, 1 failed, 0 skipped\n$/);
  expect(status).toBe(1);
});

it('a run in which a test never comes back ends, and names its file', () => {
  const { status, stdout } = run('it("hangs", () => { for (;;); });');
  expect(stdout).toContain('No result for 1 s from made.test.mjs');
  expect(stdout).toMatch(/\n0 passed, 1 failed, 0 skipped\n$/);
  expect(status).toBe(1);
});
