/** `export --to md`: transcripts and walkthroughs as Markdown. */
import { Readable } from 'node:stream';
import { deckMarkdown } from '../../walkthrough/markdown/deck.ts';
import { markdown } from '../../walkthrough/markdown/trial.ts';
import type { TrialSet, Writer } from './writer.ts';

export const md: Writer = {
  trials: documents,
  walkthrough: (deck, { origin }) => Readable.from(deckMarkdown(deck, origin)),
};

/** Several transcripts follow one another, the first with front matter. */
async function* documents({ collection: { store }, keys }: TrialSet): AsyncGenerator<string> {
  let isFirst = true;
  for (const key of keys) {
    const trial = await store.trial(key);
    if (trial === undefined) continue;
    yield (isFirst ? '' : '\n') + markdown(trial, isFirst);
    isFirst = false;
  }
}
