/** Writes the sample data beside this file and prints what is in it. `node sample-data/make.ts` */
import { writeFileSync } from 'node:fs';

import { makeAudit } from './make/audit.ts';
import { makeFiles } from './make/files.ts';
import { makeStudy } from './make/study.ts';

for (const { name, text, counts } of makeFiles()) {
  writeFileSync(new URL(name, import.meta.url), text);
  console.log(`${name}: ${Buffer.byteLength(text)} bytes, ${counts}`);
}

for (const { name, text } of makeAudit(makeStudy().instruction)) {
  writeFileSync(new URL(name, import.meta.url), text);
  console.log(`${name}: ${Buffer.byteLength(text)} bytes, an example audit`);
}
