/** Opens a database for writing: one that is sound, or a new one. */
import { statSync } from 'node:fs';
import type { Damage, WriterOptions } from '../backend.ts';
import { UnusableStore, type StoreWriter } from '../store.ts';
import { removeDatabase } from './files.ts';
import { findDamage } from './page-sums.ts';
import { openWriter } from './writer.ts';

/** What is known of a database from the last time that this process wrote it. */
type Written = { readonly inode: bigint; readonly hasIndex: boolean };
const written = new Map<string, Written>();

/** To be called by the one that has the lock. */
export async function openSoundWriter(
  file: string,
  { isKept = false, isOpening = true, isRebuild = false, signal, onRebuild }: WriterOptions = {},
): Promise<StoreWriter> {
  if (!isKept) return openWriter(file);
  const damage = isRebuild ? 'damaged' : await damageOf(file, isOpening, signal);
  const rebuild = (why: Damage | 'empty'): void => {
    if (why !== 'empty') onRebuild?.(why);
    removeDatabase(file);
  };
  if (damage !== undefined) rebuild(damage);
  return remembered(file, openKept(file, rebuild));
}

function openKept(file: string, rebuild: (why: Damage) => void): StoreWriter {
  try {
    return openWriter(file, { isKept: true });
  } catch (error) {
    if (!(error instanceof UnusableStore)) throw error;
    rebuild('damaged');
    return openWriter(file, { isKept: true });
  }
}

/** While files are followed, the database is only looked at for being the same. */
async function damageOf(
  file: string,
  isOpening: boolean,
  signal: AbortSignal | undefined,
): Promise<Damage | 'empty' | undefined> {
  const before = written.get(file);
  const facts = statSync(file, { bigint: true, throwIfNoEntry: false });
  const isSame = before !== undefined && facts?.ino === before.inode;
  if (isOpening || !isSame) return findDamage(file, signal);
  // Readers of this process go on with the old one, which a new writer would not know of.
  return before.hasIndex && !hasIndex(file) ? 'damaged' : undefined;
}

/** The writer; when it is closed, this process knows the database again. */
function remembered(file: string, writer: StoreWriter): StoreWriter {
  return {
    ...writer,
    close: async () => {
      await writer.close();
      const facts = statSync(file, { bigint: true, throwIfNoEntry: false });
      if (facts === undefined) written.delete(file);
      else written.set(file, { inode: facts.ino, hasIndex: hasIndex(file) });
    },
  };
}

/** Whether the index of the log is there that all who have the database open share. */
function hasIndex(file: string): boolean {
  return statSync(`${file}-shm`, { throwIfNoEntry: false }) !== undefined;
}
