/** From what is typed to files. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/user-error.ts';
import { findFiles } from '../../src/ingest/find-files.ts';
import { createPlace } from './helpers.ts';

const place = createPlace();

async function names(...paths: readonly string[]): Promise<readonly string[]> {
  return (await findFiles(paths, place.folder())).files.map(({ name }) => name);
}

describe('a folder', () => {
  it('is searched in natural order, without what is hidden or not ours', async () => {
    for (const name of [
      'logs/run10.jsonl',
      'logs/run2.jsonl',
      'logs/Run1.jsonl',
      'logs/deep/er/a.json',
      'logs/.hidden.jsonl',
      'logs/.git/config.json',
      'logs/node_modules/x/y.json',
    ]) {
      place.write(name, '{}');
    }
    const found = await findFiles(['logs'], place.folder());
    expect(found.files.map(({ name }) => name)).toEqual([
      'logs/deep/er/a.json',
      'logs/Run1.jsonl',
      'logs/run2.jsonl',
      'logs/run10.jsonl',
    ]);
    expect(found.problems).toEqual([]);
    expect(found.files[0]).toMatchObject({
      path: path.join(place.folder(), 'logs/deep/er/a.json'),
      size: 2,
      named: false,
      pipe: false,
    });
  });

  it('is told of when it is empty', async () => {
    mkdirSync(path.join(place.folder(), 'logs/sample_002'), { recursive: true });
    place.write('logs/sample_001/response.json', '{}');
    const found = await findFiles(['logs'], place.folder());
    expect(found.emptyFolders).toEqual([path.join(place.folder(), 'logs/sample_002')]);
  });

  it('may hold links that lead in circles, nowhere or to the same file', async () => {
    place.write('logs/a.jsonl', '{}');
    const link = (to: string, from: string): void =>
      symlinkSync(to, path.join(place.folder(), from));
    link('.', 'logs/again');
    link('..', 'logs/above');
    link('a.jsonl', 'logs/latest.jsonl');
    link('nowhere', 'logs/broken.jsonl');
    link('self', 'logs/self');
    const found = await findFiles(['logs', 'logs/a.jsonl', './logs'], place.folder());
    expect(found.files.map(({ name }) => name)).toEqual(['logs/a.jsonl']);
    expect(found.problems.map(({ source, message }) => [source, message])).toEqual([
      ['logs/broken.jsonl', 'there is no such file (a link that leads nowhere)'],
      ['logs/self', 'links lead in a circle'],
    ]);
  });

  it('may hold sockets and pipes, which are no files', async () => {
    place.write('logs/a.jsonl', '{}');
    execFileSync('mkfifo', [path.join(place.folder(), 'logs/fifo.jsonl')]);
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(path.join(place.folder(), 'logs/socket.jsonl'), resolve);
    });
    expect(await names('logs')).toEqual(['logs/a.jsonl']);
    server.close();
  });

  // Nothing is forbidden to the superuser.
  it.skipIf(process.getuid?.() === 0)('may be forbidden; the others are read', async () => {
    place.write('logs/a.jsonl', '{}');
    place.write('logs/closed/b.jsonl', '{}');
    chmodSync(path.join(place.folder(), 'logs/closed'), 0);
    const found = await findFiles(['logs'], place.folder());
    chmodSync(path.join(place.folder(), 'logs/closed'), 0o700);
    expect(found.files.map(({ name }) => name)).toEqual(['logs/a.jsonl']);
    expect(found.problems).toEqual([
      { source: 'logs/closed', severity: 'error', message: 'permission denied' },
    ]);
  });

  it('that is very wide gives others a turn, and stops when told to', async () => {
    for (let at = 0; at < 600; at += 1) place.write(`logs/sample_${at}/response.json`, '{}');
    const told: number[] = [];
    const abort = new AbortController();
    const stopped = await findFiles(['logs'], place.folder(), {
      signal: abort.signal,
      onFound: (files) => {
        told.push(files);
        abort.abort();
      },
    });
    expect(told).toHaveLength(1);
    expect(stopped.files.length).toBeLessThan(600);
    expect((await findFiles(['logs'], place.folder())).files).toHaveLength(600);
  });
});

describe('a path', () => {
  it('is named by the user, also where it is hidden or a pipe', async () => {
    place.write('.hidden.jsonl', '{}');
    execFileSync('mkfifo', [path.join(place.folder(), 'fifo')]);
    const { files } = await findFiles(['.hidden.jsonl', 'fifo', '-'], place.folder());
    expect(files.map(({ name, named, pipe }) => [name, named, pipe])).toEqual([
      ['.hidden.jsonl', true, false],
      ['fifo', true, true],
      ['standard input', true, true],
    ]);
  });

  it('that is not there is a problem, and no more than that', async () => {
    place.write('a.jsonl', '{}');
    const found = await findFiles(['b.jsonl', 'a.jsonl/c', 'a.jsonl', 'x*'], place.folder());
    expect(found.files).toHaveLength(1);
    expect(found.problems).toEqual([
      { source: 'b.jsonl', severity: 'error', message: 'there is no such file or folder' },
      { source: 'a.jsonl/c', severity: 'error', message: 'there is no such file or folder' },
      { source: 'x*', severity: 'error', message: 'nothing matches this pattern' },
    ]);
  });

  it.each([
    'postgre://u:c4n4ry@h/d',
    'postgresql+driver://u:c4n4ry/?*@h/d',
    'host=h password=c4n4ry',
  ])('is refused without a word of the password in it: %j', async (address) => {
    const error: unknown = await findFiles([address], place.folder()).catch((cause) => cause);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain('has a password');
    expect(String(error)).not.toContain('c4n4ry');
  });

  it('with stars and brackets is a pattern only where nothing has that very name', async () => {
    for (const name of ['a1.jsonl', 'a[1].jsonl', 'b/c2.jsonl', 'b/.d.jsonl', '.e/f.jsonl']) {
      place.write(name, '{}');
    }
    expect(await names('a[1].jsonl')).toEqual(['a[1].jsonl']);
    expect(await names('a[12].jsonl')).toEqual(['a1.jsonl']);
    expect(await names('*.jsonl')).toEqual(['a[1].jsonl', 'a1.jsonl']);
    expect(await names('**/*.jsonl')).toEqual(['a[1].jsonl', 'a1.jsonl', 'b/c2.jsonl']);
    expect(await names('.e/*')).toEqual(['.e/f.jsonl']);
    expect((await findFiles(['*.jsonl'], place.folder())).files.map(({ named }) => named)).toEqual([
      false,
      false,
    ]);
  });
});

describe('what was opened', () => {
  it('is a folder, that of a file, and that of a pattern before its first sign', async () => {
    place.write('logs/a/x.jsonl', '{}');
    place.write('logs/b/y.jsonl', '{}');
    const rootsOf = async (...paths: readonly string[]): Promise<readonly string[]> =>
      [...(await findFiles(paths, place.folder())).roots].map((root) =>
        path.relative(place.folder(), root),
      );
    expect(await rootsOf('logs/', 'logs/b/y.jsonl')).toEqual(['logs', 'logs/b']);
    expect(await rootsOf('logs/*/x.jsonl', 'logs/b/*.jsonl', 'lo*')).toEqual([
      'logs',
      'logs/b',
      '',
    ]);
    expect(await rootsOf('-', 'missing', 'missing/deep')).toEqual([]);
  });
});
