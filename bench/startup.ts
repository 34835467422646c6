/** Start to the first useful frame, against one line drawn by bare Node and Ink. */
import path from 'node:path';
import { rolldown } from 'rolldown';
import { openInquest, openTerminal, type TestTerminal } from '../test/support/terminal.ts';
import { atMost, median, timed, type Bench, type Figure } from './measure.ts';

/** Both are started in turns, so that a busy machine is busy for both. */
export async function startup({ folder, env, quick }: Bench): Promise<readonly Figure[]> {
  const hello = await bundledHello(folder);
  const until = async (terminal: TestTerminal, text: string): Promise<void> => {
    await terminal.until(text);
    terminal.kill('SIGKILL');
    await terminal.exit;
  };
  const own: number[] = [];
  const peer: number[] = [];
  for (let run = 0; run < (quick ? 7 : 15); run += 1) {
    own.push(await timed(() => until(openInquest([], { env }), '2,221 trials')));
    peer.push(await timed(() => until(openTerminal(process.execPath, [hello], { env }), 'hello')));
  }
  // The first run fills the caches.
  const ratio = median(own.slice(1)) / median(peer.slice(1));
  return [atMost('start → first trials, against Node + Ink hello', ratio, 1.5, '×')];
}

/** The peer, bundled as the program is. */
async function bundledHello(folder: string): Promise<string> {
  const file = path.join(folder, 'hello.mjs');
  const bundle = await rolldown({
    input: path.join(import.meta.dirname, 'hello.mjs'),
    platform: 'node',
    plugins: [
      {
        name: 'without-react-devtools',
        resolveId: (id) => (id === 'react-devtools-core' ? { id: '\0none' } : undefined),
        load: (id) =>
          id === '\0none'
            ? 'export default { initialize() {}, connectToDevTools() {} }'
            : undefined,
      },
    ],
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  });
  await bundle.write({ file, format: 'esm', minify: true, codeSplitting: false });
  return file;
}
