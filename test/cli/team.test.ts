/** Audits and notes of a team in PostgreSQL: pushed, pulled, and seen by those who may, on a real server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAudit } from '../../src/audit-files/append.ts';
import { readAudit } from '../../src/audit/audit-file.ts';
import { readBundle } from '../../src/audit/bundle.ts';
import { openDatabase } from '../../src/store/postgres/connection.ts';
import { migrate } from '../../src/store/postgres/migrate.ts';
import { noteOf } from '../annotations/notes.ts';
import { hasPostgres, startPostgres, type Server } from '../support/postgres.ts';
import { trialOf } from '../support/trials.ts';
import { createPlace, parseLines, ROOT, SOURCES, toLines } from './support.ts';

const place = createPlace();
const file = (name: string): string => path.join(place.folder, name);
const bytes = (name: string): Buffer => readFileSync(file(name));

/** Every secret of a trial is a word of its own. */
const trials = Array.from({ length: 24 }, (_, at) =>
  trialOf({
    id: `canaryid${at}`,
    model: `canarymodel${at % 2}`,
    condition: 'canarycondition',
    tags: ['canarytag'],
    outcome: at % 3 === 0 ? 'harmful' : 'safe',
    reasoning: `This is trial ${at}, NUL \0 and \uD800, by canarymodel${at % 2}.`,
    verdict: { label: 'canarylabel', by: 'canaryjudge', rationale: 'canaryrationale' },
  }),
);
place.write('canaryfolder/canaryfile.jsonl', toLines(trials));

/** Gives answers to items of an audit, with all that JSON can hold. */
async function answer(name: string, ...given: readonly number[]): Promise<void> {
  const writer = await openAudit(file(name), () => new Date());
  for (const { item, content, shown } of writer
    .audit()
    .items.filter((one) => given.includes(one.item))) {
    const note = `secretnote ${item} \0 \uD800 zoë \u2028\n`;
    await writer.append({ type: 'answer', item, content, shown, outcome: 'harmful', note });
  }
  await writer.close();
}

describe.skipIf(!hasPostgres)('a team', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startPostgres();
    const { psql } = server;
    const admin = server.newDatabase();
    await made(admin);
    for (const [name, role] of [
      ['ada', 'loader'],
      ['anna', 'auditor'],
      ['ben', 'auditor'],
      ['rita', 'reader'],
    ]) {
      psql(admin, `CREATE ROLE ${name} LOGIN IN ROLE inquest_${role}`);
    }
  });
  afterAll(async () => server.stop());

  /** Makes the tables and roles. */
  async function made(address: string): Promise<void> {
    const database = openDatabase(address);
    await database.withClient((client) => migrate(client, { withRoles: true }));
    await database.close();
  }

  /** A database with tables, as each person reaches it. */
  async function prepared(): Promise<(person: string) => string> {
    const admin = server.newDatabase();
    const as = (person: string): string => admin.replace('tester@', `${person}@`);
    await made(admin);
    return as;
  }

  async function ran(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await place.run(args);
    expect({ args, code, stderr }).toMatchObject({ code: 0 });
    return stdout + stderr;
  }

  async function refused(args: readonly string[], says: string): Promise<void> {
    const stderr = expect.stringContaining(says);
    expect(await place.run(args)).toMatchObject({ code: 2, stderr });
  }

  /** Draws an audit for anna and ben in a folder of ada, and pushes it. The texts go along, with or without bundles. */
  async function drawn(
    as: (person: string) => string,
    name: string,
    from = 'canaryfolder',
  ): Promise<readonly string[]> {
    mkdirSync(file('ada'), { recursive: true });
    const out = `ada/${name}`;
    const draw = ['--sample', '8', '--seed', '7', '--auditor', 'anna,ben', '--bundle', '-o', out];
    await ran('audit', 'new', from, ...draw);
    const files = ['anna', 'ben'].map((person) => `${out}-${person}.audit.jsonl`);
    await ran('audit', 'push', ...files, '--to', as('ada'));
    return files;
  }

  /** Draws six trials for an auditor. */
  const drawnFor = (auditor: string, out: string, ...more: readonly string[]): Promise<string> =>
    ran('audit', 'new', 'canaryfolder', '--sample', '6', '--auditor', auditor, ...more, '-o', out);

  const pulled = async (as: (person: string) => string, person: string): Promise<string> => {
    mkdirSync(file(person), { recursive: true });
    return ran('audit', 'pull', as(person), '-o', person);
  };

  it('starts by the lines of the README', async () => {
    const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
    const lines = readme
      .split('\n')
      .filter((line) => /^inquest .*postgres:\/\/host\/trials/.test(line));
    expect(lines).toHaveLength(3);
    const address = server.newDatabase();
    for (const line of lines) {
      const words = line.replace(/ +#.*/, '').split(' ').slice(1);
      const args = words.map((word) =>
        word.replace('postgres://host/trials', address).replace('runs/', 'canaryfolder'),
      );
      expect(await place.run(args), line).toMatchObject({ code: 0 });
    }
  });

  it('audits blind: each auditor gets their file and its texts, and gives answers back', async () => {
    const as = await prepared();
    await ran('push', 'canaryfolder', '--to', as('ada'));
    await drawn(as, 'blind', as('ada'));
    expect(await pulled(as, 'anna')).toBe(
      'anna/blind-anna.audit.jsonl: written\nanna/blind-anna.bundle.jsonl: written\n\nanna:\n' +
        '  inquest audit run anna/blind-anna.audit.jsonl --bundle anna/blind-anna.bundle.jsonl\n',
    );
    for (const kind of ['audit', 'bundle']) {
      const name = `blind-anna.${kind}.jsonl`;
      expect(bytes(`anna/${name}`).equals(bytes(`ada/${name}`))).toBe(true);
    }
    expect(bytes('anna/blind-anna.bundle.jsonl').toString()).not.toMatch(/canary/);
    await pulled(as, 'ben');
    // Both at once, again and again.
    await answer('anna/blind-anna.audit.jsonl', 1, 2, 3, 4, 5);
    await answer('ben/blind-ben.audit.jsonl', 1, 2, 3, 4, 5, 6, 7, 8);
    await Promise.all(
      ['anna', 'ben', 'anna', 'ben'].map((person) =>
        ran('audit', 'push', `${person}/blind-${person}.audit.jsonl`, '--to', as(person)),
      ),
    );
    await answer('anna/blind-anna.audit.jsonl', 6, 7, 8);
    expect(await ran('audit', 'push', 'anna/blind-anna.audit.jsonl', '--to', as('anna'))).toBe(
      'anna/blind-anna.audit.jsonl: 3 records\n',
    );
    expect(await ran('audit', 'push', 'anna/blind-anna.audit.jsonl', '--to', as('anna'))).toBe(
      'anna/blind-anna.audit.jsonl: nothing new\n',
    );
    // The drawer's own files go on, and are closed with the key.
    expect(await pulled(as, 'ada')).toContain('ada/blind-anna.audit.jsonl: gone on with\n');
    for (const person of ['anna', 'ben']) {
      const name = `blind-${person}.audit.jsonl`;
      expect(bytes(`ada/${name}`).equals(bytes(`${person}/${name}`))).toBe(true);
      await ran('audit', 'verify', `ada/${name}`, 'canaryfolder');
    }
    // Ben sees nothing of Anna's before both are closed.
    await ran('audit', 'close', 'ada/blind-anna.audit.jsonl');
    await ran('audit', 'push', 'ada/blind-anna.audit.jsonl', '--to', as('ada'));
    expect(await pulled(as, 'ben')).not.toContain('anna');
    expect(await pulled(as, 'anna')).not.toContain('ben');
    expect(bytes('anna/blind-anna.audit.jsonl').toString()).toContain('canarymodel0');
    await ran('audit', 'close', 'ada/blind-ben.audit.jsonl');
    await ran('audit', 'push', 'ada/blind-ben.audit.jsonl', '--to', as('ada'));
    expect(await pulled(as, 'ben')).toContain('ben/blind-anna.audit.jsonl: written\n');
    await ran('audit', 'report', 'ben/blind-anna.audit.jsonl', 'ben/blind-ben.audit.jsonl');
  });

  it('keeps whole audits without loss, byte for byte, the key for readers', async () => {
    const as = await prepared();
    const files = await drawn(as, 'whole');
    await answer(files[0] ?? '', 1, 2, 3, 4, 5, 6, 7, 8);
    // A line that was cut short, and marked.
    writeFileSync(file(files[1] ?? ''), `${bytes(files[1] ?? '').toString()}{"seq":2,"type":"dra`);
    await refused(
      ['audit', 'push', files[1] ?? '', '--to', as('ada')],
      'its last line is cut short',
    );
    await answer(files[1] ?? '', 1, 2, 3);
    await ran('audit', 'close', files[0] ?? '');
    await ran('audit', 'push', ...files, '--to', as('ada'));
    mkdirSync(file('rita'));
    await ran('audit', 'pull', as('rita'), 'whole', '-o', 'rita');
    for (const name of ['whole-anna.audit', 'whole-ben.audit', 'whole-ben.bundle', 'whole.key']) {
      expect(bytes(`rita/${name}.jsonl`).equals(bytes(`ada/${name}.jsonl`)), name).toBe(true);
    }
    for (const name of ['rita/whole-anna.audit.jsonl', 'rita/whole-ben.audit.jsonl']) {
      expect(readAudit(bytes(name), name).chain.ok).toBe(true);
      await ran('audit', 'verify', name, 'canaryfolder');
    }
    expect(await place.run(['audit', 'pull', as('rita'), 'other'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no such audit'),
    });
    const again = await place.run(['audit', 'pull', as('rita'), '-o', 'rita', '--jsonl']);
    expect(again.stderr).toContain('whole-anna: answers of anna were put there by ada\n');
    const [row] = parseLines(again.stdout);
    expect(row).toEqual({ file: 'rita/whole-anna.audit.jsonl', state: 'there' });
  });

  it('has the texts of trials that were drawn later, and of an audit without bundles', async () => {
    const as = await prepared();
    mkdirSync(file('late'));
    await drawnFor('anna', 'late/late');
    const push = ['audit', 'push', 'late/late.audit.jsonl', '--to', as('ada')];
    expect(await ran(...push)).not.toContain('is not there');
    await ran('audit', 'extend', 'late/late.audit.jsonl', '--sample', '9');
    await ran(...push);
    mkdirSync(file('late/anna'));
    await ran('audit', 'pull', as('anna'), '-o', 'late/anna');
    const name = 'late/anna/late.audit.jsonl';
    const { items } = readAudit(bytes(name), name);
    expect(items).toHaveLength(9);
    // As `audit run` reads it.
    const bundle = readBundle(bytes('late/anna/late.bundle.jsonl'), 'bundle', items);
    expect([...bundle.keys()].toSorted()).toEqual(items.map(({ content }) => content).toSorted());
    expect(bytes('late/anna/late.bundle.jsonl').toString()).not.toMatch(/canary/);
    // The extended file gives a bundle that is gone on with.
    await ran('audit', 'extend', 'late/late.audit.jsonl', '--sample', '10');
    await ran(...push);
    expect(await ran('audit', 'pull', as('anna'), '-o', 'late/anna')).toMatch(
      /^late\/anna\/late\.audit\.jsonl: gone on with\nlate\/anna\/late\.bundle\.jsonl: gone on with\n/,
    );
    // Another of the same name is pulled by its design.
    mkdirSync(file('other'));
    await drawnFor('anna', 'other/late');
    await ran('audit', 'push', 'other/late.audit.jsonl', '--to', as('ada'));
    await refused(
      ['audit', 'pull', as('anna'), 'late', '-o', 'late/anna'],
      '2 files of the database are called',
    );
    const other = readAudit(bytes('other/late.audit.jsonl'), 'other').header.designHash;
    expect(await ran('audit', 'pull', as('anna'), other.slice(0, 12), '-o', 'other')).toMatch(
      /^other\/late\.audit\.jsonl: nothing new\nother\/late\.bundle\.jsonl: written\n/,
    );
  });

  it('refuses a file that was gone on with in two places, and leaves both', async () => {
    const as = await prepared();
    await drawn(as, 'forked');
    await pulled(as, 'anna');
    writeFileSync(file('anna/copy.audit.jsonl'), bytes('anna/forked-anna.audit.jsonl'));
    await answer('anna/forked-anna.audit.jsonl', 1);
    await answer('anna/copy.audit.jsonl', 2);
    await ran('audit', 'push', 'anna/forked-anna.audit.jsonl', '--to', as('anna'));
    await refused(
      ['audit', 'push', 'anna/copy.audit.jsonl', '--to', as('anna')],
      'gone on with in two places',
    );
    const before = bytes('anna/copy.audit.jsonl');
    writeFileSync(file('anna/forked-anna.audit.jsonl'), before);
    await refused(['audit', 'pull', as('anna'), '-o', 'anna'], 'is another file');
    expect(bytes('anna/forked-anna.audit.jsonl').equals(before)).toBe(true);
  });

  it('says whose a file is, and who is not blind', async () => {
    const as = await prepared();
    await drawnFor('Zoë', 'zoe');
    const push = ['audit', 'push', 'zoe.audit.jsonl', '--to'];
    await refused([...push, as('anna')], 'is not in the database yet');
    await refused([...push, as('ada')], 'the database has no user "Zoë"');
    rmSync(file('zoe.key.jsonl'));
    const told = await ran(...push, as('ada'), '--for', 'rita');
    expect(told).toContain('rita may read the trials with their verdicts, so it is not blind');
    expect(told).toContain('the text of 6 trials is not there');
    // A bundle that says more is refused.
    await drawnFor('anna', 'more', '--bundle');
    const bundle = bytes('more.bundle.jsonl').toString();
    writeFileSync(file('more.bundle.jsonl'), bundle.replace('"meta":{', '"meta":{"verdict":"x",'));
    await refused(
      ['audit', 'push', 'more.audit.jsonl', '--to', as('ada')],
      'it says more than an auditor may see',
    );
  });

  it('has nothing half of a file whose push is killed', async () => {
    const as = await prepared();
    await drawn(as, 'killed');
    await pulled(as, 'anna');
    await answer('anna/killed-anna.audit.jsonl', 1, 2, 3);
    const before = server.psql(as('tester'), 'SELECT count(*) FROM inquest.audit_line');
    // The lines are waited for, within the transaction.
    const holder = spawn('psql', ['-X', as('tester')], { stdio: ['pipe', 'pipe', 'ignore'] });
    holder.stdin.write('BEGIN; LOCK TABLE inquest.audit_line IN SHARE MODE; SELECT 1;\n');
    await once(holder.stdout, 'data');
    const args = ['audit', 'push', 'anna/killed-anna.audit.jsonl', '--to', as('anna')];
    const pusher = spawn(process.execPath, [SOURCES, ...args], {
      cwd: place.folder,
      env: place.env,
      stdio: 'ignore',
    });
    const waiting =
      "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%audit_line%'";
    await expect.poll(() => server.psql(as('tester'), waiting), { timeout: 60_000 }).toBe('1');
    pusher.kill('SIGKILL');
    await once(pusher, 'exit');
    holder.stdin.end('ROLLBACK;\n');
    await once(holder, 'exit');
    await expect
      .poll(
        () =>
          server.psql(as('tester'), "SELECT count(*) FROM pg_stat_activity WHERE usename = 'anna'"),
        { timeout: 60_000 },
      )
      .toBe('0');
    // Whole, if the server had got all of it; else nothing. Then it is completed.
    const after = server.psql(as('tester'), 'SELECT count(*) FROM inquest.audit_line');
    expect([before, String(Number(before) + 3)]).toContain(after);
    await ran(...args);
    await pulled(as, 'ada');
    expect(bytes('ada/killed-anna.audit.jsonl').equals(bytes('anna/killed-anna.audit.jsonl'))).toBe(
      true,
    );
  });

  it('puts notes together, each once, and says who put them there', async () => {
    const as = await prepared();
    const home = (person: string): { env: Record<string, string> } => ({
      env: { XDG_DATA_HOME: file(`home-${person}`) },
    });
    place.write('home-anna/inquest/notes.jsonl', toLines([noteOf(1), noteOf(2)]));
    place.write('home-ben/inquest/notes.jsonl', toLines([noteOf(3, { author: 'ben' }), noteOf(1)]));
    const push = (person: string) => place.run(['notes', 'push', '--to', as(person)], home(person));
    expect(await push('anna')).toMatchObject({
      code: 0,
      stdout: '2 records added to the database\n',
    });
    expect(await push('ben')).toMatchObject({
      stdout: '1 record added to the database, 1 was there\n',
    });
    expect(await push('ben')).toMatchObject({
      stdout: '0 records added to the database, 2 were there\n',
    });
    // Somebody writes under another's name.
    place.write('forged.jsonl', toLines([noteOf(4, { author: 'anna' })]));
    await ran('notes', 'push', 'forged.jsonl', '--to', as('ben'));
    const all = await place.run(['notes', 'pull', as('rita')], home('rita'));
    expect(all).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^4 records added to /),
      stderr: 'inquest: 1 record with the name "anna" put there by ben\n',
    });
    const again = await place.run(['notes', 'pull', as('rita')], home('rita'));
    expect(again.stdout).toMatch(/^0 records added to \S+, 4 were there\n$/);
    // Who audits blind gets their own alone: others' may tell verdicts.
    const own = await place.run(['notes', 'pull', as('anna')], home('anna'));
    expect(own.stdout).toMatch(/^0 records added to \S+, 2 were there\n$/);
  });
});
