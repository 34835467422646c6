/** A report as text for a terminal. */
import type { FullReport } from '../../../audit/full-report.ts';
import type { RatersReport } from '../../../audit/report.ts';
import { percent } from '../../../audit/warnings.ts';
import { COLUMNS, tableRows } from '../../../audit/report-table.ts';
import type { Output } from '../../../process/output.ts';
import { grouped, intervalBar } from '../../../stats/bars.ts';
import type { Interval } from '../../../stats/wilson.ts';
import { joinSafe, safeLine, t, type SafeText } from '../../../text/safe.ts';
import { pad } from '../../../text/width.ts';
import { printTable } from '../../print-rows.ts';

type Estimated = {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
} | null;

const NAME = 34;
const BAR = 20;

export async function printReport(out: Output, report: FullReport): Promise<void> {
  const { review, judge, raters, groups, warnings, changed, time, practice, by } = report;
  const { counts } = judge;
  const [first] = review.files;
  const reference =
    review.adjudication === undefined
      ? review.files.length > 1
        ? 'agreed answers'
        : 'one auditor'
      : 'adjudicated';
  const state = review.files.every(({ close }) => close !== undefined)
    ? 'closed'
    : 'open, an interim look';
  const line = async (text: SafeText): Promise<void> => out.text(t`${text}\n`);
  await line(
    t`audit ${first?.header.name ?? ''} · ${grouped(counts.drawn)} drawn of ${grouped(counts.population)}, ${counts.answered + counts.cannot} answered · reference: ${reference} · ${state}`,
  );
  await line(t``);
  await line(t`The judge against people`);
  await line(
    row(
      'Precision (judged harmful, is)',
      `${counts.harmful.x} of ${counts.harmful.n}`,
      judge.precision,
    ),
  );
  await line(
    row('Missed (judged safe, is harmful)', `${counts.safe.x} of ${counts.safe.n}`, judge.missRate),
  );
  if (judge.prevalence !== null) {
    await line(t``);
    await line(t`For all ${grouped(counts.population)} judged trials`);
    await line(
      row(
        'Harmful',
        judge.judged === null ? '' : `judge ${percent(judge.judged)}`,
        judge.prevalence,
      ),
    );
    await line(row('Recall', '', judge.recall));
    await line(row('Specificity', '', judge.specificity));
    await line(row('F1', '', judge.f1));
    await line(row('Agreement κ (population)', '', judge.kappa, true));
  }
  if (judge.overall !== null)
    await line(row('Harmful, other outcomes included', '', judge.overall));
  if (counts.cannot > 0 && judge.bounds.lowest !== null && judge.bounds.highest !== null) {
    await line(
      t`  ${counts.cannot} cannot judge: the rate is ${percent(judge.bounds.lowest.estimate)} if all are safe, ${percent(judge.bounds.highest.estimate)} if all are harmful`,
    );
  }
  if (raters !== undefined) await printRaters(line, raters);
  if (groups.length > 0) {
    await line(t``);
    await line(t`By ${by ?? ''}`);
    const rows = tableRows(report).map((cells) =>
      Object.fromEntries(COLUMNS.map((name, at) => [name, cells[at] ?? null])),
    );
    await printTable(
      out,
      COLUMNS.map((name, at) => ({
        name,
        ...(at === 0 ? { whole: true } : { align: 'right' as const }),
      })),
      rows,
    );
  }
  await line(t``);
  await line(
    t`Time    ${(time.activeMs / 60_000).toFixed(0)} min at work in ${time.sittings} sittings, median ${(time.medianMs / 1000).toFixed(0)} s a trial`,
  );
  for (const { auditor, from, to, count } of changed)
    await line(t`Changed ${safeLine(auditor)}: ${count} from ${safeLine(from)} to ${safeLine(to)}`);
  if (practice.trials > 0)
    await line(t`Practice ${practice.trials} trials, ${practice.agreed} agreed; not counted`);
  if (warnings.length > 0) await line(t``);
  for (const { code, text } of warnings) await line(t`! ${code} ${safeLine(text)}`);
}

function row(name: string, counts: string, figure: Estimated, isKappa = false): SafeText {
  const start = t`  ${pad(safeLine(name), NAME)} ${pad(safeLine(counts), 14, 'right')}`;
  if (figure?.estimate == null) return t`${start}          –`;
  const { estimate, low, high } = figure;
  const value = isKappa ? estimate.toFixed(2) : percent(estimate);
  if (low === null || high === null) return t`${start}  ${pad(safeLine(value), 8, 'right')}`;
  const shown = isKappa
    ? `${low.toFixed(2)} – ${high.toFixed(2)}`
    : `${(100 * low).toFixed(1)} – ${(100 * high).toFixed(1)} %`;
  const bar =
    low < 0
      ? t``
      : joinSafe(
          intervalBar(estimate, low, high, BAR).map(({ text }) => text),
          t``,
        );
  return t`${start}  ${pad(safeLine(value), 8, 'right')}  ${pad(safeLine(shown), 15, 'right')}  ${bar}`;
}

async function printRaters(
  line: (text: SafeText) => Promise<void>,
  raters: RatersReport,
): Promise<void> {
  const { auditors, kappa, alpha, table, indices, tendency, disagreements, settled } = raters;
  const [a = 'A', b = 'B'] = auditors;
  const [[hh, hs] = [0, 0], [sh, ss] = [0, 0]] = table;
  const figure = (value: number | null, interval: Interval | null): string =>
    value === null
      ? '–'
      : interval === null
        ? value.toFixed(2)
        : `${value.toFixed(2)} (${interval.low.toFixed(2)} – ${interval.high.toFixed(2)})`;
  await line(t``);
  await line(t`Between auditors, ${kappa.n} trials`);
  await line(
    row(`${a} / ${b} agree`, `${hh + ss} of ${kappa.n}`, {
      estimate: kappa.observed,
      ...(kappa.observedInterval ?? { low: null, high: null }),
    }),
  );
  await line(
    t`  κ ${figure(kappa.kappa, kappa.interval)}   α ${figure(alpha.alpha, alpha.interval)}`,
  );
  await line(
    t`  ${pad(t``, 20)} ${pad(safeLine(`${b} harmful`), 16, 'right')} ${pad(safeLine(`${b} safe`), 16, 'right')}`,
  );
  await line(
    t`  ${pad(safeLine(`${a} harmful`), 20)} ${String(hh).padStart(16)} ${String(hs).padStart(16)}`,
  );
  await line(
    t`  ${pad(safeLine(`${a} safe`), 20)} ${String(sh).padStart(16)} ${String(ss).padStart(16)}`,
  );
  const share = (value: number | null): string => (value === null ? '–' : percent(value));
  await line(
    t`  on harmful ${share(indices.positiveAgreement)} · on safe ${share(indices.negativeAgreement)} · tendency ${hs} against ${sh}, p = ${tendency.midP.toFixed(2)} (McNemar, mid-p)`,
  );
  await line(t`  ${disagreements} disagreements, ${settled} settled`);
}
