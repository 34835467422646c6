/** `inquest walkthrough`: makes a walkthrough of trials, and checks whether one still holds. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { plural } from '../../stats/bars.ts';
import { jsonText } from '../../text/json.ts';
import { t } from '../../text/safe.ts';
import type { Trial } from '../../trial/types.ts';
import { UserError } from '../../base/user-error.ts';
import { chapterTitle, type Deck } from '../../walkthrough/deck.ts';
import { draftWalkthrough } from '../../walkthrough/draft.ts';
import { dataOf } from '../../walkthrough/parse.ts';
import type { Walkthrough } from '../../walkthrough/types.ts';
import { walkthroughText } from '../../walkthrough/write.ts';
import { formOf, withCollection, type CommonOptions, type Context } from '../context.ts';
import { tell } from '../../process/streams.ts';
import { deliver, refuseSources } from '../destination.ts';
import { findTrial } from '../../collection/find-trial.ts';
import type { Form, Output } from '../../process/output.ts';
import { printJson, printJsonLines } from '../print-rows.ts';
import { pathsFrom } from '../../walkthrough/file.ts';
import { withDeck } from '../with-deck.ts';

export type NewOptions = CommonOptions & {
  readonly trial: readonly string[];
  readonly output: string;
  readonly force?: boolean;
};

/** `walkthrough new`: a first walkthrough of trials, to be presented or edited. */
export async function runNew(
  context: Context<NewOptions>,
  paths: readonly string[],
): Promise<number> {
  const { options, out } = context;
  const { output, force } = options;
  if (output !== '-' && force !== true && existsSync(output)) {
    throw new UserError(`${output} is there already`, '--force replaces it');
  }
  return withCollection(paths, context, async (collection) => {
    await refuseSources(output, collection);
    const trials: Trial[] = [];
    for (const id of options.trial) {
      const trial = await collection.store.trial(await findTrial(collection.store, id));
      if (trial === undefined) throw new UserError(`the trial ${id} is gone`);
      trials.push(trial);
    }
    const folder = output === '-' ? '.' : path.dirname(output);
    // Names of files can say what is to be hidden.
    const shown = collection.redaction === undefined ? paths : [];
    const made = draftWalkthrough(trials, await pathsFrom(folder, shown));
    const form = formOf(options);
    const pieces = textOf(made, form);
    await deliver(output, pieces, context, collection, form === 'text' ? out.raw : out.json);
    if (output !== '-') {
      tell(`${plural(made.stops.length, 'stop')} written to ${output}`);
    }
    return 0;
  });
}

async function* textOf(made: Walkthrough, form: Form): AsyncGenerator<string> {
  if (form === 'text') yield walkthroughText(made);
  else yield `${jsonText(dataOf(made), form === 'json' ? 2 : undefined)}\n`;
}

/** A stop as it is printed. `found` is the id under which its trial was found, null if it was not. */
type StopReport = {
  readonly stop: number;
  readonly title: string;
  readonly trial: string | null;
  readonly found: string | null;
  readonly problems: readonly string[];
};

/** `walkthrough check`: whether every stop still finds what it points at. 1 if one does not. */
export async function runWalkthroughCheck(
  context: Context,
  file: string,
  given: readonly string[],
): Promise<number> {
  const report = async (deck: Deck): Promise<number> => {
    const { title } = deck.walkthrough;
    const stops = reportsOf(deck);
    const form = formOf(context.options);
    if (form === 'json') {
      await printJson(context.out, stops, { head: { file, title }, name: 'stops' });
    } else if (form === 'jsonl') await printJsonLines(context.out, stops);
    else await printText(context.out, title, stops);
    return stops.some(({ problems }) => problems.length > 0) ? 1 : 0;
  };
  return withDeck(file, given, context, report, { tellProblems: false });
}

function reportsOf(deck: Deck): readonly StopReport[] {
  return deck.walkthrough.stops.map((stop, index): StopReport => {
    const slide = deck.slides.find((one) => 'trial' in one && one.stop === index);
    const found = slide !== undefined && 'trial' in slide ? deck.trials[slide.trial] : undefined;
    return {
      stop: index + 1,
      title: chapterTitle(deck, index),
      trial: stop.trial ?? null,
      found: found?.id ?? null,
      problems: deck.problems.filter((one) => one.stop === index).map(({ message }) => message),
    };
  });
}

async function printText(out: Output, title: string, stops: readonly StopReport[]): Promise<void> {
  await out.text(t`${title}\n`);
  const digits = String(stops.length).length;
  for (const { stop, title: name, trial, found, problems } of stops) {
    const mark = problems.length === 0 ? '✔' : '✘';
    const moved = found !== null && found !== trial ? ` (now ${found})` : '';
    await out.text(t`  ${mark} ${String(stop).padStart(digits)} ${name}${moved}\n`);
    for (const problem of problems) await out.text(t`    ${' '.repeat(digits)} ${problem}\n`);
  }
  const wrong = stops.filter(({ problems }) => problems.length > 0).length;
  const rest = wrong === 0 ? 'all match' : `${wrong} ${wrong === 1 ? 'does' : 'do'} not match`;
  await out.text(t`\n${plural(stops.length, 'stop')}, ${rest}\n`);
}
