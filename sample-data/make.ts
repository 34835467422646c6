/** Writes the sample data beside this file and prints what is in it. `node sample-data/make.ts` */
import { writeFileSync } from 'node:fs';

import { makeFiles } from './make/files.ts';

for (const { name, text, counts } of makeFiles()) {
  writeFileSync(new URL(name, import.meta.url), text);
  console.log(`${name}: ${Buffer.byteLength(text)} bytes, ${counts}`);
}
