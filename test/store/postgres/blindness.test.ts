/** What an auditor's role gets out of a real server, by whatever statement: nothing that tells a verdict. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/store/postgres/connection.ts';
import { migrate } from '../../../src/store/postgres/migrate.ts';
import {
  appendAudit,
  appendKey,
  type PushedAudit,
} from '../../../src/store/postgres/team/audits.ts';
import { appendNotes } from '../../../src/store/postgres/team/notes.ts';
import { hasPostgres, startPostgres, type Server } from '../../support/postgres.ts';

const sha256 = (data: string): Buffer => createHash('sha256').update(data).digest();
type Line = { readonly type: string } & Readonly<Record<string, unknown>>;

/** The lines of an audit file, in a chain. */
function chained(records: readonly Line[]): readonly Buffer[] {
  let prev: string | null = null;
  return records.map(({ type, ...rest }, seq) => {
    const line: string = JSON.stringify({ seq, type, prev, at: '', ...rest });
    prev = sha256(line).toString('hex');
    return Buffer.from(line);
  });
}

/** A file of a person, of a sample of trials. Whatever others must not see has a word of its own. */
function fileOf(
  person: string,
  sample: string,
  contents: readonly string[],
  more: readonly Line[],
): PushedAudit {
  const lines = chained([{ type: 'audit', sample, person }, { type: 'draw' }, ...more]);
  return {
    id: sha256(lines[0]?.toString() ?? ''),
    design: sha256(sample),
    key: sha256(`key of ${sample}`),
    name: sample,
    auditor: person,
    file: `${sample}-${person}`,
    person,
    lines,
    items: contents.map((content, at) => ({ item: at + 1, content: sha256(content) })),
    trials: new Map(
      contents.map((content, at) => [at + 1, Buffer.from(`${person} sees ${content}`)]),
    ),
  };
}

const ANSWER = (person: string): Line => ({ type: 'answer', note: `CANARY of ${person}` });
const CLOSE: Line = { type: 'close', truth: 'CANARY verdict' };

describe.skipIf(!hasPostgres)('an auditor', () => {
  let server: Server;
  let admin: string;
  const as = (person: string): string => admin.replace('tester@', `${person}@`);
  beforeAll(async () => {
    server = await startPostgres();
    admin = server.newDatabase();
    const database = openDatabase(admin);
    await database.withClient((client) => migrate(client, { withRoles: true }));
    await database.close();
    for (const [name, role] of Object.entries({
      ada: 'loader',
      anna: 'auditor',
      ben: 'auditor',
      rita: 'reader',
    })) {
      server.psql(admin, `CREATE ROLE ${name} LOGIN IN ROLE inquest_${role}`);
    }
    server.psql(admin, 'CREATE ROLE rob LOGIN IN ROLE inquest_reader');
    // Trials with their verdicts, enough for statistics to hold their values.
    server.psql(
      admin,
      `INSERT INTO inquest.collection (name) VALUES ('CANARY collection');
      INSERT INTO inquest.bucket (collection) VALUES (1);
      INSERT INTO inquest.value (collection, field, hash, name)
        SELECT 1, 1, sha256(convert_to('CANARY ' || n, 'UTF8')), 'CANARY ' || n % 5 FROM generate_series(1, 500) n;
      INSERT INTO inquest.source SELECT 1, n, 'CANARY/path', 'CANARY', 'f', 'w', 1, '', '', 1, 1, 1, 1, true, 1, 0, false
        FROM generate_series(1, 500) n;
      INSERT INTO inquest.trial SELECT 1, n, 'CANARY' || n, NULL, NULL, NULL, false, NULL, 1, 1, 1, 0
        FROM generate_series(1, 500) n;
      INSERT INTO inquest.rollup SELECT 1, 0, n, 0, 0, 7 FROM generate_series(1, 500) n;
      INSERT INTO inquest.block VALUES (1, 1, convert_to('CANARY body', 'UTF8'));`,
    );
    await appended('ada', fileOf('anna', 'first', ['t1', 't2'], []));
    await appended('ada', fileOf('ben', 'first', ['t1', 't2'], []));
    await appended('ben', fileOf('ben', 'first', ['t1', 't2'], [ANSWER('ben')]));
    // Another sample with one of the trials, closed.
    await appended('ada', fileOf('ben', 'second', ['t2', 't3'], [ANSWER('ben'), CLOSE]));
    await appended(
      'ada',
      fileOf('anna', 'second', ['t2', 't3'], [{ type: 'answer', note: 'mine' }, CLOSE]),
    );
    const loader = openDatabase(as('ada'));
    await loader.withClient((client) => appendKey(client, Buffer.from('CANARY key')));
    await loader.withClient((client) => appendNotes(client, ['{"CANARY":"note"}']));
    await loader.close();
    server.psql(admin, 'ANALYZE');
  });
  afterAll(async () => server.stop());

  async function appended(person: string, audit: PushedAudit): Promise<void> {
    const database = openDatabase(as(person));
    try {
      await database.withClient((client) => appendAudit(client, audit));
    } finally {
      await database.close();
    }
  }

  /** What a statement gives a person: rows, notices, or the error with all of its parts. */
  async function asked(person: string, statement: string): Promise<string> {
    const database = openDatabase(as(person));
    try {
      return await database.withClient(async (client) => {
        const notices: unknown[] = [];
        client.on('notice', ({ message }) => notices.push(message));
        try {
          const results = [await client.query(statement)].flat();
          return text([results.map(({ rows }) => rows), notices]);
        } catch (error) {
          return text([String(error), { ...(error as object) }, notices]);
        }
      });
    } finally {
      await database.close();
    }
  }

  /** With bytes as text, so that words are found in them. */
  function text(value: unknown): string {
    return JSON.stringify(value, (_, one: unknown) => {
      const data = (one as { type?: unknown; data?: unknown } | null) ?? {};
      return data.type === 'Buffer' ? Buffer.from(data.data as number[]).toString() : one;
    });
  }

  const readable = (person: string): readonly string[] =>
    server
      .psql(
        as(person),
        `SELECT c.oid::regclass FROM pg_class c WHERE relkind IN ('r', 'v', 'm', 'p', 'f', 'S')
          AND (has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT')) ORDER BY 1`,
      )
      .split('\n');

  it('may read no table of Inquest but its version', () => {
    expect(readable('anna').filter((name) => name.startsWith('inquest.'))).toEqual([
      'inquest.migration',
    ]);
  });

  it('finds no verdict, model, name or answer of others in anything that it may read', async () => {
    const found = readable('anna');
    expect(found.length).toBeGreaterThan(100);
    const said: string[] = [];
    for (const name of found) said.push(await asked('anna', `SELECT * FROM ${name}`));
    const all = said.join('\n');
    expect(all).toContain('inquest_auditor');
    expect(all).not.toContain('CANARY');
    // The test can fail: whoever may read finds it so.
    expect(await asked('rita', "SELECT * FROM pg_stats WHERE tablename = 'value'")).toContain(
      'CANARY',
    );
  });

  it('is refused each table in every way', async () => {
    const tables = server
      .psql(
        admin,
        "SELECT relname FROM pg_class WHERE relnamespace = 'inquest'::regnamespace AND relkind IN ('r', 'S')",
      )
      .split('\n')
      .filter((name) => name !== 'migration');
    expect(tables.length).toBeGreaterThan(20);
    for (const name of tables) {
      for (const statement of [
        `SELECT * FROM inquest.${name}`,
        `COPY inquest.${name} TO STDOUT`,
        `EXPLAIN SELECT * FROM inquest.${name}`,
        `EXPLAIN ANALYZE SELECT count(*) FROM inquest.${name}`,
        `CREATE TEMP TABLE x AS SELECT * FROM inquest.${name}`,
        `UPDATE inquest.${name} SET author = 'anna'`,
        `DELETE FROM inquest.${name}`,
        `TRUNCATE inquest.${name}`,
      ]) {
        expect(await asked('anna', statement), statement).toMatch(
          /permission denied|cannot (?:copy|update|change|delete|execute|truncate)|is not a (?:table|view)|does not exist|is a sequence/,
        );
      }
    }
  }, 120_000);

  it('reads the file that is theirs, its trials as shown, and nothing of others', async () => {
    const everything = [
      'SELECT * FROM inquest.audits()',
      'SELECT * FROM inquest.notes()',
      'SELECT * FROM inquest.readable_audits()',
      ...[
        fileOf('anna', 'first', [], []),
        fileOf('ben', 'first', [], []),
        fileOf('ben', 'second', [], []),
      ].flatMap(({ id }) =>
        ['lines', 'trials'].map(
          (what) => `SELECT * FROM inquest.audit_${what}('\\x${Buffer.from(id).toString('hex')}')`,
        ),
      ),
    ].join(';');
    const got = await asked('anna', everything);
    expect(got).toContain('anna sees t1');
    expect(got).not.toMatch(/CANARY|ben/);
    // Of a closed file of theirs, not what tells the verdict of a trial that is open in another.
    const second = Buffer.from(fileOf('anna', 'second', [], []).id).toString('hex');
    const own = await asked('anna', `SELECT * FROM inquest.audit_lines('\\x${second}')`);
    expect(own).toContain('mine');
    expect(own).not.toContain('CANARY');
    expect(await asked('rita', everything)).toMatch(/CANARY verdict.*|CANARY of ben/);
  });

  it('learns nothing by errors, conditions with side effects, and plans', async () => {
    const rows = '(SELECT l.* FROM inquest.audits() a, inquest.audit_lines(a.id) l) AS l';
    const leak = `CREATE FUNCTION pg_temp.leak(bytea) RETURNS boolean LANGUAGE plpgsql COST 0.0000001
      AS 'BEGIN RAISE NOTICE ''%'', convert_from($1, ''UTF8''); RETURN true; END'`;
    for (const statement of [
      `${leak}; SELECT n FROM ${rows} WHERE pg_temp.leak(line)`,
      `SELECT convert_from(line, 'UTF8')::int FROM ${rows} ORDER BY n DESC`,
      `EXPLAIN (ANALYZE, VERBOSE, BUFFERS) SELECT * FROM ${rows} WHERE line > '\\x7b'`,
      'SELECT * FROM pg_statistic',
      "SELECT pg_get_viewdef(oid) FROM pg_class WHERE relkind = 'v' AND relnamespace = 'inquest'::regnamespace",
      "SELECT pg_read_file('postgresql.conf')",
      'SELECT lo_export(1, $$/tmp/x$$)',
    ]) {
      expect(await asked('anna', statement), statement).not.toMatch(/CANARY|of ben/);
    }
  });

  it('cannot write under another name, into another file, or what takes the key', async () => {
    const id = (person: string): string =>
      `'\\x${Buffer.from(fileOf(person, 'first', [], []).id).toString('hex')}'`;
    const insert = (person: string, n: number, line: Buffer, more = ''): string =>
      `INSERT INTO inquest.audit_line (audit, n, line${more === '' ? '' : ', author, at, kind'})
        VALUES (${id(person)}, ${n}, '\\x${line.toString('hex')}'${more})`;
    const [, , close] = fileOf('anna', 'first', [], [CLOSE]).lines;
    const [, , answer] = fileOf('anna', 'first', [], [ANSWER('anna')]).lines;
    const [, , , next] = fileOf('ben', 'first', [], [ANSWER('ben'), ANSWER('ben')]).lines;
    if (close === undefined || answer === undefined || next === undefined)
      throw new Error('no line');
    const line = (data: Uint8Array): Buffer => Buffer.from(data);
    expect(await asked('anna', insert('ben', 3, line(next)))).toContain('of somebody else');
    expect(await asked('anna', insert('ben', 9, line(next)))).toContain('of somebody else');
    expect(await asked('anna', insert('anna', 2, line(close)))).toContain('takes the key');
    expect(await asked('anna', insert('anna', 2, line(next)))).toContain('does not follow');
    expect(await asked('anna', insert('anna', 7, line(answer)))).toContain('does not follow');
    const other = Buffer.from(
      line(close)
        .toString()
        .replace(/^\{"seq":2,"type":"close",/, '{"type":"close","seq":2,'),
    );
    expect(await asked('anna', insert('anna', 2, other))).toContain('does not follow');
    const forged = ", 'ben', '2000-01-01', 'close'";
    expect(await asked('anna', insert('anna', 2, line(answer), forged))).not.toContain('error');
    expect(
      server.psql(
        admin,
        `SELECT author, at > now() - interval '1 day', kind FROM inquest.audit_line WHERE audit = ${id('anna')} AND n = 2`,
      ),
    ).toBe('anna|t|answer');
    await asked(
      'anna',
      "INSERT INTO inquest.note (record, author, at) VALUES ('x', 'ben', '2000-01-01')",
    );
    expect(
      server.psql(
        admin,
        "SELECT author, at > now() - interval '1 day' FROM inquest.note WHERE record = 'x'",
      ),
    ).toBe('anna|t');
    // Whoever owns the tables keeps the rows as well.
    for (const statement of [
      'UPDATE inquest.note SET record = record',
      'DELETE FROM inquest.audit_line',
      'TRUNCATE inquest.audit',
    ]) {
      expect(() => server.psql(admin, statement)).toThrow('only ever added');
    }
  });

  it('has no function of the tables run for a table of their own', async () => {
    // Casts and checks of types of theirs would run with the rights of the owner.
    for (const name of ['chain_line', 'sign_row', 'refuse_change']) {
      const statement = `CREATE TYPE pg_temp.own AS (x int);
        CREATE FUNCTION pg_temp.run(pg_temp.own) RETURNS bytea LANGUAGE plpgsql AS 'BEGIN
          RAISE EXCEPTION ''runs as %: %'', current_user, (SELECT string_agg(name, '','') FROM inquest.collection); END';
        CREATE CAST (pg_temp.own AS bytea) WITH FUNCTION pg_temp.run(pg_temp.own) AS IMPLICIT;
        CREATE TEMP TABLE t (audit pg_temp.own, n int, line bytea, kind text, author name, at timestamptz);
        CREATE TRIGGER t BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION inquest.${name}();
        INSERT INTO t VALUES (ROW(1), 0, '{}', '', '', now())`;
      const got = await asked('anna', statement);
      expect(got).toContain(`permission denied for function inquest.${name}`);
      expect(got).not.toMatch(/CANARY|runs as/);
    }
  });

  it('can add no line that is another record for who reads the file than for the database', async () => {
    const { id, lines } = fileOf('ben', 'lines', ['t7'], []);
    const file = `'\\x${Buffer.from(id).toString('hex')}'`;
    await appended('ada', fileOf('ben', 'lines', ['t7'], []));
    const prev = sha256(Buffer.from(lines[1] ?? '').toString()).toString('hex');
    const added = async (line: string, before = ''): Promise<string> =>
      asked(
        'ben',
        `BEGIN; ${before} INSERT INTO inquest.audit_line (audit, n, line)
          VALUES (${file}, 2, '\\x${Buffer.from(line).toString('hex')}');
        SELECT kind FROM inquest.audit_lines(${file}) WHERE n = 2; ROLLBACK`,
      );
    const start = `{"seq":2,"type":"answer","prev":"${prev}"`;
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    for (const [line, before] of [
      [`${start},"type":"close"}`],
      [`${start},"\\u0074ype":"close"}`],
      [`${start},"seq":3}`],
      [`${start},"prev":null}`],
      [`${start},"note":"\\\\","type":"close"}`],
      [`${start},"note":"\\u0000","type":"close"}`],
      [`${start},"note":"\\\\","type":"close"}`, 'SET LOCAL standard_conforming_strings = off;'],
      // It would be no JSON, since the stack is too small for it.
      [`{"type":"close","seq":2,"prev":"${prev}","note":${deep}}`],
      ['{"seq":2}'],
      ['[]'],
      ['1'],
    ] as const) {
      expect(await added(line, before), line.slice(0, 200)).toMatch(
        /does not follow the one before|stack depth limit/,
      );
    }
    for (const [line, kind] of [
      [`${start},"note":"NUL \\u0000, \\ud800, \\\\ and \\\\u0000","item":{"type":"x"}}`, 'answer'],
      [`${start},"note":"cut sh`, ''],
      [`{"seq":2,"type":"close","prev":"${prev}","given`, ''],
    ] as const) {
      expect(await added(line), line).toContain(`"kind":"${kind}"`);
    }
  });

  it('cannot have rows be older than what they have read since', async () => {
    await asked(
      'anna',
      `BEGIN; SELECT pg_sleep(0.01); INSERT INTO inquest.note (record)
        SELECT convert_to('begun ' || now()::text, 'UTF8'); COMMIT`,
    );
    expect(
      server.psql(
        admin,
        `SELECT substring(convert_from(record, 'UTF8') FROM 7)::timestamptz < at FROM inquest.note
          WHERE record LIKE 'begun %'`,
      ),
    ).toBe('t');
  });

  it('gets nobody to call a function of theirs in place of one of the system', async () => {
    server.psql(admin, 'GRANT CREATE ON SCHEMA public TO anna');
    const trap = `CREATE FUNCTION public.hashtextextended(text, int) RETURNS bigint LANGUAGE plpgsql
      AS 'BEGIN RAISE EXCEPTION ''called''; END'`;
    expect(await asked('anna', trap)).not.toContain('error');
    await appended('ada', fileOf('anna', 'trap', ['t9'], []));
    expect(() => server.psql(as('ada'), "SELECT hashtextextended('x', 0)")).toThrow('called');
  });

  it('reads all of the sample when both files are closed', async () => {
    const lines = (person: string): string =>
      `SELECT * FROM inquest.audit_lines('\\x${Buffer.from(fileOf(person, 'first', [], []).id).toString('hex')}')`;
    const closed = (person: string): PushedAudit =>
      fileOf(person, 'first', ['t1', 't2'], [ANSWER(person), CLOSE]);
    await expect(appended('anna', closed('anna'))).rejects.toThrow('to your own files alone');
    await expect(appended('anna', closed('ben'))).rejects.toThrow('is not in the database yet');
    await appended('ada', closed('anna'));
    expect(await asked('anna', lines('anna'))).toContain('CANARY verdict');
    expect(await asked('anna', lines('ben'))).not.toContain('CANARY');
    await appended('ada', closed('ben'));
    expect(await asked('anna', lines('ben'))).toContain('CANARY of ben');
    expect(await asked('ben', lines('anna'))).toContain('CANARY of anna');
    expect(await asked('ben', 'SELECT * FROM inquest.fact')).toContain('permission denied');
  });

  it('is blind to answers even where the same person may read trials', async () => {
    await appended('ada', fileOf('rob', 'third', ['t1'], []));
    await appended('ada', fileOf('ben', 'third', ['t1'], [ANSWER('ben')]));
    const id = Buffer.from(fileOf('ben', 'third', [], []).id).toString('hex');
    const statement = `SELECT * FROM inquest.audit_lines('\\x${id}')`;
    expect(await asked('rob', statement)).not.toContain('CANARY');
    expect(await asked('rita', statement)).toContain('CANARY of ben');
    // A plan of a table itself would tell which conditions hold in rows that it hides.
    for (const name of ['audit_line', 'audit_item', 'audit_trial', 'audit_key', 'audit', 'note']) {
      for (const person of ['rob', 'rita', 'ada']) {
        expect(await asked(person, `EXPLAIN ANALYZE SELECT * FROM inquest.${name}`)).toContain(
          'permission denied',
        );
      }
    }
  });

  it('reads the key of a sample when no file of theirs is open, and who audits blind never', async () => {
    const key = `SELECT convert_from(body, 'UTF8') AS body FROM inquest.audit_keys(sha256('CANARY key'))`;
    expect(await asked('rita', key)).toContain('CANARY key');
    expect(await asked('anna', key)).not.toContain('CANARY');
    const audit = fileOf('rob', 'keyed', ['t8'], []);
    await appended('ada', { ...audit, key: sha256('CANARY key') });
    expect(await asked('rob', key)).not.toContain('CANARY');
  });
});
