/** Appends notes to a file, and prints the number of each when it is on the disk. */
import { writeSync } from 'node:fs';
import { appendAnnotations } from '../../src/annotations/file.ts';

const [file = '', from, count] = process.argv.slice(2);
for (let n = Number(from); n < Number(from) + Number(count); n += 1) {
  await appendAnnotations(
    file,
    [
      {
        id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
        op: 'add',
        author: 'anna',
        at: '2026-01-01T00:00:00.000Z',
        kind: 'note',
        trial: 'model-a/cell/001',
        content: 'a'.repeat(64),
        model: 'model-a',
        turns: 7,
        text: `note ${n} zoë 😀`,
      },
    ],
    new Date(0),
  );
  writeSync(1, `${n}\n`);
}
