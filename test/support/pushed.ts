/** What a database with pushed trials must be like, whatever way they came into it. */
import type { Server } from './postgres.ts';

type Psql = Pick<Server, 'psql'>;

/** Statements that find what should not be there: each gives how many. */
const FAULTS: Readonly<Record<string, string>> = {
  'words counted wrongly': `
    SELECT count(*) FROM (SELECT p.bucket, w.hash, count(*) AS n FROM inquest.passage p,
        LATERAL (SELECT DISTINCT unnest(p.words) AS hash) w GROUP BY 1, 2) c
      FULL JOIN inquest.word w USING (bucket, hash) WHERE coalesce(c.n, 0) <> coalesce(w.passages, 0)`,
  'trials counted wrongly in the roll-up': `
    SELECT count(*) FROM (SELECT bucket, v.field, v.code, v.other AS condition, outcome, count(*) AS n
        FROM inquest.fact, LATERAL (VALUES (0, 0, condition), (1, model, condition), (2, label, condition),
          (3, judge, condition), (4, scenario, condition), (5, condition, condition), (7, belief, condition),
          (8, instruction, condition), (9, tags, condition), (10, errortype, condition),
          (11, synthetic::int, condition), (104, model, scenario), (107, model, belief),
          (108, model, instruction), (111, model, synthetic::int), (407, scenario, belief),
          (408, scenario, instruction), (411, scenario, synthetic::int), (711, belief, synthetic::int),
          (807, instruction, belief), (811, instruction, synthetic::int)) v(field, code, other)
        GROUP BY 1, 2, 3, 4, 5) c
      FULL JOIN inquest.rollup r USING (bucket, field, code, condition, outcome)
      WHERE coalesce(c.n, 0) <> coalesce(r.trials, 0)`,
  'buckets counted wrongly': `
    SELECT count(*) FROM inquest.bucket b
      WHERE trials <> (SELECT count(*) FROM inquest.fact f WHERE f.bucket = b.id)
        OR passages <> (SELECT count(*) FROM inquest.passage p WHERE p.bucket = b.id)`,
  'files counted wrongly': `
    SELECT count(*) FROM inquest.source s
      WHERE trials <> (SELECT count(*) FROM inquest.fact f WHERE f.bucket = s.bucket AND f.source = s.id)
        OR problems <> (SELECT count(*) FROM inquest.problem p WHERE p.bucket = s.bucket AND p.source = s.id)`,
  'files that are not complete': 'SELECT count(*) FROM inquest.source WHERE NOT complete',
  'files that are there twice': `
    SELECT count(*) FROM (SELECT 1 FROM inquest.source s JOIN inquest.bucket b ON b.id = s.bucket
      GROUP BY b.collection, s.path HAVING count(*) > 1) t`,
  'numbers that two files have': `
    SELECT count(*) FROM (SELECT 1 FROM inquest.source s JOIN inquest.bucket b ON b.id = s.bucket
      GROUP BY b.collection, s.id HAVING count(*) > 1) t`,
  'ids that two trials have': `
    SELECT count(*) FROM (SELECT 1 FROM inquest.trial t JOIN inquest.bucket b ON b.id = t.bucket
      GROUP BY b.collection, t.id HAVING count(*) > 1) t`,
  'trials without facts or a file': `
    SELECT count(*) FROM inquest.trial t FULL JOIN inquest.fact f USING (bucket, key)
      LEFT JOIN inquest.source s ON s.bucket = f.bucket AND s.id = f.source
      WHERE t.id IS NULL OR f.source IS NULL OR s.id IS NULL`,
  'turns and passages without one another': `
    SELECT count(*) FROM inquest.turn u FULL JOIN inquest.passage p ON p.bucket = u.bucket AND p.id = u.passage
      WHERE u.n IS NULL OR p.id IS NULL`,
  'texts without a block': `
    SELECT count(*) FROM (SELECT bucket, block FROM inquest.trial
        UNION SELECT bucket, block FROM inquest.passage WHERE length > 0) t
      LEFT JOIN inquest.block b ON b.bucket = t.bucket AND b.id = t.block WHERE b.id IS NULL`,
};

/** What is wrong in a database; empty where all is well. */
export function faultsOf({ psql }: Psql, address: string): readonly string[] {
  return Object.entries(FAULTS).flatMap(([name, statement]) => {
    const count = psql(address, statement);
    return count === '0' ? [] : [`${count} ${name}`];
  });
}

const TABLES =
  'migration collection bucket value source problem fact trial field_value block passage turn word rollup'.split(
    ' ',
  );

/** A checksum of every table, of all of its rows. */
export function checksumsOf({ psql }: Psql, address: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    TABLES.map((table) => [
      table,
      psql(
        address,
        `SELECT md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM inquest.${table} t`,
      ),
    ]),
  );
}
