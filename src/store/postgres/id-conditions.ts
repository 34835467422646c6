/** Conditions on what trials are called. */
import type { Pattern } from '../../query/ast.ts';
import { asciiLower, fits, isAscii, likePattern } from '../patterns.ts';
import { join, NEVER, wrap, type Sql } from '../sql.ts';
import { inBuckets, type Compiling } from './known.ts';
import { isOneOf } from './statement.ts';
import { fromSql, textArrayOf } from './text.ts';
import { matches } from './turn-conditions.ts';

/** A condition on `t`: it has one of some ids. */
export function idIs(known: Compiling, values: readonly Pattern[]): Sql {
  const [plain, others] = [
    values.filter(({ text, glob }) => !glob && isAscii(text)),
    values.filter(({ text, glob }) => glob || !isAscii(text)),
  ];
  const conditions = others.map((value) => matches('i.id', likePattern(value)));
  if (plain.length > 0) {
    conditions.push({
      text: 'lower(i.id) = ANY (?::text[])',
      values: [textArrayOf(plain.map(({ text }) => asciiLower(text)))],
    });
  }
  const stored = wrap(
    `(t.bucket, t.key) IN (SELECT i.bucket, i.key FROM inquest.trial i WHERE ${inBuckets(known, 'i')} AND `,
    join(conditions, 'OR'),
    ')',
  );
  return asShared(known, values.map(fits), stored);
}

/** A condition on what trials are called in the tables, as one on what they are called here. */
function asShared(
  { sharedIds }: Compiling,
  tests: readonly ((id: string) => boolean)[],
  stored: Sql,
): Sql {
  const isAsked = (id: string): boolean => tests.some((test) => test(fromSql(id)));
  const changed = [...sharedIds.values()].filter((one) => isAsked(one.stored) !== isAsked(one.id));
  if (changed.length === 0) return stored;
  const [more = [], fewer = []] = [true, false].map((is) =>
    changed.filter(({ id }) => isAsked(id) === is),
  );
  const [gained, lost] = [more, fewer].map((some) => isOneOf('(t.bucket, t.key)', some));
  return join([join([stored, wrap('NOT ', lost ?? NEVER, '')], 'AND'), gained ?? NEVER], 'OR');
}
