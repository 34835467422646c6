/** Encrypted connections to real servers, whose certificates are signed by an authority of our own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { createPlace, SMALL, toLines } from '../../cli/support.ts';
import { giveToServers, hasPostgres, startPostgres, type Server } from '../../support/postgres.ts';

const hasOpenssl = spawnSync('openssl', ['version'], { timeout: 60_000 }).status === 0;
if (!hasOpenssl) process.stdout.write('skipped: openssl is not installed\n');

const place = createPlace();

/** Makes an authority, and a certificate of it for a host. Gives their files. */
function certificatesFor(
  folder: string,
  name: string,
): { readonly ca: string; readonly settings: Readonly<Record<string, string>> } {
  mkdirSync(folder);
  chmodSync(place.folder, 0o755);
  const run = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, timeout: 60_000, stdio: 'ignore' });
  };
  run(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=ca',
  );
  run(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'key',
    '-out',
    'csr',
    '-subj',
    `/CN=${name}`,
    '-addext',
    `subjectAltName=${name}`,
  );
  run(
    'x509',
    '-req',
    '-in',
    'csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-out',
    'cert.pem',
    '-copy_extensions',
    'copyall',
  );
  const file = (of: string): string => path.join(folder, of);
  for (const of of ['key', 'cert.pem']) giveToServers(file(of));
  return {
    ca: file('ca.pem'),
    settings: { ssl: 'on', ssl_cert_file: file('cert.pem'), ssl_key_file: file('key') },
  };
}

describe.skipIf(!hasPostgres || !hasOpenssl)('an encrypted connection', () => {
  let server: Server;
  let node: Server;
  let other: Server;
  let plain: Server;
  let database = '';
  let trusted = '';

  beforeAll(async () => {
    const { ca, settings } = certificatesFor(path.join(place.folder, 'ours'), 'IP:127.0.0.1');
    const others = certificatesFor(path.join(place.folder, 'others'), 'DNS:elsewhere.example');
    [server, node, other, plain] = await Promise.all([
      startPostgres({ isOnNetwork: true, settings }),
      startPostgres({ isOnNetwork: true, settings }),
      startPostgres({ isOnNetwork: true, settings: others.settings }),
      startPostgres({ isOnNetwork: true }),
    ]);
    database = server.newDatabase();
    trusted = `sslmode=verify-full&sslrootcert=${ca}`;
    place.write('small.jsonl', toLines(SMALL));
  });
  afterAll(async () => {
    for (const one of [server, node, other, plain]) await one?.stop();
  });

  it('is made to a database and its nodes, whose addresses keep no file of this machine', async () => {
    const home = `${database}?${trusted}`;
    const at = node.newDatabase();
    const init = (given: string) => place.run(['db', 'init', home, '--no-roles', '--nodes', given]);
    expect(await init(`${at}?${trusted}`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('names a file of certificates') as string,
    });
    expect(await init(`${at}?sslmode=verify-full`)).toMatchObject({ code: 0 });
    const address = `${home}&collection=c`;
    expect(await place.run(['push', 'small.jsonl', '--to', address])).toMatchObject({ code: 0 });
    const store = await openStore({ scheme: 'postgres', address }).reader();
    try {
      expect((await store.totals()).trials).toBe(SMALL.length);
      const encrypted = `SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
        WHERE application_name = 'inquest'`;
      expect(server.psql(database, encrypted)).toBe('t');
      expect(node.psql(at, encrypted)).toBe('t');
    } finally {
      await store.close();
    }
  });

  type Trust = { readonly of?: string; readonly mode?: string };
  const ask = (which: Server, { of: authority, mode = 'verify-full' }: Trust) => {
    const file = authority === undefined ? '' : `&sslrootcert=${place.folder}/${authority}/ca.pem`;
    return place.run(['stats', `${which.address('postgres')}?sslmode=${mode}${file}`]);
  };

  it.each<[string, () => Server, Trust, RegExp]>([
    ['is of an unknown authority', () => server, {}, /is not trusted; .*sslrootcert/],
    ['is of another authority', () => other, { of: 'ours' }, /is not trusted; .*sslrootcert/],
    ['is of another host', () => other, { of: 'others' }, /certificate is of another host/],
    ['is not there', () => plain, { of: 'ours' }, /does not encrypt .*; sslmode=disable/],
  ])('is refused in a line where the certificate %s', async (_, which, trust, message) => {
    const { code, stderr } = await ask(which(), trust);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) as string });
    expect(stderr).toMatch(/^inquest: the database postgres:\/\/127\.0\.0\.1\/postgres: [^\n]*\n$/);
  });

  it('is made whatever the host where that is asked for', async () => {
    // It comes to the next question.
    expect(await ask(other, { of: 'others', mode: 'verify-ca' })).toMatchObject({
      stderr: expect.stringContaining('has no tables of Inquest') as string,
    });
  });
});
