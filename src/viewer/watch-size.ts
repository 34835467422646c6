/** The terminal's size, and what has to happen where it changes. */
import type { Program, TerminalHandle } from '../ui/app.tsx';

export function sizeOf(stdout: NodeJS.WriteStream): { columns: number; rows: number } {
  return { columns: stdout.columns || 80, rows: stdout.rows || 24 };
}

/**
 * Follows the terminal's size. A terminal that was made smaller and larger again has lost cells that
 * are believed drawn, so they are forgotten and all of it is drawn anew; also where the size came
 * back to what it was before it was noticed.
 */
export function watchSize(
  stdout: NodeJS.WriteStream,
  forget: () => void,
  program: Program,
  terminal: { readonly handle?: TerminalHandle },
): () => void {
  let isNewSize = false;
  const resized = (): void => {
    isNewSize = true;
    forget();
    program.send({ type: 'resize', size: sizeOf(stdout) });
  };
  const windowChanged = (): void => {
    if (!isNewSize) terminal.handle?.redraw();
    isNewSize = false;
  };
  // Before Ink's own listener, so that Ink begins at the top too.
  stdout.prependListener('resize', resized);
  process.on('SIGWINCH', windowChanged);
  return () => {
    stdout.off('resize', resized);
    process.off('SIGWINCH', windowChanged);
  };
}
