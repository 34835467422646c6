/** Prints a report for a terminal. */
import {
  judgeLines,
  raterLines,
  reportTitle,
  warningLines,
  workLines,
} from '../../../app/screens/audit-report/lines.ts';
import type { FullReport } from '../../../audit/full-report.ts';
import { columnsOf, tableRows } from '../../../audit/report-table.ts';
import type { Output } from '../../../process/output.ts';
import { t } from '../../../text/safe.ts';
import type { Line } from '../../../text/spans.ts';
import { printTable } from '../../print-rows.ts';

export async function printReport(out: Output, report: FullReport): Promise<void> {
  const print = async (...lines: readonly Line[]): Promise<void> => {
    for (const line of lines) await out.line(line);
  };
  const { raters, groups, by, warnings } = report;
  await print([{ text: t`audit ${reportTitle(report)}` }], [], ...judgeLines(report));
  if (raters !== undefined) await print([], ...raterLines(raters));
  if (groups.length > 0) {
    await print([], [{ text: t`By ${by ?? ''}` }]);
    const columns = columnsOf(report.review);
    const rows = tableRows(report).map((cells) =>
      Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? null])),
    );
    await printTable(
      out,
      columns.map((name, at) => ({
        name,
        ...(at === 0 ? { whole: true } : { align: 'right' as const }),
      })),
      rows,
    );
  }
  await print([], ...workLines(report));
  if (warnings.length > 0) await print([], ...warningLines(report));
}
