import { isLarge, previewOf } from '../preview.ts';
import type { Handler } from '../request.ts';
import { loaded, trialOf } from './trial.ts';

/** The final message of a trial; with the trial itself, unless that is large. */
export const preview: Handler<'preview'> = async (context, { key }) => {
  const trial = await trialOf(context.store, key);
  const final = previewOf(trial);
  return { key, final, loaded: isLarge(trial) ? undefined : await loaded(context, key, trial) };
};
