/** The table of a paper: a row a group, in Markdown, LaTeX, CSV, and as a picture. */
import type { FullReport } from './full-report.ts';
import type { JudgeReport } from './report.ts';
import { sentencesOf } from './sentences.ts';
import { wordsOf, type Terms } from './words.ts';

/** The titles of the columns. */
export function columnsOf(terms: Terms): readonly string[] {
  const { positive, harmful } = wordsOf(terms);
  return [
    'group',
    'population',
    'reviewed',
    'cannot judge',
    positive,
    `corrected ${harmful}`,
    'precision',
    'miss rate',
    'recall',
    'specificity',
    'kappa',
  ];
}

type Estimated =
  | { readonly estimate: number | null; readonly low: number | null; readonly high: number | null }
  | null
  | undefined;

/** Rows of cells as text; figures of groups that are too small are counts. */
export function tableRows(report: FullReport): readonly (readonly string[])[] {
  return [
    ...report.groups.map(({ value, report: one, isCounted }) => rowOf(value, one, isCounted)),
    rowOf('all', report.judge, false),
    ...(report.judge.overall === null ? [] : [overallRow(report.judge)]),
  ];
}

function rowOf(name: string, judge: JudgeReport, isCounted: boolean): readonly string[] {
  const { counts } = judge;
  const share = (n: number, of: number): string => (of === 0 ? '–' : `${n} of ${of}`);
  const start = [name, String(counts.population), String(counts.answered), String(counts.cannot)];
  const judged = judge.judged === null ? '–' : (100 * judge.judged).toFixed(1);
  if (isCounted) {
    const precision = share(counts.harmful.x, counts.harmful.n);
    return [...start, judged, '–', precision, share(counts.safe.x, counts.safe.n), '–', '–', '–'];
  }
  const { prevalence, precision, missRate, recall, specificity, kappa } = judge;
  return [
    ...start,
    judged,
    ...[prevalence, precision, missRate, recall, specificity].map((one) => shown(one, 100, 1)),
    shown(kappa, 1, 2),
  ];
}

/** All trials of the frame, whatever the judge said of them, or did not. */
function overallRow({ overall, counts }: JudgeReport): readonly string[] {
  const start = ['all outcomes', String(counts.frame), String(counts.given), '–', '–'];
  return [...start, shown(overall, 100, 1), ...Array.from({ length: 5 }, () => '–')];
}

function shown(figure: Estimated, scale: number, digits: number): string {
  if (figure?.estimate == null) return '–';
  const text = (value: number): string => (scale * value).toFixed(digits);
  const { estimate, low, high } = figure;
  return low === null || high === null
    ? text(estimate)
    : `${text(estimate)} (${text(low)}–${text(high)})`;
}

const NOTE =
  'Shares in percent with 95 % intervals: Wilson on the effective size of the stratified sample, combined by square-and-add; estimates are weighted to the population.';

export function markdown(report: FullReport): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((one) => one.replaceAll('|', '\\|')).join(' | ')} |\n`;
  const columns = columnsOf(report.review);
  return [
    line(columns),
    `|${columns.map((_, at) => (at === 0 ? '---' : '---:')).join('|')}|\n`,
    ...tableRows(report).map(line),
    `\n${NOTE}\n\n`,
    `${sentencesOf(report).join(' ')}\n`,
    ...(report.warnings.length === 0 ? [] : ['\n']),
    ...report.warnings.map(({ code, text }) => `- ${code}: ${text}\n`),
  ].join('');
}

/** Characters that LaTeX takes for commands. */
const TEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '–': '--',
  '−': '$-$',
  '×': '$\\times$',
  κ: '$\\kappa$',
  α: '$\\alpha$',
  '≤': '$\\leq$',
};

export function tex(text: string): string {
  return text.replaceAll(/[\\~^–−×κα≤&%$#_{}]/g, (letter) => TEX[letter] ?? `\\${letter}`);
}

export function latex(report: FullReport): string {
  const line = (cells: readonly string[]): string => `${cells.map(tex).join(' & ')} \\\\\n`;
  const columns = columnsOf(report.review);
  return [
    `\\begin{tabular}{l${'r'.repeat(columns.length - 1)}}\n\\toprule\n`,
    line(columns),
    '\\midrule\n',
    ...tableRows(report).map(line),
    `\\bottomrule\n\\end{tabular}\n\n% ${NOTE}\n\n`,
    `${sentencesOf(report).map(tex).join('\n')}\n`,
    ...report.warnings.map(({ code, text }) => `\n% ${code}: ${text}`),
    report.warnings.length === 0 ? '' : '\n',
  ].join('');
}

const ROW = 28;
const [LEFT, WIDTH] = [180, 640];

/** Judged and corrected rate by group, with intervals. */
export function svg(report: FullReport): string {
  const rows = [
    ...report.groups
      .filter(({ isCounted }) => !isCounted)
      .map(({ value, report: one }) => ({ name: value, one })),
    { name: 'all', one: report.judge },
  ].filter(({ one }) => one.prevalence?.estimate != null);
  const { measure, label } = report.review;
  const { harmful } = wordsOf(report.review);
  const title = xml(label === undefined ? 'Harmful' : harmful);
  const before = measure === 'outcome' ? 'as judged' : 'as counted';
  const x = (share: number): string => (LEFT + share * (WIDTH - LEFT - 20)).toFixed(1);
  const height = 50 + rows.length * ROW;
  const drawn = rows.map(({ name, one }, at) => {
    const y = 34 + at * ROW;
    const { prevalence, judged } = one;
    if (prevalence?.estimate == null) return '';
    const label = `<text x="${LEFT - 10}" y="${y + 4}" text-anchor="end">${xml(name)}</text>`;
    const interval = `<line x1="${x(prevalence.low)}" y1="${y}" x2="${x(prevalence.high)}" y2="${y}" stroke="#111" stroke-width="1.5"/>`;
    const corrected = `<circle cx="${x(prevalence.estimate)}" cy="${y}" r="4" fill="#111"/>`;
    const cross =
      judged === null
        ? ''
        : `<path d="M${x(judged)} ${y - 7}v14" stroke="#c2410c" stroke-width="2"/>`;
    return `${label}${interval}${corrected}${cross}\n`;
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (one) =>
      `<path d="M${x(one)} 22V${height - 24}" stroke="#ddd"/><text x="${x(one)}" y="${height - 8}" text-anchor="middle">${100 * one} %</text>\n`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12"><title>${title}: ${before} and corrected</title>
<rect width="100%" height="100%" fill="#fff"/><text x="${LEFT}" y="14">● corrected, 95 % interval   <tspan fill="#c2410c">| ${before}</tspan></text>
${ticks.join('')}${drawn.join('')}</svg>
`;
}

function xml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
