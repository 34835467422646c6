/** The trials that match a condition, found once and then used in other queries. */
import type { DatabaseSync } from 'node:sqlite';
import type { Sql } from './sql.ts';

/** Fills the temporary table `matching` with the keys of the trials `t` that match. */
export function fillMatching(database: DatabaseSync, condition: Sql): void {
  database.exec(`
    CREATE TEMP TABLE IF NOT EXISTS matching (key INTEGER PRIMARY KEY);
    DELETE FROM temp.matching;`);
  database
    .prepare(`INSERT INTO temp.matching SELECT t.key FROM trial t WHERE ${condition.text}`)
    .run(...condition.values);
}
