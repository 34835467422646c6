/** Problems of the files of collections. */
import type { Problem } from '../../trial/types.ts';
import { inBuckets, nameOfFile, numberOfSource, type Known } from './known.ts';
import { compareLists } from './nodes/merge.ts';
import type { Servers } from './nodes/servers.ts';
import { joinSharedIds } from './shared-ids.ts';
import { run, sequence } from './statement.ts';
import { fromSql } from './text.ts';

type ProblemRow = {
  readonly source: number;
  readonly file: number;
  readonly derived: number;
  readonly bucket: number;
  readonly n: number;
  readonly name: string;
  readonly place: string | null;
  readonly severity: Problem['severity'];
  readonly message: string;
};

function placeOfProblem({ source, file, derived, bucket, n }: ProblemRow): readonly number[] {
  return [Number(source === 0), file, derived, bucket, n];
}

/** In the order of the files, with what repeated ids were called; last what belongs to no file. */
export async function readProblems(
  client: Servers,
  now: Known,
  limit: number | undefined,
): Promise<readonly Problem[]> {
  const file = numberOfSource(now, 't');
  const rows = await run<ProblemRow>(
    client,
    sequence(
      `SELECT source, file, derived, n::float8 AS n, bucket, name, place, severity, message FROM (
        SELECT m.source, ${numberOfSource(now, 'm')} AS file, 0 AS derived, m.bucket, m.n, m.name, m.place,
          m.severity, m.message
          FROM inquest.problem m WHERE ${inBuckets(now, 'm')}
        UNION ALL
        SELECT t.source, ${file}, 1, t.bucket, t.key, o.name, coalesce(i.at, i.place), 'warning',
          'the id ' || coalesce(i.given, i.id) || ' appears again; this trial is kept as ' || coalesce(s.id, i.id)
          FROM inquest.trial i JOIN inquest.fact t USING (bucket, key)
            JOIN inquest.source o ON o.bucket = t.bucket AND o.id = t.source`,
      joinSharedIds(now.sharedIds, 'i'),
      `WHERE (i.given IS NOT NULL OR s.id IS NOT NULL) AND ${inBuckets(now, 'i')}
      ) p ORDER BY source = 0, file, derived, bucket, n`,
      limit === undefined ? '' : { text: 'LIMIT ?', values: [limit] },
    ),
  );
  const sorted = rows.toSorted((a, b) => compareLists(placeOfProblem(a), placeOfProblem(b)));
  return sorted.slice(0, limit).map(({ bucket, name, place, severity, message }) => ({
    source: nameOfFile(now, bucket, fromSql(name)),
    ...(place === null ? {} : { place: fromSql(place) }),
    severity,
    message: fromSql(message),
  }));
}
