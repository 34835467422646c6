/** A table of harmful rates with their intervals, drawn to one scale. */
import { NO_VALUE } from '../../query/ast.ts';
import type { Group, GroupField } from '../../query/results.ts';
import { grouped, plural } from '../../stats/bars.ts';
import { ratesOf, type Rates } from '../../stats/rates.ts';
import { byRate } from '../rates-lines.ts';
import { markup, type Markup } from './template.ts';

export type RatesTable = {
  readonly caption: string;
  readonly by: readonly GroupField[];
  readonly groups: readonly Group[];
  readonly total: Group;
};

export function ratesTable({ caption, by, groups, total }: RatesTable): Markup {
  const names = (group: Group): readonly string[] =>
    by.map((_, at) => group.values[at] ?? NO_VALUE);
  return markup`<div class="wide" role="region" aria-label="${caption}" tabindex="0"><table class="rates">
<caption>${caption}</caption>
<thead><tr>${by.map((field) => markup`<th scope="col">${field}</th>`)}<th scope="col" class="figure">harmful</th><th scope="col" class="figure">rate</th><th scope="col" class="figure">95 % interval</th><th scope="col" class="chart"><span aria-hidden="true"><span>0</span><span>100 %</span></span></th><th scope="col">not counted</th></tr></thead>
<tbody>${groups.toSorted(byRate).map((group) => ratesRow(names(group), ratesOf(group)))}</tbody>
<tfoot>${ratesRow(
    by.map((_, at) => (at === 0 ? 'all' : '')),
    ratesOf(total),
  )}</tfoot>
</table></div>
<p class="fine">Rate: harmful of judged, with its 95 % Wilson interval. Trials that nobody judged, whose judge failed, or that failed themselves count as neither harmful nor safe.</p>
`;
}

function ratesRow([first = '', ...more]: readonly string[], rates: Rates): Markup {
  const { harmful, judged, rate, ciLow, ciHigh } = rates;
  const interval =
    ciLow === null || ciHigh === null ? '–' : `${percent(ciLow)} – ${percent(ciHigh)}`;
  return markup`<tr><th scope="row" dir="auto">${first}</th>${more.map((name) => markup`<td dir="auto">${name}</td>`)}<td class="figure">${grouped(harmful)}/${grouped(judged)}</td><td class="figure">${rate === null ? '–' : percent(rate)}</td><td class="figure">${interval}</td><td class="chart">${chart(rates)}</td><td>${remarks(rates)}</td></tr>
`;
}

/** The interval as a line and the rate as a bar across it, on a scale of 144. */
function chart({ rate, ciLow, ciHigh }: Rates): Markup | undefined {
  if (rate === null || ciLow === null || ciHigh === null) return undefined;
  const at = (share: number): string => (share * 144).toFixed(1);
  return markup`<svg viewBox="-3 0 150 12" width="150" height="12" aria-hidden="true"><line class="scale" x1="0" y1="6" x2="144" y2="6"/><line class="interval" x1="${at(ciLow)}" y1="6" x2="${at(ciHigh)}" y2="6"/><circle cx="${at(rate)}" cy="6" r="3.5"/></svg>`;
}

function remarks({ unjudged, judgeFailed, error, conditions }: Rates): string {
  return [
    ...(unjudged > 0 ? [`${grouped(unjudged)} unjudged`] : []),
    ...(judgeFailed > 0 ? [`${grouped(judgeFailed)} judge-failed`] : []),
    ...(error > 0 ? [plural(error, 'error')] : []),
    ...(conditions > 1 ? [`${grouped(conditions)} conditions mixed`] : []),
  ].join(', ');
}

/** A share with one decimal, which all rows then have. */
function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
