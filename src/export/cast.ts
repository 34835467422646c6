/** `export --to cast`: a presentation as asciinema would have recorded it. */
import { safeLine } from '../text/safe.ts';
import { castLines } from './cast/lines.ts';
import type { Deck } from '../walkthrough/deck.ts';
import { film, type FilmLook, type Frame } from './film.ts';
import { trialDeck } from '../walkthrough/trial-deck.ts';
import { lookOf, sizeOf, speedOf } from './stage-options.ts';
import type { ExportContext, TrialSet, Writer } from './writer.ts';

export const cast: Writer = {
  walkthrough: (deck, context) => written(film(deck, filmLook(context)), titleOf(deck), context),
  trials: (set, context) => written(films(set, filmLook(context)), titleOfSet(set), context),
  gives: 'json',
  takes: ['columns', 'rows', 'castVersion', 'speed', 'typing'],
};

function written(
  frames: AsyncIterable<Frame> | Iterable<Frame>,
  title: string,
  { options, look, origin }: ExportContext,
): AsyncIterable<string> {
  const { theme, palette } = lookOf(look);
  return castLines(frames, {
    version: options.castVersion === '3' ? 3 : 2,
    size: sizeOf(options),
    title,
    paint: theme.paint,
    palette,
    timestamp: origin.when === undefined ? undefined : Date.parse(origin.when) / 1000,
    // Names of files often tell the model.
    origin: {
      program: origin.program,
      ...(origin.redacted === undefined ? {} : { redacted: origin.redacted }),
    },
  });
}

function filmLook({ options, look }: ExportContext): FilmLook {
  return {
    size: sizeOf(options),
    wordsPerMinute: look.wordsPerMinute,
    speed: speedOf(options),
    typing: options.typing === true,
  };
}

/** One trial after the other, each from its title to its end. */
async function* films(
  { collection: { store }, keys }: TrialSet,
  look: FilmLook,
): AsyncGenerator<Frame, void> {
  for (const [at, key] of keys.entries()) {
    const trial = await store.trial(key);
    if (trial === undefined) continue;
    const isAlone = keys.length === 1;
    const place = `trial ${at + 1} of ${keys.length}`;
    const isLast = at === keys.length - 1;
    yield* film(
      await trialDeck(trial, {
        ...(isAlone ? {} : { subtitle: place }),
        ...(isLast ? {} : { closing: `Next: trial ${at + 2} of ${keys.length}` }),
      }),
      look,
    );
  }
}

function titleOf({ walkthrough }: Deck): string {
  return safeLine(walkthrough.title);
}

/** Neither the model nor the verdict is given away. */
function titleOfSet({ keys }: TrialSet): string {
  return keys.length === 1 ? 'One trial' : `${keys.length} trials`;
}
