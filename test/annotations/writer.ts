/** Appends notes to a file, and prints the number of each when it is on the disk. */
import { writeSync } from 'node:fs';
import { appendAnnotations } from '../../src/annotations/file.ts';
import { noteOf } from './notes.ts';

const [file = '', from, count] = process.argv.slice(2);
for (let n = Number(from); n < Number(from) + Number(count); n += 1) {
  await appendAnnotations(file, [noteOf(n)], new Date(0));
  writeSync(1, `${n}\n`);
}
