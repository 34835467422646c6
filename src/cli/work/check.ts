/** `inquest check`: how every file was understood, and everything that is wrong with it. */
import type { Source } from '../../store/store.ts';
import { t } from '../../text/safe.ts';
import type { Problem } from '../../trial/types.ts';
import { plural } from '../../stats/bars.ts';
import type { Collection } from '../../collection/collection.ts';
import { formOf, withCollection, type Context } from '../context.ts';
import type { Output } from '../../process/output.ts';
import { printJson, printJsonLines } from '../print-rows.ts';

/** A file as it is printed. `format` null: no format is known for it. */
type FileReport = {
  readonly file: string;
  readonly format: string | null;
  readonly why: string | null;
  readonly trials: number;
  /** The file is gone; its trials are kept until the next opening. */
  readonly missing: boolean;
  readonly problems: readonly {
    readonly place: string | null;
    readonly severity: Problem['severity'];
    readonly message: string;
  }[];
};

export async function runCheck(context: Context, paths: readonly string[]): Promise<number> {
  const { options, out } = context;
  const report = async ({ store, summary }: Collection): Promise<number> => {
    const files = reportsOf(await store.sources(), await store.problems());
    const form = formOf(options);
    if (form === 'json') {
      const head = { passedOver: summary.passedOver };
      await printJson(out, files, { head, name: 'files' });
    } else if (form === 'jsonl') await printJsonLines(out, files);
    else await printText(out, files, summary.passedOver);
    const isBad = files.some(({ problems }) => problems.some((one) => one.severity === 'error'));
    return isBad ? 1 : 0;
  };
  return withCollection(paths, context, report, { tellProblems: false });
}

/** Files in the order they were read; places that are no file (an empty folder) come last. */
function reportsOf(
  sources: readonly Source[],
  problems: readonly Problem[],
): readonly FileReport[] {
  const byFile = Map.groupBy(problems, ({ source }) => source);
  const known = sources.map((source): FileReport => ({
    file: source.name,
    format: source.format === '' ? null : source.format,
    why: source.why === '' ? null : source.why,
    trials: source.trials,
    missing: source.missing,
    problems: (byFile.get(source.name) ?? []).map(problemRow),
  }));
  const names = new Set(sources.map(({ name }) => name));
  const others = [...byFile]
    .filter(([name]) => !names.has(name))
    .map(([file, found]): FileReport => ({
      file,
      format: null,
      why: null,
      trials: 0,
      missing: false,
      problems: found.map(problemRow),
    }));
  return [...known, ...others];
}

function problemRow({ place, severity, message }: Problem): FileReport['problems'][number] {
  return { place: place ?? null, severity, message };
}

async function printText(
  out: Output,
  files: readonly FileReport[],
  passedOver: number,
): Promise<void> {
  for (const { file, format, why, trials, problems } of files) {
    await out.text(t`${file}\n`);
    if (format !== null) {
      const reason = why === null ? '' : ` (${why})`;
      await out.text(t`  ${format}${reason}: ${plural(trials, 'trial')}\n`);
    }
    for (const { place, severity, message } of problems) {
      const where = place === null ? '' : `${place}: `;
      await out.text(t`  ${severity}: ${where}${message}\n`);
    }
  }
  const all = files.flatMap(({ problems }) => problems);
  const errors = all.filter(({ severity }) => severity === 'error').length;
  const trials = files.reduce((sum, file) => sum + file.trials, 0);
  await out.text(
    t`\n${plural(files.length, 'file')}, ${plural(trials, 'trial')}, ${plural(all.length, 'problem')}${errors === 0 ? '' : ` (${plural(errors, 'error')})`}\n`,
  );
  if (passedOver > 0) {
    await out.text(t`${plural(passedOver, 'file')} of unknown format passed over\n`);
  }
}
