/** Addresses of databases: `postgres://user@host:port/database?collection=NAME,…`. Loads nothing of PostgreSQL. */
import { UserError } from '../../base/user-error.ts';

export type Address = {
  /** Undefined where PG variables or their defaults say it. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly database: string | undefined;
  /** One of `SSL_MODES`. */
  readonly sslmode: string | undefined;
  /** File with the certificates that are trusted. */
  readonly sslrootcert: string | undefined;
  /** Name of the service whose settings hold where the address says nothing (`service.ts`). */
  readonly service: string | undefined;
  /** Names of the collections that are asked for, each once; `*`: all of them; none: the only one. */
  readonly collections: readonly string[];
  /** Nodes that do not answer are left out, and said so; otherwise nothing is answered without them. */
  readonly allowsMissing?: boolean | undefined;
  /** What it is called, where it is a node of another database. */
  readonly node?: string | undefined;
};

/** Stands for all collections of a database. */
export const ALL_COLLECTIONS = '*';

const SCHEME = /^postgres(?:ql)?:\/\//i;
const PARAMETERS = ['collection', 'host', 'missing', 'port', 'service', 'sslmode', 'sslrootcert'];
/** Those that do not look at the certificate would hide who answers. */
const SSL_MODES = ['disable', 'verify-ca', 'verify-full'];

/** Whether what a person gave as a path is an address. */
export function isAddress(text: string): boolean {
  return SCHEME.test(text);
}

/** What other programs take, with a password in it: `x://user:password@host`, `host=… password=…`. */
const WITH_PASSWORD = /^[a-z][\w+.-]*:\/\/.*:.*@|(?:^|[\s?&])password\s*=/i;

/** @throws UserError where what a person gave as a path has a password, which messages would repeat. */
export function refusePassword(text: string): void {
  if (WITH_PASSWORD.test(text)) throw hasPassword();
}

/** @throws UserError for what is none. It never repeats a password. */
export function parseAddress(text: string): Address {
  if (!isAddress(text)) throw unreadable();
  let url: URL;
  try {
    // A socket has no host; URL asks for one.
    url = new URL(
      text.replace(SCHEME, 'postgres://').replace(/^postgres:\/\/(?:[^/?@]*@)?(?=[/?]|$)/, '$&.'),
    );
  } catch {
    throw unreadable();
  }
  if (url.password !== '') throw hasPassword();
  const unknown = [...url.searchParams.keys()].find((key) => !PARAMETERS.includes(key));
  if (unknown !== undefined) {
    // It is a part of a password that has a question mark.
    if (url.search.includes('@')) throw unreadable();
    throw new UserError(
      `the address of the database has ${JSON.stringify(unknown)}, which means nothing here`,
      `there are ${PARAMETERS.join(', ')}`,
    );
  }
  const given = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  const decoded = (part: string): string | undefined => {
    try {
      return part === '' ? undefined : decodeURIComponent(part);
    } catch {
      throw unreadable();
    }
  };
  const sslmode = given('sslmode');
  if (sslmode !== undefined && !SSL_MODES.includes(sslmode)) {
    throw new UserError(
      `sslmode of the address of the database is none of ${SSL_MODES.join(', ')}`,
    );
  }
  const missing = given('missing');
  if (missing !== undefined && missing !== 'allow') {
    throw new UserError(
      'missing of the address of the database can only be allow',
      '&missing=allow reads what other nodes have where one does not answer',
    );
  }
  const port = given('port') ?? url.port;
  if (!/^\d*$/.test(port)) throw unreadable();
  return {
    host: given('host') ?? (url.hostname === '.' ? undefined : decoded(url.hostname)),
    port: port === '' ? undefined : Number(port),
    user: decoded(url.username),
    database: decoded(url.pathname.slice(1)),
    sslmode,
    sslrootcert: given('sslrootcert'),
    service: given('service'),
    ...(missing === 'allow' && { allowsMissing: true }),
    collections: collectionsIn(url.search),
  };
}

function hasPassword(): UserError {
  return new UserError(
    'the address of the database has a password, which others could see in the list of processes',
    'leave it out, and give it in PGPASSWORD, ~/.pgpass or a service file',
  );
}

function unreadable(): UserError {
  return new UserError(
    'the address of the database cannot be read',
    'write postgres://user@host/database?collection=NAME',
  );
}

/** `collection=a,b&collection=c`. A comma of a name itself is written `%2C`. */
function collectionsIn(search: string): readonly string[] {
  const names = search
    .slice(1)
    .split('&')
    .flatMap((part) => (part.startsWith('collection=') ? part.slice(11).split(',') : []))
    // Decoded one by one, since a comma in a name is no end of it.
    .map((name) => new URLSearchParams(`name=${name}`).get('name') ?? '');
  return [...new Set(names)];
}

/** The address as it may be shown: without a user or parameters of the connection. */
export function shownAddress({ host, database, service, collections }: Address): string {
  const asked = collections.map((name) => encodeURIComponent(name)).join(',');
  // What the service says of them is known when it is connected to.
  const isNamed = service !== undefined && host === undefined && database === undefined;
  const parameters = [
    ...(isNamed ? [`service=${encodeURIComponent(service)}`] : []),
    ...(asked === '' ? [] : [`collection=${asked}`]),
  ].join('&');
  const place = isNamed ? '' : `${host ?? ''}/${database ?? ''}`;
  return `postgres://${place}${parameters === '' ? '' : `?${parameters}`}`;
}

/** The address with these collections in place of those that it names. @throws UserError for a wrong address. */
export function withCollectionNames(text: string, names: readonly string[]): string {
  parseAddress(text);
  const [before = '', parameters = ''] = text.split('?', 2);
  const all = new URLSearchParams(parameters);
  all.delete('collection');
  for (const name of names) all.append('collection', name);
  return `${before}?${all.toString()}`;
}

/** Whether a host is this machine: a socket, or a loopback address. */
export function isLocal(host: string | undefined): boolean {
  return (
    host === undefined ||
    host.startsWith('/') ||
    host === 'localhost' ||
    host === '[::1]' ||
    host === '::1' ||
    /^127\.\d+\.\d+\.\d+$/.test(host)
  );
}
