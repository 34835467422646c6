/** Start to the first useful frame, against one line drawn by bare Node and Ink. */
import { KEYS, openInquest, openTerminal, type TestTerminal } from '../test/support/terminal.ts';
import { atMost, timed, told, type Bench, type Figure } from './measure.ts';
import { peerIn } from './peer.ts';

/**
 * Both are started in turns. The quietest start of each counts: what else the machine does can only
 * add to it. The first ones fill the caches (compiled code, the index of the sample).
 */
export async function startup({ folder, env, quick }: Bench): Promise<readonly Figure[]> {
  const starts: Readonly<Record<'own' | 'node' | 'hello', (isFirst: boolean) => Promise<number>>> =
    {
      own: (isFirst) => timed(() => until(openInquest([], { env }), '2,221 trials', isFirst)),
      node: () =>
        timed(() => until(openTerminal(process.execPath, ['-p', '"ready"']), 'ready', false)),
      hello: await peerIn(folder),
    };
  const quietest = { own: Infinity, node: Infinity, hello: Infinity };
  for (let run = 0; run < (quick ? 12 : 30); run += 1) {
    for (const name of ['own', 'node', 'hello'] as const) {
      const ms = await starts[name](run < 2);
      if (run >= 2) quietest[name] = Math.min(quietest[name], ms);
    }
  }
  const { own, node, hello: peer } = quietest;
  return [
    atMost('start → first trials, against Node + Ink hello', own / peer, 1.5, '×'),
    told('start → first trials', own, ' ms'),
    told('Node + Ink hello', peer, ' ms'),
    told('Node alone', node, ' ms'),
  ];
}

/** `isFirst`: it ends by itself, and so keeps its compiled code. */
async function until(terminal: TestTerminal, text: string, isFirst: boolean): Promise<void> {
  await terminal.until(text);
  if (isFirst) terminal.type(KEYS.ctrlC);
  else terminal.kill('SIGKILL');
  await terminal.exit;
}
