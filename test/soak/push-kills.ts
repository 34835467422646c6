/**
 * A push into PostgreSQL killed at any moment, and completed by another one: every trial is there once, in
 * its order, and counted rightly.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { hasPostgres, startPostgres } from '../support/postgres.ts';
import { killPush, writeFiles } from '../support/push-kills.ts';
import { isOver, randomOf, type SoakOptions, type SoakResult } from './soak.ts';

export const name = 'push-kills';
export const suite = 10;

const FILES = 16;

export async function run(options: SoakOptions): Promise<SoakResult> {
  if (!hasPostgres) return { runs: 0, skipped: 'PostgreSQL is not installed' };
  const random = randomOf(options.seed);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-push-kills-'));
  const server = await startPostgres();
  let runs = 0;
  try {
    const files = path.join(folder, 'files');
    const expected = writeFiles(files, { files: FILES, seed: random.below(1000) });
    for (; !isOver(options, runs); runs += 1) {
      const after = { files: random.below(FILES), ms: random.below(40) };
      const { faults, files: there } = await killPush(server, files, expected, after);
      if (faults.length > 0) {
        options.report({ what: `killed with ${there} files there: ${faults.join('; ')}` });
      }
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return { runs };
}
