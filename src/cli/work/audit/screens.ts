/** The report of an audit and its disagreements as screens, with the trials that they are of. */
import { existsSync } from 'node:fs';
import type { AuditStart } from '../../../app/initial.ts';
import { differencesOf } from '../../../audit/differences.ts';
import type { FullReport } from '../../../audit/full-report.ts';
import type { Review } from '../../../audit/reference.ts';
import { keyFileOf, keyOf } from '../../../audit-files/read.ts';
import { shellWord } from '../../../base/shell.ts';
import { annotationSource } from '../../annotation-source.ts';
import { formOf, requestFor, type CommonOptions, type Context } from '../../context.ts';
import { pathsOf, readAgain } from './names.ts';
import { validationOf } from './validation.ts';

export type ScreenOptions = CommonOptions & {
  readonly key?: string;
  readonly data?: readonly string[];
};

/**
 * Shows them on a terminal, and resolves with the exit code. Undefined where they are to be printed:
 * in a pipe, in a form that was asked for, or where the collection is not known.
 */
export async function showOnScreen(
  context: Context<ScreenOptions>,
  review: Review,
  first: AuditStart['first'],
  reportBy: (by: 'model' | undefined) => Promise<FullReport>,
): Promise<number | undefined> {
  const { options, config, out, stop, report } = context;
  const isOnTerminal = out.isTerminal && process.stdin.isTTY;
  if (!isOnTerminal || formOf(options) !== 'text') return undefined;
  const [file] = review.files;
  if (file === undefined) return undefined;
  const hasKey = options.key !== undefined || existsSync(keyFileOf(file));
  const key = hasKey ? await keyOf(file, options.key) : undefined;
  const paths = options.data ?? (key === undefined ? undefined : pathsOf(key));
  if (paths === undefined) return undefined;
  const isWhole = key !== undefined && key.trials.size >= key.head.trials;
  const view = {
    report: await reportBy(undefined),
    byModel: isWhole ? await reportBy('model') : undefined,
    differences: differencesOf(review),
    adjudicate: adjudicateCommand(review),
  };
  const reading = key === undefined ? options : readAgain(context, key).options;
  const { request, sample } = await requestFor(paths, reading, config);
  const { runViewer } = await import('../../../viewer/run.ts');
  return runViewer({
    request,
    paths,
    sample,
    audit: { view, first },
    audited: [
      { by: undefined, validation: validationOf(view.report) },
      ...(view.byModel === undefined
        ? []
        : [{ by: 'model' as const, validation: validationOf(view.byModel) }]),
    ],
    annotations: annotationSource(request, config),
    redact: undefined,
    signal: stop.signal,
    debug: options.debug === true,
    config,
    report,
  });
}

function adjudicateCommand({ files, sources, adjudication }: Review): string {
  const auditors = files.slice(0, 2).map(({ header }) => header.auditor);
  const names = sources
    .filter((one) => one !== adjudication && auditors.includes(one.header.auditor))
    .map(({ file }) => shellWord(file));
  return `inquest audit adjudicate ${names.join(' ')} -o ${shellWord(`${files[0]?.header.name ?? 'audit'}-settled.audit.jsonl`)}`;
}
