/** `export --to pdf`: the page as paper, printed by Chromium. */
import { printPage } from '../chromium.ts';
import type { Deck } from '../../walkthrough/deck.ts';
import { deckPage } from '../../walkthrough/html/deck.ts';
import { trialsPage } from './html.ts';
import type { Around, Writer } from './writer.ts';

export const pdf: Writer = {
  trials: (set, around) => printPage(trialsPage(set, around), around.signal),
  walkthrough: (deck, around) => printPage(paperOf(deck, around), around.signal),
  gives: 'bytes',
};

async function* paperOf(deck: Deck, { origin }: Around): AsyncGenerator<string> {
  yield* deckPage(deck, origin, { unfolded: true });
}
