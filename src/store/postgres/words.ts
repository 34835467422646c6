/** The words of the collections, which are read once for each generation. */
import { createExpander, type Dictionary, type WordCount } from '../../query/expand.ts';
import { inBuckets, type Known } from './known.ts';
import { addedUp } from './nodes/merge.ts';
import type { Servers } from './nodes/servers.ts';

export type Words = {
  readonly all: (client: Servers, now: Known) => Promise<readonly WordCount[]>;
  readonly dictionary: (client: Servers, now: Known) => Promise<Dictionary>;
};

export function createWords(): Words {
  let read: { readonly generation: number; readonly words: readonly WordCount[] } | undefined;
  let made: { readonly of: readonly WordCount[]; readonly dictionary: Dictionary } | undefined;

  async function all(client: Servers, now: Known): Promise<readonly WordCount[]> {
    if (read?.generation !== now.generation) {
      read = { generation: now.generation, words: await readWords(client, now) };
    }
    return read.words;
  }

  return {
    all,
    dictionary: async (client, now) => {
      const words = await all(client, now);
      if (made?.of !== words) made = { of: words, dictionary: createExpander(words) };
      return made.dictionary;
    },
  };
}

async function readWords(client: Servers, now: Known): Promise<readonly WordCount[]> {
  const { rows } = await client.query<{ word: string; count: number }>(
    `SELECT word, sum(passages) AS count FROM inquest.word w WHERE ${inBuckets(now, 'w')}
      GROUP BY word HAVING sum(passages) > 0 ORDER BY word`,
  );
  return client.count === 1 ? rows : addedUp(rows);
}
