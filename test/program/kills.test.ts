/** A bookmark that was confirmed is there after any end; the terminal is given back where it can be. */
import { describe, expect, it } from 'vitest';
import { KILLS, killAfterBookmarks } from '../soak/kills.ts';

describe('after "Bookmarked"', () => {
  it.each(KILLS)(
    '%s loses nothing',
    async (signal) => {
      expect(await killAfterBookmarks(signal, 10)).toEqual([]);
    },
    300_000,
  );
});
