/** What an audit has corrected of shares, as a table. */
import type { Validation } from '../../concordance/types.ts';
import { tablePercent } from '../../stats/rates-table.ts';
import type { FigureTable } from './figure-table.ts';

/** Shares as counted and as corrected by people, of the trials of the audit. */
export function auditedTable(
  validation: Validation | undefined,
  by: readonly string[],
): FigureTable | undefined {
  if (validation === undefined) return undefined;
  return {
    columns: [
      validation.rows.length > 1 ? (by[0] ?? 'group') : 'group',
      'trials',
      'read',
      'counted',
      'corrected',
      'with the words',
      'without them',
    ],
    names: 1,
    rows: validation.rows.map((row) => [
      row.name,
      String(row.population),
      String(row.reviewed),
      `${row.counted}  ${tablePercent(row.share)}`,
      ...[row.corrected, row.precision, row.missed].map(estimateText),
    ]),
  };
}

function estimateText(one: Validation['rows'][number]['corrected']): string {
  if (one === null) return '–';
  const { estimate, low, high } = one;
  return `${tablePercent(estimate)} (${tablePercent(low).slice(0, -1)} – ${tablePercent(high).slice(0, -1)})`;
}
