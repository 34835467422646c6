/** `inquest audit disagreements`: where people, and where people and judge, differ. */
import type { Review, ReviewedTrial, Value } from '../../../audit/reference.ts';
import { t } from '../../../text/safe.ts';
import { formOf, type CommonOptions, type Context } from '../../context.ts';
import { printCsv, printJson, printJsonLines, printTable } from '../../print-rows.ts';
import type { Row } from '../../../export/csv-line.ts';
import { readReview } from './read-review.ts';

export type DisagreementsOptions = CommonOptions & {
  readonly interim?: boolean;
  readonly key?: string;
  readonly open?: boolean;
};

export async function runDisagreements(
  context: Context<DisagreementsOptions>,
  files: readonly string[],
): Promise<number> {
  const { options, out } = context;
  const review = await readReview(files, options);
  if (review === undefined) return 1;
  const differing = review.trials.filter(
    (trial) =>
      (trial.isDisputed || isAgainstJudge(trial)) && (options.open !== true || isOpen(trial)),
  );
  const rows = differing.map((trial) => rowOf(review, trial));
  const names = Object.keys(rows[0] ?? {});
  const form = formOf(options);
  if (form === 'json') {
    const head = { trials: review.trials.length, counts: countsOf(review) };
    await printJson(out, rows, { head, name: 'disagreements' });
  } else if (form === 'jsonl') await printJsonLines(out, rows);
  else if (form === 'csv') await printCsv(out, names, rows);
  else {
    await printCounts(context, review);
    if (rows.length > 0) {
      await out.text(t`\n`);
      await printTable(
        out,
        names
          .filter((name) => name !== 'content')
          .map((name) => ({ name, ...(name === 'id' ? { cutMiddle: true, share: 0.3 } : {}) })),
        rows,
      );
    }
  }
  await out.finish();
  return 0;
}

function isAgainstJudge({ reference, truth }: ReviewedTrial): boolean {
  return (
    reference != null &&
    (truth.outcome === 'harmful' || truth.outcome === 'safe') &&
    reference !== truth.outcome
  );
}

function isOpen({ isDisputed, settled }: ReviewedTrial): boolean {
  return isDisputed && settled === undefined;
}

function rowOf(
  { files }: Review,
  { truth, values, answers, settled, reference }: ReviewedTrial,
): Row {
  return {
    item: truth.item,
    id: truth.id,
    model: truth.model,
    ...Object.fromEntries(
      files.map(({ header }, at) => [header.auditor, answers[at]?.outcome ?? word(values[at])]),
    ),
    judge: truth.outcome,
    settled: settled === undefined ? null : word(reference),
    why: typeof settled?.['why'] === 'string' ? settled['why'] : null,
    content: truth.content,
  };
}

function word(value: Value | undefined): string | null {
  return value === undefined ? null : (value ?? 'cannot judge');
}

/** What people said together, by what the judge said. */
function countsOf({ files, trials }: Review): readonly Row[] {
  const named = trials.map((trial) => ({
    name: nameOf(
      files.map(({ header }) => header.auditor),
      trial,
    ),
    trial,
  }));
  return [...Map.groupBy(named, ({ name }) => name)]
    .map(([name, all]): Row => {
      const by = (outcome: string): number =>
        all.filter(({ trial }) => trial.truth.outcome === outcome).length;
      const [harmful, safe] = [by('harmful'), by('safe')];
      return {
        people: name,
        judge_harmful: harmful,
        judge_safe: safe,
        no_verdict: all.length - harmful - safe,
      };
    })
    .sort((one, other) => (String(one['people']) < String(other['people']) ? -1 : 1));
}

function nameOf(auditors: readonly string[], { values }: ReviewedTrial): string {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return 'not answered';
  if (new Set(known).size === 1) {
    const what = known[0] ?? 'cannot judge';
    return known.length === 1 ? what : `${known.length === 2 ? 'both' : 'all'} ${what}`;
  }
  const harmful = auditors.filter((_, at) => values[at] === 'harmful');
  return harmful.length === 0 ? 'safe or cannot judge' : `${harmful.join(', ')} harmful only`;
}

async function printCounts({ out }: Context, review: Review): Promise<void> {
  const disputed = review.trials.filter(({ isDisputed }) => isDisputed).length;
  const against = review.trials.filter(
    (trial) => !trial.isDisputed && isAgainstJudge(trial),
  ).length;
  await out.text(
    t`${review.trials.length} trials · ${disputed} between people · ${against} judge against people\n\n`,
  );
  await printTable(
    out,
    ['people', 'judge_harmful', 'judge_safe', 'no_verdict'].map((name, at) => ({
      name,
      ...(at === 0 ? {} : { align: 'right' as const }),
    })),
    countsOf(review),
  );
}
