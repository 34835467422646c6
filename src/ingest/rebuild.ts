/** What a person is told where the store of a collection was made anew, or could not be used. */
import type { Damage } from '../store/backend.ts';
import { isDamaged, openStore } from '../store/open.ts';
import { oneLine } from './failures.ts';
import { temporary, type Located } from './locate.ts';
import { StuckLock } from './lock.ts';

export const REBUILT: Readonly<Record<Damage, string>> = {
  damaged: 'the index was damaged; the files are read anew',
  deleted: 'the index was deleted; the files are read anew',
  'of another version': 'the index is of another version of Inquest; the files are read anew',
};

/** A temporary store instead of one that cannot be used, with the reason. */
export async function giveUp({ location }: Located, error: unknown): Promise<Located> {
  const isBroken = isDamaged(error);
  if (isBroken) await openStore(location).remove();
  const reasons = {
    broken: 'the index was damaged again and again',
    stuck: oneLine(error),
    unwritable: `the index cannot be written (${oneLine(error)})`,
  };
  const other = error instanceof StuckLock ? 'stuck' : 'unwritable';
  const reason = reasons[isBroken ? 'broken' : other];
  return { ...temporary(), notice: `${reason}; a temporary one is used` };
}
