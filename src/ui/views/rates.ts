/** The stats tables as lines: groups with intervals, or a cross table of two fields. */
import { fieldTitle, valueLabel } from '../../app/facet-lines.ts';
import { bodyRows } from '../../app/layout.ts';
import type { State, StatsScreen } from '../../app/state.ts';
import { columnsOf, intervalOf, rowsOf, STATS_FRAME } from '../../app/update-stats.ts';
import type { Group } from '../../query/results.ts';
import { safeLine, t } from '../../text/safe.ts';
import type { Line, Span } from '../../text/spans.ts';
import { pad, truncateMiddle } from '../../text/width.ts';
import { grouped, intervalBar, percent, percentOf } from '../parts/bars.ts';
import { under } from '../theme.ts';

export function ratesLines(state: State, screen: StatsScreen): readonly Line[] {
  const groups = screen.groups ?? [];
  if (screen.groups === undefined) return [[{ text: t`  counting…`, style: 'dim' }]];
  if (groups.length === 0) return [[{ text: t`  No trial matches the filter.`, style: 'dim' }]];
  return screen.cross && screen.split !== undefined
    ? crossTable(state, screen)
    : groupTable(state, screen);
}

function visible<T>(state: State, screen: StatsScreen, rows: readonly T[]): readonly T[] {
  return rows.slice(screen.top, screen.top + Math.max(1, bodyRows(state.size) - STATS_FRAME));
}

function groupTable(state: State, screen: StatsScreen): readonly Line[] {
  const rows = rowsOf(screen, screen.groups ?? []);
  const width = state.size.columns;
  const name = width < 110 ? (width < 90 ? 22 : 30) : 44;
  const barCells = Math.max(0, Math.min(40, width - name - 60));
  const heading = [
    pad(t`${headingOf(screen)}`, name),
    pad(t`harmful/judged`, 15, 'right'),
    pad(t`rate`, 7, 'right'),
    pad(t`95 % interval`, 15, 'right'),
    barCells > 10 ? pad(t`  0${' '.repeat(barCells - 4)}100%`, barCells + 2) : t``,
    pad(t`  not judged`, 20),
  ].reduce((left, right) => t`${left}${right}`);
  const total = screen.total;
  return [
    [{ text: t`  ${heading}`, style: 'dim' }],
    ...visible(state, screen, rows).map((row, index): Line => {
      const group = row[0];
      if (group === undefined) return [];
      const line = groupLine(group, name, barCells);
      const here = screen.top + index === screen.cursor;
      return here
        ? under([{ text: t`› `, style: 'key' }, ...line], 'selected')
        : [{ text: t`  ` }, ...line];
    }),
    [],
    ...(total === undefined
      ? []
      : [[{ text: t`  ` }, ...groupLine({ ...total, values: ['all'] }, name, barCells)]]),
  ];
}

function headingOf(screen: StatsScreen): string {
  const by = fieldTitle(screen.by);
  return screen.split === undefined ? by : `${by} × ${fieldTitle(screen.split)}`;
}

function groupLine(group: Group, name: number, barCells: number): Line {
  const { counts } = group;
  const interval = intervalOf(counts);
  const label = safeLine(group.values.map(valueLabel).join(' · '));
  const mixed: Line =
    group.conditions > 1
      ? [{ text: t`  ${group.conditions} conditions mixed`, style: 'warning' }]
      : [];
  return [
    { text: pad(truncateMiddle(label, name - 1), name) },
    { text: pad(t`${grouped(counts.harmful)}/${grouped(counts.judged)}`, 15, 'right') },
    { text: pad(t`${percent(counts)}`, 7, 'right'), style: 'strong' },
    {
      text: pad(
        interval === undefined
          ? t`–`
          : t`${percentOf(round(interval.low))}–${percentOf(round(interval.high))}`,
        15,
        'right',
      ),
      style: 'dim',
    },
    ...(barCells > 10
      ? [
          { text: t`  ` },
          ...(interval === undefined
            ? [{ text: t`${'·'.repeat(barCells)}`, style: 'bar-rest' }]
            : intervalBar(counts.harmful / counts.judged, interval.low, interval.high, barCells)),
        ]
      : []),
    ...notJudged(group),
    ...mixed,
  ];
}

/** Trials outside the rate, always as numbers of their own. */
function notJudged({ counts }: Group): Line {
  const parts: readonly (readonly [number, string, string])[] = [
    [counts.unjudged, 'unjudged', 'unjudged'],
    [counts.judgeFailed, 'judge-failed', 'judge-failed'],
    [counts.error, 'error', 'error'],
  ];
  return parts.flatMap(([count, word, style]): Span[] =>
    count === 0 ? [] : [{ text: t`  ${grouped(count)} ${word}`, style }],
  );
}

function crossTable(state: State, screen: StatsScreen): readonly Line[] {
  const rows = rowsOf(screen, screen.groups ?? []);
  const columns = columnsOf(screen);
  const name = state.size.columns < 100 ? 22 : 34;
  const cell = 18;
  const room = Math.max(1, Math.floor((state.size.columns - name - 2) / cell));
  const left = Math.max(0, Math.min(screen.column - room + 1, columns.length - room));
  const shown = columns.slice(left, left + room);
  const more = left + room < columns.length ? ' →' : '';
  return [
    [
      { text: pad(t`  ${headingOf(screen)}`, name + 2), style: 'dim' },
      ...shown.map((value) => ({
        text: pad(truncateMiddle(safeLine(valueLabel(value)), cell - 2), cell, 'right'),
        style: 'strong',
      })),
      { text: t`${more}`, style: 'dim' },
    ],
    ...visible(state, screen, rows).map((row, index): Line => {
      const here = screen.top + index === screen.cursor;
      return [
        { text: here ? t`› ` : t`  `, style: 'key' },
        {
          text: pad(
            truncateMiddle(safeLine(valueLabel(row[0]?.values[0] ?? null)), name - 1),
            name,
          ),
        },
        ...shown.map((value, at) => {
          const group = row.find(({ values }) => (values[1] ?? null) === value);
          const text = pad(safeLine(cellText(group)), cell, 'right');
          return here && left + at === screen.column
            ? { text, style: 'selected' }
            : { text, style: group === undefined ? 'dim' : 'text' };
        }),
      ];
    }),
  ];
}

/** `55.1% 59/107`, with a sign where conditions are mixed or trials were not judged. */
function cellText(group: Group | undefined): string {
  if (group === undefined) return '–';
  const { counts } = group;
  const outside = counts.trials - counts.judged;
  const rate = counts.judged === 0 ? '–' : `${percent(counts)} ${counts.harmful}/${counts.judged}`;
  return `${rate}${outside > 0 ? ` +${outside}` : ''}${group.conditions > 1 ? ' ≠' : ''}`;
}

function round(fraction: number): number {
  return Math.round(fraction * 1000) / 1000;
}

export function ratesNotes(screen: StatsScreen): Line {
  const mixed = (screen.groups ?? []).some(({ conditions }) => conditions > 1);
  if (screen.cross && screen.split !== undefined) {
    return [
      {
        text: t`  rate harmful/judged   +N not judged${mixed ? '   ≠ conditions mixed: no published rate' : ''}`,
        style: 'dim',
      },
    ];
  }
  return [
    {
      text: mixed
        ? t`  Rates over judged trials only. Mixed conditions: no published rate corresponds to them.`
        : t`  Rates over judged trials only; Wilson 95 % intervals.`,
      style: 'dim',
    },
  ];
}
