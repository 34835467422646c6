/** `inquest db init` on a real server. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../src/store/postgres/connection.ts';
import { MIGRATION_TABLE, MIGRATIONS } from '../../src/store/postgres/schema.ts';
import { hasPostgres, startPostgres, type Server } from '../support/postgres.ts';
import { createPlace, parseLines, SMALL, toLines } from './support.ts';

const place = createPlace();

describe.skipIf(!hasPostgres)('inquest db init', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => server.stop());

  const tablesOf = (address: string): string =>
    server.psql(address, "SELECT count(*) FROM pg_tables WHERE schemaname = 'inquest'");

  it('prints what it runs, and runs nothing for --print', async () => {
    const address = server.newDatabase();
    const printed = await place.run(['db', 'init', address, '--print']);
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    expect(printed.stdout).toMatch(/CREATE TABLE inquest\.fact/);
    expect(printed.stdout).toMatch(/CREATE ROLE inquest_auditor NOLOGIN/);
    expect(tablesOf(address)).toBe('0');
    // What is printed is all of it: run by psql it does the same.
    server.psql(address, printed.stdout);
    expect(await place.run(['db', 'init', address])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^inquest: nothing to do: the tables are of version \d+\n$/),
    });
    const other = server.newDatabase();
    const run = await place.run(['db', 'init', other]);
    expect(run.stdout).toBe(printed.stdout);
    expect(run.stderr).toMatch(/^inquest: the tables are of version \d+ now; roles: /);
    expect(tablesOf(other)).toBe(tablesOf(address));
    const [json] = parseLines((await place.run(['db', 'init', other, '--print', '--json'])).stdout);
    expect(json).toBeUndefined();
  });

  it('does no harm where three start at once', async () => {
    const address = server.newDatabase();
    const runs = await Promise.all([1, 2, 3].map(() => place.run(['db', 'init', address])));
    expect(
      runs.map(({ code }) => code),
      runs.map(({ stderr }) => stderr).join(''),
    ).toEqual([0, 0, 0]);
    expect(runs.filter(({ stderr }) => stderr.includes('nothing to do'))).toHaveLength(2);
    expect(server.psql(address, 'SELECT count(*), count(DISTINCT n) FROM inquest.migration')).toBe(
      `${MIGRATIONS.length}|${MIGRATIONS.length}`,
    );
  });

  it('brings older tables up to date, and takes from auditors what they could read then', async () => {
    const address = server.newDatabase();
    await place.run(['db', 'init', address]);
    const [first] = MIGRATIONS;
    const other = server.newDatabase();
    server.psql(
      other,
      `${MIGRATION_TABLE} ${first?.sql} INSERT INTO inquest.migration (n, name) VALUES (1, 'tables');
      GRANT USAGE ON SCHEMA inquest TO inquest_auditor;
      GRANT SELECT ON inquest.source, inquest.collection TO inquest_auditor;
      INSERT INTO inquest.collection (name) VALUES ('kept')`,
    );
    expect(await place.run(['db', 'init', other])).toMatchObject({ code: 0 });
    expect(tablesOf(other)).toBe(tablesOf(address));
    expect(server.psql(other, 'SELECT name FROM inquest.collection')).toBe('kept');
    for (const table of ['source', 'collection']) {
      expect(() =>
        server.psql(other, `SET ROLE inquest_auditor; SELECT * FROM inquest.${table}`),
      ).toThrow(`permission denied for table ${table}`);
    }
  });

  it('gives each role what it needs and no more', async () => {
    const address = server.newDatabase();
    await place.run(['db', 'init', address]);
    const may = (role: string, what: string): string =>
      server.psql(
        address,
        `SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class
          WHERE relnamespace = 'inquest'::regnamespace AND relkind = 'r'
            AND has_table_privilege('inquest_${role}', oid, '${what}')`,
      );
    const all = server.psql(
      address,
      "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'inquest'",
    );
    // Notes and audits are read by functions alone.
    const trials = all.replace(/\b(audit\w*|note) ?/g, '').trim();
    expect(may('reader', 'SELECT')).toBe(trials);
    // Notes and answers are added by everybody, and changed by nobody.
    expect(may('reader', 'INSERT')).toBe('audit_line note');
    expect(may('reader', 'UPDATE, DELETE, TRUNCATE')).toBe('');
    expect(may('loader', 'SELECT')).toBe(trials);
    expect(may('loader', 'INSERT')).toBe(all.replace('migration ', ''));
    expect(may('loader', 'TRUNCATE')).toBe('');
    expect(may('loader', 'UPDATE')).not.toMatch(/note|audit|migration/);
    expect(may('auditor', 'SELECT')).toBe('migration');
    expect(may('auditor', 'INSERT')).toBe('audit_line note');
    expect(may('auditor', 'UPDATE, DELETE, TRUNCATE')).toBe('');
    for (const table of [
      'trial',
      'fact',
      'block',
      'passage',
      'rollup',
      'field_value',
      'value',
      'source',
      'audit_line',
    ]) {
      expect(() =>
        server.psql(address, `SET ROLE inquest_auditor; SELECT * FROM inquest.${table}`),
      ).toThrow(`permission denied for table ${table}`);
    }
  });

  it('lets a loader push, and a reader pull and not push', async () => {
    const address = server.newDatabase();
    await place.run(['db', 'init', address]);
    server.psql(address, 'CREATE ROLE carl LOGIN IN ROLE inquest_loader');
    server.psql(address, 'CREATE ROLE rita LOGIN IN ROLE inquest_reader');
    const [carl, rita] = ['carl', 'rita'].map((name) => address.replace('tester@', `${name}@`));
    place.write('small.jsonl', toLines(SMALL));
    const push = ['push', 'small.jsonl', '--to'];
    expect(await place.run([...push, carl ?? ''])).toMatchObject({ code: 0 });
    const { stdout } = await place.run(['convert', 'small.jsonl', '-o', '-']);
    expect(await place.run(['pull', rita ?? ''])).toEqual({ code: 0, stdout, stderr: '' });
    place.write('small.jsonl', toLines(SMALL.slice(1)));
    expect(await place.run([...push, rita ?? ''])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/: this user may not do that; [^\n]*\n$/),
    });
    expect((await place.run(['pull', rita ?? ''])).stdout).toBe(stdout);
  });

  it('makes the tables alone for one who may make no roles', async () => {
    const address = server.newDatabase();
    server.psql(
      address,
      `CREATE ROLE owner LOGIN; GRANT CREATE ON DATABASE ${/d\d+/.exec(address)?.[0]} TO owner`,
    );
    const own = address.replace('tester@', 'owner@');
    expect(await place.run(['db', 'init', own, '--no-roles'])).toMatchObject({ code: 0 });
    expect(server.psql(own, 'SELECT count(*) FROM inquest.trial')).toBe('0');
  });

  it('makes the roles later where they were left out, or a part of their rights', async () => {
    const address = server.newDatabase();
    const auditor = (): string =>
      server.psql(address, "SELECT has_schema_privilege('inquest_auditor', 'inquest', 'USAGE')");
    // Roles are those of the server: the first test has made them.
    const made = /^inquest: the tables are of version \d+ now; roles: /;
    await place.run(['db', 'init', address, '--no-roles']);
    expect(auditor()).toBe('f');
    const printed = await place.run(['db', 'init', address, '--print']);
    const later = await place.run(['db', 'init', address]);
    expect(later).toMatchObject({
      code: 0,
      stdout: printed.stdout,
      stderr: expect.stringMatching(made),
    });
    expect(printed.stdout).toContain('CREATE ROLE inquest_auditor NOLOGIN');
    expect(printed.stdout).not.toContain('CREATE TABLE inquest.fact');
    expect(auditor()).toBe('t');
    // A table that came when the roles were left out once more.
    server.psql(address, 'REVOKE ALL ON inquest.note FROM inquest_loader');
    expect(await place.run(['db', 'init', address])).toMatchObject({
      stderr: expect.stringMatching(made),
    });
    expect(await place.run(['db', 'init', address])).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('nothing to do'),
    });
  });

  it.each(['LATIN1', 'SQL_ASCII'])('refuses a database that is no UTF8: %s', async (encoding) => {
    const name = encoding.toLowerCase();
    server.psql(
      server.address('postgres'),
      `CREATE DATABASE ${name} ENCODING '${encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'`,
    );
    const address = server.address(name);
    for (const more of [[], ['--print']]) {
      expect(await place.run(['db', 'init', address, ...more])).toEqual({
        code: 2,
        stdout: '',
        stderr: `inquest: the encoding of the database is ${encoding}, and not UTF8; make another one: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0\n`,
      });
    }
    expect(tablesOf(address)).toBe('0');
  });

  it('spreads a database over nodes, again and with more of them', async () => {
    const [address, one, two, three] = [1, 2, 3, 4].map(() => server.newDatabase());
    const init = (...args: readonly string[]) => place.run(['db', 'init', address ?? '', ...args]);
    const printed = await init('--nodes', `${one},${two}`, '--print');
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    expect(printed.stdout).toMatch(/^-- on the node n1\n[^]*^-- on the node n2\n[^]*postgres_fdw/m);
    expect(printed.stdout).not.toMatch(/password/i);
    expect([address, one, two].map((each) => tablesOf(each ?? ''))).toEqual(['0', '0', '0']);
    const run = await init('--nodes', `${one},${two}`);
    expect(run.stdout).toBe(printed.stdout);
    expect(run.stderr).toMatch(/^inquest: the tables are of version \d+ now; 2 nodes; roles: /);
    const nodes = (): string =>
      server.psql(address ?? '', 'SELECT string_agg(name, chr(32) ORDER BY id) FROM inquest.node');
    expect(nodes()).toBe('n1 n2');
    for (const args of [[], ['--nodes', `${two},${one}`]]) {
      expect(await init(...args)).toMatchObject({
        code: 0,
        stdout: '',
        stderr: expect.stringMatching(/^inquest: nothing to do: [^\n]*; 2 nodes\n$/),
      });
    }
    expect(await init('--nodes', three ?? '')).toMatchObject({ code: 0 });
    expect(nodes()).toBe('n1 n2 n3');
    // Whatever runs with the rights of the owner finds no type or table of the user's own.
    expect(
      server.psql(
        address ?? '',
        `SELECT string_agg(DISTINCT setting, ';') FROM pg_proc p
          LEFT JOIN LATERAL unnest(coalesce(p.proconfig, '{none}')) setting ON setting !~ 'standard_conforming'
          WHERE pronamespace = 'inquest'::regnamespace AND prosecdef AND probin IS NULL`,
      ),
    ).toBe('search_path=pg_catalog, pg_temp');
    // A loader pushes without a right to change tables; the second bucket lies on the second node.
    server.psql(address ?? '', 'CREATE ROLE nora LOGIN IN ROLE inquest_loader');
    place.write('nodes.jsonl', toLines(SMALL));
    place.write('notes.jsonl', '');
    for (const name of ['a', 'b']) {
      const to = `${(address ?? '').replace('tester@', 'nora@')}&collection=${name}`;
      expect(await place.run(['push', 'nodes.jsonl', '--to', to])).toMatchObject({ code: 0 });
    }
    const facts = [one, two].map((each) =>
      server.psql(each ?? '', 'SELECT count(*) FROM inquest.fact'),
    );
    expect(facts).toEqual([String(SMALL.length), String(SMALL.length)]);
    const wrong: readonly (readonly [args: readonly string[], expected: RegExp])[] = [
      [['list', one ?? ''], /is the node n1 of another one/],
      [['push', 'nodes.jsonl', '--to', one ?? ''], /is the node n1 of another one/],
      [['pull', one ?? ''], /is the node n1 of another one/],
      [['notes', 'pull', one ?? ''], /is the node n1 of another one/],
      [['notes', 'push', 'notes.jsonl', '--to', one ?? ''], /is the node n1 of another one/],
      [['audit', 'pull', one ?? ''], /is the node n1 of another one/],
      [['db', 'init', one ?? '', '--nodes', server.newDatabase()], /cannot have nodes itself/],
      [['db', 'init', server.newDatabase(), '--nodes', one ?? ''], /is a node of another one/],
    ];
    const own = server.newDatabase();
    await place.run(['db', 'init', own]);
    await place.run(['push', 'nodes.jsonl', '--to', own]);
    for (const [args, expected] of [
      ...wrong,
      [['db', 'init', own, '--nodes', server.newDatabase()], /has trials of its own/] as const,
    ]) {
      const { code, stderr } = await place.run(args);
      expect(stderr).toMatch(expected);
      expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
    }
  });

  /** Runs a function while a statement of another one holds the database; then what that did is kept. */
  async function whileHeld<T>(
    address: string,
    statement: string,
    runs: () => readonly Promise<T>[],
  ): Promise<readonly T[]> {
    const database = openDatabase(address);
    try {
      return await database.withClient(async (client) => {
        await client.query(`BEGIN; ${statement}`);
        const started = runs();
        const waiting = `wait_event_type = 'Lock' AND datname = '${database.address.database}'`;
        await vi.waitUntil(() => server.pids(waiting).length === started.length, {
          timeout: 120_000,
        });
        await client.query('COMMIT');
        return Promise.all(started);
      });
    } finally {
      await database.close();
    }
  }

  it('keeps what is pushed while a database is to get nodes', async () => {
    const [address, one] = [server.newDatabase(), server.newDatabase()];
    await place.run(['db', 'init', address]);
    const pushed = `INSERT INTO inquest.bucket (id, collection) VALUES (1, 1);
      INSERT INTO inquest.block (bucket, id, body) VALUES (1, 1, '')`;
    const [ran] = await whileHeld(address, pushed, () => [
      place.run(['db', 'init', address, '--nodes', one]),
    ]);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringMatching(/has trials of its own/) });
    expect(server.psql(address, 'SELECT count(*) FROM inquest.block')).toBe('1');
  });

  it('gives no number to two nodes that are added at once', async () => {
    const [address = '', ...nodes] = [1, 2, 3].map(() => server.newDatabase());
    await place.run(['db', 'init', address]);
    const add = (node: string) => place.run(['db', 'init', address, '--nodes', node]);
    // The lock of those who change the tables.
    const held = 'SELECT pg_advisory_xact_lock(7367110)';
    const ran = await whileHeld(address, held, () => nodes.map(add));
    expect(new Set(ran.map(({ code }) => code))).toEqual(new Set([0, 2]));
    const late = ran.findIndex(({ code }) => code === 2);
    expect(ran[late]?.stderr).toMatch(
      /^inquest: others have added nodes meanwhile; run it again\n$/,
    );
    const first = nodes[1 - late] ?? '';
    const second = nodes[late] ?? '';
    expect(await add(second)).toMatchObject({ code: 0 });
    const all = 'SELECT name, address FROM inquest.node ORDER BY id';
    expect(server.psql(address, all)).toBe(`n1|${first}\nn2|${second}`);
    expect(nodes.map((node) => server.psql(node, 'SELECT name FROM inquest.node'))).toEqual(
      late === 1 ? ['n1', 'n2'] : ['n2', 'n1'],
    );
  });

  it('says in a line what is wrong', async () => {
    const nowhere = server.newDatabase().replace(/\/d\d+\?/, '/nowhere?');
    expect(await place.run(['db', 'init', nowhere])).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^inquest: the database postgres:\/\/\S+\/nowhere: there is no such database\n$/,
      ),
    });
    const path = await place.run(['db', 'init', 'some/folder']);
    expect(path.code).toBe(2);
    expect(path.stderr).toMatch(/^inquest: .*write postgres:\/\/.*\n$/);
  });
});
