/** `export --to md`: transcripts as Markdown. */
import { markdown } from '../markdown.ts';
import type { TrialSet, Writer } from './writer.ts';

export const md: Writer = { trials: documents };

/** Several transcripts follow one another, each with its own front matter. */
async function* documents({ collection: { store }, keys }: TrialSet): AsyncGenerator<string> {
  for (const [at, key] of keys.entries()) {
    const trial = await store.trial(key);
    if (trial !== undefined) yield (at > 0 ? '\n' : '') + markdown(trial);
  }
}
