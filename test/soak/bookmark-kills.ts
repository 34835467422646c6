/** The viewer killed right after it has confirmed a bookmark, by every signal: none is lost. */
import { KILLS, killAfterBookmarks } from './kills.ts';
import { isOver, randomOf, type SoakOptions, type SoakResult } from './soak.ts';

export const name = 'bookmark-kills';
/** `test/program/kills.test.ts` does more of them. */
export const suite = 5;

/** Opened so often in one place, one after the other. */
const IN_ONE_PLACE = 5;

export async function run(options: SoakOptions): Promise<SoakResult> {
  const random = randomOf(options.seed);
  let runs = 0;
  while (!isOver(options, runs)) {
    const signal = random.pick(KILLS);
    const count = Math.min(IN_ONE_PLACE, (options.count ?? Infinity) - runs);
    for (const { round, what } of await killAfterBookmarks(signal, count)) {
      options.report({ what: `${signal}, round ${round}: ${what}` });
    }
    runs += count;
  }
  return { runs };
}
