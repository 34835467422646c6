/** `inquest push`: files into a collection of a PostgreSQL database. */
import { availableParallelism } from 'node:os';
import { UserError } from '../../base/user-error.ts';
import {
  push,
  type FileReport,
  type PushProgress,
  type PushReport,
} from '../../ingest/push/push.ts';
import { tell, tellProgress } from '../../process/streams.ts';
import { plural } from '../../stats/bars.ts';
import { isAddress } from '../../store/postgres/address.ts';
import { openDatabase } from '../../store/postgres/connection.ts';
import { t } from '../../text/safe.ts';
import { formOf, requestFor, type CommonOptions, type Context } from '../context.ts';
import { printJson, printJsonLines } from '../print-rows.ts';

export type PushOptions = CommonOptions & {
  readonly to: string;
  readonly collection?: string;
  readonly jobs?: number;
  readonly dryRun?: boolean;
};

/** Problems that are told one by one; `inquest check` lists all of them. */
const MOST_PROBLEMS = 20;

export async function runPush(
  context: Context<PushOptions>,
  paths: readonly string[],
): Promise<number> {
  const { options, config, stop } = context;
  const { to, jobs = defaultJobs(), dryRun: isDry = false } = options;
  if (options.redact !== undefined) {
    throw new UserError(
      '--redact does not go with push: pseudonyms would differ from push to push',
      'write a redacted file first, and push that: inquest convert --redact WHAT -o FILE',
    );
  }
  // Said before anything repeats it: it may hold a password.
  if (paths.some(isAddress)) {
    throw new UserError(
      'push reads files, and no database',
      'inquest pull ADDRESS -o FILE writes one into a file',
    );
  }
  const { request } = await requestFor(paths, options, config);
  // A file takes as long as it takes.
  const database = openDatabase(to, { statementTimeout: 0, most: 2 * jobs + 1 });
  try {
    const collection = collectionNamed(options.collection, database.address.collections);
    const report = await push(database, request, {
      collection,
      jobs,
      isDry,
      signal: stop.signal,
      onProgress: (progress) => tellProgress(progressText(progress)),
    }).finally(() => tellProgress(undefined));
    await print(context, report, isDry);
    sayProblems(report);
    tell(summary(report.files, collection, isDry));
    await context.out.finish();
    const isBroken = report.files.some(({ state }) => state === 'unreadable');
    return report.unopened.length > 0 || isBroken ? 2 : 0;
  } finally {
    await database.close();
  }
}

/** More would wait for the database, and each takes two of its connections. */
const MOST_JOBS = 8;

function defaultJobs(): number {
  return Math.min(MOST_JOBS, availableParallelism());
}

/** The name that is given, in the option or in the address. */
function collectionNamed(option: string | undefined, inAddress: readonly string[]): string {
  const names = new Set([...(option === undefined ? [] : [option]), ...inAddress]);
  const [name = 'default', ...others] = names;
  if (others.length > 0) {
    throw new UserError(
      'several collections are named',
      'name one: in --collection, or in the address as ?collection=NAME',
    );
  }
  if (name === '' || /[\0\u0001]/.test(name) || !name.isWellFormed()) {
    throw new UserError('a collection cannot have this name', 'name it with letters');
  }
  return name;
}

function progressText({ phase, files, filesDone, trials, bytes, totalBytes }: PushProgress) {
  const done = `${filesDone} of ${plural(files, 'file')}`;
  if (phase === 'looking') return t`looking · ${done}`;
  const share = totalBytes > 0 ? ` · ${Math.floor((100 * bytes) / totalBytes)} %` : '';
  return t`pushing · ${done} · ${plural(trials, 'trial')}${share}`;
}

/** What became of each file: for programs, and of a dry run for people. */
async function print(
  { options, out }: Context<PushOptions>,
  { files }: PushReport,
  isDry: boolean,
): Promise<void> {
  const form = formOf(options);
  if (form === 'json') await printJson(out, files);
  else if (form === 'jsonl') await printJsonLines(out, files);
  else if (isDry) {
    for (const { file, state } of files) await out.text(t`${state.padEnd(12)}${file}\n`);
  }
}

function sayProblems({ problems }: PushReport): void {
  for (const { source, place, message } of problems.slice(0, MOST_PROBLEMS)) {
    tell(`${source}${place === undefined ? '' : `, ${place}`}: ${message}`);
  }
  const more = problems.length - MOST_PROBLEMS;
  if (more > 0) tell(`${plural(more, 'more problem')}; inquest check lists all of them`);
}

function summary(files: readonly FileReport[], collection: string, isDry: boolean): string {
  const by = Map.groupBy(files, ({ state }) => state);
  const of = (state: FileReport['state']): readonly FileReport[] => by.get(state) ?? [];
  const pushed = [...of('new'), ...of('changed')];
  const trials = pushed.reduce((sum, one) => sum + (one.trials ?? 0), 0);
  const count = isDry ? '' : ` (${plural(trials, 'trial')})`;
  const parts = [
    `${isDry ? 'would push' : 'pushed'} ${plural(pushed.length, 'file')}${count} into ${JSON.stringify(collection)}`,
    ...(of('there').length > 0 ? [`${of('there').length} there already`] : []),
    ...(of('passed over').length > 0 ? [`${of('passed over').length} passed over`] : []),
    ...(of('unreadable').length > 0 ? [`${of('unreadable').length} cannot be read`] : []),
  ];
  return parts.join(', ');
}
