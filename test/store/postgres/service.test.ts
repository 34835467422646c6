/** Service files, on a real server that asks for a password; which is used, and never told. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseAddress } from '../../../src/store/postgres/address.ts';
import { openDatabase } from '../../../src/store/postgres/connection.ts';
import { withService } from '../../../src/store/postgres/service.ts';
import { UserError } from '../../../src/base/user-error.ts';
import { SOURCES } from '../../cli/support.ts';
import { hasPostgres, startPostgres, type Server } from '../../support/postgres.ts';

const CANARY = 'c4n4ry=p4ssw0rd; #x';

const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-service-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NAMES = [
  'HOME',
  'PGSERVICE',
  'PGSERVICEFILE',
  'PGSYSCONFDIR',
  'PGPASSWORD',
  'PGUSER',
  'PGSSLMODE',
  'PGPASSFILE',
  'USER',
];
const before = NAMES.map((name) => [name, process.env[name]] as const);
function restore(): void {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
afterEach(restore);

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

function errorOf(address: string): string {
  try {
    withService(parseAddress(address));
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    const { message, hint = '', stack = '' } = error as UserError;
    expect(message + hint + stack).not.toContain('c4n4ry');
    return `${message}; ${hint}`;
  }
  throw new Error('there was no error');
}

describe('a service', () => {
  it('is read as psql reads it, and says what the address leaves out', () => {
    process.env['PGSERVICEFILE'] = write(
      'all.conf',
      `# [team]\n\n[other]\nhost=o.example\nnonsense\n  [team] \r\nhost=h.example\r\nport=5433\nuser=u\ndbname=d b\n` +
        `host=second.example\nsslmode=verify-ca\nconnect_timeout=3\npassword=${CANARY}\n[team]\nhost=third.example\n`,
    );
    const { address, password } = withService(
      parseAddress('postgres://?service=team&collection=c'),
    );
    expect(address).toEqual({
      host: 'h.example',
      port: 5433,
      user: 'u',
      database: 'd b',
      sslmode: 'verify-ca',
      sslrootcert: undefined,
      service: 'team',
      collections: ['c'],
    });
    expect(password).toBe(CANARY);
    expect(JSON.stringify(address)).not.toContain('c4n4ry');
    const own = withService(
      parseAddress('postgres://me@own.example:1/mine?service=team&sslmode=disable'),
    );
    expect(own.address).toMatchObject({
      host: 'own.example',
      port: 1,
      user: 'me',
      database: 'mine',
      sslmode: 'disable',
    });
    // PGSERVICE holds where the address names none; without either nothing is read.
    process.env['PGSERVICE'] = 'other';
    expect(errorOf('postgres://')).toMatch(/all\.conf:5: it is no setting/);
    expect(withService(parseAddress('postgres://?service=team')).address.host).toBe('h.example');
    delete process.env['PGSERVICE'];
    expect(withService(parseAddress('postgres://h/d'))).toMatchObject({ password: undefined });
  });

  it('is looked for at home, then where all users have it', () => {
    process.env['HOME'] = folder;
    process.env['PGSYSCONFDIR'] = folder;
    delete process.env['PGSERVICEFILE'];
    write('.pg_service.conf', '[mine]\nhost=mine.example\n[both]\nhost=mine.example\n');
    write('pg_service.conf', '[ours]\nhost=ours.example\n[both]\nhost=ours.example\n');
    const hostOf = (name: string): string | undefined =>
      withService(parseAddress(`postgres://?service=${name}`)).address.host;
    expect(['mine', 'ours', 'both'].map(hostOf)).toEqual([
      'mine.example',
      'ours.example',
      'mine.example',
    ]);
  });

  it('says in a line what is wrong, and repeats no setting', () => {
    process.env['PGSYSCONFDIR'] = folder;
    process.env['PGSERVICEFILE'] = path.join(folder, 'nowhere.conf');
    rmSync(path.join(folder, 'pg_service.conf'), { force: true });
    expect(errorOf('postgres://?service=team')).toMatch(
      /^there is no service 'team'; write it into /,
    );
    process.env['PGSERVICEFILE'] = folder;
    expect(errorOf('postgres://?service=team')).toMatch(/cannot be read: it is a folder/);
    process.env['PGSERVICEFILE'] = write('team.conf', `[team]\nhost=h\n[x]\npassword=${CANARY}\n`);
    expect(errorOf('postgres://?service=taem')).toMatch(/no service 'taem'; did you mean 'team'/);
    for (const line of [
      `password: ${CANARY}`,
      `password = ${CANARY}`,
      CANARY.slice(7),
      `port=${CANARY}`,
    ]) {
      process.env['PGSERVICEFILE'] = write('wrong.conf', `[team]\nhost=h\n${line}\n`);
      expect(errorOf('postgres://?service=team')).toMatch(/^\S+wrong\.conf:3: it is no setting/);
    }
  });
});

describe.skipIf(!hasPostgres)('on a server', () => {
  let server: Server;
  let database: string;
  beforeAll(async () => {
    server = await startPostgres();
    const address = server.newDatabase();
    database = /d\d+/.exec(address)?.[0] ?? '';
    server.psql(address, `CREATE ROLE guarded LOGIN SUPERUSER PASSWORD '${CANARY}'`);
    const rules = "ARRAY['local all guarded scram-sha-256', 'local all all trust']";
    const file = path.join(server.socket, 'data', 'pg_hba.conf');
    server.psql(address, `COPY (SELECT unnest(${rules})) TO '${file}'`);
    server.psql(address, 'SELECT pg_reload_conf()');
    const guarded = address.replace('tester@', 'guarded@');
    const asks = (): boolean =>
      spawnSync('psql', ['-X', '-w', guarded, '-c', ''], { timeout: 60_000 }).status === 2;
    await vi.waitUntil(asks, { timeout: 60_000 });
  });
  afterAll(async () => server.stop());

  const serviceFile = (password: string): string =>
    write(
      'server.conf',
      `[team]\nhost=${server.socket}\nuser=guarded\ndbname=${database}\nsslmode=prefer\n${password}\n`,
    );

  async function askedBy(address: string): Promise<string> {
    const opened = openDatabase(address);
    try {
      return await opened.withClient(async (client) => {
        const { rows } = await client.query<{ u: string }>('SELECT session_user AS u');
        return rows[0]?.u ?? '';
      });
    } catch (error) {
      const { message, hint = '', stack = '' } = error as UserError;
      expect(error).toBeInstanceOf(UserError);
      expect(message + hint + stack).not.toContain('c4n4ry');
      return message;
    } finally {
      // What holds connections shows no password either, to a debugger or a report.
      expect(inspect([opened.pool, opened.address], { depth: 8 })).not.toContain('c4n4ry');
      await opened.close();
    }
  }

  it('is not needed for a user, who is the one of this machine then, whatever USER says', async () => {
    const { username } = os.userInfo();
    server.psql(server.address(database), `CREATE ROLE "${username}" LOGIN`);
    process.env['USER'] = 'guarded';
    delete process.env['PGUSER'];
    const address = `postgres:///${database}?host=${encodeURIComponent(server.socket)}`;
    expect(await askedBy(address)).toBe(username);
    process.env['PGUSER'] = 'tester';
    expect(await askedBy(address)).toBe('tester');
  });

  it('is told where a file of passwords is passed over, since others may read it', async () => {
    delete process.env['PGPASSWORD'];
    const file = path.join(folder, 'passwords');
    process.env['PGPASSFILE'] = file;
    const opened = openDatabase(server.address(database).replace('tester@', 'guarded@'));
    const said = async (): Promise<unknown> =>
      opened.withClient((client) => client.query('SELECT')).catch((error: UserError) => error.hint);
    expect(await said()).toMatch(/^give it in PGPASSWORD/);
    write('passwords', `*:*:*:guarded:${CANARY}\n`);
    chmodSync(file, 0o640);
    expect(await said()).toBe(
      `${file} is not used, since others may read it; chmod 600 lets it be`,
    );
    chmodSync(file, 0o600);
    expect(await said()).toMatchObject({ rowCount: 1 });
    await opened.close();
  });

  it('takes the password of the service before PGPASSWORD', async () => {
    process.env['PGSERVICEFILE'] = serviceFile(`password=${CANARY}`);
    process.env['PGPASSWORD'] = 'c4n4ry-wrong';
    expect(await askedBy('postgres://?service=team')).toBe('guarded');
    expect(await askedBy('postgres://tester@?service=team')).toBe('tester');
    process.env['PGSERVICEFILE'] = serviceFile('password=c4n4ry-wrong');
    process.env['PGPASSWORD'] = CANARY;
    expect(await askedBy('postgres://?service=team')).toMatch(/: the password is wrong$/);
    process.env['PGSERVICEFILE'] = serviceFile('# no password');
    process.env['PGSERVICE'] = 'team';
    expect(await askedBy('postgres://')).toBe('guarded');
    delete process.env['PGPASSWORD'];
    expect(await askedBy('postgres://')).toMatch(/asks for a password$/);
  });

  it('is taken by commands, which never tell the password', () => {
    const run = (
      password: string,
      ...args: readonly string[]
    ): { status: number | null; said: string } => {
      const env = {
        ...process.env,
        PGSERVICEFILE: serviceFile(`password=${password}`),
        HOME: folder,
        XDG_CONFIG_HOME: folder,
        XDG_CACHE_HOME: folder,
        XDG_STATE_HOME: folder,
      };
      const { status, stdout, stderr } = spawnSync(process.execPath, [SOURCES, ...args], {
        env,
        encoding: 'utf8',
        timeout: 120_000,
      });
      expect(stdout + stderr).not.toContain('c4n4ry');
      return { status, said: stdout + stderr };
    };
    const address = 'postgres://?service=team';
    expect(run(CANARY, 'db', 'init', address)).toMatchObject({ status: 0 });
    const empty = run(CANARY, 'list', `${address}&collection=none`, '--debug');
    expect(empty).toMatchObject({ status: 2, said: expect.stringContaining('no collection') });
    const wrong = run('c4n4ry-wrong', 'list', address, '--debug');
    expect(wrong).toMatchObject({
      status: 2,
      said: expect.stringContaining('the password is wrong'),
    });
    const refused = run(`\0${CANARY}`, 'notes', 'pull', address, '--debug');
    expect(refused.status).toBe(2);
  });
});
