/** `export --to md`: transcripts and walkthroughs as Markdown. */
import { Readable } from 'node:stream';
import { deckMarkdown } from '../../walkthrough/markdown/deck.ts';
import { markdown } from '../../walkthrough/markdown/trial.ts';
import type { TrialSet, Writer } from './writer.ts';

export const md: Writer = {
  trials: documents,
  walkthrough: (deck, { origin }) => Readable.from(deckMarkdown(deck, origin)),
};

/** Several transcripts follow one another, each with its own front matter. */
async function* documents({ collection: { store }, keys }: TrialSet): AsyncGenerator<string> {
  for (const [at, key] of keys.entries()) {
    const trial = await store.trial(key);
    if (trial !== undefined) yield (at > 0 ? '\n' : '') + markdown(trial);
  }
}
