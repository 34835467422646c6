/** `export --to html`: transcripts and walkthroughs as one page that needs nothing else. */
import type { TrialRow } from '../../query/results.ts';
import type { Trial } from '../../trial/types.ts';
import type { Deck } from '../../walkthrough/deck.ts';
import { deckPage } from '../../walkthrough/html/deck.ts';
import { setPage, trialPage } from '../../walkthrough/html/trials.ts';
import type { Around, TrialSet, Writer } from './writer.ts';

export const html: Writer = { trials: trialsPage, walkthrough: walkthroughPage };

export async function* trialsPage(set: TrialSet, { origin }: Around): AsyncGenerator<string> {
  const [first] = set.keys;
  if (first !== undefined && set.keys.length === 1) {
    const trial = await set.collection.store.trial(first);
    if (trial !== undefined) yield* trialPage(trial, origin);
    return;
  }
  const { ask } = set.collection;
  const rates =
    set.query === undefined
      ? undefined
      : await ask('stats', { query: { text: set.query }, by: ['model'] });
  const { length: count } = set.keys;
  yield* setPage({ count, query: set.query, rates, rows: rowsOf(set) }, trialsOf(set), origin);
}

async function* walkthroughPage(deck: Deck, { origin }: Around): AsyncGenerator<string> {
  yield* deckPage(deck, origin);
}

/** Rows read from the store in one go. */
const PAGE = 1000;

async function* rowsOf({ collection: { store }, keys }: TrialSet): AsyncGenerator<TrialRow> {
  for (let at = 0; at < keys.length; at += PAGE) yield* await store.rows(keys.slice(at, at + PAGE));
}

async function* trialsOf({ collection: { store }, keys }: TrialSet): AsyncGenerator<Trial> {
  for (const key of keys) {
    const trial = await store.trial(key);
    if (trial !== undefined) yield trial;
  }
}
