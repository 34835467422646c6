/** Files that are written whole: what lies beside them, and what is left when the program ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWhole } from '../../src/base/write-file.ts';
import { createPlace, SMALL, SOURCES, toLines } from '../cli/support.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* pieces(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

describe('a file that is written whole', () => {
  it('is not kept from it by what lies beside it, which stays', async () => {
    const target = path.join(folder, 'out.md');
    const beside = [`out.md.${process.pid}.tmp`, 'out.md.tmp', '.inquest-x.tmp'];
    for (const name of beside) writeFileSync(path.join(folder, name), 'not ours');
    await Promise.all([writeWhole(target, pieces('a', 'b')), writeWhole(target, pieces('a', 'b'))]);
    expect(readFileSync(target, 'utf8')).toBe('ab');
    expect(readdirSync(folder).toSorted()).toEqual([...beside, 'out.md'].toSorted());
    for (const name of beside) {
      expect(readFileSync(path.join(folder, name), 'utf8')).toBe('not ours');
    }
  });

  it('may have as long a name as there is', async () => {
    const name = 'n'.repeat(255);
    await writeWhole(path.join(folder, name), pieces('a'));
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('leaves nothing where it fails, and the old file as it was', async () => {
    const target = path.join(folder, 'out.md');
    await writeWhole(target, pieces('before'));
    const failing = (async function* () {
      yield 'half';
      throw new Error('no more');
    })();
    await expect(writeWhole(target, failing)).rejects.toThrow('no more');
    mkdirSync(path.join(folder, 'full'));
    await expect(writeWhole(path.join(folder, 'full'), pieces('a'))).rejects.toThrow('a folder');
    const stop = AbortSignal.abort(new Error('stopped'));
    await expect(writeWhole(target, pieces('x'), { signal: stop })).rejects.toThrow('stopped');
    expect(readdirSync(folder).toSorted()).toEqual(['full', 'out.md']);
    expect(readFileSync(target, 'utf8')).toBe('before');
  });

  it('is written without a temporary folder too', async () => {
    const { TMPDIR } = process.env;
    process.env['TMPDIR'] = path.join(folder, 'missing');
    try {
      await writeWhole(path.join(folder, 'out.md'), pieces('a'));
    } finally {
      if (TMPDIR === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = TMPDIR;
    }
    expect(readdirSync(folder)).toEqual(['out.md']);
  });
});

describe('an export', () => {
  const place = createPlace();
  /** Starts an export that cannot end: it reads from a pipe that stays open. */
  async function unfinished(): Promise<{
    readonly child: ReturnType<typeof spawn>;
    readonly left: () => readonly string[];
    readonly env: NodeJS.ProcessEnv;
  }> {
    const TMPDIR = mkdtempSync(path.join(place.folder, 'tmp-'));
    const out = mkdtempSync(path.join(place.folder, 'out-'));
    const module = new URL('../../src/base/write-file.ts', import.meta.url).href;
    const program = path.join(out, 'program.mjs');
    // The program's own listeners and writer, with pieces that come slowly.
    writeFileSync(
      program,
      `const { writeWhole } = await import(${JSON.stringify(module)});
       const { listenForStop } = await import(${JSON.stringify(new URL('../../src/process/stop.ts', import.meta.url).href)});
       const { removeAtExit } = await import(${JSON.stringify(new URL('../../src/base/temporary.ts', import.meta.url).href)});
       removeAtExit();
       const { signal } = listenForStop();
       const alive = setInterval(() => {}, 1e6);
       async function* slow() { yield 'half of it'; process.stdout.write('under way'); await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))); }
       await writeWhole(${JSON.stringify(path.join(out, 'trials.md'))}, slow(), { signal }).catch((error) => process.exit(error.code));`,
    );
    const env = { ...place.env, TMPDIR };
    const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    return {
      child,
      env,
      left: () =>
        [...readdirSync(TMPDIR), ...readdirSync(out)].filter((name) => name !== 'program.mjs'),
    };
  }

  it.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
    ['SIGTERM', 143],
  ] as const)('leaves nothing after %s', async (signal, expected) => {
    const { child, left } = await unfinished();
    expect(left()).toHaveLength(2);
    child.kill(signal);
    const [code] = (await once(child, 'close')) as [number];
    expect([code, left()]).toEqual([expected, []]);
  });

  it('that was killed is tidied up after by the next start', async () => {
    const { child, left, env } = await unfinished();
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(left()).toHaveLength(2);
    place.write('small.jsonl', toLines(SMALL));
    const next = spawn(
      process.execPath,
      [SOURCES, 'list', path.join(place.folder, 'small.jsonl')],
      {
        env,
        stdio: 'ignore',
      },
    );
    const [code] = (await once(next, 'close')) as [number];
    expect([code, left()]).toEqual([0, []]);
  });
});

describe('SIGQUIT', () => {
  it('ends a command with 131 and leaves nothing', async () => {
    const TMPDIR = path.join(folder, 'tmp');
    mkdirSync(TMPDIR);
    const child = spawn(process.execPath, [SOURCES, 'list', '-', '--jsonl'], {
      env: { ...process.env, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder, TMPDIR },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin.write(toLines(SMALL));
    const isUnderWay = (): boolean =>
      readdirSync(TMPDIR).some((name) => existsSync(path.join(TMPDIR, name, 'index.db')));
    await expect.poll(isUnderWay, { timeout: 60_000 }).toBe(true);
    child.kill('SIGQUIT');
    const [code] = (await once(child, 'close')) as [number];
    expect([code, readdirSync(TMPDIR)]).toEqual([131, []]);
  });
});
