/** What of the files that are pushed is new. */
import { FORMATS } from '../../formats/index.ts';
import type { Format } from '../../formats/format.ts';
import type { LedgerEntry } from '../../store/store.ts';
import type { Problem } from '../../trial/types.ts';
import { decide, type Decision } from '../decide.ts';
import type { FoundFile } from '../find-files.ts';
import type { IngestRequest } from '../messages.ts';
import { recognise } from '../read-file.ts';

/** The settings that decide what is read of a file. */
export type ReadSettings = Pick<IngestRequest, 'map' | 'verdict' | 'format'>;

export type Planned = {
  readonly file: FoundFile;
  /** `changed`: what is there of it is replaced. `there`: it is there as it is. */
  readonly state: 'new' | 'changed' | 'there' | 'passed over' | 'unreadable';
  /** Why it is passed over or cannot be read, where a person should know. */
  readonly problem?: Problem | undefined;
};

/** Compares a file with what the ledger knows of it. A file that nothing can be read of is not pushed. */
export async function planFile(
  file: FoundFile,
  known: LedgerEntry | undefined,
  request: IngestRequest,
  signal: AbortSignal,
): Promise<Planned> {
  const decision = await decideAgain(file, known, request, signal);
  if (decision.type === 'keep') return { file, state: 'there' };
  const recognised = await recognise(file, request, FORMATS);
  const isThere = known?.complete === true;
  switch (recognised.type) {
    case 'known':
      return { file, state: isThere ? 'changed' : 'new' };
    case 'unreadable':
      return { file, state: 'unreadable', problem: recognised.problem };
    default:
      // Nothing takes the place of what was there.
      if (known !== undefined) return { file, state: 'changed' };
      return {
        file,
        state: 'passed over',
        problem: recognised.problem ?? recognised.unread,
      };
  }
}

/**
 * What to do with a file: all of it is read where it is not there whole, or where it was read with other
 * settings. A file that only grew is read on.
 */
export async function decideAgain(
  file: FoundFile,
  known: LedgerEntry | undefined,
  request: IngestRequest,
  signal: AbortSignal,
): Promise<Exclude<Decision, { type: 'fill' }>> {
  const mark = settingsMark(request);
  if (known?.complete !== true || !known.stamp.startsWith(mark)) return { type: 'read' };
  const entry = { ...known, stamp: known.stamp.slice(mark.length) };
  const decision = await decide(file, entry, { formatOf, isOpening: true, signal });
  return decision.type === 'fill' ? { type: 'read' } : decision;
}

/** Stands before the stamp of a file: by it a push with other settings reads the file anew. */
export function settingsMark({ map, verdict, format }: ReadSettings): string {
  return `${JSON.stringify([map ?? null, verdict ?? null, format ?? null])} `;
}

function formatOf(name: string): Format | undefined {
  return FORMATS.find((format) => format.name === name);
}
