import type { Handler } from '../request.ts';

/** Those of some ids that no trial has. */
export const missing: Handler<'missing'> = async ({ store }, { ids }) => {
  const keys = await Promise.all(ids.map((id) => store.keyOf(id)));
  return { ids: ids.filter((_, at) => keys[at] === undefined) };
};
