/** Opening large collections in the viewer: how soon the first trials, and the list once indexed. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { openInquest } from '../test/support/terminal.ts';
import { corpus, type Amount, type Shape } from './corpus.ts';
import { index } from './indexing.ts';
import { atMost, median, timed, told, type Bench, type Figure } from './measure.ts';
import { peerIn } from './peer.ts';

const RUNS = 3;
/** Starts of which the quietest counts. */
const REOPENINGS = 6;

export async function opening(bench: Bench): Promise<readonly Figure[]> {
  const large = { bytes: bench.quick ? 50e6 : 1e9 };
  const tiny = { trials: bench.quick ? 50_000 : 1_000_000 };
  const name = bench.quick ? '50 MB' : '1 GB';
  const small = await corpus(bench, 'unique', { bytes: 1e6 });
  const file = await corpus(bench, 'unique', large);
  const first: number[] = [];
  const firstOfSmall: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    for (const [opened, times] of [
      [small, firstOfSmall],
      [file, first],
    ] as const) {
      rmSync(bench.env.XDG_CACHE_HOME, { recursive: true, force: true });
      times.push(await shown(bench, opened, /[\d,]+ trials/));
    }
  }
  return [
    atMost(
      `first trials of ${name}, against those of 1 MB`,
      median(first) / median(firstOfSmall),
      1.3,
      '×',
    ),
    ...(await reopening(bench, 'unique', large, name)),
    ...(await reopening(bench, 'tiny', tiny, `${tiny.trials.toLocaleString('en')} tiny trials`)),
  ];
}

async function reopening(
  bench: Bench,
  shape: Shape,
  amount: Amount,
  name: string,
): Promise<readonly Figure[]> {
  const file = await corpus(bench, shape, amount);
  // Where the viewer will look for it.
  const cache = path.join(bench.env.XDG_CACHE_HOME, 'inquest');
  const took = await timed(() => index(file, cache));
  const peer = await peerIn(bench.folder);
  const loading = /reading|scanning|%/;
  const isWhole = (text: string): boolean => /[\d,]+ trials/.test(text) && !loading.test(text);
  // The first run reads the pages of the database from the disk.
  await shown(bench, file, isWhole);
  let [quietest, hello] = [Infinity, Infinity];
  for (let run = 0; run < REOPENINGS; run += 1) {
    quietest = Math.min(quietest, await shown(bench, file, isWhole));
    hello = Math.min(hello, await peer());
  }
  return [
    told(`index ${name}`, took / 1000, ' s'),
    atMost(`reopen ${name}: the whole list, against Node + Ink hello`, quietest / hello, 2, '×'),
    told(`reopen ${name}`, quietest, ' ms'),
  ];
}

/** From the start of the program to a screen. */
async function shown(
  { env }: Bench,
  file: string,
  screen: RegExp | ((text: string) => boolean),
): Promise<number> {
  const started = performance.now();
  const terminal = openInquest([file], { env });
  await terminal.until(screen, 60_000);
  const took = performance.now() - started;
  terminal.kill('SIGKILL');
  await terminal.exit;
  return took;
}
