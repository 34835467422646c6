/** Writes the pages, or parts of them, that are made from the code; `--check` only says what is stale. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { keysPage } from './make-keys.ts';
import { manPage } from './make-man.ts';
import { withPicture } from './make-picture.ts';

const ROOT = new URL('../', import.meta.url);

/** Each page with what it should be, made from what it is. */
const PAGES: Readonly<Record<string, (page: string) => string>> = {
  'docs/keys.md': keysPage,
  'docs/architecture.md': withPicture,
  'man/inquest.1': manPage,
};

for (const [name, make] of Object.entries(PAGES)) {
  const file = new URL(name, ROOT);
  const page = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const made = make(page);
  if (made === page) continue;
  if (process.argv.includes('--check')) {
    process.stderr.write(`${name} is stale: run npm run docs\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, made);
  }
}
