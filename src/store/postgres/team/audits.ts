/**
 * Files of audits in a database: appended to, and read. What a user may read, and add, the database decides
 * (`tables.ts`).
 */
import type { ClientBase } from 'pg';
import { UserError } from '../../../base/user-error.ts';

type AuditRows = {
  /** SHA-256 of the first line. */
  readonly id: Uint8Array;
  /** Hash of the design, which all files of a sample share. */
  readonly design: Uint8Array;
  /** SHA-256 of the file with the key of the sample. */
  readonly key: Uint8Array;
  readonly name: string;
  /** As the file says. */
  readonly auditor: string;
  /** What the file is called, without a folder and `.audit.jsonl`. */
  readonly file: string;
  /** Without line ends. */
  readonly lines: readonly Uint8Array[];
};

export type PushedAudit = AuditRows & {
  /** The user of the database whose it is; only where the file is new to the database. */
  readonly person: string;
  readonly items: readonly { readonly item: number; readonly content: Uint8Array }[];
  /** Trials as they may be seen, by item. */
  readonly trials: ReadonlyMap<number, Uint8Array>;
};

export type AppendReport = {
  /** Lines that were added. */
  readonly added: number;
  /** Lines of the database that the file has not. */
  readonly behind: number;
  /** Drawn trials of which the database has no text. */
  readonly without: number;
  /** What the person may do, where the file is new to the database. */
  readonly person?: { readonly readsTrials: boolean; readonly addsAnswers: boolean };
};

/** Adds what the database has not of a file, in one transaction. @throws UserError where the two have parted. */
export async function appendAudit(client: ClientBase, audit: PushedAudit): Promise<AppendReport> {
  await client.query('BEGIN');
  try {
    // Others that push the same file wait, and find it there.
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      Buffer.from(audit.id).toString('hex'),
    ]);
    const { rows: known } = await client.query('SELECT FROM inquest.audits() WHERE id = $1', [
      audit.id,
    ]);
    const person = known.length === 0 ? await addFile(client, audit) : undefined;
    const lines = await linesOf(client, audit.id);
    const parted = lines.findIndex((line, n) => !isSame(line, audit.lines[n] ?? line));
    if (parted >= 0) {
      throw new UserError(
        `${audit.file}: line ${parted + 1} is another one in the database`,
        'the file was gone on with in two places; pull it into another folder to compare them',
      );
    }
    await addLines(client, audit, lines.length);
    const without = await addTrials(client, audit);
    await client.query('COMMIT');
    return {
      added: Math.max(0, audit.lines.length - lines.length),
      behind: Math.max(0, lines.length - audit.lines.length),
      without,
      ...(person !== undefined && { person }),
    };
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw appendError(error, audit.file);
  }
}

/** What the database says where it takes no record, in words. */
function appendError(error: unknown, file: string): unknown {
  switch ((error as { readonly code?: unknown }).code) {
    case '23505':
      return new UserError(
        `${file} is in the database, where you may not read it now`,
        'an audit of yours that has the same trials is open',
      );
    case '23514':
      return new UserError(
        `${file}: the database takes no record that does not begin with seq, type and prev`,
      );
    case '42501':
      return new UserError(
        `${file}: you may add answers to your own files alone`,
        'who has drawn an audit extends and closes it, as a user with the role inquest_loader',
      );
    default:
      return error;
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

async function addFile(
  client: ClientBase,
  { id, design, key, name, auditor, file, person }: PushedAudit,
): Promise<NonNullable<AppendReport['person']>> {
  if (!(await mayAdd(client, 'audit'))) {
    throw new UserError(
      `${file} is not in the database yet`,
      'who has drawn it puts it there first, as a user with the role inquest_loader',
    );
  }
  const { rows } = await client.query<{ reads: boolean; answers: boolean }>(
    `SELECT has_table_privilege(oid, 'inquest.trial', 'SELECT') AS reads,
      has_table_privilege(oid, 'inquest.audit_line', 'INSERT') AS answers FROM pg_roles WHERE rolname = $1`,
    [person],
  );
  const [found] = rows;
  if (found === undefined) {
    throw new UserError(
      `the database has no user ${JSON.stringify(person)}, whose ${file} would be`,
      'say which user the auditor is: --for USER',
    );
  }
  await client.query(
    'INSERT INTO inquest.audit (id, design, key, name, auditor, file, person) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [id, design, key, name, auditor, file, person],
  );
  return { readsTrials: found.reads, addsAnswers: found.answers };
}

async function addLines(
  client: ClientBase,
  { id, lines }: PushedAudit,
  from: number,
): Promise<void> {
  const fresh = lines.slice(from);
  if (fresh.length === 0) return;
  await client.query(
    `INSERT INTO inquest.audit_line (audit, n, line)
      SELECT $1, $2 + t.n - 1, t.line FROM unnest($3::bytea[]) WITH ORDINALITY AS t (line, n) ORDER BY t.n`,
    [id, from, fresh],
  );
}

/** Adds the drawn trials, and their texts where they are given; how many have none. Loaders do that alone. */
async function addTrials(client: ClientBase, { id, items, trials }: PushedAudit): Promise<number> {
  if (await mayAdd(client, 'audit_item')) {
    await client.query(
      `INSERT INTO inquest.audit_item (audit, item, content)
        SELECT $1, * FROM unnest($2::int[], $3::bytea[]) ON CONFLICT DO NOTHING`,
      [id, items.map(({ item }) => item), items.map(({ content }) => content)],
    );
    await client.query(
      `INSERT INTO inquest.audit_trial (audit, item, line)
        SELECT $1, * FROM unnest($2::int[], $3::bytea[]) ON CONFLICT DO NOTHING`,
      [id, [...trials.keys()], [...trials.values()]],
    );
  }
  const { rows } = await client.query<{ n: number }>(
    'SELECT count(*) AS n FROM inquest.audit_trials($1)',
    [id],
  );
  return items.length - (rows[0]?.n ?? 0);
}

/** Whether the user may add rows to a table. */
export async function mayAdd(
  client: ClientBase,
  table: 'audit' | 'audit_item' | 'audit_key',
): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(
    "SELECT has_table_privilege('inquest.' || $1, 'INSERT') AS may",
    [table],
  );
  return rows[0]?.may === true;
}

/** The lines of a file that may be read, up to the first that may not. */
async function linesOf(client: ClientBase, id: Uint8Array): Promise<readonly Uint8Array[]> {
  const { rows } = await client.query<{ n: number; line: Uint8Array }>(
    'SELECT n, line FROM inquest.audit_lines($1) ORDER BY n',
    [id],
  );
  const gap = rows.findIndex(({ n }, at) => n !== at);
  return rows.slice(0, gap < 0 ? undefined : gap).map(({ line }) => line);
}

/** Adds the key of a sample, where it is not there. @returns whether it was added. */
export async function appendKey(client: ClientBase, body: Uint8Array): Promise<boolean> {
  const { rowCount } = await client.query(
    'INSERT INTO inquest.audit_key (body) VALUES ($1) ON CONFLICT DO NOTHING',
    [body],
  );
  return (rowCount ?? 0) > 0;
}

export type ReadAudit = AuditRows & {
  /** Users who added lines to it, but are not whose it is. */
  readonly others: readonly string[];
  /** A bundle, line by line; empty: there is none. */
  readonly bundle: readonly Uint8Array[];
};

/**
 * Files of audits, in the order of their names. `names`: of audits or files, or what a hash of a design begins
 * with; none: all that may be read.
 */
export async function* readAudits(
  client: ClientBase,
  names: readonly string[],
): AsyncGenerator<ReadAudit> {
  const { rows } = await client.query<Omit<AuditRows, 'lines'> & { readonly person: string }>(
    `SELECT id, design, key, name, auditor, file, person FROM inquest.audits()
      WHERE cardinality($1::text[]) = 0 OR name = ANY($1) OR file = ANY($1)
        OR EXISTS (SELECT FROM unnest($1::text[]) AS given
          WHERE length(given) >= 8 AND starts_with(encode(design, 'hex'), given))
      ORDER BY file, id`,
    [names],
  );
  for (const { person, ...found } of rows) {
    const { rows: authors } = await client.query<{ author: string }>(
      `SELECT DISTINCT author FROM inquest.audit_lines($1)
        WHERE author <> $2 AND kind IN ('answer', 'draft', 'skip', 'flag') ORDER BY author`,
      [found.id, person],
    );
    const { rows: trials } = await client.query<{ line: Uint8Array }>(
      'SELECT line FROM inquest.audit_trials($1) ORDER BY item',
      [found.id],
    );
    yield {
      ...found,
      lines: await linesOf(client, found.id),
      others: authors.map(({ author }) => author),
      bundle: trials.map(({ line }) => line),
    };
  }
}

/** The key of a sample; undefined: there is none, or this user may not read it. */
export async function readKeyOf(
  client: ClientBase,
  hash: Uint8Array,
): Promise<Uint8Array | undefined> {
  const { rows } = await client.query<{ body: Uint8Array }>(
    'SELECT body FROM inquest.audit_keys($1)',
    [hash],
  );
  return rows[0]?.body;
}
