/**
 * The peer of everything that is measured from a start to a screen: the least that Node and Ink can do,
 * bundled as the program is. Both are started in turns, and of each the quietest start counts: what
 * else the machine does can only add to it.
 */
import path from 'node:path';
import { rolldown } from 'rolldown';
import { openTerminal } from '../test/support/terminal.ts';
import { timed } from './measure.ts';

/** Starts the peer and resolves with the milliseconds until its one line is on the screen. */
export async function peerIn(folder: string): Promise<() => Promise<number>> {
  const hello = await bundledHello(folder);
  return () =>
    timed(async () => {
      const terminal = openTerminal(process.execPath, [hello]);
      await terminal.until('hello');
      terminal.kill('SIGKILL');
      await terminal.exit;
    });
}

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
