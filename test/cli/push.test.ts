/** `inquest push` and `inquest pull`, on a real server. */
import { readFileSync, rmSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPostgres, startPostgres, type Server } from '../support/postgres.ts';
import { checksumsOf, faultsOf } from '../support/pushed.ts';
import { trialOf } from '../support/trials.ts';
import { createPlace, parseLines, ROOT, SMALL, toLines } from './support.ts';

const place = createPlace();
const CANARY = 'c4n4ry-p4ssw0rd';

/** Texts that tables of text cannot hold, an id that is in two files, and one that looks like its number. */
const ODD = [
  trialOf({ id: 'odd/1', reasoning: 'NUL \0, lone \uD800, ⟨RLO⟩ \u202E, \u0001 and \\N\t\n\r.' }),
  trialOf({ id: 'alpha/c1/001', condition: 'a\0b', tags: ['x', 'y'], meta: { n: 2 ** 53 } }),
  trialOf({ id: 'alpha/c1/001 #2', verdict: { scores: { harm: 7, note: 'seven' } } }),
];

/** Makes a folder of three files; the second has the id of a trial of the first. */
function makeFolder(name: string): string {
  const at = (file: string): string => path.join(name, file);
  for (const [file, text] of [
    ['a.jsonl', toLines(SMALL)],
    ['c.jsonl', toLines(ODD)],
    ['notes.txt', 'No transcript.'],
  ] as const) {
    place.write(at(file), text);
  }
  return name;
}

describe.skipIf(!hasPostgres)('inquest push', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => server.stop());

  async function prepared(): Promise<string> {
    const address = server.newDatabase();
    expect(await place.run(['db', 'init', address])).toMatchObject({ code: 0 });
    return address;
  }

  async function push(address: string, ...args: readonly string[]): Promise<string> {
    const { code, stderr } = await place.run(['push', '--to', address, ...args]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    return stderr;
  }

  async function expectSame(address: string, ...paths: readonly string[]): Promise<void> {
    const [pulled, converted] = await Promise.all([
      place.run(['pull', address]),
      place.run(['convert', ...paths, '-o', '-']),
    ]);
    expect(pulled.stderr).toBe('');
    expect(pulled.stdout).toBe(converted.stdout);
    expect(faultsOf(server, address)).toEqual([]);
  }

  it('puts there what convert writes, again and again without a change', async () => {
    const [address, folder] = [await prepared(), makeFolder('first')];
    expect(await push(address, folder)).toBe(
      'inquest: pushed 2 files (7 trials) into "default", 1 passed over\n',
    );
    await expectSame(address, folder);
    // The planner knows the tables, also those that were filled a moment ago.
    const unknown = `SELECT count(*) FROM pg_class WHERE relnamespace = 'inquest'::regnamespace
      AND relname IN ('fact', 'trial', 'block', 'passage', 'turn', 'word', 'rollup') AND reltuples < 1`;
    expect(server.psql(address, unknown)).toBe('0');
    const before = checksumsOf(server, address);
    expect(await push(address, folder)).toBe(
      'inquest: pushed 0 files (0 trials) into "default", 2 there already, 1 passed over\n',
    );
    expect(checksumsOf(server, address)).toEqual(before);
    // Another time of the same contents is no change either.
    utimesSync(path.join(place.folder, folder, 'a.jsonl'), 1, 1);
    await push(address, path.join(place.folder, folder));
    expect(checksumsOf(server, address)).toEqual(before);
    await place.run(['pull', address, '-o', 'pulled.jsonl']);
    const { stdout } = await place.run(['convert', folder, '-o', '-']);
    expect(readFileSync(path.join(place.folder, 'pulled.jsonl'), 'utf8')).toBe(stdout);
  });

  it('changes nothing in a dry run', async () => {
    const [address, folder] = [await prepared(), makeFolder('dry')];
    const before = checksumsOf(server, address);
    const args = ['push', folder, '--to', address, '--dry-run'];
    const dry = await place.run(args);
    expect(dry).toEqual({
      code: 0,
      stdout: [
        'new         dry/a.jsonl\n',
        'new         dry/c.jsonl\n',
        'passed over dry/notes.txt\n',
      ].join(''),
      stderr: 'inquest: would push 2 files into "default", 1 passed over\n',
    });
    const rows = parseLines((await place.run([...args, '--jsonl'])).stdout);
    expect(rows).toContainEqual({ file: 'dry/a.jsonl', state: 'new', trials: null, problems: 0 });
    expect(checksumsOf(server, address)).toEqual(before);
    await push(address, folder);
    place.write('dry/a.jsonl', toLines(SMALL.slice(1)));
    const pushed = checksumsOf(server, address);
    expect((await place.run(args)).stdout).toMatch(/^changed +dry\/a.jsonl\nthere +dry\/c.jsonl\n/);
    expect(checksumsOf(server, address)).toEqual(pushed);
  });

  it('replaces what has changed, and keeps files and repeated ids in their order', async () => {
    const [address, folder] = [await prepared(), makeFolder('change')];
    await push(address, folder);
    // A file between the two, with ids that both have.
    place.write('change/b.jsonl', toLines([...SMALL.slice(0, 2), trialOf({ id: 'odd/1' })]));
    await push(address, folder);
    await expectSame(address, folder);
    // One that grew, one whose first trials are gone, one of which nothing is left.
    place.write('change/c.jsonl', toLines([...ODD, trialOf({ id: 'alpha/c2/001' })]));
    place.write('change/b.jsonl', toLines([trialOf({ id: 'odd/1', reasoning: 'Other words.' })]));
    place.write('change/a.jsonl', '');
    expect(await push(address, folder)).toMatch(/pushed 3 files \(5 trials\)/);
    await expectSame(address, folder);
    // Other settings give other trials.
    await push(address, folder, '--verdict', 'scores.harm >= 7');
    const [pulled, converted] = await Promise.all([
      place.run(['pull', address]),
      place.run(['convert', folder, '--verdict', 'scores.harm >= 7', '-o', '-']),
    ]);
    expect(pulled.stdout).toBe(converted.stdout);
    expect(faultsOf(server, address)).toEqual([]);
    // What is gone from the disk stays in the database of the team.
    rmSync(path.join(place.folder, folder, 'b.jsonl'));
    await push(address, folder, '--verdict', 'scores.harm >= 7');
    expect((await place.run(['pull', address])).stdout).toBe(converted.stdout);
  });

  it('changes no row of the roll-up twice for one file, which would take their space again', async () => {
    const address = await prepared();
    // Several batches.
    const many = Array.from({ length: 3000 }, (_, n) =>
      trialOf({ id: `many/${n}`, condition: `c${n % 40}`, model: `m${n % 7}` }),
    );
    place.write('many.jsonl', toLines(many));
    await push(address, 'many.jsonl');
    const size = (): string =>
      server.psql(address, "SELECT pg_relation_size('inquest.rollup'::regclass)");
    const pushed = size();
    server.psql(address, 'VACUUM FULL inquest.rollup');
    expect(pushed).toBe(size());
    expect(faultsOf(server, address)).toEqual([]);
  });

  it('pushes where sequences stand in place of identity columns, as docs/scale.md has it for Citus', async () => {
    const address = await prepared();
    const docs = readFileSync(path.join(ROOT, 'docs/scale.md'), 'utf8');
    const [, statements = ''] = /```sql\n(CREATE SEQUENCE[^]*?)```/.exec(docs) ?? [];
    expect(statements).toMatch(/DROP IDENTITY/);
    server.psql(address, statements);
    server.psql(address, 'CREATE ROLE cora LOGIN IN ROLE inquest_loader');
    place.write('cited.jsonl', `${toLines(SMALL)}not a trial\n`);
    await push(address.replace('tester@', 'cora@'), 'cited.jsonl');
    await push(`${address.replace('tester@', 'cora@')}&collection=two`, 'cited.jsonl');
    const identities = `SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE c.relnamespace = 'inquest'::regnamespace AND c.relname IN (SELECT
        unnest(regexp_matches($$${docs.replaceAll('$', '')}$$, 'inquest\\.(\\w+)''[,)]', 'g'))) AND a.attidentity <> ''`;
    expect(server.psql(address, identities)).toBe('0');
    expect(faultsOf(server, address)).toEqual([]);
  });

  it('keeps collections apart', async () => {
    const address = await prepared();
    place.write('one.jsonl', toLines(SMALL));
    place.write('two.jsonl', toLines(ODD));
    await push(address, 'one.jsonl', '--collection', 'one');
    await push(`${address}&collection=two`, 'two.jsonl');
    const two = await place.run(['pull', address, '--collection', 'two']);
    const converted = await place.run(['convert', 'two.jsonl', '-o', '-']);
    expect(two.stdout).toBe(converted.stdout);
    const which = await place.run(['pull', address]);
    expect(which).toMatchObject({ code: 2, stdout: '' });
    expect(which.stderr).toMatch(/one, two/);
    const both = await place.run([
      'push',
      'one.jsonl',
      '--to',
      `${address}&collection=two`,
      '--collection',
      'x',
    ]);
    expect(both).toMatchObject({ code: 2, stderr: expect.stringMatching(/several collections/) });
  });

  it('does no harm where three push the same at once', async () => {
    const address = await prepared();
    const names = Array.from({ length: 12 }, (_, n) => `same/${n}.jsonl`);
    for (const [n, name] of names.entries()) {
      place.write(
        name,
        toLines([...SMALL.slice(n % 3), trialOf({ id: `own/${n}`, reasoning: `Text ${n}.` })]),
      );
    }
    await Promise.all([1, 2, 3].map(() => push(address, 'same')));
    await expectSame(address, 'same');
  });

  it('tells problems of files, and ends with 2 where one cannot be opened', async () => {
    const address = await prepared();
    place.write('broken.jsonl', `${toLines(SMALL)}{"id": "x", "turns": [\n`);
    const ran = await place.run(['push', 'broken.jsonl', 'nowhere', '--to', address]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/^inquest: nowhere: there is no such file or folder$/m);
    expect(ran.stderr).toMatch(/^inquest: broken\.jsonl, line 5: /m);
    expect(ran.stderr).toMatch(/^inquest: pushed 1 file \(4 trials\) into "default"$/m);
  });

  it('says in a line what is wrong, and never a password', async () => {
    place.write('small.jsonl', toLines(SMALL));
    place.write('pgpass', `*:*:*:*:${CANARY}\n`);
    const empty = server.newDatabase();
    const cases: readonly (readonly [address: string, expected: RegExp])[] = [
      [empty, /has no tables of Inquest; run: inquest db init/],
      [empty.replace(/\/d\d+\?/, '/nowhere?'), /there is no such database/],
      [`postgres://u:${CANARY}@127.0.0.1:1/d`, /has a password/],
      [`postgres://u@127.0.0.1:1/d?password=${CANARY}`, /means nothing here/],
      ['postgres://u@127.0.0.1:1/d', /no server answers/],
      ['some/folder', /write postgres:\/\//],
    ];
    const env = { PGPASSWORD: CANARY, PGPASSFILE: path.join(place.folder, 'pgpass') };
    const runs = cases.flatMap(([address, expected], n) => {
      const commands = [['push', 'small.jsonl', '--to', address]];
      if (n % 2 === 1) commands.push(['pull', address]);
      else if (address !== empty) commands.push(['db', 'init', address]);
      return commands.map((args) => ({ args, expected }));
    });
    for (const { args, expected } of runs) {
      const { code, stdout, stderr } = await place.run(args, { env });
      expect(stdout + stderr).not.toContain(CANARY);
      expect(stderr).toMatch(expected);
      expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
    }
    const debug = await place.run(['push', 'small.jsonl', '--to', cases[4]?.[0] ?? '', '--debug'], {
      env,
    });
    expect(debug.stdout + debug.stderr).not.toContain(CANARY);
  });

  it('takes nothing from standard input or a database, and nothing redacted', async () => {
    const address = await prepared();
    const other = await place.run(['push', `postgres://u:${CANARY}@h/d`, '--to', address]);
    expect(other).toMatchObject({ code: 2, stderr: expect.stringMatching(/reads files/) });
    expect(other.stderr).not.toContain(CANARY);
    const piped = await place.run(['push', '-', '--to', address], { input: toLines(SMALL) });
    expect(piped).toMatchObject({ code: 2, stderr: expect.stringMatching(/standard input/) });
    place.write('small.jsonl', toLines(SMALL));
    const redacted = await place.run(['push', 'small.jsonl', '--to', address, '--redact', 'names']);
    expect(redacted).toMatchObject({ code: 2, stderr: expect.stringMatching(/--redact/) });
  });
});
