/** Trials of lists in their order, from one server or several. */
import { NUMERIC, orderBy, positionColumns, positionOf, type Order } from '../order.ts';
import type { Place } from '../keys.ts';
import { ALWAYS, type Sql } from '../../sql.ts';
import { rowsOf, type Listed } from '../listed.ts';
import { run, sequence } from '../statement.ts';
import { compareLists } from './merge.ts';
import type { Servers } from './servers.ts';

type Compared = string | number | null;

type Window = {
  readonly offset?: number;
  readonly limit?: number | undefined;
  /** What holds of them beside. */
  readonly more?: Sql;
  /** From the last one on. */
  readonly isReverse?: boolean;
};

/** Places of a list in their order. Of several servers each gives all up to the last that is wanted. */
export async function inOrder(
  client: Servers,
  one: Listed,
  { offset = 0, limit, more = ALWAYS, isReverse = false }: Window = {},
): Promise<readonly Place[]> {
  const isOne = client.count === 1;
  const end = limit === undefined || isOne ? limit : offset + limit;
  const rows = await run<Place>(
    client,
    sequence(
      `SELECT ${isOne ? 't.bucket, t.key' : positionColumns(one.order)}`,
      rowsOf(one, more),
      orderBy(one.order, isReverse),
      end === undefined ? '' : { text: 'LIMIT ?', values: [end] },
      isOne && offset > 0 ? { text: 'OFFSET ?', values: [offset] } : '',
    ),
  );
  if (isOne) return rows;
  const from = ordered(rows, one.order, isReverse).slice(offset);
  return limit === undefined ? from : from.slice(0, limit);
}

/** Rows with the columns of positions, in an order. */
function ordered<R extends Place>(
  rows: readonly R[],
  order: Order,
  isReverse: boolean,
): readonly R[] {
  const { columns, descending, isBackwards } = order;
  const compare = columns.map((column) => (column === NUMERIC ? compareDecimals : compareValues));
  return rows
    .map((row) => ({ row, position: positionOf(order, row) }))
    .toSorted((a, b) => {
      for (const [at, compareTwo] of compare.entries()) {
        const [left = null, right = null] = [a.position.values[at], b.position.values[at]];
        // What has no value is last; the other way round, first.
        const byNull = (Number(left === null) - Number(right === null)) * (isReverse ? -1 : 1);
        if (byNull !== 0) return byNull;
        const byValue = compareTwo(left as Compared, right as Compared);
        if (byValue !== 0) return descending === isReverse ? byValue : -byValue;
      }
      const byTail = compareLists(a.position.tail, b.position.tail);
      return isBackwards === isReverse ? byTail : -byTail;
    })
    .map(({ row }) => row);
}

/** Texts are compared by their characters, as `COLLATE "C"` compares them. */
function compareValues(a: Compared, b: Compared): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}

/** Numbers with all of their digits, as PostgreSQL writes them. */
function compareDecimals(a: Compared, b: Compared): number {
  const [left, right] = [String(a), String(b)];
  if (![left, right].every((text) => /^-?\d+(\.\d+)?$/.test(text))) return Number(a) - Number(b);
  const digits = Math.max(...[left, right].map((text) => text.split('.')[1]?.length ?? 0));
  const whole = (text: string): bigint => {
    const [before = '', after = ''] = text.split('.');
    return BigInt(before + after.padEnd(digits, '0'));
  };
  const difference = whole(left) - whole(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
