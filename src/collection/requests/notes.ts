import type { Handler } from '../request.ts';
import { trialOf } from './trial.ts';

/** What people have noted on a trial. */
export const notes: Handler<'notes'> = async ({ store, annotations }, { key }) => ({
  key,
  notes: (await (await annotations?.())?.of(await trialOf(store, key))) ?? [],
});
