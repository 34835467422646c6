/** `inquest export`: transcripts and walkthroughs for others to read, or a filtered set as data. */
import type { TrialKey } from '../../query/results.ts';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../base/user-error.ts';
import { plural } from '../../stats/bars.ts';
import type { Origin } from '../../export/origin.ts';
import type { Collection } from '../../collection/collection.ts';
import { withCollection, type CommonOptions, type Context } from '../context.ts';
import { tell } from '../../process/streams.ts';
import { deliver, refuseSources } from '../destination.ts';
import { findTrial } from '../../collection/find-trial.ts';
import { originOf } from '../origin.ts';
import { splitPaths } from '../../walkthrough/file.ts';
import { withDeck } from '../with-deck.ts';
import { EXPORT_FORMS, type ExportForm } from '../../export/forms.ts';
import { refuseOthers, type StageOptions } from '../../export/stage-options.ts';
import { WRITERS } from '../../export/table.ts';
import type { Chunk, ExportContext, Writer } from '../../export/writer.ts';
import { matchingKeys } from './convert.ts';

export type ExportOptions = CommonOptions &
  StageOptions & {
    readonly trial?: readonly string[];
    readonly query?: string;
    readonly to?: ExportForm;
    readonly output: string;
  };

export async function runExport(
  context: Context<ExportOptions>,
  given: readonly string[],
): Promise<number> {
  const { query, output } = context.options;
  const { ids: trial, paths: more } = parted(context.options.trial);
  const { file, paths } = splitPaths([...given, ...more]);
  const form = formOf(context.options);
  const writer = await WRITERS[form]();
  refuseOthers(context.options, writer.takes ?? [], form);
  if (writer.gives === 'bytes' && output === '-') {
    throw new UserError(`${form} is not text`, `write it to a file: -o FILE.${form}`);
  }
  if (file !== undefined) {
    if (trial !== undefined || query !== undefined) {
      throw new UserError(
        `--trial and -q do not go with ${file}`,
        'a walkthrough says itself which trials it shows',
      );
    }
    return exportWalkthrough(file, paths, form, writer, context);
  }
  if (trial !== undefined && query !== undefined) {
    throw new UserError('export takes --trial or -q, not both');
  }
  return exportTrials(paths, trial, form, writer, context);
}

/** Ids, and paths that stand behind them: `--trial` takes all that follows it. */
function parted(given: readonly string[] | undefined): {
  readonly ids: readonly string[] | undefined;
  readonly paths: readonly string[];
} {
  const [first, ...others] = given ?? [];
  if (first === undefined) return { ids: undefined, paths: [] };
  const paths = others.filter((one) => existsSync(one));
  return { ids: [first, ...others.filter((one) => !paths.includes(one))], paths };
}

async function exportTrials(
  paths: readonly string[],
  trial: readonly string[] | undefined,
  form: ExportForm,
  { trials, gives, isPicture }: Writer,
  context: Context<ExportOptions>,
): Promise<number> {
  const { query, output } = context.options;
  if (trials === undefined) throw new UserError(`${form} is for walkthroughs`);
  const work = async (collection: Collection): Promise<number> => {
    await refuseSources(output, collection);
    const keys = await (trial === undefined
      ? matchingKeys(collection, query)
      : keysOf(collection, trial));
    if (keys.length === 0) {
      tell(`no trial matches${output === '-' ? '' : `; ${output} was not written`}`);
      return 1;
    }
    const set = { collection, keys, query: trial === undefined ? (query ?? '') : undefined };
    const exported = exportContextOf(await originOf(collection), context);
    await write(trials(set, exported), context, collection, gives);
    const what = isPicture === true ? 'one screen' : plural(keys.length, 'trial');
    if (output !== '-') tell(`${what} written to ${output}`);
    return 0;
  };
  return withCollection(paths, context, work, { withNotes: true });
}

async function exportWalkthrough(
  file: string,
  paths: readonly string[],
  form: ExportForm,
  { walkthrough, gives, isPicture }: Writer,
  context: Context<ExportOptions>,
): Promise<number> {
  const { output } = context.options;
  if (walkthrough === undefined) {
    throw new UserError(`a walkthrough cannot be written as ${form}`, 'it is for trials');
  }
  return withDeck(file, paths, context, async (deck, collection) => {
    await refuseSources(output, collection, file);
    const exported = exportContextOf(await originOf(collection, file), context);
    await write(walkthrough(deck, exported), context, collection, gives);
    const { length } = deck.walkthrough.stops;
    const what = isPicture === true ? 'one screen' : plural(length, 'stop');
    if (output !== '-') tell(`${what} written to ${output}`);
    return 0;
  });
}

function exportContextOf(origin: Origin, context: Context<ExportOptions>): ExportContext {
  const { config, options, stop } = context;
  return { origin, look: config, env: process.env, options, signal: stop.signal };
}

function write(
  pieces: AsyncIterable<Chunk>,
  context: Context<ExportOptions>,
  collection: Collection,
  gives: Writer['gives'],
): Promise<void> {
  const { out, options } = context;
  const print = gives === 'json' ? out.json : out.raw;
  return deliver(options.output, pieces, context, collection, (piece) => print(String(piece)));
}

function formOf({ to, output }: ExportOptions): ExportForm {
  const ending = path.extname(output).slice(1).toLowerCase();
  const form = to ?? EXPORT_FORMS.find((one) => one === ending);
  if (form !== undefined) return form;
  throw new UserError('export needs a form', `give --to ${EXPORT_FORMS.join(', ')}`);
}

async function keysOf({ store }: Collection, ids: readonly string[]): Promise<readonly TrialKey[]> {
  const keys: TrialKey[] = [];
  for (const id of ids) keys.push(await findTrial(store, id));
  return [...new Set(keys)];
}
