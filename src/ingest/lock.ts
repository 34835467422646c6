/** One process at a time reads files into a store; others wait for it, and show what it has stored. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { StoreAccess, StoreLocation, StoreLock } from '../store/backend.ts';
import { openStore } from '../store/open.ts';
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
/**
 * Waits until this process may read into a store. Meanwhile it tells what the process that has
 * the lock has committed, and which one that is. Undefined if told to stop.
 * @throws StuckLock if that process does not go on.
 */
export async function waitForLock(
  location: StoreLocation,
  {
    send,
    signal,
  }: { readonly send: (message: IngestMessage) => void; readonly signal: AbortSignal },
): Promise<StoreLock | undefined> {
  const store = openStore(location);
  const started = performance.now();
  let [seen, seenAt] = ['', started];
  let isTold = false;
  while (!signal.aborted) {
    const lock = await store.lock();
    if (lock !== undefined) return lock;
    const progress = await peek(store);
    if (progress !== undefined) {
      send({ type: 'opened', location, temporary: false });
      send({ type: 'progress', progress });
    }
    const now = performance.now();
    if (seen !== JSON.stringify(progress ?? null)) {
      [seen, seenAt] = [JSON.stringify(progress ?? null), now];
    }
    const owner = ownerOf(store);
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
function ownerOf(store: StoreAccess): Owner {
  const pid = store.holder() ?? 0;
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

/** One letter, as `ps` shows it; undefined where the system does not tell. */
function stateOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2)[0];
  } catch {
    return undefined;
  }
}

/** How far the process that has the lock has come; undefined if its store is not ready. */
async function peek(access: StoreAccess): Promise<Progress | undefined> {
  try {
    const store = await access.reader();
    try {
      const files = await access.ledger();
      const { trials, problems } = await store.totals();
      return {
        phase: 'reading',
        trials,
        problems,
        files: files.length,
        filesDone: files.filter(({ complete }) => complete).length,
        passedOver: 0,
        unopened: [],
        bytes: files.reduce((sum, { readBytes }) => sum + readBytes, 0),
        totalBytes: files.reduce((sum, { size }) => sum + size, 0),
      };
    } finally {
      await store.close();
    }
  } catch {
    return undefined;
  }
}
