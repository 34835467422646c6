/** `export --to md`: transcripts and walkthroughs as Markdown. */
import { Readable } from 'node:stream';
import { deckMarkdown } from './markdown/deck.ts';
import { markdown } from './markdown/trial.ts';
import type { TrialSet, Writer } from './writer.ts';

export const md: Writer = {
  trials: documents,
  walkthrough: (deck, { origin }) => Readable.from(deckMarkdown(deck, origin)),
};

/** Several transcripts follow one another, the first with front matter. */
async function* documents({ collection, keys }: TrialSet): AsyncGenerator<string> {
  let isFirst = true;
  for await (const trial of collection.trials(keys)) {
    yield (isFirst ? '' : '\n') + markdown(trial, isFirst);
    isFirst = false;
  }
}
