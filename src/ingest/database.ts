/** Opens the database of a collection for writing: one that is sound, or a new one. */
import { rmSync, statSync } from 'node:fs';
import { findDamage, SUMS_SUFFIX, type Damage } from '../store/sqlite/page-sums.ts';
import { UnusableDatabase } from '../store/sqlite/schema.ts';
import { openWriter } from '../store/sqlite/writer.ts';
import type { StoreWriter } from '../store/store.ts';
import { isDamaged, oneLine } from './failures.ts';
import { StuckLock } from './lock.ts';
import { temporary, type Location } from './locate.ts';

/** What is known of a database from the last time that this process wrote it. */
type Written = { readonly inode: bigint; readonly hasIndex: boolean };
const written = new Map<string, Written>();

const WORDS: Readonly<Record<Damage, string>> = {
  damaged: 'the index was damaged; the files are read anew',
  deleted: 'the index was deleted; the files are read anew',
  'of another version': 'the index is of another version of Inquest; the files are read anew',
  empty: '',
};

export type OpenOptions = {
  readonly signal: AbortSignal;
  /** The program starts on the collection: all of the database is compared with its checksums. */
  readonly isOpening: boolean;
  /** It is damaged, whatever it looks like. */
  readonly isRebuild: boolean;
  /** Takes a line for a person where the database had to be made anew. */
  readonly onRebuild: (text: string) => void;
};

/** To be called by who has the lock. */
export async function openDatabase(
  { database, temporary: isTemporary }: Location,
  { signal, isOpening, isRebuild, onRebuild }: OpenOptions,
): Promise<StoreWriter> {
  if (isTemporary) return openWriter(database);
  const damage = isRebuild ? 'damaged' : await damageOf(database, isOpening, signal);
  if (damage !== undefined) {
    if (WORDS[damage] !== '') onRebuild(WORDS[damage]);
    removeDatabase(database);
  }
  try {
    return openWriter(database, { isKept: true });
  } catch (error) {
    if (!(error instanceof UnusableDatabase)) throw error;
    onRebuild(WORDS.damaged);
    removeDatabase(database);
    return openWriter(database, { isKept: true });
  }
}

/** While files are followed, the database is only looked at for being the same. */
async function damageOf(
  database: string,
  isOpening: boolean,
  signal: AbortSignal,
): Promise<Damage | undefined> {
  const before = written.get(database);
  const facts = statSync(database, { bigint: true, throwIfNoEntry: false });
  const isSame = before !== undefined && facts?.ino === before.inode;
  if (isOpening || !isSame) return findDamage(database, signal);
  // Readers of this process go on with the old one, which who writes now would not know of.
  return before.hasIndex && !hasIndex(database) ? 'damaged' : undefined;
}

/** To be called after the database was closed, before the lock is given back. */
export function rememberWritten(database: string): void {
  const facts = statSync(database, { bigint: true, throwIfNoEntry: false });
  if (facts === undefined) written.delete(database);
  else written.set(database, { inode: facts.ino, hasIndex: hasIndex(database) });
}

/** Whether the index of the log is there that all who have the database open share. */
function hasIndex(database: string): boolean {
  return statSync(`${database}-shm`, { throwIfNoEntry: false }) !== undefined;
}

/**
 * Removes a database with what is kept beside it. Those who have it open go on with what they have;
 * the database goes first, so that who opens it meanwhile finds all of it, or sees that it is gone.
 */
export function removeDatabase(database: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal', SUMS_SUFFIX, `${SUMS_SUFFIX}.tmp`]) {
    rmSync(database + suffix, { force: true });
  }
}

/** A temporary database instead of one that cannot be used, with the reason. */
export function giveUp({ database }: Location, error: unknown): Location {
  const isBroken = isDamaged(error);
  if (isBroken) removeDatabase(database);
  const reasons = {
    broken: 'the index was damaged again and again',
    stuck: oneLine(error),
    unwritable: `the index cannot be written (${oneLine(error)})`,
  };
  const other = error instanceof StuckLock ? 'stuck' : 'unwritable';
  const reason = reasons[isBroken ? 'broken' : other];
  return { ...temporary(), notice: `${reason}; a temporary one is used` };
}
