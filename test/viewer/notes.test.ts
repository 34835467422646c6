/** The socket between the stage and its speaker's terminal. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { State } from '../../src/app/state.ts';
import { withScreen } from '../../src/app/transition.ts';
import { serveNotes } from '../../src/viewer/notes-server.ts';
import { notesSocket } from '../../src/viewer/notes-socket.ts';
import { openSession, type Session } from '../support/session.ts';
import { SMALL_STUDY } from '../support/trials.ts';

let folder: string;
let session: Session;
let runtime: string | undefined;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-notes-'));
  runtime = process.env['XDG_RUNTIME_DIR'];
  process.env['XDG_RUNTIME_DIR'] = folder;
  const stops = [{ title: 'Words', text: 'Words.', quotes: [], reveal: [] }];
  session = await openSession(SMALL_STUDY, {
    present: {
      walkthrough: { title: 'A talk', paths: [], spoilers: 'hold', stops },
      playing: false,
      typing: false,
      speed: 1,
      from: undefined,
    },
  });
});

afterEach(async () => {
  if (runtime === undefined) delete process.env['XDG_RUNTIME_DIR'];
  else process.env['XDG_RUNTIME_DIR'] = runtime;
  await session.close();
  rmSync(folder, { recursive: true, force: true });
});

it('lets go of a terminal that does not read, and tells it the newest when it asks anew', async () => {
  const file = path.join(folder, 'talk.walkthrough.yaml');
  writeFileSync(file, '');
  let now = 0;
  let tell = (): void => {};
  const getState = (): State =>
    withScreen(session.state(), 'present', (one) => ({ ...one, startedAt: 0, now }));
  const program = {
    getState,
    send: () => {},
    subscribe: (listener: () => void) => {
      tell = listener;
      return () => {};
    },
  };
  const server = await serveNotes(file, program, (text) => {
    throw new Error(text);
  });
  try {
    const asleep = connect(notesSocket(file));
    await once(asleep, 'data');
    asleep.pause();
    for (now = 1; now < 4000; now += 1) tell();
    asleep.resume();
    await once(asleep, 'close');
    const awake = connect(notesSocket(file));
    const [line] = (await once(createInterface({ input: awake }), 'line')) as [string];
    expect(JSON.parse(line)).toMatchObject({ elapsedMs: now });
    awake.destroy();
  } finally {
    server.close();
  }
});
