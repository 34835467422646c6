/** `export --to pdf`: the page as paper, printed by Chromium. */
import { printPage } from './chromium.ts';
import type { Deck } from '../walkthrough/deck.ts';
import { deckPage } from './html/deck.ts';
import { trialsPage } from './html.ts';
import type { ExportContext, Writer } from './writer.ts';

export const pdf: Writer = {
  trials: (set, context) => printPage(trialsPage(set, context), context),
  walkthrough: (deck, context) => printPage(paperOf(deck, context), context),
  gives: 'bytes',
};

async function* paperOf(deck: Deck, { origin }: ExportContext): AsyncGenerator<string> {
  yield* deckPage(deck, origin, { unfolded: true });
}
