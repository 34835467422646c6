/** The trials that match a condition, found once and then used in other queries. */
import type { DatabaseSync } from 'node:sqlite';
import type { Sql } from '../sql.ts';

/** Fills a temporary table of a name with the keys of the trials `t` that match. */
export function fillMatching(database: DatabaseSync, table: string, condition: Sql): void {
  database.exec(`
    CREATE TEMP TABLE IF NOT EXISTS ${table} (key INTEGER PRIMARY KEY);
    DELETE FROM temp.${table};`);
  database
    .prepare(`INSERT INTO temp.${table} SELECT t.key FROM trial t WHERE ${condition.text}`)
    .run(...condition.values);
}
