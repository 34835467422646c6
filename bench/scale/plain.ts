/** The same trials as a person would keep them without Inquest: one flat table of texts, with an index for each column. */
import type { ClientBase } from 'pg';

const INDEXED = ['model', 'condition', 'scenario', 'outcome', 'turns', 'started'];

/** Makes the table `plain.trial` of what is in the database now. */
export async function makePlain(client: ClientBase): Promise<void> {
  const values = [
    [1, 'model'],
    [4, 'scenario'],
    [5, 'condition'],
    [7, 'belief'],
    [8, 'instruction'],
  ] as const;
  await client.query('DROP SCHEMA IF EXISTS plain CASCADE');
  await client.query('CREATE SCHEMA plain');
  const names = values.map(([, column]) => `${column}.name AS ${column}`);
  const joins = values.map(
    ([field, column]) => `LEFT JOIN inquest.value ${column}
      ON ${column}.collection = b.collection AND ${column}.field = ${field} AND ${column}.code = t.${column}`,
  );
  await client.query(
    `CREATE TABLE plain.trial AS SELECT i.id, ${names.join(', ')},
        (ARRAY['harmful', 'safe', 'judge-failed', 'error', 'unjudged'])[t.outcome + 1] AS outcome,
        t.turns, t.started
      FROM inquest.fact t JOIN inquest.trial i USING (bucket, key) JOIN inquest.bucket b ON b.id = t.bucket
        ${joins.join(' ')}`,
  );
  await client.query('ALTER TABLE plain.trial ADD PRIMARY KEY (id)');
  for (const column of INDEXED) await client.query(`CREATE INDEX ON plain.trial (${column}, id)`);
  await client.query('VACUUM ANALYZE plain.trial');
}
