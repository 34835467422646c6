/** The built program on a collection in PostgreSQL: each of its threads has what it asks of a database. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlace, walk } from '../support/place.ts';
import { hasPostgres, startPostgres, type Server } from '../support/postgres.ts';
import { KEYS, ROOT } from '../support/terminal.ts';
import { SMALL_STUDY, trialOf } from '../support/trials.ts';

const place = createPlace();

function run(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'bin/inquest'), ...args],
    {
      cwd: place.folder,
      encoding: 'utf8',
      env: { ...process.env, ...place.env() },
      timeout: 60_000,
    },
  );
  expect(status, stderr).toBe(0);
  return stdout;
}

describe.skipIf(!hasPostgres)('a collection in a database', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => server.stop());

  it('is pushed, read, searched and redacted, and followed in the viewer', async () => {
    const write = (name: string, trials: readonly unknown[]): void =>
      writeFileSync(
        path.join(place.folder, name),
        trials.map((trial) => `${JSON.stringify(trial)}\n`).join(''),
      );
    const address = server.newDatabase();
    write('study.jsonl', SMALL_STUDY);
    run('db', 'init', address);
    run('push', 'study.jsonl', '--to', address);
    expect(run('list', address, '--json')).toBe(run('list', 'study.jsonl', '--json'));
    expect(run('pull', address)).toBe(run('convert', 'study.jsonl', '-o', '-'));
    expect(run('list', address, '--redact', 'names', '--json')).toContain('model-a');

    const terminal = place.start([address]);
    await terminal.until(`${SMALL_STUDY.length} trials`);
    write('more.jsonl', [
      trialOf({ id: 'more/1', model: 'newcomer', reasoning: 'A word: quince.' }),
    ]);
    run('push', 'more.jsonl', '--to', address);
    await terminal.until(`${SMALL_STUDY.length + 1} trials`);
    await walk(terminal, [
      ['/', ' Search '],
      ['quince', '1 passage in 1 trial'],

      [KEYS.enter, /newcomer.* hit 1 of 1/],
    ]);
    terminal.kill();
    await terminal.exit;
  });
});
