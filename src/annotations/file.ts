/** Annotation files on the disk: read whole, and only ever appended to. */
import { constants, existsSync } from 'node:fs';
import { open, readFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { unreadable, unwritable } from '../base/file-errors.ts';
import { makeOwnFolder } from '../base/own-folder.ts';
import { UserError } from '../base/user-error.ts';
import { flushFolder } from '../base/write-file.ts';
import { annotationLine, readAnnotations, type Annotation } from './annotation.ts';

/** Where annotations are kept, and whose are added. Plain data. */
export type AnnotationSource = {
  /** The first is one's own, which is written; the others are read. */
  readonly files: readonly string[];
  readonly author: string;
  /** The name of what is opened (`collectionName`). */
  readonly collection: string;
};

const LINE_END = '\n';
/** How often a record is written again that another program's torn line has swallowed. */
const MOST_TRIES = 3;

/** The bytes of a file; none where it is not there. Throws a `UserError`. */
export async function bytesOfAnnotations(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return new Uint8Array();
    throw unreadable(error, file);
  }
}

/**
 * Adds records, which are on the disk when it resolves. The file may have other writers: each record is
 * a line of its own, in one write at the end of the file. A line that was cut short is ended and marked;
 * resolves with a line for a person where that was so. Throws a `UserError` where they are not known to be
 * on the disk.
 */
export async function appendAnnotations(
  file: string,
  records: readonly Annotation[],
  now: Date,
): Promise<string | undefined> {
  const isNew = makeFolderOf(file);
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o600);
  } catch (error) {
    throw unwritable(error, file);
  }
  try {
    const text = records.map(annotationLine).join('');
    let told: string | undefined;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const mend = await mendingOf(handle, now);
      told ??= mend.torn === 0 ? undefined : tornText(file, mend.torn, mend.isWhole);
      const { size } = await handle.stat();
      await writeAll(handle, Buffer.from(mend.text + text));
      await handle.sync();
      if (await isAlone(handle, size, text)) break;
    }
    if (isNew) await flushFolder(path.dirname(file));
    return told;
  } catch (error) {
    throw unwritable(error, file);
  } finally {
    await handle.close();
  }
}

function tornText(file: string, torn: number, isWhole: boolean): string {
  return isWhole
    ? `${file}: the last note had no line end, and got one`
    : `${file}: ${torn} bytes at its end were no whole note; they are kept, and marked`;
}

/** Makes the folder of a file, as one of the user's own, where there is none. Whether the file is new. */
function makeFolderOf(file: string): boolean {
  const folder = path.dirname(file);
  const fault = existsSync(folder) ? undefined : makeOwnFolder(folder);
  if (fault !== undefined) throw new UserError(`cannot write ${file}: ${fault}`);
  return !existsSync(file);
}

/** What has to stand before a record, so that it begins a line. */
async function mendingOf(
  handle: FileHandle,
  now: Date,
): Promise<{ readonly text: string; readonly torn: number; readonly isWhole: boolean }> {
  const { size } = await handle.stat();
  const bytes = Buffer.alloc(size);
  const { bytesRead } = await handle.read(bytes, 0, size, 0);
  const { torn } = readAnnotations(bytes.subarray(0, bytesRead));
  if (torn === 0) return { text: '', torn, isWhole: true };
  const isWhole = readAnnotations(bytes.subarray(bytesRead - torn, bytesRead)).records.length === 1;
  const repair = annotationLine({ op: 'repair', at: now.toISOString(), bytes: torn });
  return { text: LINE_END + (isWhole ? '' : repair), torn, isWhole };
}

async function writeAll(handle: FileHandle, data: Uint8Array): Promise<void> {
  let done = 0;
  while (done < data.length) done += (await handle.write(data, done)).bytesWritten;
}

/** Whether what was written stands in lines of its own: another program may have left half a line before it. */
async function isAlone(handle: FileHandle, from: number, text: string): Promise<boolean> {
  // One byte before it, where there is one, is the end of the line before.
  const start = Math.max(0, from - 1);
  const { size } = await handle.stat();
  const bytes = Buffer.alloc(size - start);
  await handle.read(bytes, 0, bytes.length, start);
  const found = bytes.toString();
  return (start === 0 && found.startsWith(text)) || found.includes(LINE_END + text);
}
