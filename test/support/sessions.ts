/** One session at a time for the tests of the viewer's state, closed after each of them. */
import { afterEach } from 'vitest';
import type { State } from '../../src/app/state.ts';
import { topScreen } from '../../src/app/transition.ts';
import type { Trial } from '../../src/trial/types.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';
import { SMALL_STUDY } from './trials.ts';

export type Sessions = {
  readonly open: (trials?: readonly Trial[], options?: SessionOptions) => Promise<Session>;
  /** The one that is open. */
  readonly current: () => Session | undefined;
};

export function createSessions(): Sessions {
  let session: Session | undefined;
  afterEach(async () => {
    await session?.close();
    session = undefined;
  });
  return {
    open: async (trials = SMALL_STUDY, options) => {
      session = await openSession(trials, options);
      return session;
    },
    current: () => session,
  };
}

/** The replay on top; fails where another screen is. */
export function replay(state: State): Extract<ReturnType<typeof topScreen>, { type: 'replay' }> {
  const screen = topScreen(state);
  if (screen.type !== 'replay') throw new Error(`on top is ${screen.type}`);
  return screen;
}
