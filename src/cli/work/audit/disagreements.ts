/** `inquest audit disagreements`: where people, and where people and judge, differ. */
import { differencesOf, type Difference, type Differences } from '../../../audit/differences.ts';
import type { Row } from '../../../export/csv-line.ts';
import { t } from '../../../text/safe.ts';
import { formOf, type CommonOptions, type Context } from '../../context.ts';
import { printCsv, printJson, printJsonLines, printTable } from '../../print-rows.ts';
import { readReview } from './read-review.ts';
import { reportOf } from './report.ts';
import { showOnScreen } from './screens.ts';

export type DisagreementsOptions = CommonOptions & {
  readonly interim?: boolean;
  readonly key?: string;
  readonly label?: string;
  readonly open?: boolean;
  readonly data?: readonly string[];
};

export async function runDisagreements(
  context: Context<DisagreementsOptions>,
  files: readonly string[],
): Promise<number> {
  const { options, out } = context;
  const review = await readReview(files, options);
  if (review === undefined) return 1;
  const report = reportOf(context, review);
  const shown = await showOnScreen(context, review, 'disagreements', report);
  if (shown !== undefined) return shown;
  const differences = differencesOf(review);
  const rows = differences.rows
    .filter(({ isOpen }) => options.open !== true || isOpen)
    .map((one) => rowOf(differences, one));
  const { words } = differences;
  const counts = differences.counts.map(({ people, harmful, safe, none }): Row =>
    words.name === 'judge'
      ? { people, judge_harmful: harmful, judge_safe: safe, no_verdict: none }
      : { people, counted: harmful, not_counted: safe, neither: none },
  );
  const names = Object.keys(rows[0] ?? {});
  const form = formOf(options);
  if (form === 'json') {
    const head = { trials: differences.trials, counts };
    await printJson(out, rows, { head, name: 'disagreements' });
  } else if (form === 'jsonl') await printJsonLines(out, rows);
  else if (form === 'csv') await printCsv(out, names, rows);
  else {
    await out.text(
      t`${differences.trials} trials · ${differences.disputed} between people · ${differences.against} ${words.name} against people\n\n`,
    );
    await printTable(
      out,
      Object.keys(counts[0] ?? {}).map((name, at) => ({
        name,
        ...(at === 0 ? {} : { align: 'right' as const }),
      })),
      counts,
    );
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

function rowOf({ auditors, words }: Differences, one: Difference): Row {
  const { item, id, model, said, judge, settled, why, content } = one;
  return {
    item,
    id,
    model,
    ...Object.fromEntries(auditors.map((name, at) => [name, said[at] ?? null])),
    [words.name]: judge,
    settled,
    why,
    content,
  };
}
