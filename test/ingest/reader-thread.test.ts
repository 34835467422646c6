/** The thread that reads large files: what becomes of the others where one takes all its memory. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startReader, type ReaderThread } from '../../src/ingest/reader-thread.ts';
import type { EncodedTrial } from '../../src/store/encoded-trials.ts';
import { createPlace, lines } from './helpers.ts';

const place = createPlace();
let thread: ReaderThread | undefined;

afterEach(async () => thread?.close());

/** Ids of the trials of a file, and its problems. */
async function read(
  file: string,
): Promise<{ ids: readonly string[]; problems: readonly string[] }> {
  const [ids, problems]: [string[], string[]] = [[], []];
  const source = { path: file, name: path.basename(file), size: statSync(file).size };
  for await (const { items, batch } of thread?.read({
    file: source,
    format: 'inquest',
    options: {},
  }) ?? []) {
    const trials = (batch?.rows ?? []) as readonly EncodedTrial[];
    ids.push(...trials.map(({ facts }) => facts.id));
    for (const item of items) {
      if (item.type === 'problem') problems.push(`${item.problem.source}: ${item.problem.message}`);
    }
  }
  return { ids, problems };
}

it('says which file took all memory, and goes on with the next', async () => {
  // Little to parse, much to hold: the parser itself would take the whole program along.
  const turns = Array.from({ length: 400_000 }, (_, at) => `{"kind":"note","text":"${at}"}`);
  const many = `{"id":"many","turns":[${turns.join(',')}]}\n`;
  const large = place.write('large.jsonl', lines({ id: 'before' }) + many);
  const other = place.write('other.jsonl', lines({ id: 'one' }, { id: 'two' }));
  const worker = new URL('../../src/ingest/worker.ts', import.meta.url);
  const location = { scheme: 'file', path: path.join(place.folder(), 'index.db') } as const;
  thread = startReader(worker, location, { maxOldGenerationSizeMb: 80 });
  for (let time = 0; time < 2; time += 1) {
    expect(await read(large)).toMatchObject({
      problems: [
        'large.jsonl: reading it takes more memory than there is; trials of it may be missing',
      ],
    });
    expect(await read(other)).toEqual({ ids: ['one', 'two'], problems: [] });
  }
});
