/** Where the package's own files are, whether it runs from its sources or from `dist/`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** `src/cli/` is two folders deep, `dist/` one. */
export const PACKAGE_ROOT = new URL(
  import.meta.url.endsWith('.ts') ? '../../' : '../',
  import.meta.url,
);

/** The bundled sample study, the main condition first. */
const SAMPLE_FILES = ['blackmail.jsonl', 'belief.jsonl', 'instruction.jsonl', 'incidents.jsonl'];

/** The files of the bundled sample study. */
export function sampleFiles(): readonly string[] {
  const folder = fileURLToPath(new URL('sample-data', PACKAGE_ROOT));
  return SAMPLE_FILES.map((name) => path.join(folder, name));
}

export function packageVersion(): string {
  const text = readFileSync(new URL('package.json', PACKAGE_ROOT), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
