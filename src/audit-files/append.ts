/**
 * Appends to an audit file. What was appended is on the disk when the promise resolves; nothing is ever
 * overwritten or cut off.
 */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { readAudit, requireWhole, type AuditFile } from '../audit/audit-file.ts';
import { linesOf, recordIn, scrapOf } from '../audit/chain.ts';
import { sha256 } from '../audit/hash.ts';
import type { NewRecord } from '../audit/schema.ts';
import { unwritable } from '../base/file-errors.ts';
import { UserError } from '../base/user-error.ts';
import { flushFolder } from '../base/write-file.ts';

export type AuditWriter = {
  /** What is in the file now. */
  readonly audit: () => AuditFile;
  /** A line for a person, where the end of the file was torn and has been mended. */
  readonly repaired: string | undefined;
  /**
   * Adds records, each in one write and flushed. Rejects with a `UserError` where that fails: they are
   * then not in the file, and can be given again.
   */
  readonly append: (...records: readonly NewRecord[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

type Clock = () => Date;

/** Opens an audit file for more. Throws a `UserError` where its chain is broken. */
export async function openAudit(file: string, now: Clock): Promise<AuditWriter> {
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDWR | constants.O_APPEND);
  } catch (error) {
    throw unwritable(error, file);
  }
  try {
    return await writerOf(handle, file, now);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Makes an audit file with its first records; its folder is flushed too. One that is there is kept. */
export async function createAudit(
  file: string,
  records: readonly NewRecord[],
  now: Clock,
): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'ax', 0o600);
  } catch (error) {
    throw unwritable(error, file);
  }
  try {
    let head: string | null = null;
    let text = '';
    for (const [seq, record] of records.entries()) {
      const line = lineOf(record, { seq, prev: head, at: now().toISOString() });
      head = sha256(line);
      text += `${line}\n`;
    }
    await handle.writeFile(text);
    await handle.sync();
    await flushFolder(path.dirname(path.resolve(file)));
  } catch (error) {
    throw unwritable(error, file);
  } finally {
    await handle.close();
  }
}

type Link = { readonly seq: number; readonly prev: string | null; readonly at: string };

function lineOf({ type, ...rest }: NewRecord, { seq, prev, at }: Link): string {
  return JSON.stringify({ seq, type, prev, at, ...rest });
}

/** The end of a file, to which only this holder writes. */
function endOf(
  handle: FileHandle,
  file: string,
  first: Buffer,
): { readonly bytes: () => Buffer; readonly write: (text: string) => Promise<void> } {
  /** The file as it was last seen. */
  let bytes = first;
  return {
    bytes: () => bytes,
    write: async (text) => {
      const { size } = await handle.stat();
      if (size !== bytes.length) {
        throw new UserError(
          `${file} was changed by another program`,
          'open it again; nothing that was given is lost',
        );
      }
      const data = Buffer.from(text);
      try {
        let done = 0;
        while (done < data.length) done += (await handle.write(data, done)).bytesWritten;
        await handle.sync();
      } catch (error) {
        // What was written of it is seen, and marked, by the next write.
        const now = await handle.stat().catch(() => undefined);
        bytes = Buffer.concat([bytes, data.subarray(0, (now?.size ?? size) - size)]);
        throw unwritable(error, file);
      }
      bytes = Buffer.concat([bytes, data]);
    },
  };
}

async function writerOf(handle: FileHandle, file: string, now: Clock): Promise<AuditWriter> {
  const end = endOf(handle, file, await handle.readFile());
  let queue: Promise<unknown> = Promise.resolve();

  /** Ends what stands behind the last record. Gives what was done, for a person. */
  const mend = async (): Promise<string | undefined> => {
    const parts = linesOf(end.bytes());
    const { lines, torn } = parts;
    const last = lines.at(-1);
    const record = recordIn(torn);
    const isWhole =
      record !== undefined &&
      record['prev'] === (last === undefined ? null : sha256(last)) &&
      record['seq'] === lines.length;
    if (isWhole) {
      await end.write('\n');
      return `${file}: the last record had no line end, and got one`;
    }
    const scrap = scrapOf(parts);
    if (scrap.length === 0) return undefined;
    if (torn.length > 0) await end.write('\n');
    await add({ type: 'repair', bytes: scrap.length, hash: sha256(scrap) });
    return `${file}: ${scrap.length} bytes at its end were no whole record; they are kept, and marked`;
  };

  const add = async (record: NewRecord): Promise<void> => {
    const { lines } = linesOf(end.bytes());
    const last = lines.at(-1);
    const prev = last === undefined ? null : sha256(last);
    await end.write(`${lineOf(record, { seq: lines.length, prev, at: now().toISOString() })}\n`);
  };

  // Before anything is written: what is not of ours is not to be mended.
  readAudit(end.bytes(), file);
  const repaired = await mend();
  let audit = readAudit(end.bytes(), file);
  requireWhole(audit);
  return {
    audit: () => audit,
    repaired,
    append: (...records) => {
      const work = queue.then(async () => {
        try {
          await mend();
          for (const record of records) await add(record);
        } finally {
          audit = readAudit(end.bytes(), file);
        }
      });
      queue = work.catch(() => undefined);
      return work;
    },
    close: () => handle.close(),
  };
}
