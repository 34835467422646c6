/** Connections, their errors, and the tables, on a real server. */
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAddress, shownAddress } from '../../../src/store/postgres/address.ts';
import { openDatabase } from '../../../src/store/postgres/connection.ts';
import { checkVersion, migrate, versionOf } from '../../../src/store/postgres/migrate.ts';
import { MIGRATIONS, TABLES_VERSION } from '../../../src/store/postgres/schema.ts';
import { fromSql, toSql } from '../../../src/store/postgres/text.ts';
import { UserError } from '../../../src/base/user-error.ts';
import { hasPostgres, startPostgres, type Server } from '../../support/postgres.ts';

const CANARY = 'c4n4ry-p4ssw0rd';

async function errorOf(address: string, statement = 'SELECT 1'): Promise<UserError> {
  const database = openDatabase(address);
  try {
    await database.withClient((client) => client.query(statement));
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  } finally {
    await database.close();
  }
  throw new Error('there was no error');
}

describe('an address', () => {
  it('is read part by part', () => {
    expect(
      parseAddress('postgresql://a%40b@h.example:5433/d%20b?collection=x&collection=y%2Fz'),
    ).toEqual({
      host: 'h.example',
      port: 5433,
      user: 'a@b',
      database: 'd b',
      sslmode: undefined,
      sslrootcert: undefined,
      service: undefined,
      collections: ['x', 'y/z'],
    });
    expect(parseAddress('postgres://?service=team')).toMatchObject({
      service: 'team',
      host: undefined,
      database: undefined,
    });
    const socket = parseAddress('postgres:///d?host=%2Ftmp%2Fs');
    expect([socket.host, socket.database, socket.user]).toEqual(['/tmp/s', 'd', undefined]);
  });

  it('with a password is refused, and the password not repeated', () => {
    for (const address of [
      `postgres://u:${CANARY}@h/d`,
      `postgres://u:${CANARY}@h:port/d`,
      `postgres://u@h/d?password=${CANARY}`,
      `postgres://u:12?${CANARY}@h/d`,
      `postgres://u:12?${CANARY}=x@h/d`,
      `postgres:u:${CANARY}@h/d`,
      `postgre://u:${CANARY}@h/d`,
    ]) {
      expect(() => parseAddress(address)).toThrow(UserError);
      try {
        parseAddress(address);
      } catch (error) {
        expect(`${String(error)} ${(error as UserError).hint}`).not.toContain(CANARY);
      }
    }
  });

  it.each(['postgres://h/a%zz', 'postgres://a%zz@h/d', 'postgres://h/d?port=5432x'])(
    'that cannot be read is refused: %j',
    (address) => {
      expect(() => parseAddress(address)).toThrow(
        new UserError(
          'the address of the database cannot be read',
          'write postgres://user@host/database?collection=NAME',
        ),
      );
    },
  );

  it('is shown without its user', () => {
    expect(shownAddress(parseAddress('postgres://u@h/d?collection=a%20b'))).toBe(
      'postgres://h/d?collection=a%20b',
    );
    expect(shownAddress(parseAddress('postgres://u@?service=a%20b&collection=c'))).toBe(
      'postgres://?service=a%20b&collection=c',
    );
  });
});

describe('a text', () => {
  it.each(['', 'a', '\0', '\u0001', '\u0001\u0002\0\0', 'a\0\u0001b'])('comes back: %j', (text) => {
    expect(toSql(text)).not.toContain('\0');
    expect(fromSql(toSql(text))).toBe(text);
  });
});

describe.skipIf(!hasPostgres)('on a server', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => server.stop());

  it('makes the tables once, however many do it at once', async () => {
    const database = openDatabase(server.newDatabase());
    await expect(database.withClient(checkVersion)).rejects.toThrow('has no tables of Inquest');
    const made = await Promise.all([1, 2, 3].map(() => database.withClient(migrate)));
    expect(made.flat().map(({ n }) => n)).toEqual(MIGRATIONS.map(({ n }) => n));
    await database.withClient(checkVersion);
    expect(await database.withClient(versionOf)).toBe(TABLES_VERSION);
    await database.close();
  });

  it('ends a statement that takes too long', async () => {
    const database = openDatabase(server.newDatabase(), { statementTimeout: 50 });
    await expect(
      database.withClient((client) => client.query('SELECT pg_sleep(60)')),
    ).rejects.toThrow('took too long');
    await database.close();
  });

  it('tells what is wrong in a line', async () => {
    const address = server.newDatabase();
    const nowhere = address.replace(/\/d\d+\?/, '/nowhere?');
    expect((await errorOf(nowhere)).message).toMatch(/nowhere: there is no such database$/);
    const tables = await errorOf(address, 'SELECT * FROM inquest.fact');
    expect(tables.message).toMatch(/has no tables of Inquest$/);
    const wrong = await errorOf(address, "SELECT 'secret of a trial'::int");
    expect(wrong.message).toMatch(/refused a statement \(PostgreSQL's code 22P02\)$/);
  });
});

describe('without a server', () => {
  it('says that none answers, and never the password', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    process.env['PGPASSWORD'] = CANARY;
    try {
      const error = await errorOf(`postgres://u@127.0.0.1:${port}/d`);
      expect(error.message).toBe('the database postgres://127.0.0.1/d: no server answers');
      expect(JSON.stringify([error, error.stack, error.hint])).not.toContain(CANARY);
    } finally {
      delete process.env['PGPASSWORD'];
    }
  });
});
