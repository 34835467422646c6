/**
 * One process at a time reads files into a database. The lock is one that SQLite has on a file beside
 * it: the system lets go of it however the process ends. In that file stands the process that has it.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { lockByName, type Lock } from '../base/file-lock.ts';
import { openReader } from '../store/sqlite/reader.ts';
import type { IngestMessage, Progress } from './messages.ts';

/** Another process has the lock and does not go on. */
export class StuckLock extends Error {
  override readonly name = 'StuckLock';
}

/** How often a process that must wait looks whether there is more. */
const POLL_MS = 200;
/** After so long it says what it waits for. */
const SILENT_MS = 1000;
/** After so long without anything new it waits no more; sooner for a process that is suspended. */
const PATIENCE_MS = { running: 15_000, suspended: 3000 } as const;
/** Where SQLite has the number that `user_version` names: in the header of the file. */
const OWNER_BYTE = 60;

/** The lock, or undefined if another process has it. */
export function tryLock(database: string): Lock | undefined {
  return lockByName(`${database}.lock`);
}

/**
 * Waits until this process may read into a database. Meanwhile it tells what the process that has
 * the lock has committed, and which one that is. Undefined if told to stop.
 * @throws StuckLock if that process does not go on.
 */
export async function waitForLock(
  database: string,
  {
    send,
    signal,
  }: { readonly send: (message: IngestMessage) => void; readonly signal: AbortSignal },
): Promise<Lock | undefined> {
  const started = performance.now();
  let [seen, seenAt] = ['', started];
  let isTold = false;
  while (!signal.aborted) {
    const lock = tryLock(database);
    if (lock !== undefined) return lock;
    const progress = await peek(database);
    if (progress !== undefined) {
      send({ type: 'opened', database, temporary: false });
      send({ type: 'progress', progress });
    }
    const now = performance.now();
    if (seen !== JSON.stringify(progress ?? null)) {
      [seen, seenAt] = [JSON.stringify(progress ?? null), now];
    }
    const owner = ownerOf(database);
    if (!isTold && now - started >= SILENT_MS) {
      isTold = true;
      send({
        type: 'notice',
        text: `${owner.words} is reading the same files; ${adviceFor(owner)}`,
      });
    }
    if (now - seenAt >= PATIENCE_MS[owner.isSuspended ? 'suspended' : 'running']) {
      throw new StuckLock(`${owner.words} has the index and does not go on`);
    }
    await delay(POLL_MS);
  }
  return undefined;
}

type Owner = { readonly words: string; readonly pid: number; readonly isSuspended: boolean };

/** Who has the lock, as far as that is known. */
function ownerOf(database: string): Owner {
  const pid = ownerPid(`${database}.lock`);
  const isSuspended = pid > 0 && stateOf(pid) === 'T';
  const about = [pid > 0 ? `process ${pid}` : '', isSuspended ? 'suspended' : '']
    .filter((part) => part !== '')
    .join(', ');
  return {
    words: about === '' ? 'another Inquest' : `another Inquest (${about})`,
    pid,
    isSuspended,
  };
}

function adviceFor({ pid, isSuspended }: Owner): string {
  const wait = 'this one waits, and uses a temporary index if that one does not go on';
  return isSuspended ? `fg or kill -CONT ${pid} lets it go on; ${wait}` : wait;
}

function ownerPid(file: string): number {
  try {
    // This process has no lock on the file, which closing it would give back.
    const handle = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(4);
      return readSync(handle, bytes, 0, 4, OWNER_BYTE) === 4 ? bytes.readInt32BE(0) : 0;
    } finally {
      closeSync(handle);
    }
  } catch {
    return 0;
  }
}

/** One letter, as `ps` shows it; undefined where the system does not tell. */
function stateOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2)[0];
  } catch {
    return undefined;
  }
}

/** How far the process that has the lock has come; undefined if its database is not ready. */
async function peek(database: string): Promise<Progress | undefined> {
  try {
    const store = openReader(database);
    try {
      const sources = await store.sources();
      const { trials, problems } = await store.totals();
      return {
        phase: 'reading',
        trials,
        problems,
        files: sources.length,
        filesDone: sources.filter(({ complete }) => complete).length,
        passedOver: 0,
        bytes: sources.reduce((sum, { readBytes }) => sum + readBytes, 0),
        totalBytes: sources.reduce((sum, { size }) => sum + size, 0),
      };
    } finally {
      await store.close();
    }
  } catch {
    return undefined;
  }
}
