/**
 * The viewer's way in. The threads that read and answer are started before Ink is loaded: all three
 * take their time, and on two cores they take it together.
 */
import type { ViewerOptions } from './options.ts';
import { startBackend } from './backend.ts';

/** Opens the viewer and resolves with the exit code when it is left. */
export async function runViewer(options: ViewerOptions): Promise<number> {
  const backend = startBackend(options);
  const { runScreen } = await import('./screen.ts');
  return runScreen(options, backend);
}
