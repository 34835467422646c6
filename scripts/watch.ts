/** Builds dist/ again whenever a source changes: run it beside `bin/inquest` while working. */
import { spawnSync } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
/** Editors write a file in several steps. Milliseconds. */
const QUIET_MS = 100;

function build(): void {
  spawnSync(process.execPath, [path.join(ROOT, 'scripts/build.ts')], { stdio: 'inherit' });
}

build();
let timer: NodeJS.Timeout | undefined;
watch(path.join(ROOT, 'src'), { recursive: true }, () => {
  clearTimeout(timer);
  timer = setTimeout(build, QUIET_MS);
});
