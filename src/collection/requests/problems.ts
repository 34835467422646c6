import type { Handler } from '../request.ts';

/** What was wrong with the files that were read. */
export const problems: Handler<'problems'> = async ({ store }, { limit }) => ({
  problems: await store.problems(limit),
});
