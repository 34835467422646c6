/** From a key written to its frame complete, in a real terminal. */
import { setTimeout } from 'node:timers/promises';
import { KEYS, openInquest } from '../test/support/terminal.ts';
import { atMost, percentile, timed, type Bench, type Figure } from './measure.ts';

export async function frames({ env }: Bench): Promise<readonly Figure[]> {
  const terminal = openInquest([], { columns: 200, rows: 60, env });
  await terminal.until('2,221 trials');
  await terminal.until('Signal');
  const times: number[] = [];
  for (let press = 0; press < 170; press += 1) {
    // Whatever the key before set in motion has come to rest.
    await setTimeout(60);
    const frame = terminal.frame();
    times.push(
      await timed(() => {
        terminal.type(press % 60 < 30 ? KEYS.down : KEYS.up);
        return frame;
      }),
    );
  }
  terminal.kill('SIGKILL');
  await terminal.exit;
  return [atMost('key → frame, 200x60, p95', percentile(times.slice(20), 0.95), 16, ' ms')];
}
