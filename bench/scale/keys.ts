/** From a key to its frame while the database is busy with what was asked before. */
import { setTimeout } from 'node:timers/promises';
import { KEYS, openInquest } from '../../test/support/terminal.ts';
import { pressed } from '../frames.ts';
import { atMost, median, percentile, told, type Bench, type Figure } from '../measure.ts';

const BUDGET_MS = 16;

/** Types a search letter by letter, each of which asks anew, and moves in a list that is filtered meanwhile. */
export async function keysWhileAsking(
  { env, quick }: Bench,
  address: string,
  trials: number,
): Promise<readonly Figure[]> {
  const terminal = openInquest([address], { columns: 200, rows: 60, env });
  const presses = quick ? 20 : 60;
  const figuresOf = (what: string, times: readonly number[]): readonly Figure[] => [
    atMost(
      `key → frame, ${trials} trials, p95: ${what}`,
      percentile(times, 0.95),
      BUDGET_MS,
      ' ms',
    ),
    told(`key → frame, ${trials} trials, median: ${what}`, median(times), ' ms'),
  ];
  try {
    await terminal.until('│› ', 600_000);
    const moving = await pressed(terminal, ['j', 'k'], presses);
    terminal.type('/');
    await setTimeout(500);
    const typing = await pressed(terminal, ['t', 'a', 'r', 'e', KEYS.backspace], presses);
    return [
      ...figuresOf('list while totals and facets come', moving),
      ...figuresOf('search, typing', typing),
    ];
  } finally {
    terminal.kill('SIGKILL');
    await terminal.exit;
  }
}
