/** Tells speakers' terminals what is on the stage, through a local socket. */
import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { notesNow } from '../app/screens/present/stage.ts';
import type { Program } from '../ui/app.tsx';
import { notesSocket } from './notes-socket.ts';

/**
 * How much may wait for a terminal that does not read: one that was suspended. It is let go, and asks
 * anew when it is continued.
 */
const MOST_WAITING = 256 * 1024;

export type NotesServer = { readonly close: () => void };

/**
 * Begins to tell. Every change of the stage is one line of JSON. What goes wrong is said in one
 * line through `complain`, and the presentation goes on without its speaker's terminal.
 */
export async function serveNotes(
  file: string,
  program: Program,
  complain: (text: string) => void,
): Promise<NotesServer> {
  const listeners = new Set<Socket>();
  let said = '';
  const now = (): string => {
    const notes = notesNow(program.getState());
    return notes === undefined ? '' : `${JSON.stringify(notes)}\n`;
  };
  const tell = (): void => {
    // Most talks have no second terminal: nothing is worked out for nobody.
    if (listeners.size === 0) return;
    const line = now();
    if (line === said) return;
    said = line;
    for (const socket of listeners) {
      if (socket.writableLength > MOST_WAITING) socket.destroy();
      else socket.write(said);
    }
  };
  const server = createServer((socket) => {
    listeners.add(socket);
    socket.on('close', () => listeners.delete(socket));
    socket.on('error', () => listeners.delete(socket));
    socket.resume();
    said = now();
    if (said !== '') socket.write(said);
  });
  try {
    const name = notesSocket(file);
    if (await isAlive(name)) {
      complain('another presentation of this file has the speaker notes');
      return { close: () => undefined };
    }
    rmSync(name, { force: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(name, resolve);
    });
  } catch (error) {
    complain(`no speaker notes: ${(error as Error).message}`);
    return { close: () => undefined };
  }
  server.on('error', () => undefined);
  const unsubscribe = program.subscribe(tell);
  return {
    close: () => {
      unsubscribe();
      for (const socket of listeners) socket.destroy();
      // Takes the socket's file along.
      server.close();
    },
  };
}

/** Whether somebody answers at a socket: its file alone may be left from a program that was killed. */
function isAlive(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(name);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
