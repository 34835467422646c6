/** The file in which it is kept where the viewer was left. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '../../src/app/message.ts';
import type { Session } from '../../src/app/session-types.ts';
import type { ViewerOptions } from '../../src/viewer/options.ts';
import { createSessionFile, type SessionFile } from '../../src/viewer/session-file.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'inquest-sessions-'));
  vi.stubEnv('XDG_STATE_HOME', path.join(home, 'state'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

const folder = (): string => path.join(home, 'state', 'inquest', 'sessions');

function open(options: Partial<ViewerOptions> = {}): SessionFile {
  const request = { paths: ['study.jsonl'], cwd: home, cacheFolder: undefined };
  return createSessionFile({ request, ...options } as ViewerOptions);
}

function sessionOf(...filters: readonly string[]): Session {
  const places = [
    {
      filter: filters.at(-1) ?? '',
      sort: { field: 'order', descending: false },
      held: null,
      screens: [],
    },
  ];
  return { version: 1, places, left: [], history: { filter: filters, search: [] } };
}

async function left(file: SessionFile, session: Session): Promise<readonly string[]> {
  file.write(session);
  return file.close();
}

/** What the next opening is told; undefined: nothing. */
async function offered(file: SessionFile): Promise<Message | undefined> {
  let told: Message | undefined;
  await file.offer((message) => {
    told = message;
  });
  return told;
}

describe('a session', () => {
  it('is the next opening’s, in a file of the user’s own', async () => {
    expect(await left(open(), sessionOf('model:a'))).toEqual([]);
    const [name = ''] = readdirSync(folder());
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(folder(), name)).mode & 0o777).toBe(0o600);
    expect(await offered(open())).toMatchObject({
      type: 'session',
      isFresh: false,
      session: { places: [{ filter: 'model:a' }] },
    });
    expect(await offered(open({ query: 'x' }))).toMatchObject({ isFresh: true });
    expect(await offered(open({ fresh: true }))).toMatchObject({ isFresh: true });
  });

  it('keeps what another opening has typed meanwhile', async () => {
    const [one, other] = [open(), open()];
    await left(one, sessionOf('a', 'b'));
    await left(other, sessionOf('a', 'c'));
    const { history } = JSON.parse(
      readFileSync(path.join(folder(), readdirSync(folder())[0] ?? ''), 'utf8'),
    ) as Session;
    expect(history.filter).toEqual(['b', 'a', 'c']);
  });

  it('is not that of another collection, nor of a redacted one, and a pipe has none', async () => {
    await left(open(), sessionOf('model:a'));
    const redact = { kinds: [] } as unknown as ViewerOptions['redact'];
    expect(await offered(open({ redact }))).toBeUndefined();
    const piped = { paths: ['-'], cwd: home, cacheFolder: undefined };
    await left(open({ request: piped }), sessionOf('model:b'));
    expect(readdirSync(folder())).toHaveLength(1);
  });

  it.each([
    [
      'is a link',
      (file: string) => {
        rmSync(file);
        writeFileSync(path.join(home, 'other'), '{}');
        symlinkSync(path.join(home, 'other'), file);
      },
    ],
    ['is damaged', (file: string) => writeFileSync(file, '{"version":1')],
    [
      'is a folder',
      (file: string) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
  ])('is not read where its file %s', async (_, harm) => {
    await left(open(), sessionOf('model:a'));
    harm(path.join(folder(), readdirSync(folder())[0] ?? ''));
    expect(await offered(open())).toBeUndefined();
  });

  it('says in a line why it cannot be kept', async () => {
    writeFileSync(path.join(home, 'state'), 'no folder');
    expect(await offered(open())).toBeUndefined();
    const [line, more] = await left(open(), sessionOf('model:a'));
    expect(more).toBeUndefined();
    expect(line).toMatch(/^where you were is not kept: .*sessions cannot be written$/);
  });

  it.skipIf(process.getuid?.() === 0)(
    'is not kept in a folder that cannot be written',
    async () => {
      mkdirSync(path.join(home, 'state'));
      chmodSync(path.join(home, 'state'), 0o500);
      expect(await left(open(), sessionOf('model:a'))).toHaveLength(1);
    },
  );
});
