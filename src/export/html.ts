/** `export --to html`: transcripts and walkthroughs as one page that needs nothing else. */
import type { TrialRow } from '../query/results.ts';
import type { Deck } from '../walkthrough/deck.ts';
import { deckPage } from './html/deck.ts';
import { setPage, trialPage } from './html/trials.ts';
import type { ExportContext, TrialSet, Writer } from './writer.ts';

export const html: Writer = { trials: trialsPage, walkthrough: walkthroughPage };

export async function* trialsPage(
  set: TrialSet,
  { origin }: ExportContext,
): AsyncGenerator<string> {
  const [first] = set.keys;
  if (first !== undefined && set.keys.length === 1) {
    const trial = await set.collection.store.trial(first);
    if (trial !== undefined) yield* trialPage(trial, origin);
    return;
  }
  const { ask, trials } = set.collection;
  const rates =
    set.query === undefined
      ? undefined
      : await ask('stats', {
          query: { text: set.query },
          by: ['model'],
          exactly: true,
        });
  const { length: count } = set.keys;
  yield* setPage({ count, query: set.query, rates, rows: rowsOf(set) }, trials(set.keys), origin);
}

async function* walkthroughPage(deck: Deck, { origin }: ExportContext): AsyncGenerator<string> {
  yield* deckPage(deck, origin);
}

/** Rows read from the store in one go. */
const PAGE = 1000;

async function* rowsOf({ collection: { store }, keys }: TrialSet): AsyncGenerator<TrialRow> {
  for (let at = 0; at < keys.length; at += PAGE) yield* await store.rows(keys.slice(at, at + PAGE));
}
