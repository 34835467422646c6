/** Conditions of `field:value` on a turn as SQL. */
import type { Plan } from '../../query/plan-types.ts';
import { escaped } from '../patterns.ts';
import { like, matches } from './patterns.ts';
import { join, type Sql } from '../sql.ts';

const TURN_COLUMNS: Readonly<Record<string, string>> = {
  kind: 'p.kind',
  from: 'p.sender',
  to: 'p.recipient',
  subject: 'p.subject',
  draft: "iif(p.draft = 1, 'yes', 'no')",
};

/** Fields of which a part of the value is none. */
const WHOLE: readonly string[] = ['kind', 'draft'];

/**
 * A condition on a row `p` of `passage`. Headers are matched anywhere in them: nobody types a whole
 * address. With a `*` the pattern must fit from end to end.
 */
export function turnField({ field, values }: Extract<Plan, { type: 'field' }>): Sql {
  const column = TURN_COLUMNS[field] ?? 'p.kind';
  return join(
    values.map((value) =>
      WHOLE.includes(field) || value.glob
        ? like(column, value)
        : matches(column, `%${escaped(value.text)}%`),
    ),
    'OR',
  );
}
