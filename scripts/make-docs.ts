/** Writes what of docs/ is made from the code; `--check` only says what is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { keysPage } from './make-keys.ts';
import { withPicture } from './make-picture.ts';

const DOCS = new URL('../docs/', import.meta.url);

/** Each page with what it should be, made from what it is. */
const PAGES: Readonly<Record<string, (page: string) => string>> = {
  'keys.md': keysPage,
  'architecture.md': withPicture,
};

for (const [name, make] of Object.entries(PAGES)) {
  const file = new URL(name, DOCS);
  const page = readFileSync(file, 'utf8');
  const made = make(page);
  if (made === page) continue;
  if (process.argv.includes('--check')) {
    process.stderr.write(`docs/${name} is stale: run npm run docs\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, made);
  }
}
