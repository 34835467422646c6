/** `export --to svg`: one screen of a presentation as a picture. */
import { safeLine } from '../text/safe.ts';
import { finalMessage } from '../trial/final-message.ts';
import { UserError } from '../base/user-error.ts';
import type { Deck } from '../walkthrough/deck.ts';
import { pictureOfStop, pictureOfTurn } from './svg/picture.ts';
import { stageLines } from '../walkthrough/stage-lines.ts';
import type { Position } from '../walkthrough/stage.ts';
import { runsOf, svgOf } from './svg/screen.ts';
import { trialDeck } from '../walkthrough/trial-deck.ts';
import { lookOf, sizeOf } from './stage-options.ts';
import type { ExportContext, TrialSet, Writer } from './writer.ts';

export const svg: Writer = {
  walkthrough: pictureOfDeck,
  trials: pictureOfTrial,
  isPicture: true,
  takes: ['columns', 'rows', 'stop', 'turn'],
};

async function* pictureOfDeck(deck: Deck, context: ExportContext): AsyncGenerator<string> {
  const { stop = 1, turn } = context.options;
  if (turn !== undefined) throw new UserError('--turn is for trials', 'use --stop');
  yield draw(deck, pictureOfStop(deck, stop, sizeOf(context.options)), context);
}

/** Nothing is held back in the picture of a trial: whoever asks for it has read it. */
async function* pictureOfTrial(
  { collection: { store }, keys: [key, ...more] }: TrialSet,
  context: ExportContext,
): AsyncGenerator<string> {
  const { stop, turn } = context.options;
  if (stop !== undefined) throw new UserError('--stop is for walkthroughs', 'use --turn');
  const trial = key === undefined ? undefined : await store.trial(key);
  if (trial === undefined || more.length > 0) {
    throw new UserError(`a picture is of one trial, not of ${more.length + 1}`, 'give one --trial');
  }
  const deck = await trialDeck(trial, { spoilers: 'none' });
  const number = turn ?? finalMessage(trial.turns)?.turn ?? 1;
  yield draw(deck, pictureOfTurn(deck, number, sizeOf(context.options)), context);
}

function draw(deck: Deck, position: Position, { options, look, origin }: ExportContext): string {
  const { theme, palette } = lookOf(look);
  const size = sizeOf(options);
  const screen = stageLines(deck, position, size).map((line) => runsOf(line, theme.name));
  const redacted = origin.redacted === undefined ? '' : ` (${origin.redacted})`;
  return svgOf(screen, size, palette, safeLine(`${deck.walkthrough.title}${redacted}`));
}
