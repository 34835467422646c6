/** Pushes that run at once in several buckets, and one whose connection is lost. Kills: `test/soak/push-kills.ts`. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/postgres/connection.ts';
import { pullTrials } from '../../src/store/postgres/pull.ts';
import { jsonText } from '../../src/text/json.ts';
import type { Trial } from '../../src/trial/types.ts';
import { hasPostgres, startPostgres, type Server } from '../support/postgres.ts';
import { prepare, pulledOf, writeFiles } from '../support/push-kills.ts';
import { checksumsOf, faultsOf } from '../support/pushed.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-push-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasPostgres)('a push', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => server.stop());

  it('fills several buckets at once, and tells ids apart that are written at the same moment', async () => {
    const address = await prepare(server);
    const files = path.join(folder, 'lanes');
    const expected = writeFiles(files, { files: 16, seed: 2 });
    const pushes = [1, 2].map(() => childOf(address, files));
    const codes = await Promise.all(pushes.map(async (child) => (await once(child, 'exit'))[0]));
    expect(codes).toEqual([0, 0]);
    expect(Number(server.psql(address, 'SELECT count(*) FROM inquest.bucket'))).toBe(4);
    expect(faultsOf(server, address)).toEqual([]);
    expect(await pulledOf(address)).toBe(expected);
    const before = checksumsOf(server, address);
    expect((await once(childOf(address, files), 'exit'))[0]).toBe(0);
    expect(checksumsOf(server, address)).toEqual(before);
  });
});

describe.skipIf(!hasPostgres)('a pull', () => {
  it('gives what was there when it began, whatever is pushed meanwhile', async () => {
    const server = await startPostgres();
    const address = await prepare(server);
    const files = path.join(folder, 'changing');
    const before = writeFiles(files, { files: 12, seed: 4 });
    const pushed = async (): Promise<void> => {
      expect((await once(childOf(address, files), 'exit'))[0]).toBe(0);
    };
    const database = openDatabase(address);
    try {
      await pushed();
      const trials = pullTrials(database);
      let text = '';
      const take = ({ value }: IteratorResult<Trial, void>): void => {
        if (value !== undefined) text += `${jsonText(value)}\n`;
      };
      take(await trials.next());
      const after = writeFiles(files, { files: 12, seed: 5 });
      await pushed();
      for await (const trial of trials) take({ value: trial });
      expect(text).toBe(before);
      expect(await pulledOf(address)).toBe(after);
      expect(faultsOf(server, address)).toEqual([]);
    } finally {
      await database.close();
      await server.stop();
    }
  });
});

describe.skipIf(!hasPostgres)('a lost connection', () => {
  it('is told in a line', async () => {
    const server = await startPostgres();
    try {
      const address = await prepare(server);
      const files = path.join(folder, 'lost');
      writeFiles(files, { files: 200, seed: 3 });
      const program = path.resolve(import.meta.dirname, '../../src/cli/main.ts');
      const child = spawn(process.execPath, [program, 'push', files, '--to', address]);
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
      const ended = once(child, 'close');
      for (;;) {
        const done = server.psql(address, 'SELECT count(*) FROM inquest.source WHERE complete');
        if (Number(done) > 0) break;
      }
      // At once, as a machine that goes away.
      server.process.kill('SIGQUIT');
      const [code] = (await ended) as [number];
      expect(said).toMatch(
        /^inquest: the database \S+: [^\n]*(lost|ended|stopping|no server)[^\n]*\n$/,
      );
      expect(code).toBe(2);
    } finally {
      await server.stop();
    }
  });
});

function childOf(address: string, files: string): ChildProcess {
  const script = path.join(import.meta.dirname, 'push-child.ts');
  return spawn(process.execPath, [script, address, files, '4', '1'], { stdio: 'inherit' });
}
