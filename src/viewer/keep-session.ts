/** Keeps where the viewer is while it runs, so that a kill loses no more than the last moment. */
import type { Session } from '../app/session-types.ts';
import { sessionOf } from '../app/session.ts';
import type { Program } from '../ui/app.tsx';
import type { ViewerOptions } from './options.ts';
import { createSessionFile } from './session-file.ts';

/** A moment after a change, when keys that follow each other have been drawn. */
const LATER_MS = 1000;

export type SessionKeeper = {
  /**
   * Offers what the last opening has left; from then on writes where this one is, a moment after that has
   * changed and away from the key that changed it.
   */
  readonly begin: () => void;
  /** Writes it at once. */
  readonly write: (session: Session) => void;
  /** Resolves when the last one is written, with a line where it could not be. */
  readonly close: () => Promise<readonly string[]>;
};

export function keepSession(
  options: ViewerOptions,
  { getState, subscribe, send }: Program,
): SessionKeeper {
  const file = createSessionFile(options);
  let timer: NodeJS.Timeout | undefined;
  let unsubscribe: (() => void) | undefined;
  let written = '';
  let isClosed = false;

  async function offered(): Promise<void> {
    await file.offer(send);
    if (isClosed) return;
    written = JSON.stringify(sessionOf(getState()));
    unsubscribe = subscribe(() => {
      timer ??= setTimeout(keep, LATER_MS);
    });
  }

  function keep(): void {
    timer = undefined;
    const session = sessionOf(getState());
    const text = JSON.stringify(session);
    if (text === written) return;
    written = text;
    file.write(session);
  }

  return {
    begin: () => void offered(),
    write: file.write,
    close: () => {
      isClosed = true;
      unsubscribe?.();
      clearTimeout(timer);
      return file.close();
    },
  };
}
