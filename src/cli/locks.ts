/** Which files are in use by running programs, as far as the system tells. */
import { readFileSync, statSync } from 'node:fs';

/**
 * Says whether a process holds a lock on a file; a store has one on each of its files that is open. Null
 * where the system does not list locks (only Linux does).
 */
export function createLockFinder(): (file: string) => boolean | null {
  let inodes: ReadonlySet<string> | undefined;
  try {
    // `1: POSIX  ADVISORY  READ 1234 fd:00:5678 0 EOF`
    const places = readFileSync('/proc/locks', 'utf8').matchAll(/ \w+:\w+:(\d+) /g);
    inodes = new Set([...places].map(([, inode = '']) => inode));
  } catch {
    inodes = undefined;
  }
  return (file) => {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false });
    if (inodes === undefined) return null;
    return found !== undefined && inodes.has(String(found.ino));
  };
}
