/**
 * Service files: settings of connections by name, as psql reads them
 * (https://www.postgresql.org/docs/current/libpq-pgservice.html). A password in one is used, and never told.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { systemReason } from '../../base/file-errors.ts';
import { unknownName } from '../../base/nearest.ts';
import { homeFolder } from '../../base/own-folder.ts';
import { UserError } from '../../base/user-error.ts';
import type { Address } from './address.ts';

/** Where PostgreSQL for Debian has the file for all users; PGSYSCONFDIR names another folder. */
const SHARED_FOLDER = '/etc/postgresql-common';

export type Resolved = {
  readonly address: Address;
  /** Not a part of the address, which messages show. */
  readonly password: string | undefined;
};

/**
 * An address with what its service, or else PGSERVICE, says. What the address says itself comes first.
 * @throws UserError where there is no such service.
 */
export function withService(address: Address): Resolved {
  const { service = process.env['PGSERVICE'], ...own } = address;
  if (service === undefined || service === '') return { address, password: undefined };
  const settings = settingsOf(service);
  const port = settings.get('port');
  return {
    address: {
      ...own,
      service,
      host: own.host ?? settings.get('host') ?? settings.get('hostaddr'),
      port: own.port ?? (port === undefined ? undefined : Number(port)),
      user: own.user ?? settings.get('user'),
      database: own.database ?? settings.get('dbname'),
      sslmode: own.sslmode ?? settings.get('sslmode'),
      sslrootcert: own.sslrootcert ?? settings.get('sslrootcert'),
    },
    password: settings.get('password'),
  };
}

type Settings = ReadonlyMap<string, string>;

/** The settings of a service, of the first file that has it. */
function settingsOf(service: string): Settings {
  const files = filesOfServices();
  const names: string[] = [];
  for (const file of files) {
    const found = settingsIn(file, service, names);
    if (found !== undefined) return found;
  }
  if (names.length > 0) throw unknownName('there is no service', service, names);
  throw new UserError(`there is no service '${service}'`, `write it into ${files[0] ?? ''}`);
}

function filesOfServices(): readonly string[] {
  const home = homeFolder();
  const own =
    process.env['PGSERVICEFILE'] ??
    (home === undefined ? undefined : path.join(home, '.pg_service.conf'));
  const shared = path.join(process.env['PGSYSCONFDIR'] ?? SHARED_FOLDER, 'pg_service.conf');
  return own === undefined ? [shared] : [own, shared];
}

/**
 * The settings of a service in a file: the lines `key=value` below `[service]`. Of several with one name the first
 * counts. Messages name lines, and never repeat one. `names` gets those of other services.
 */
function settingsIn(file: string, service: string, names: string[]): Settings | undefined {
  let settings: Map<string, string> | undefined;
  for (const [at, raw] of textOf(file).split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const name = /^\[(.*?)\]/.exec(line)?.[1];
    if (name !== undefined) {
      if (settings !== undefined) break;
      if (name === service) settings = new Map();
      else names.push(name);
    } else if (settings !== undefined) {
      const [, key = '', value = ''] = /^(\w+)=(.*)$/.exec(line) ?? [];
      if (key === '' || (key === 'port' && !/^\d+$/.test(value))) {
        throw new UserError(`${file}:${at + 1}: it is no setting; write key=value without blanks`);
      }
      if (!settings.has(key)) settings.set(key, value);
    }
  }
  return settings;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new UserError(
      `the service file ${file} cannot be read: ${systemReason(error) ?? 'unknown reason'}`,
    );
  }
}
