import type { TrialKey } from '../../query/results.ts';
import { UserError } from '../../base/user-error.ts';
import type { Result } from '../protocol.ts';
import type { Store } from '../../store/store.ts';
import type { Trial } from '../../trial/types.ts';
import { contentHash } from '../../walkthrough/reference.ts';
import type { Handler, RequestContext } from '../request.ts';

/** A trial with all that the viewer needs to show it. */
export const trial: Handler<'trial'> = async (context, { key }) =>
  loaded(context, key, await trialOf(context.store, key));

/** The trial with this key. Throws a `UserError` where there is none any more. */
export async function trialOf(store: Store, key: TrialKey): Promise<Trial> {
  const found = await store.trial(key);
  if (found === undefined) throw gone();
  return found;
}

/** The result of `trial` for a trial that has been read already. */
export async function loaded(
  { store, signals, annotations }: RequestContext,
  key: TrialKey,
  found: Trial,
): Promise<Result<'trial'>> {
  const [row] = await store.rows([key]);
  if (row === undefined) throw gone();
  const looksFor = Object.fromEntries(await signals());
  const notes = (await (await annotations?.())?.of(found)) ?? [];
  return { key, row, trial: found, hash: contentHash(found), signals: looksFor, notes };
}

function gone(): UserError {
  return new UserError('this trial is gone');
}
