import type { Handler } from '../request.ts';

/** The fields that trials bring along. */
export const fields: Handler<'fields'> = async ({ store }) => ({ fields: await store.fields() });
