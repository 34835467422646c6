/**
 * Connections to PostgreSQL. Where to, and as which user, an address, its service and the PG variables say; passwords
 * come from the service, PGPASSWORD or the file of passwords (`~/.pgpass`, PGPASSFILE) alone, and no error repeats one.
 */
import { readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool, types, type PoolClient, type PoolConfig } from 'pg';
import { homeFolder } from '../../base/own-folder.ts';
import { UserError } from '../../base/user-error.ts';
import { isLocal, parseAddress, shownAddress, type Address } from './address.ts';
import { LostConnection } from './lost.ts';
import { withService } from './service.ts';
import { endWhenSilent } from './silence.ts';

export type ConnectionOptions = {
  /** What a statement may take, in milliseconds. 0: as long as it likes. */
  readonly statementTimeout?: number | undefined;
  /** Connections at once. */
  readonly most?: number | undefined;
  /** After how many milliseconds without an answer it is asked whether the server is there at all. */
  readonly quiet?: number | undefined;
};

export type Database = {
  readonly address: Address;
  readonly pool: Pool;
  /** Calls a function with a connection of its own. Failures of the database become a `UserError`. */
  readonly withClient: <T>(use: (client: PoolClient) => Promise<T>) => Promise<T>;
  /** Ends what the process of this number is running on the server; on a connection of its own. Never rejects. */
  readonly cancel: (pid: number) => Promise<void>;
  /** Prepares connections to a node of this database, as the same user where its address names none. */
  readonly beside: (text: string, node: string) => Database;
  readonly close: () => Promise<void>;
};

export const STATEMENT_TIMEOUT_MS = 60_000;
const CONNECT_MS = 10_000;
const QUIET_MS = 10_000;
/** Of statements that may take as long as they like: what is pushed can be much. */
const LONGEST_SILENCE_MS = 30 * 60_000;
/** How long connections that are in use are waited for at the end. */
const PATIENCE_MS = 5000;
const MOST_CONNECTIONS = 3;
/** While somebody types, each letter may cancel something. */
const CANCELLER_MS = 5000;

/** Prepares connections; none is made before it is used. @throws UserError for a wrong address. */
export function openDatabase(text: string, options: ConnectionOptions = {}): Database {
  return databaseAt(parseAddress(text), options);
}

/** Calls a function that opens something in a database, which is closed where that fails. */
export async function openIn<T>(database: Database, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    await database.close();
    throw error;
  }
}

function databaseAt(given: Address, options: ConnectionOptions): Database {
  const {
    statementTimeout = STATEMENT_TIMEOUT_MS,
    most = MOST_CONNECTIONS,
    quiet = QUIET_MS,
  } = options;
  const { address, password } = withService(given);
  const settings = settingsOf(address, password, statementTimeout, most);
  const pool = createPool(settings);
  const longest = statementTimeout === 0 ? LONGEST_SILENCE_MS : statementTimeout + quiet;
  pool.on('connect', (client) => endWhenSilent(client, settings, { quiet, most: longest }));
  // Made by the first who cancels: all other connections may be busy then.
  let canceller: Pool | undefined;
  return {
    address,
    pool,
    withClient: async (use) => {
      let client: PoolClient;
      try {
        client = await pool.connect();
      } catch (error) {
        throw databaseError(error, address);
      }
      let broken: Error | undefined;
      try {
        return await use(client);
      } catch (error) {
        // Whatever state the transaction is in, the connection is not used again.
        broken = error instanceof Error ? error : new Error(String(error));
        throw databaseError(error, address);
      } finally {
        client.release(broken);
      }
    },
    cancel: async (pid) => {
      canceller ??= createPool({
        ...settings,
        max: 1,
        idleTimeoutMillis: CANCELLER_MS,
        query_timeout: CANCELLER_MS,
      });
      await canceller.query('SELECT pg_cancel_backend($1)', [pid]).catch(() => undefined);
    },
    beside: (text, node) => {
      const at = parseAddress(text);
      const { user, sslmode } = address;
      return databaseAt(
        {
          ...at,
          node,
          // The password of a service is for the host of that service alone.
          service: at.service ?? '',
          user: at.user ?? user,
          sslmode: at.sslmode ?? sslmode,
          // A file of this machine: what is trusted is said by who asks, for all servers.
          sslrootcert: address.sslrootcert,
        },
        options,
      );
    },
    close: async () => {
      // A connection that is in use ends with its question, which a server may never answer.
      const ended = Promise.all([pool.end(), canceller?.end()]);
      await Promise.race([ended, delay(PATIENCE_MS, undefined, { ref: false })]);
    },
  };
}

function settingsOf(
  address: Address,
  password: string | undefined,
  statementTimeout: number,
  most: number,
): PoolConfig {
  const host = address.host ?? process.env['PGHOST'] ?? '/var/run/postgresql';
  const user = address.user ?? process.env['PGUSER'] ?? nameHere();
  return {
    host,
    ...(address.port !== undefined && { port: address.port }),
    ...(user !== undefined && { user }),
    ...(address.database !== undefined && { database: address.database }),
    ...(password !== undefined && { password }),
    ssl: sslOf(address, host),
    max: most,
    // Idle connections end, so that many who look on leave room for others.
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    application_name: 'inquest',
    // Nothing that others have put into the schema `public` is called by a name of ours.
    options: '-c search_path=pg_catalog',
    statement_timeout: statementTimeout,
    idle_in_transaction_session_timeout: 10 * STATEMENT_TIMEOUT_MS,
    // Numbers beyond 2^53 do not occur; sizes and counts are numbers.
    types: { getTypeParser: typeParser as typeof types.getTypeParser },
  };
}

/** The user of this machine, as psql asks the system for it: USER may be unset, or another one. */
function nameHere(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

function createPool(settings: PoolConfig): Pool {
  const pool = new Pool(settings);
  // A connection that breaks while it is idle is no failure of any question: the next makes a new one.
  pool.on('error', () => undefined);
  // One that breaks while it is used says so to whoever uses it; without a listener it would end the program.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

const INT8 = 20;

function typeParser(type: number, format?: 'text' | 'binary'): unknown {
  return type === INT8 ? Number : types.getTypeParser(type, format);
}

/** TLS, with the name and the certificate of the server checked, unless it is this machine or was asked for otherwise. */
function sslOf(address: Address, host: string): PoolConfig['ssl'] {
  const given = address.sslmode ?? process.env['PGSSLMODE'];
  // These ask for nothing.
  const mode = given === 'allow' || given === 'prefer' ? undefined : given;
  if (mode === 'disable' || (isLocal(host) && mode === undefined)) return false;
  const file = address.sslrootcert ?? process.env['PGSSLROOTCERT'];
  const ca = file === undefined || file === 'system' ? {} : { ca: certificates(file) };
  if (mode === 'verify-ca') return { ...ca, checkServerIdentity: () => undefined };
  return ca;
}

function certificates(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UserError(`the certificates of the database cannot be read from ${file}`);
  }
}

const GIVE_PASSWORD = 'give it in PGPASSWORD, ~/.pgpass or a service file';

/** Says that the file of passwords is passed over, where others may read it. */
function openPasswords(): string | undefined {
  const file = process.env['PGPASSFILE'] ?? path.join(homeFolder() ?? '.', '.pgpass');
  try {
    const isOpen = (statSync(file).mode & 0o077) !== 0;
    return isOpen
      ? `${file} is not used, since others may read it; chmod 600 lets it be`
      : undefined;
  } catch {
    return undefined;
  }
}

/** What the errors of PostgreSQL mean, by their code (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const MEANINGS: Readonly<Record<string, readonly [message: string, hint?: string]>> = {
  ECONNREFUSED: ['no server answers'],
  ENOENT: ['no server answers at that socket'],
  ENOTFOUND: ['there is no such host'],
  ETIMEDOUT: ['the server does not answer'],
  ECONNRESET: ['the connection was lost'],
  EPIPE: ['the connection was lost'],
  CERT_HAS_EXPIRED: ["the server's certificate has expired"],
  CERT_NOT_YET_VALID: ["the server's certificate is not valid yet"],
  ERR_TLS_CERT_ALTNAME_INVALID: ["the server's certificate is of another host"],
  '28P01': ['the password is wrong', GIVE_PASSWORD],
  '28000': ['the server does not let this user in'],
  '3D000': ['there is no such database'],
  '3F000': ['it has no tables of Inquest', 'make them with: inquest db init ADDRESS'],
  '42P01': ['it has no tables of Inquest', 'make them with: inquest db init ADDRESS'],
  '42501': ['this user may not do that', 'ask who runs the database for a role'],
  '53300': ['the server has no connection left'],
  '53100': ['the disk of the server is full'],
  '25006': ['it can only be read', 'write to the primary server'],
  '40001': [
    'this replica has lost rows that the question needs',
    'ask again, or ask the primary server',
  ],
  '57014': ['the question took too long and was ended'],
  '57P01': ['the connection was ended by the server'],
  '57P03': ['the server is starting or stopping'],
};

/** Other errors of certificates (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const UNTRUSTED = /CERT|ISSUER|SIGNATURE|CRL|^INVALID_(CA|PURPOSE)$|^PATH_LENGTH/;

/** Those after which the same question can be asked once more. */
const LOST = ['ECONNRESET', 'EPIPE', '57P01', '40001'];

/** An error of a connection or a statement, as one line for a person. Other errors stay as they are. */
export function databaseError(error: unknown, address: Address): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  const { code, routine } = error as { readonly code?: unknown; readonly routine?: unknown };
  const name = typeof code === 'string' ? code : undefined;
  const known = name === undefined ? undefined : MEANINGS[name];
  const { node } = address;
  const where = `${node === undefined ? 'the database' : `the node ${node} of the database,`} ${shownAddress(address)}`;
  if (known !== undefined) {
    const message = `${where}: ${known[0]}`;
    return LOST.includes(name ?? '')
      ? new LostConnection(message, known[1])
      : new UserError(message, known[1]);
  }
  if (routine === undefined && name !== undefined && UNTRUSTED.test(name)) {
    return new UserError(
      `${where}: the server's certificate is not trusted`,
      'give the file with your certificates as sslrootcert',
    );
  }
  if (/does not support SSL/.test(error.message)) {
    return new UserError(
      `${where}: the server does not encrypt connections`,
      'sslmode=disable in the address talks to it without encryption',
    );
  }
  if (/client password must be/.test(error.message)) {
    return new UserError(`${where} asks for a password`, openPasswords() ?? GIVE_PASSWORD);
  }
  if (/connection timeout|trying to connect/.test(error.message)) {
    return new UserError(`${where}: the server does not answer`);
  }
  if (/Connection terminated|Query read timeout|not queryable/.test(error.message)) {
    return new LostConnection(`${where}: the connection was lost, or the server does not answer`);
  }
  // What the server says of a statement may have values of the data in it: its code alone is said.
  if (routine !== undefined && name !== undefined) {
    return new UserError(`${where} refused a statement (PostgreSQL's code ${name})`);
  }
  return error;
}
