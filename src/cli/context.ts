/** What every command is given, and the way it opens the paths it was asked about. */
import { existsSync, fstatSync, readFileSync } from 'node:fs';
import type { FieldMap } from '../formats/format.ts';
import { parseMap } from '../formats/field-map.ts';
import type { IngestRequest } from '../ingest/messages.ts';
import type { RedactSpec } from '../redact/types.ts';
import { UserError } from '../base/user-error.ts';
import type { Collection } from '../collection/collection.ts';
import { isAddress } from '../store/postgres/address.ts';
import { annotationSource } from './annotation-source.ts';
import { DEFAULT_CONFIG, type Config } from './config.ts';
import { cacheFolder } from '../process/folders.ts';
import { unknownName } from '../base/nearest.ts';
import { createOutput, type Color, type Form, type Output } from '../process/output.ts';
import { sampleFiles } from '../process/package-root.ts';
import { listenForStop, type Stop } from '../process/stop.ts';
import { createProgressLine, sayWhatIsOpen } from './notices.ts';
import { tell } from '../process/streams.ts';

/** Options that every command takes, as commander gives them. */
export type CommonOptions = {
  readonly map?: string;
  readonly verdict?: string;
  readonly format?: string;
  readonly cache: boolean;
  readonly follow?: boolean;
  readonly redact?: string;
  readonly color?: Color;
  readonly debug?: boolean;
  readonly config?: string;
  readonly json?: boolean;
  readonly jsonl?: boolean;
  readonly csv?: boolean;
};

export type Context<O extends CommonOptions = CommonOptions> = {
  readonly options: O;
  readonly config: Config;
  readonly out: Output;
  readonly stop: Stop;
  /** Writes a report of a mistake of our own. Returns what to tell a person of it. */
  readonly report: (mistake: Error) => Promise<string>;
};

export function createContext<O extends CommonOptions>(
  options: O,
  config: Config = DEFAULT_CONFIG,
): Context<O> {
  const stop = listenForStop();
  const report: Context['report'] = async (mistake) => {
    const { reportMistake } = await import('./report.ts');
    return reportMistake(mistake, process.argv.slice(2));
  };
  return {
    options,
    config,
    out: createOutput(process.stdout, stop.signal, options.color),
    stop,
    report,
  };
}

/** The form that was asked for; text where none was. */
export function formOf({ json, jsonl, csv }: CommonOptions): Form {
  if (csv === true) return 'csv';
  if (jsonl === true) return 'jsonl';
  return json === true ? 'json' : 'text';
}

/** Throws a `UserError` where rows that go on coming are asked for in a form that has an end. */
export function checkFollowing(options: CommonOptions): void {
  if (options.follow === true && formOf(options) === 'json') {
    throw new UserError('--json is one document, which --follow never ends', 'use --jsonl');
  }
}

/**
 * The paths to read: where none is given, what is piped or redirected into standard input. A terminal,
 * a socket or `/dev/null` there is no data.
 */
export function pathsGiven(paths: readonly string[]): readonly string[] {
  if (paths.length > 0) return paths;
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isFile() ? ['-'] : paths;
  } catch {
    // Standard input is closed.
    return paths;
  }
}

/** What to read: the paths, or the bundled sample where there are none (`sample`: said so). */
export async function requestFor(
  paths: readonly string[],
  options: CommonOptions,
  config: Config,
): Promise<{ readonly request: IngestRequest; readonly sample: boolean }> {
  const sample = paths.length === 0;
  if (paths.some(isAddress)) checkDatabase(options);
  await checkReading(options);
  return {
    sample,
    request: {
      paths: sample ? sampleFiles() : paths,
      cwd: currentFolder(),
      cacheFolder: options.cache ? cacheFolderOrNote() : undefined,
      map: options.map === undefined ? undefined : mapNamed(options.map, config),
      verdict: options.verdict,
      format: options.format,
      follow: options.follow,
    },
  };
}

/** Options that say how files are read have no meaning for what was read before. */
function checkDatabase({ verdict, map, format }: CommonOptions): void {
  const given = { verdict, map, format };
  const wrong = Object.entries(given).find(([, value]) => value !== undefined)?.[0];
  if (wrong === undefined) return;
  throw new UserError(
    `--${wrong} says how files are read; the trials of a database are as they were pushed`,
    `push the files again with --${wrong}`,
  );
}

function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw new UserError('the current folder is gone', 'change to one that is there');
  }
}

function cacheFolderOrNote(): string | undefined {
  const folder = cacheFolder();
  if (folder === undefined) tell('there is no home folder, so no index is kept (set HOME)');
  return folder;
}

/** Throws a `UserError` for a wrong rule or format: it is said before anything is read. */
async function checkReading({ verdict, format }: CommonOptions): Promise<void> {
  if (verdict !== undefined) {
    const { parseVerdictRule } = await import('../formats/verdict-rule.ts');
    parseVerdictRule(verdict);
  }
  if (format === undefined) return;
  const { FORMATS } = await import('../formats/index.ts');
  const names = FORMATS.map(({ name }) => name);
  if (!names.includes(format)) {
    throw unknownName('--format: there is no format', format, names);
  }
}

/** `--map`: a name from the config file, a file, or the map itself. */
function mapNamed(text: string, config: Config): FieldMap {
  const named = Object.hasOwn(config.maps, text) ? config.maps[text] : undefined;
  if (named !== undefined) return named;
  if (existsSync(text)) return parseMap(readFileSync(text, 'utf8'));
  if (text.includes('=')) return parseMap(text);
  throw new UserError(
    `--map: there is no file "${text}", and no map of this name in the config file`,
    "give a file, a name, or the map itself: --map 'model=meta.llm,message=output'",
  );
}

type CollectionOptions = {
  readonly tellProblems?: boolean;
  readonly isListing?: boolean;
  /** Trials can be selected by notes of people. */
  readonly withNotes?: boolean;
};

/**
 * Opens the paths, works on them, and closes them whatever happens. Where the index turns out to be
 * damaged meanwhile, it is made anew, and the work done again.
 */
export async function withCollection(
  given: readonly string[],
  context: Context,
  work: (collection: Collection) => Promise<number>,
  options: CollectionOptions = {},
): Promise<number> {
  const paths = pathsGiven(given);
  const { request, sample } = await requestFor(paths, context.options, context.config);
  if (sample) tell('no path given: this is the bundled sample study, which is synthetic');
  const opened = { request, paths, context, work, options };
  try {
    return await workOn(opened);
  } catch (error) {
    const { isDamaged } = await import('../store/open.ts');
    if (!isDamaged(error)) throw error;
    if (paths.includes('-')) {
      throw new UserError('the index was damaged, and standard input cannot be read again');
    }
    if (!context.out.restart()) {
      throw new UserError('the index was damaged while it was read', 'start the command again');
    }
    return workOn({ ...opened, request: { ...request, rebuild: true } });
  }
}

async function workOn({
  request,
  paths,
  context,
  work,
  options: { tellProblems = true, isListing, withNotes = false },
}: {
  readonly request: IngestRequest;
  readonly paths: readonly string[];
  readonly context: Context;
  readonly work: (collection: Collection) => Promise<number>;
  readonly options: CollectionOptions;
}): Promise<number> {
  const { openCollection } = await import('../collection/open.ts');
  const redact = await redactSpec(context.options);
  if (redact !== undefined && context.options.follow === true) {
    throw new UserError(
      '--follow does not go with --redact',
      'names in later trials would change the numbers',
    );
  }
  const line = createProgressLine();
  let collection: Collection;
  try {
    collection = await openCollection(request, {
      signals: context.config.signals,
      annotations: withNotes ? annotationSource(request, context.config) : undefined,
      redact,
      signal: context.stop.signal,
      isListing,
      onProgress: line.show,
      onLooked: line.showLooked,
      onNotice: (text) => {
        line.clear();
        tell(text);
      },
    });
  } finally {
    line.clear();
  }
  try {
    await sayWhatIsOpen(collection, context.options, paths, tellProblems);
    const code = await work(collection);
    await context.out.finish();
    context.stop.signal.throwIfAborted();
    // What was found is printed, but it is not all that was asked for.
    return tellProblems && collection.summary.unopened.length > 0 ? 2 : code;
  } finally {
    await collection.close();
  }
}

/** What `--redact` asks for. Throws a `UserError` before anything is read. */
export async function redactSpec({ redact }: CommonOptions): Promise<RedactSpec | undefined> {
  if (redact === undefined) return undefined;
  const { parseRedact } = await import('./redact-option.ts');
  return parseRedact(redact);
}
