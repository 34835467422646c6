/** What trials are called whose own id another trial has too. */
import type { DatabaseSync } from 'node:sqlite';

type Member = { readonly key: number; readonly id: string; readonly own: string };

/** See `StoreWriter.settleIds`. */
export function settleIds(database: DatabaseSync): number {
  const isOwn = database.prepare(
    'SELECT 1 FROM trial WHERE given = ?1 OR (id = ?1 AND given IS NULL) LIMIT 1',
  );
  const groups = database.prepare(`
    SELECT t.key, t.id, r.own FROM (SELECT DISTINCT given AS own FROM trial WHERE given IS NOT NULL) r
      JOIN trial t ON t.given = r.own OR (t.id = r.own AND t.given IS NULL)
      ORDER BY r.own, t.source, t.key`);
  const changes: { readonly key: number; readonly id: string; readonly given: string | null }[] =
    [];
  let repeats = 0;
  let own: string | undefined;
  let number = 1;
  for (const member of groups.iterate() as Iterable<Member>) {
    const isFirst = member.own !== own;
    if (isFirst) [own, number] = [member.own, 1];
    else repeats += 1;
    const next = (): string => {
      do number += 1;
      while (isOwn.get(`${member.own} #${number}`) !== undefined);
      return `${member.own} #${number}`;
    };
    const id = isFirst ? member.own : next();
    if (id !== member.id) changes.push({ key: member.key, id, given: isFirst ? null : member.own });
  }
  rename(database, changes);
  return repeats;
}

function rename(
  database: DatabaseSync,
  changes: readonly { readonly key: number; readonly id: string; readonly given: string | null }[],
): void {
  if (changes.length === 0) return;
  const change = database.prepare('UPDATE trial SET id = ?, given = ? WHERE key = ?');
  // Ids are unique at every moment: those that change are freed before any of them is taken.
  for (const { key, given } of changes) change.run(`\u0000${key}`, given, key);
  for (const { key, id, given } of changes) change.run(id, given, key);
}
