/** `inquest [PATH…]`: the viewer on a terminal, the list elsewhere. */
import { existsSync } from 'node:fs';
import { UserError } from '../../base/user-error.ts';
import { annotationSource } from '../annotation-source.ts';
import { didYouMean } from '../../base/nearest.ts';
import {
  formOf,
  pathsGiven,
  redactSpec,
  requestFor,
  type CommonOptions,
  type Context,
} from '../context.ts';
import type { ViewerOptions } from '../../viewer/options.ts';
import { collectionOf, readWalkthrough } from '../../walkthrough/file.ts';

export type RootOptions = CommonOptions & {
  readonly query?: string;
  readonly trial?: string;
  readonly turn?: number;
  readonly walkthrough?: string;
  readonly fresh?: boolean;
  readonly audit?: readonly string[];
  readonly label?: string;
  readonly key?: string;
};

export async function runRoot(
  context: Context<RootOptions>,
  given: readonly string[],
  commands: readonly string[],
): Promise<number> {
  const [first, ...others] = given;
  if (first !== undefined && others.length === 0 && isClaims(first)) {
    const { runClaimsOpen } = await import('./claims.ts');
    return runClaimsOpen(context, first, []);
  }
  if (first !== undefined && isMissing(first)) {
    const meant = didYouMean(first, commands);
    const hint = meant === '' ? 'inquest --help lists the commands' : undefined;
    throw new UserError(`no such file or command '${first}'${meant}`, hint);
  }
  const { options } = context;
  if (options.walkthrough !== undefined && options.redact !== undefined) {
    throw new UserError(
      '--walkthrough does not go with --redact: its own words would be shown as they are',
      'inquest present FILE --redact … shows them redacted',
    );
  }
  const opened = await openedWalkthrough(options.walkthrough);
  const paths =
    opened === undefined ? pathsGiven(given) : collectionOf(opened.file, opened.walkthrough, given);
  if (!process.stdout.isTTY || formOf(options) !== 'text') {
    const { runList } = await import('./list.ts');
    return runList(context, paths);
  }
  const audited = await auditedBy(context);
  return audited === 'open' ? 1 : openViewer(context, paths, { opened, audited });
}

/** What the audits found that the Stats are to be corrected by; `open`: one of them is, which is said. */
async function auditedBy(
  context: Context<RootOptions>,
): Promise<ViewerOptions['audited'] | 'open'> {
  const { audit: files, label, key } = context.options;
  if (files === undefined) {
    if (label === undefined && key === undefined) return undefined;
    throw new UserError(`--${label === undefined ? 'key' : 'label'} needs --audit FILES`);
  }
  const { readMeasures } = await import('./audit/measure.ts');
  return (await readMeasures(context, { files, label, key })) ?? 'open';
}

/** Opens the viewer. `more`: what it begins with besides the options. */
export async function openViewer(
  context: Context<RootOptions>,
  paths: readonly string[],
  more: Pick<ViewerOptions, 'opened' | 'claims' | 'audited'>,
): Promise<number> {
  const { options, config } = context;
  const { request, sample } = await requestFor(paths, options, config);
  const redact = await redactSpec(options);
  const { runViewer } = await import('../../viewer/run.ts');
  return runViewer({
    // A redacted copy is of what was there when it was made.
    request: { ...request, follow: !sample && redact === undefined },
    paths,
    sample,
    query: options.query,
    trial: options.trial,
    turn: options.turn,
    ...more,
    // Claims are what is shown, not where one was.
    fresh: options.fresh === true || more.claims !== undefined,
    again: paths.includes('-') ? undefined : { paths, flags: flagsOf(options) },
    redact,
    // Notes are of the original, and would say what is hidden.
    annotations: redact === undefined ? annotationSource(request, config) : undefined,
    signal: context.stop.signal,
    debug: options.debug === true,
    config,
    report: context.report,
  });
}

/** The options that say how the paths are read, as they were typed; the rule of a verdict may change. */
function flagsOf({ map, format, redact, config, cache }: RootOptions): readonly string[] {
  const valued = { '--map': map, '--format': format, '--redact': redact, '--config': config };
  const given = Object.entries(valued).flatMap(([flag, value]) =>
    value === undefined ? [] : [flag, value],
  );
  return cache ? given : [...given, '--no-cache'];
}

/** The walkthrough to go on with. It is read first: a mistake in it is said before a screen opens. */
async function openedWalkthrough(file: string | undefined): Promise<ViewerOptions['opened']> {
  return file === undefined ? undefined : { file, walkthrough: await readWalkthrough(file) };
}

/** A file of claims is opened with the trials that it is about. */
function isClaims(path: string): boolean {
  return /\.claims\.ya?ml$/i.test(path) && existsSync(path);
}

/** Standard input, addresses and globs are for the reader to judge. */
function isMissing(path: string): boolean {
  return path !== '-' && !/^\w+:\/\/|[*?[\]{}]/.test(path) && !existsSync(path);
}
