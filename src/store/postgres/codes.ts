/** Codes for the values of fields: those there are, and new ones for what is met first. */
import type { Database } from './connection.ts';
import { FIELD_CODES, FIELD_NAMES, type CodedColumn } from './schema.ts';
import { CODED_COLUMNS, type CodedNames } from './fields.ts';
import { textHash, toSql } from './text.ts';

export type Codes = {
  /** The codes of trials' values, in the order of the trials. */
  readonly of: (
    names: readonly CodedNames[],
  ) => Promise<readonly Readonly<Record<CodedColumn, number>>[]>;
  /** The codes of fields that trials bring along, by name. */
  readonly ofFields: (names: Iterable<string>) => Promise<ReadonlyMap<string, number>>;
};

/** Codes that are remembered; with more of them all are forgotten before the next batch. */
const MOST_KEPT = 200_000;

/** Codes in one collection. New ones are committed at once, on a connection of their own. */
export function createCodes(database: Database, collection: number, mostKept = MOST_KEPT): Codes {
  const known = new Map<string, number>();
  const nameOf = (field: number, name: string): string => `${field} ${name}`;

  /** Between batches alone: a batch looks up the codes of all of its columns before it uses them. */
  function forgetMany(): void {
    if (known.size > mostKept) known.clear();
  }

  async function learn(field: number, names: Iterable<string>): Promise<void> {
    const missing = [...new Set(names)].filter((name) => !known.has(nameOf(field, name)));
    if (missing.length === 0) return;
    const byHash = new Map(missing.map((name) => [textHash(name).toString('hex'), name]));
    // In one order, so that two who add the same never wait for each other.
    const hashes = [...byHash.keys()].toSorted((a, b) => (a < b ? -1 : 1));
    const bytes = hashes.map((hash) => Buffer.from(hash, 'hex'));
    await database.withClient(async (client) => {
      await client.query(
        `INSERT INTO inquest.value (collection, field, hash, name)
          SELECT $1, $2, v.hash, v.name FROM unnest($3::bytea[], $4::text[]) v(hash, name)
          ON CONFLICT (collection, field, hash) DO NOTHING`,
        [collection, field, bytes, hashes.map((hash) => toSql(byHash.get(hash) ?? ''))],
      );
      const { rows } = await client.query<{ hash: string; code: number }>(
        `SELECT encode(hash, 'hex') AS hash, code FROM inquest.value
          WHERE collection = $1 AND field = $2 AND hash = ANY ($3::bytea[])`,
        [collection, field, bytes],
      );
      for (const { hash, code } of rows) known.set(nameOf(field, byHash.get(hash) ?? ''), code);
    });
  }

  const codeOf = (field: number, name: string): number => {
    const code = known.get(nameOf(field, name));
    if (code === undefined) throw new Error('a value has no code');
    return code;
  };

  return {
    of: async (all) => {
      forgetMany();
      for (const column of CODED_COLUMNS) {
        await learn(
          FIELD_CODES[column],
          all.flatMap((names) => names[column] ?? []),
        );
      }
      return all.map((names) => {
        const codes = CODED_COLUMNS.map((column) => {
          const name = names[column];
          return [column, name === null ? 0 : codeOf(FIELD_CODES[column], name)] as const;
        });
        return Object.fromEntries(codes) as Record<CodedColumn, number>;
      });
    },
    ofFields: async (names) => {
      forgetMany();
      const all = [...names];
      await learn(FIELD_NAMES, all);
      return new Map(all.map((name) => [name, codeOf(FIELD_NAMES, name)]));
    },
  };
}
