/** `inquest index`: what is kept in the cache folder, and deleting it. */
import { existsSync, rmSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { folderState } from '../../base/own-folder.ts';
import { indexNameOf, locationIn } from '../../ingest/locate.ts';
import type { StoreAccess } from '../../store/backend.ts';
import { openStore } from '../../store/open.ts';
import { t } from '../../text/safe.ts';
import { UserError } from '../../base/user-error.ts';
import { plural } from '../../stats/bars.ts';
import { cacheFolder } from '../../process/folders.ts';
import { formOf, type Context } from '../context.ts';
import { printJson, printJsonLines } from '../print-rows.ts';
import { tell } from '../../process/streams.ts';

/** An index as it is printed. */
type IndexReport = {
  readonly file: string;
  /** With what is kept beside it. */
  readonly bytes: number;
  readonly changedAt: string;
  /** Null where it cannot be read: by another version, or damaged. */
  readonly trials: number | null;
  readonly sources: readonly string[];
};

export async function runIndex(context: Context, what: string): Promise<number> {
  const folder = cacheFolder();
  if (folder === undefined) throw new UserError('there is no home folder', 'set HOME');
  const { fault } = folderState(folder);
  if (fault !== undefined) throw new UserError(`the cache folder ${fault}`);
  const files = existsSync(folder) ? await readdir(folder) : [];
  const ours = files.filter((name) => indexNameOf(name) !== undefined);
  const code =
    what === 'clear' ? await clear(context, folder, ours) : await status(context, folder, ours);
  await context.out.finish();
  return code;
}

/**
 * Deletes every index that nobody reads files into at the moment. Those who only have it open go on
 * with what they have.
 */
async function clear(
  { out, options }: Context,
  folder: string,
  files: readonly string[],
): Promise<number> {
  let [indexes, bytes, left] = [0, 0, 0];
  for (const [name, group] of Map.groupBy(files, (file) => indexNameOf(file) ?? file)) {
    const size = await sizeOf(folder, group);
    const isDeleted = await deleteIndex(openStore(locationIn(folder, name)));
    if (!isDeleted) left += 1;
    else if (group.includes(name)) indexes += 1;
    if (isDeleted) bytes += size;
  }
  if (formOf(options) === 'text') {
    await out.text(t`${plural(indexes, 'index', 'indexes')} deleted (${sizeText(bytes)})\n`);
  } else await printJsonLines(out, [{ deleted: indexes, bytes, left }]);
  if (left > 0) {
    const which = plural(left, 'index', 'indexes');
    tell(`${which} left: another Inquest is reading files into it; clear again when it is done`);
  }
  return 0;
}

/** False where another process reads files into it. */
async function deleteIndex({ files, lock: takeLock, remove }: StoreAccess): Promise<boolean> {
  try {
    const lock = await takeLock();
    if (lock === undefined) return false;
    try {
      await remove();
      // What the lock consists of.
      for (const file of files) rmSync(file, { force: true });
    } finally {
      await lock.release();
    }
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`cannot delete ${files[0]}: ${code ?? 'refused'}`);
  }
}

async function status(
  { out, options }: Context,
  folder: string,
  files: readonly string[],
): Promise<number> {
  const groups = Map.groupBy(files, (name) => indexNameOf(name) ?? name);
  const indexes: IndexReport[] = [];
  for (const [name, group] of groups) {
    if (files.includes(name)) indexes.push(await report(folder, name, group));
  }
  const bytes = indexes.reduce((sum, index) => sum + index.bytes, 0);
  const form = formOf(options);
  if (form === 'json') {
    await printJson(out, indexes, { head: { folder, bytes }, name: 'indexes' });
  } else if (form === 'jsonl') await printJsonLines(out, indexes);
  else {
    await out.text(
      t`${folder}: ${plural(indexes.length, 'index', 'indexes')}, ${sizeText(bytes)}\n`,
    );
    for (const { file, bytes: size, trials, sources } of indexes) {
      const what = trials === null ? 'cannot be read' : plural(trials, 'trial');
      const [first = ''] = sources;
      const more =
        sources.length > 1 ? ` and ${plural(sources.length - 1, 'more file', 'more files')}` : '';
      await out.text(t`  ${file}  ${sizeText(size)}  ${what}  ${first}${more}\n`);
    }
  }
  return 0;
}

async function report(
  folder: string,
  name: string,
  group: readonly string[],
): Promise<IndexReport> {
  const file = path.join(folder, name);
  const { mtime } = await stat(file);
  const found = { file: name, bytes: await sizeOf(folder, group), changedAt: mtime.toISOString() };
  try {
    const store = await openStore(locationIn(folder, name)).reader();
    try {
      const sources = (await store.sources()).map((source) => source.path);
      return { ...found, trials: (await store.totals()).trials, sources };
    } finally {
      await store.close();
    }
  } catch {
    return { ...found, trials: null, sources: [] };
  }
}

/** Bytes of files together; one that went away meanwhile has none. */
async function sizeOf(folder: string, files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    files.map((name) =>
      stat(path.join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** `3.2 MB`: powers of a thousand, as disks are sold. */
export function sizeText(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
