/** Opens the collection of a walkthrough for a command. */
import type { Collection } from '../collection/collection.ts';
import type { Deck } from '../walkthrough/deck.ts';
import { collectionOf, readWalkthrough } from '../walkthrough/file.ts';
import { withCollection, type Context } from './context.ts';
import { tell } from '../process/streams.ts';

/**
 * Opens the collection of a walkthrough, makes the deck, says what its stops do not find (unless
 * that is the work itself), works on both, and closes the collection whatever happens. `paths`, if
 * any, are read instead of the walkthrough's own.
 */
export async function withDeck(
  file: string,
  paths: readonly string[],
  context: Context,
  work: (deck: Deck, collection: Collection) => Promise<number>,
  { tellProblems = true }: { readonly tellProblems?: boolean } = {},
): Promise<number> {
  const walkthrough = await readWalkthrough(file);
  return withCollection(collectionOf(file, walkthrough, paths), context, async (collection) => {
    const deck = await collection.ask('deck', { walkthrough });
    for (const { stop, message } of tellProblems ? deck.problems : []) {
      tell(`${file}: stop ${stop + 1}: ${message}`);
    }
    return work(deck, collection);
  });
}
