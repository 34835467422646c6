/**
 * Keeps the words of the collection, with how many passages have each: added to where few passages
 * come, and counted anew, when asked to, where many came or some went.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { TOKENIZER } from './schema.ts';

/** Text of one transaction whose words are counted apart. More is quicker counted with the rest. */
const FEW_BYTES = 512 * 1024;

export type Terms = {
  /** To be called with each passage that is added. */
  readonly add: (id: number, text: Uint8Array | string) => void;
  /** Some passages are gone: nothing that is known is right any more. */
  readonly drop: () => void;
  /** To be called before a transaction is committed. */
  readonly settle: () => void;
  /** Counts all words, unless they are known. */
  readonly count: () => void;
};

export function createTerms(database: DatabaseSync): Terms {
  let isKnown = database.prepare('SELECT 1 FROM term LIMIT 1').get() !== undefined;
  let bytes = 0;
  let addWords: StatementSync | undefined;

  /** An index in memory of the passages of one transaction. */
  function fresh(): StatementSync {
    database.exec(`
      CREATE VIRTUAL TABLE temp.fresh USING fts5 (
        text, content='', detail=none, columnsize=0, tokenize="${TOKENIZER}"
      );
      CREATE VIRTUAL TABLE temp.fresh_words USING fts5vocab (temp, fresh, row);`);
    return database.prepare('INSERT INTO temp.fresh (rowid, text) VALUES (?, ?)');
  }

  function forgetFresh(): void {
    if (bytes > 0) database.exec("INSERT INTO temp.fresh (fresh) VALUES ('delete-all')");
    bytes = 0;
  }

  function drop(): void {
    if (isKnown) database.exec('DELETE FROM term');
    isKnown = false;
    forgetFresh();
  }

  return {
    add: (id, text) => {
      if (!isKnown) return;
      if (bytes + text.length > FEW_BYTES) {
        drop();
        return;
      }
      addWords ??= fresh();
      bytes += text.length;
      addWords.run(id, text);
    },
    drop,
    settle: () => {
      if (bytes === 0) return;
      database.exec(`
        INSERT INTO term SELECT term, doc FROM temp.fresh_words WHERE true
          ON CONFLICT (word) DO UPDATE SET passages = passages + excluded.passages`);
      forgetFresh();
    },
    count: () => {
      if (isKnown) return;
      database.exec('INSERT INTO term SELECT term, doc FROM dictionary');
      isKnown = true;
    },
  };
}
