/** The speaker's terminal: follows a presentation through its socket, also one that begins later. */
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { SpeakerNotes } from '../walkthrough/notes.ts';
import { notesSocket } from './notes-socket.ts';
import type { Backend } from './backend.ts';
import type { ViewerOptions } from './options.ts';

/** How often a presentation that is not there is looked for. Milliseconds. */
const RETRY_MS = 500;

/** Shows the notes until they are left; resolves with the exit code. */
export async function runNotes(file: string, options: ViewerOptions): Promise<number> {
  const backend = followStage(notesSocket(file));
  const { runScreen } = await import('./screen.ts');
  return runScreen({ ...options, notes: true }, backend);
}

/** A backend that asks nothing and only listens. */
function followStage(name: string): Backend {
  let isClosed = false;
  let socket: Socket | undefined;
  let timer: NodeJS.Timeout | undefined;
  let emit: Parameters<Backend['listen']>[0] = () => undefined;

  function follow(): void {
    if (isClosed) return;
    const stage = connect(name);
    socket = stage;
    // Nobody there, or gone: `close` follows, and tries again. The lines pass the error on.
    stage.on('error', () => undefined);
    createInterface({ input: stage })
      .on('error', () => undefined)
      .on('line', (line) => {
        const notes = parsed(line);
        if (notes !== undefined) emit({ type: 'follow', notes, now: performance.now() });
      });
    stage.once('close', () => {
      if (isClosed) return;
      emit({ type: 'follow', notes: undefined, now: performance.now() });
      timer = setTimeout(follow, RETRY_MS);
    });
  }

  return {
    ask: () => undefined,
    readFiles: () => undefined,
    judgeBy: () => undefined,
    listen: (listener) => {
      emit = listener;
      follow();
    },
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      socket?.destroy();
    },
  };
}

/** A line of the stage; a broken one (the program was ended while it wrote) says nothing. */
function parsed(line: string): SpeakerNotes | undefined {
  try {
    return JSON.parse(line) as SpeakerNotes;
  } catch {
    return undefined;
  }
}
