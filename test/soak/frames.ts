/** Draws the viewer's screens where nothing but Node runs, which knows no JSX: bundled first. */
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import type { Size } from '../../src/app/message.ts';
import { width } from '../../src/text/width.ts';

type Frames = typeof import('../support/frames.tsx');

let loaded: Promise<Frames> | undefined;

/** What draws a state as text. */
export async function loadFrames(): Promise<Frames['shownIn']> {
  loaded ??= process.env['VITEST'] === undefined ? bundled() : import('../support/frames.tsx');
  return (await loaded).shownIn;
}

async function bundled(): Promise<Frames> {
  const root = path.resolve(import.meta.dirname, '../..');
  // Within the project, so that its packages are found.
  const folder = mkdtempSync(path.join(root, 'node_modules', '.inquest-frames-'));
  try {
    const made = await rolldown({
      cwd: root,
      input: 'test/support/frames.tsx',
      platform: 'node',
      external: ['ink', 'react', 'react/jsx-runtime', 'chalk'],
    });
    await made.write({ dir: folder, format: 'esm', entryFileNames: 'frames.mjs' });
    return (await import(path.join(folder, 'frames.mjs'))) as Frames;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is wrong with a screen: too many or too long lines, characters that are no text. */
export function isDamage(shown: string, { columns, rows }: Size): string | undefined {
  const lines = shown.split('\n');
  if (lines.length !== rows) return `${lines.length} lines on a screen of ${rows}`;
  const wide = lines.find((line) => width(line) > columns);
  if (wide !== undefined) return `a line of ${width(wide)} cells on a screen of ${columns}`;
  if (/something went wrong|undefined|\[object /.test(shown)) {
    return 'it shows undefined, an object or a mistake of ours';
  }
  // eslint-disable-next-line no-control-regex
  return /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/.test(shown)
    ? 'a control character is on the screen'
    : undefined;
}
