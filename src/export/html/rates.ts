/** A table of harmful rates with their intervals, drawn to one scale. */
import type { Rates } from '../../stats/rates.ts';
import {
  figureNotes,
  ratesTable,
  remarksOf,
  tableInterval,
  tablePercent,
  type RatesRow,
  type RatesTableInput,
} from '../../stats/rates-table.ts';
import { markup, type Markup } from './template.ts';

export type RatesMarkupInput = RatesTableInput & {
  readonly caption: string;
  /** Conditions on the verdict that the groups do not obey. */
  readonly leftOut?: readonly string[] | undefined;
};

export function ratesMarkup(input: RatesMarkupInput): Markup {
  const { caption, by } = input;
  const { rows, total } = ratesTable(input, 'rate');
  return markup`<div class="wide" role="region" aria-label="${caption}" tabindex="0"><table class="rates">
<caption>${caption}</caption>
<thead><tr>${by.map((field) => markup`<th scope="col">${field}</th>`)}<th scope="col" class="figure">harmful</th><th scope="col" class="figure">rate</th><th scope="col" class="figure">95 % interval</th><th scope="col" class="chart"><span aria-hidden="true"><span>0</span><span>100 %</span></span></th><th scope="col">not counted</th></tr></thead>
<tbody>${rows.map(rowMarkup)}</tbody>
<tfoot>${rowMarkup(total)}</tfoot>
</table></div>
${figureNotes(input).map(
  (note) => markup`<p class="fine">Note: ${note}.</p>
`,
)}<p class="fine">Rate: harmful of judged, with its 95 % Wilson interval. Trials that nobody judged, whose judge failed, or that failed themselves count as neither harmful nor safe.</p>
`;
}

function rowMarkup({ names: [first = '', ...more], rates, fraction }: RatesRow): Markup {
  const rate = tablePercent(rates.rate, ' %');
  const interval = tableInterval(rates, ' %');
  return markup`<tr><th scope="row" dir="auto">${first}</th>${more.map((name) => markup`<td dir="auto">${name}</td>`)}<td class="figure">${fraction}</td><td class="figure">${rate}</td><td class="figure">${interval}</td><td class="chart">${chart(rates)}</td><td>${remarksOf(rates)}</td></tr>
`;
}

/** The interval as a line and the rate as a bar across it, on a scale of 144. */
function chart({ rate, ciLow, ciHigh }: Rates): Markup | undefined {
  if (rate === null || ciLow === null || ciHigh === null) return undefined;
  const at = (share: number): string => (share * 144).toFixed(1);
  return markup`<svg viewBox="-3 0 150 12" width="150" height="12" aria-hidden="true"><line class="scale" x1="0" y1="6" x2="144" y2="6"/><line class="interval" x1="${at(ciLow)}" y1="6" x2="${at(ciHigh)}" y2="6"/><circle cx="${at(rate)}" cy="6" r="3.5"/></svg>`;
}
