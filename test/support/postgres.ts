/**
 * A PostgreSQL server for tests: of Debian's package, in a folder of its own, on a socket, without a network.
 * The server refuses to run as root, so that it is run as another user there. Where it is not installed
 * the tests are skipped, which is said once a file.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

const ROOT_OF_DEBIAN = '/usr/lib/postgresql';

function findPrograms(): string | undefined {
  const versions = existsSync(ROOT_OF_DEBIAN) ? readdirSync(ROOT_OF_DEBIAN) : [];
  const newest = versions.toSorted((a, b) => Number(b) - Number(a));
  return newest
    .map((version) => path.join(ROOT_OF_DEBIAN, version, 'bin'))
    .find((folder) => existsSync(path.join(folder, 'initdb')));
}

const PROGRAMS = findPrograms();
export const hasPostgres = PROGRAMS !== undefined;
if (!hasPostgres) process.stdout.write('skipped: PostgreSQL is not installed\n');

/** The user that the server runs as where tests are run by root: `nobody`. */
const SERVER_USER = 65_534;

export type Server = {
  /** The address of a database of the server. */
  readonly address: (database: string) => string;
  /** The address of a new, empty database. */
  readonly newDatabase: () => string;
  /** Runs a statement by psql; gives what it prints, without headings. */
  readonly psql: (address: string, statement: string) => string;
  /** Numbers of the processes of the server that work for Inquest; `which`: a condition in SQL. */
  readonly pids: (which: string) => readonly number[];
  /** Folder of the socket. */
  readonly socket: string;
  /** The process that listens. */
  readonly process: ChildProcess;
  /** Ends it at once, as a machine that goes away does; what it has stays. */
  readonly crash: () => Promise<void>;
  /** Starts it again. */
  readonly restart: () => Promise<void>;
  /** Stops all of its processes where they are; `thaw` has them go on. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly stop: () => Promise<void>;
};

export type ServerOptions = {
  /** Settings beside those that every test has. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where its data are kept, also after `stop`. Otherwise in a temporary folder, which is removed. */
  readonly folder?: string | undefined;
  /** It listens on 127.0.0.1, too. */
  readonly isOnNetwork?: boolean;
  /** Another one, of which it is a replica: it can only be read. */
  readonly replicaOf?: Server;
};

/** Starts a server. It is stopped by `stop`. */
export async function startPostgres({
  settings: more = {},
  folder: kept,
  isOnNetwork = false,
  replicaOf: copied,
}: ServerOptions = {}): Promise<Server> {
  if (PROGRAMS === undefined) throw new Error('PostgreSQL is not installed');
  const folder = kept ?? mkdtempSync(path.join(os.tmpdir(), 'inquest-pg-'));
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const isRoot = process.getuid?.() === 0;
  const as = isRoot ? { uid: SERVER_USER, gid: SERVER_USER } : {};
  if (isRoot) chownSync(folder, SERVER_USER, SERVER_USER);
  const env = { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' };
  const data = path.join(folder, 'data');
  if (!existsSync(data)) {
    const [maker, ...args] =
      copied === undefined
        ? ['initdb', '-U', 'tester', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8']
        : ['pg_basebackup', '-d', copied.address('postgres'), '-R', '-c', 'fast'];
    const made = spawnSync(path.join(PROGRAMS, maker), [...args, '-D', data, '--no-sync'], {
      ...as,
      cwd: folder,
      encoding: 'utf8',
      env,
      timeout: 60_000,
    });
    if (made.status !== 0) throw new Error(`${maker} failed: ${made.stderr}`);
  }
  const port = isOnNetwork ? await freePort() : 5432;
  const settings = {
    listen_addresses: isOnNetwork ? '127.0.0.1' : '',
    port: String(port),
    unix_socket_directories: folder,
    fsync: 'off',
    max_connections: '300',
    shared_buffers: '32MB',
    jit: 'off',
    ...more,
  };
  const program = path.join(PROGRAMS, 'postgres');
  const started = async (): Promise<ChildProcess> => {
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(program, ['-D', data, ...args], {
      ...as,
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await listening(child);
    return child;
  };
  let server = await started();
  const psql = (address: string, statement: string): string => {
    const run = spawnSync(
      'psql',
      ['-X', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-c', statement, address],
      {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] },
      },
    );
    if (run.status !== 0) throw new Error(`psql: ${run.stderr}`);
    return run.stdout.trim();
  };
  const addressOf = (database: string): string =>
    isOnNetwork
      ? `postgres://tester@127.0.0.1:${port}/${database}`
      : `postgres://tester@/${database}?host=${encodeURIComponent(folder)}`;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  };
  const pids = (which: string): readonly number[] => {
    const statement = `SELECT pid FROM pg_stat_activity
      WHERE application_name = 'inquest' AND ${which} ORDER BY 1`;
    const printed = psql(addressOf('postgres'), statement);
    return printed === '' ? [] : printed.split('\n').map(Number);
  };
  let databases = 0;
  return {
    address: addressOf,
    newDatabase: () => {
      databases += 1;
      psql(addressOf('postgres'), `CREATE DATABASE d${databases}`);
      return addressOf(`d${databases}`);
    },
    psql,
    pids,
    socket: folder,
    get process() {
      return server;
    },
    crash: async () => end('SIGQUIT'),
    restart: async () => {
      server = await started();
    },
    freeze: () => freezeAll(server),
    thaw: () => thawAll(server),
    stop: async () => {
      // At once, without waiting for those who are connected.
      await end('SIGINT');
      if (kept === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Has a file belong to the user of the servers, who alone can read it. */
export function giveToServers(file: string): void {
  if (process.getuid?.() === 0) chownSync(file, SERVER_USER, SERVER_USER);
  chmodSync(file, 0o600);
}

/** Stops a server, which starts and ends no process from then on, and then all that it has started. */
function freezeAll({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  process.kill(pid, 'SIGSTOP');
  // The signal may arrive a moment later.
  while (/^State:\s+[RSD]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')));
  signalChildren(pid, 'SIGSTOP');
}

/** The server last: one that goes on ends processes, which then cannot be sent a signal. */
function thawAll({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  signalChildren(pid, 'SIGCONT');
  process.kill(pid, 'SIGCONT');
}

function signalChildren(server: number, signal: NodeJS.Signals): void {
  const children = readFileSync(`/proc/${server}/task/${server}/children`, 'utf8');
  for (const pid of children.split(' ')) if (pid !== '') process.kill(Number(pid), signal);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves when the server says that it takes connections. */
async function listening(server: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', (data: Buffer) => {
      said += data.toString();
      if (/ready to accept (read-only )?connections/.test(said)) resolve();
    });
    server.once('exit', () => reject(new Error(`the server ended: ${said}`)));
    server.once('error', reject);
  });
}
