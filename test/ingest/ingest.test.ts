/** Reading a collection in: what is there, what is wrong with it, pipes, and stopping. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Format } from '../../src/formats/format.ts';
import { FORMATS } from '../../src/formats/index.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import type { IngestMessage } from '../../src/ingest/messages.ts';
import { contents, createPlace, lines, resultOf, run, runChild } from './helpers.ts';

const place = createPlace();

describe('a first opening', () => {
  it('says that it is opened, how far it is, and that it is done', async () => {
    place.write('logs/a.jsonl', lines({ id: 'a1' }, { id: 'a2' }));
    place.write('logs/b.jsonl', lines({ id: 'b1' }));
    place.write('logs/notes.txt', 'nothing of ours');
    const result = await place.read(['logs']);
    const types = result.messages.map(({ type }) => type);
    expect(types[0]).toBe('opened');
    expect(types.at(-1)).toBe('done');
    const bytes = ['a.jsonl', 'b.jsonl', 'notes.txt'].reduce(
      (sum, name) => sum + statSync(path.join(place.folder(), 'logs', name)).size,
      0,
    );
    expect(result.done).toEqual({
      phase: 'done',
      trials: 3,
      problems: 0,
      files: 3,
      filesDone: 3,
      passedOver: 1,
      unopened: [],
      bytes,
      totalBytes: bytes,
    });
    expect(result.temporary).toBe(false);
    const { ids, rows, sources } = await contents(result);
    expect(ids).toEqual(['a1', 'a2', 'b1']);
    expect(rows.map(({ source }) => source)).toEqual([
      'logs/a.jsonl',
      'logs/a.jsonl',
      'logs/b.jsonl',
    ]);
    expect(sources).toMatchObject([
      { name: 'logs/a.jsonl', format: 'inquest', complete: true, trials: 2 },
      { name: 'logs/b.jsonl', format: 'inquest', complete: true, trials: 1 },
    ]);
  });

  it('shows the first trials while the rest of a large file is read', async () => {
    place.write(
      'a.jsonl',
      lines(...Array.from({ length: 4000 }, (_, at) => ({ id: `${at}`, reasoning: `no ${at}` }))),
    );
    const seen: number[] = [];
    const result = await run(place.request(['a.jsonl']), (message) => {
      if (message.type === 'progress') seen.push(message.progress.trials);
    });
    expect(seen[0]).toBeGreaterThan(0);
    expect(seen[0]).toBeLessThan(4000);
    expect(result.done?.trials).toBe(4000);
  });

  it('keeps trials apart that have the same id, and says so', async () => {
    place.write('a.jsonl', lines({ id: 'x', sample: 1 }, { id: 'x', sample: 2 }));
    place.write('b.jsonl', lines({ id: 'x', sample: 3 }));
    const result = await place.read(['a.jsonl', 'b.jsonl']);
    const { rows, problems } = await contents(result);
    expect(rows.map(({ id, sample }) => [id, sample])).toEqual([
      ['x', 1],
      ['x #2', 2],
      ['x #3', 3],
    ]);
    expect(problems).toEqual([
      {
        source: 'a.jsonl',
        place: 'line 2',
        severity: 'warning',
        message: 'the id x appears again; this trial is kept as x #2',
      },
      {
        source: 'b.jsonl',
        place: 'line 1',
        severity: 'warning',
        message: 'the id x appears again; this trial is kept as x #3',
      },
    ]);
    expect(result.done?.problems).toBe(2);
  });

  it('gives no two requests one database that differ in what they mean', async () => {
    place.write('a.jsonl', lines({ id: 'x' }));
    const plain = await place.read(['a.jsonl']);
    const absolute = await place.read([path.join(place.folder(), 'a.jsonl')]);
    const mapped = await place.read(['a.jsonl'], { map: { model: 'm' } });
    const judged = await place.read(['a.jsonl'], { verdict: 'sample >= 1' });
    expect(absolute.database).toBe(plain.database);
    expect(new Set([plain, mapped, judged].map(({ database }) => database)).size).toBe(3);
    const { rows } = await contents(judged);
    expect(rows[0]?.outcome).toBe('harmful');
  });
});

describe('damaged and foreign files', () => {
  it('are named where they should hold records, those of one name together', async () => {
    place.write('named/good.jsonl', lines({ id: 'good' }));
    place.write('named/broken.jsonl', Buffer.from('\0\0\0broken'));
    place.write('named/settings.json', '{"theme": "dark", "size": 3}');
    place.write('named/read.me', 'words');
    for (const run of [1, 2, 3, 4, 5]) place.write(`named/${run}/config.json`, '{"seed": 1}');
    const result = await place.read(['named']);
    const { problems } = await contents(result);
    expect(result.done).toMatchObject({ passedOver: 8, problems: 3 });
    expect(
      problems.map(({ source, severity, message }) => `${severity} ${source}: ${message}`),
    ).toEqual([
      'warning named/1/config.json: no reader knows this kind of file (fields: seed); it was passed over, as were 4 others of its name',
      'warning named/broken.jsonl: this is a binary file that no reader knows; it was passed over',
      'warning named/settings.json: no reader knows this kind of file (fields: theme, size); it was passed over',
    ]);
  });

  it('are problems of their own, and nothing of the others is lost', async () => {
    place.write('logs/1-empty.jsonl', '');
    place.write('logs/2-binary.bin', Buffer.from([0, 1, 2, 3, 0, 255]));
    place.write('logs/3-cut.jsonl.gz', gzipSync(lines({ id: 'cut' })).subarray(0, -12));
    place.write('logs/4-mixed.jsonl', `${lines({ id: 'm1' })}{"id": \n${lines({ id: 'm2' })}`);
    place.write('logs/5-good.jsonl', lines({ id: 'good' }));
    const result = await place.read(['logs']);
    const { ids, problems } = await contents(result);
    expect(ids.filter((id) => id !== 'cut')).toEqual(['m1', 'm2', 'good']);
    expect(result.done).toMatchObject({ passedOver: 2, files: 5, filesDone: 5 });
    expect(problems.map(({ source, severity }) => [source, severity])).toEqual(
      expect.arrayContaining([
        ['logs/1-empty.jsonl', 'notice'],
        ['logs/3-cut.jsonl.gz', 'error'],
        ['logs/4-mixed.jsonl', 'error'],
      ]),
    );
    expect(problems.some(({ source }) => source === 'logs/2-binary.bin')).toBe(false);
  });

  it('are complained about where the user named them', async () => {
    place.write('good.jsonl', lines({ id: 'good' }));
    place.write('notes.txt', 'nothing of ours');
    const { problems, ids } = await contents(
      await place.read(['good.jsonl', 'notes.txt', 'nowhere']),
    );
    expect(ids).toEqual(['good']);
    expect(problems).toEqual([
      { source: 'nowhere', severity: 'error', message: 'there is no such file or folder' },
      { source: 'notes.txt', severity: 'error', message: 'no reader knows this kind of file' },
    ]);
  });

  it.each([
    ['nowhere', 'cannot open nowhere: there is no such file or folder'],
    ['hollow', 'no files in hollow'],
    ['empty.jsonl', 'cannot open empty.jsonl: the file is empty'],
    ['binary.bin', 'cannot open binary.bin: this is a binary file that no reader knows'],
    ['other', 'no transcripts in other (2 files of other kinds passed over)'],
  ])('alone are a failure in one line: %s', async (name, message) => {
    place.write('hollow/.keep', '');
    place.write('empty.jsonl', '');
    place.write('binary.bin', Buffer.from([0, 1, 2, 3, 0, 255]));
    place.write('other/a.txt', 'nothing of ours');
    place.write('other/b.md', '# nothing of ours');
    const result = await place.read([name]);
    expect(result.failed).toBe(message);
    expect(result.hint).toBeTypeOf('string');
    expect(result.done).toBeUndefined();
  });

  it('that can be opened but hold no trial are no failure: their problems are told', async () => {
    place.write('a.jsonl', '{"id": "x", "model": "m", "turns": [}\n'.repeat(2));
    const result = await place.read(['a.jsonl'], { format: 'inquest' });
    expect(result.done).toMatchObject({ trials: 0 });
    expect((await contents(result)).problems).not.toEqual([]);
  });

  // Nothing is forbidden to the superuser.
  it.skipIf(process.getuid?.() === 0)('may be forbidden', async () => {
    place.write('logs/a.jsonl', lines({ id: 'a' }));
    chmodSync(place.write('logs/b.jsonl', lines({ id: 'b' })), 0);
    const { ids, problems } = await contents(await place.read(['logs']));
    expect(ids).toEqual(['a']);
    expect(problems).toMatchObject([{ source: 'logs/b.jsonl', severity: 'error' }]);
  });

  it('may make a reader fail; the others are read', async () => {
    place.write('a.jsonl', lines({ id: 'a1' }, { id: 'a2' }));
    place.write('b.jsonl', lines({ id: 'b1' }));
    const formats = FORMATS.map((format): Format => {
      const { name, title, appends, detect } = format;
      const read: Format['read'] = async function* read(file, options) {
        for await (const item of format.read(file, options)) {
          yield item;
          if (file.name === 'a.jsonl') throw new Error('the reader broke');
        }
      };
      return { name, title, appends, detect, read };
    });
    const messages: IngestMessage[] = [];
    await ingest(place.request(['a.jsonl', 'b.jsonl']), {
      send: (message) => messages.push(message),
      signal: new AbortController().signal,
      formats,
    });
    const { ids, problems } = await contents(resultOf(messages));
    expect(ids).toEqual(['a1', 'b1']);
    expect(problems).toEqual([
      { source: 'a.jsonl', severity: 'error', message: 'the reader broke' },
    ]);
  });

  it('with a request that is wrong fail as a whole', async () => {
    place.write('a.jsonl', lines({ id: 'a' }));
    expect((await place.read(['a.jsonl'], { format: 'nonsense' })).failed).toMatch(/nonsense/);
    expect((await place.read(['a.jsonl'], { verdict: '>= >=' })).failed).toBeTypeOf('string');
  });
});

describe('the results tree of the study', () => {
  it('is named as the user named it where something is missing', async () => {
    const response = JSON.stringify({
      raw_response: '<SCRATCHPAD_REASONING>hm</SCRATCHPAD_REASONING>',
      metadata: {},
    });
    place.write('results/m/blackmail_none-none_none/sample_001/response.json', response);
    place.write('results/m/blackmail_none-none_none/sample_003/response.json', response);
    const { problems, ids } = await contents(await place.read(['./results/m']));
    expect(ids).toHaveLength(2);
    expect(problems.map(({ source, message }) => `${source}: ${message}`)).toContain(
      'results/m/blackmail_none-none_none: sample_002 is missing',
    );
  });
});

describe('pipes', () => {
  it('are read as they come, into a temporary database', async () => {
    const { child, until, ended } = runChild(place.request(['-']));
    child.stdin.write(lines({ id: 'first' }));
    await until((message) => message.type === 'progress' && message.progress.trials === 1);
    child.stdin.end(lines({ id: 'second' }));
    const result = await ended;
    expect(result.temporary).toBe(true);
    expect((await contents(result)).ids).toEqual(['first', 'second']);
    expect(existsSync(place.cache())).toBe(false);
  });

  it('may have names', async () => {
    const text = lines(...Array.from({ length: 500 }, (_, at) => ({ id: `t${at}` })));
    const file = place.write('a.jsonl', text);
    const fifo = path.join(place.folder(), 'fifo');
    execFileSync('mkfifo', [fifo]);
    const { ended } = runChild(place.request(['fifo']));
    execFileSync('sh', ['-c', 'cat "$0" > "$1"', file, fifo]);
    const result = await ended;
    expect(result.temporary).toBe(true);
    expect((await contents(result)).ids).toHaveLength(500);
  });
});

describe('stopping', () => {
  it('leaves a database that can be read on', async () => {
    const sketches = Array.from({ length: 3000 }, (_, at) => ({
      id: `t${at}`,
      reasoning: `the thought with the number ${at}`,
    }));
    place.write('a.jsonl', lines(...sketches));
    const stopped = await run(place.request(['a.jsonl']), (message, stop) => {
      if (message.type === 'progress') stop();
    });
    expect(stopped.done).toBeUndefined();
    const part = await contents(stopped);
    expect(part.ids.length).toBeGreaterThan(0);
    expect(part.ids.length).toBeLessThan(3000);
    expect(part.sources).toMatchObject([{ complete: false }]);
    const finished = await place.read(['a.jsonl']);
    const { ids, problems } = await contents(finished);
    expect(ids).toEqual(sketches.map(({ id }) => id));
    expect(problems).toEqual([]);
    expect(finished.done?.trials).toBe(3000);
  });

  it('before anything was found says nothing at all', async () => {
    place.write('a.jsonl', lines({ id: 'a' }));
    const messages: IngestMessage[] = [];
    await ingest(place.request(['a.jsonl']), {
      send: (message) => messages.push(message),
      signal: AbortSignal.abort(),
    });
    expect(resultOf(messages).messages).toEqual([]);
    expect(readdirSync(place.folder())).toEqual(['a.jsonl']);
  });
});
