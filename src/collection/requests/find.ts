import { findTrial } from '../find-trial.ts';
import type { Handler } from '../request.ts';

/** The trial with this id, or the only one whose id ends with it. */
export const find: Handler<'find'> = async ({ store }, { id }) => ({
  key: await findTrial(store, id),
});
