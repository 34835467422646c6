/** The report of an audit as lines: those that the command prints are those on screen. */
import type { FullReport } from '../../../audit/full-report.ts';
import type { RatersReport } from '../../../audit/report.ts';
import { percent } from '../../../audit/warnings.ts';
import { columnsOf, tableRows } from '../../../audit/report-table.ts';
import { sentencesOf } from '../../../audit/sentences.ts';
import { wordsOf } from '../../../audit/words.ts';
import { grouped, intervalBar, plural } from '../../../stats/bars.ts';
import type { Interval } from '../../../stats/wilson.ts';
import { concat, safeLine, t, type SafeText } from '../../../text/safe.ts';
import { createCache, createWeakCache, type Cache } from '../../../text/remember.ts';
import { styled, type Line } from '../../../text/spans.ts';
import { pad, width } from '../../../text/width.ts';
import { wrapLine } from '../../../text/wrap-line.ts';
import type { AuditReportScreen, AuditView } from './state.ts';

type Estimated = {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
} | null;

/** Cells of the header beside the title. */
const HEADER = 25;
const NAME = 34;
const COUNTS = 14;
const BAR = 20;
/** Narrower than this there is no room for bars. */
const WITH_BARS = 100;

/** `review · 63 drawn of 1,613, 60 answered · reference: adjudicated · closed`. */
export function reportTitle({ review, judge: { counts } }: FullReport): SafeText {
  const reference =
    review.adjudication === undefined
      ? review.files.length > 1
        ? 'agreed answers'
        : 'one auditor'
      : 'adjudicated';
  const isClosed = review.files.every(({ close }) => close !== undefined);
  return t`${review.files[0]?.header.name ?? ''} · ${grouped(counts.drawn)} drawn of ${grouped(counts.frame)}, ${counts.given} answered · reference: ${reference} · ${isClosed ? 'closed' : 'open, an interim look'}`;
}

/** The judge, or a measure, against people, and for the population. `columns`: cells there are. */
export function judgeLines({ judge, review }: FullReport, columns = WITH_BARS): readonly Line[] {
  const { counts, bounds } = judge;
  const { label, measure } = review;
  const words = wordsOf(review);
  const name = measure === 'outcome' ? 'The judge' : measure;
  const of = label === undefined ? '' : ` (${words.harmful})`;
  const missed = label === undefined && measure === 'outcome' ? 'is harmful' : 'is';
  const row = (name: string, beside: string, figure: Estimated, isKappa = false): Line =>
    rowLine(name, beside, figure, isKappa, columns);
  const { harmful, safe } = counts;
  return [
    [styled(t`${safeLine(name)} against people${safeLine(of)}`, 'strong')],
    row(`Precision (${words.positive}, is)`, `${harmful.x} of ${harmful.n}`, judge.precision),
    row(`Missed (${words.negative}, ${missed})`, `${safe.x} of ${safe.n}`, judge.missRate),
    ...(judge.prevalence === null
      ? []
      : [
          [],
          [styled(t`For all ${grouped(counts.population)} ${words.trials}`, 'strong')],
          row(
            label ?? 'Harmful',
            judge.judged === null ? '' : `${words.before} ${percent(judge.judged)}`,
            judge.prevalence,
          ),
          row('Recall', '', judge.recall),
          row('Specificity', '', judge.specificity),
          row('F1', '', judge.f1),
          row('Agreement κ (population)', '', judge.kappa, true),
        ]),
    ...(judge.overall === null
      ? []
      : [row('Harmful, other outcomes included', `of ${grouped(counts.frame)}`, judge.overall)]),
    ...(counts.cannot > 0 && bounds.lowest !== null && bounds.highest !== null
      ? [
          plain(
            t`  ${counts.cannot} cannot judge${counts.disputed > 0 ? `, ${counts.disputed} of them since auditors differ` : ''}: the rate is ${percent(bounds.lowest.estimate)} if all are ${safeLine(words.safe)}, ${percent(bounds.highest.estimate)} if all are ${safeLine(words.harmful)}`,
          ),
        ]
      : []),
    ...(counts.neither === 0
      ? []
      : [plain(t`  ${counts.neither} neither harmful nor safe by the rubric: not counted above`)]),
  ];
}

function plain(text: SafeText): Line {
  return [{ text }];
}

function rowLine(
  name: string,
  beside: string,
  figure: Estimated,
  isKappa: boolean,
  columns: number,
): Line {
  const start = t`  ${pad(safeLine(name), NAME)} ${pad(safeLine(beside), COUNTS, 'right')}`;
  if (figure?.estimate == null) return plain(t`${start}          –`);
  const { estimate, low, high } = figure;
  const value = pad(safeLine(isKappa ? estimate.toFixed(2) : percent(estimate)), 8, 'right');
  if (low === null || high === null) return plain(t`${start}  ${value}`);
  const shown = isKappa
    ? `${low.toFixed(2)} – ${high.toFixed(2)}`
    : `${(100 * low).toFixed(1)} – ${(100 * high).toFixed(1)} %`;
  return [
    { text: start },
    styled(t`  ${value}`, 'strong'),
    { text: t`  ${pad(safeLine(shown), 15, 'right')}  ` },
    ...(low < 0 || columns < WITH_BARS ? [] : intervalBar(estimate, low, high, BAR)),
  ];
}

/** How far auditors agree. */
export function raterLines(raters: RatersReport, columns = WITH_BARS): readonly Line[] {
  const { auditors, classes, kappa, alpha, table, indices, tendency } = raters;
  const { disagreements, settled } = raters;
  const [a = 'A', b = 'B'] = auditors;
  const agreed = table.reduce((sum, row, at) => sum + (row[at] ?? 0), 0);
  const figure = (value: number | null, interval: Interval | null): string =>
    value === null
      ? '–'
      : interval === null
        ? value.toFixed(2)
        : `${value.toFixed(2)} (${interval.low.toFixed(2)} – ${interval.high.toFixed(2)})`;
  const share = (value: number | null): string => (value === null ? '–' : percent(value));
  const agreement = {
    estimate: kappa.observed,
    ...(kappa.observedInterval ?? { low: null, high: null }),
  };
  const { first, second, midP } = tendency;
  const who = auditors.length > 2 ? ` of ${a} and ${b}` : '';
  const yes = classes.includes('yes') && classes.length === 2 ? 'yes' : 'harmful';
  return [
    [styled(t`Between auditors, ${kappa.n} trials`, 'strong')],
    rowLine(`${a} / ${b} agree`, `${agreed} of ${kappa.n}`, agreement, false, columns),
    plain(
      t`  κ${safeLine(who)} ${figure(kappa.kappa, kappa.interval)}   α ${figure(alpha.alpha, alpha.interval)}`,
    ),
    ...tableLines(a, b, raters),
    plain(
      t`  on ${yes} ${share(indices.positiveAgreement)} · on ${yes === 'yes' ? 'no' : 'safe'} ${share(indices.negativeAgreement)} · ${
        first + second === 0
          ? `no tendency: neither says ${yes} more often`
          : `tendency ${first} against ${second}, p = ${midP.toFixed(2)} (McNemar, mid-p)`
      }`,
    ),
    plain(
      t`  ${plural(disagreements, 'disagreement')}${classes.length > 2 ? ' on what rates count' : ''}, ${settled} settled`,
    ),
  ];
}

/** How often two auditors gave each pair of classes. */
function tableLines(a: string, b: string, { classes, table }: RatersReport): readonly Line[] {
  const longest = (name: string, least: number): number =>
    classes.reduce((most, one) => Math.max(most, width(safeLine(`${name} ${one}`))), least);
  const [first, others] = [longest(a, 20), longest(b, 16)];
  const cell = (text: string): SafeText => pad(safeLine(text), others, 'right');
  const row = (name: string, cells: readonly string[]): Line =>
    plain(concat(t`  ${pad(safeLine(name), first)}`, ...cells.map((one) => t` ${cell(one)}`)));
  return [
    row(
      '',
      classes.map((name) => `${b} ${name}`),
    ),
    ...classes.map((name, at) => row(`${a} ${name}`, (table[at] ?? []).map(String))),
  ];
}

/** Time at work, answers that were changed, trials to practise on. */
export function workLines({ time, changed, practice }: FullReport): readonly Line[] {
  const minutes = (time.activeMs / 60_000).toFixed(0);
  const median = (time.medianMs / 1000).toFixed(0);
  return [
    plain(
      t`Time    ${minutes} min at work in ${time.sittings} sittings, median ${median} s a trial`,
    ),
    ...changed.map(({ auditor, from, to, count }) =>
      plain(t`Changed ${safeLine(auditor)}: ${count} from ${safeLine(from)} to ${safeLine(to)}`),
    ),
    ...(practice.trials > 0
      ? [plain(t`Practice ${practice.trials} trials, ${practice.agreed} agreed; not counted`)]
      : []),
  ];
}

export function warningLines({ warnings }: FullReport): readonly Line[] {
  return warnings.map(({ code, text }) => [
    styled(t`! ${code} `, 'warning'),
    { text: safeLine(text) },
  ]);
}

/** Columns that a screen has room for: group, reviewed, judged, corrected, precision, miss rate. */
const SHOWN = [0, 2, 4, 5, 6, 7];

/** A row a group; where they are too long for that, lines of each. */
function groupLines(report: FullReport, columns: number): readonly Line[] {
  const titles = SHOWN.map((index) => columnsOf(report.review)[index] ?? '');
  const rows = tableRows(report).map((cells) => SHOWN.map((index) => safeLine(cells[index] ?? '')));
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => width(row[column] ?? t``))),
  );
  if (widths.reduce((sum, cells) => sum + cells + 2, -2) > columns) {
    return rows.flatMap(([name = t``, ...figures]) => [
      ...wrapLine([{ text: name }], columns, 2),
      ...wrapLine(figuresOf(titles.slice(1), figures), columns, 2),
    ]);
  }
  return [titles.map(safeLine), ...rows].map((row, index) =>
    row.map((cell, column) => ({
      text:
        column === 0 ? pad(cell, widths[0] ?? 0) : t`  ${pad(cell, widths[column] ?? 0, 'right')}`,
      ...(index === 0 ? { style: 'dim' as const } : {}),
    })),
  );
}

/** `  reviewed 39 · judged harmful 37.0` */
function figuresOf(titles: readonly string[], figures: readonly SafeText[]): Line {
  return figures.flatMap((figure, at): Line => [
    styled(t`${at === 0 ? '  ' : ' · '}${safeLine(titles[at] ?? '')} `, 'dim'),
    { text: figure },
  ]);
}

const views = createWeakCache<AuditView, Cache<string, readonly Line[]>>();

/** All lines of the screen at a width in cells. */
export function screenLines(
  { view, shows }: Pick<AuditReportScreen, 'view' | 'shows'>,
  columns: number,
): readonly Line[] {
  const cache = views(view, () => createCache(4));
  return cache(`${columns} ${shows}`, () => linesOf(view, shows, columns));
}

function linesOf(
  { report, byModel }: AuditView,
  shows: AuditReportScreen['shows'],
  columns: number,
): readonly Line[] {
  const wrapped = (lines: readonly Line[], indent: number): readonly Line[] =>
    lines.flatMap((line) => wrapLine(line, columns, indent));
  if (shows === 'text') {
    const sentences = sentencesOf(report).map((text): Line => [{ text: safeLine(text) }]);
    return [[styled(t`For a paper (y copies it)`, 'strong')], [], ...wrapped(sentences, 0)];
  }
  const models =
    shows === 'models' && byModel !== undefined
      ? [[styled(t`By model`, 'strong')], ...groupLines(byModel, columns), []]
      : [];
  // The header says it where there is room.
  const title = reportTitle(report);
  const isCut = width(title) + HEADER > columns;
  return [
    ...(isCut ? [...wrapped([[{ text: title }]], 2), []] : []),
    ...models,
    ...wrapped(judgeLines(report, columns), 4),
    ...(report.raters === undefined ? [] : [[], ...wrapped(raterLines(report.raters, columns), 4)]),
    [],
    ...wrapped(workLines(report), 2),
    ...(report.warnings.length === 0 ? [] : [[], ...wrapped(warningLines(report), 5)]),
  ];
}
