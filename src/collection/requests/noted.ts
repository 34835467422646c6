import type { Handler } from '../request.ts';

/** The trials on which people have noted something. */
export const noted: Handler<'noted'> = async ({ annotations }) => ({
  ids: (await (await annotations?.())?.ids('noted', [{ text: '*', glob: true }])) ?? [],
});
