/**
 * Builds dist/: the program, its worker threads, and the chunks they load when they need them.
 *
 * `--quick` builds only if something is newer than dist/; `--quiet` says nothing when all is well.
 */
import { existsSync, globSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { bundleAll, ROOT } from './bundle.ts';

const DIST = path.join(ROOT, 'dist');
/** Built beside it first, so that a failed build leaves the last good one. */
const UNFINISHED = path.join(ROOT, 'dist.new');
async function build(): Promise<void> {
  rmSync(UNFINISHED, { recursive: true, force: true });
  await bundleAll(UNFINISHED);
  rmSync(DIST, { recursive: true, force: true });
  renameSync(UNFINISHED, DIST);
}

/** Whether dist/ is newer than everything that it is made from. */
function isCurrent(): boolean {
  const mark = path.join(DIST, 'inquest.js');
  if (!existsSync(mark)) return false;
  const built = statSync(mark).mtimeMs;
  const sources = [
    ...globSync('src/**/*.{ts,tsx}', { cwd: ROOT }),
    'package.json',
    'package-lock.json',
    'scripts/bundle.ts',
  ];
  return sources.every((file) => statSync(path.join(ROOT, file)).mtimeMs < built);
}

if (!process.argv.includes('--quick') || !isCurrent()) {
  const started = performance.now();
  await build();
  if (!process.argv.includes('--quiet')) {
    const files = readdirSync(DIST).filter((name) => /\.c?js$/.test(name));
    const bytes = files.reduce((sum, name) => sum + statSync(path.join(DIST, name)).size, 0);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(
      `dist/: ${files.length} files, ${Math.round(bytes / 1000)} kB, in ${seconds} s\n`,
    );
  }
}
