/** The stats tables as lines: groups with intervals, or a cross table of two fields. */
import { valueLabel } from '../../app/screens/docket/facet-lines.ts';
import { groupTitle } from '../../trial/catalogue.ts';
import type { State } from '../../app/state.ts';
import { cellText, crossLayout, crossName } from '../../app/screens/stats/cross.ts';
import type { StatsScreen } from '../../app/screens/stats/state.ts';
import {
  columnsOf,
  isCrossed,
  isSameCell,
  rowsOf,
  tableRows,
} from '../../app/screens/stats/table.ts';
import type { Group } from '../../query/results.ts';
import { type Cache, createCache, createWeakCache } from '../../text/remember.ts';
import { safeLine, t, type SafeText } from '../../text/safe.ts';
import { shortNames } from '../../text/short-names.ts';
import { type Line, type Span, styled } from '../../text/spans.ts';
import { pad, width as cells } from '../../text/width.ts';
import type { Style } from '../../text/styles.ts';
import { grouped, intervalBar, percentOf, widestCount } from '../../stats/bars.ts';
import { fieldsOf, ratesTable, type RatesRow, type RatesTable } from '../../stats/rates-table.ts';
import { selected } from '../../text/theme.ts';

/** `notes`: lines of what is said below. */
export function ratesLines(state: State, screen: StatsScreen, notes: number): readonly Line[] {
  const groups = screen.groups ?? [];
  if (screen.groups === undefined) {
    const { refusal } = screen;
    if (refusal !== undefined) return [[styled(safeLine(`  ${refusal}`), 'warning')]];
    const text = state.trouble === undefined ? t`  counting…` : t`  not counted`;
    return [[{ text, style: 'dim' }]];
  }
  if (groups.length === 0) return [[{ text: t`  No trial matches the filter.`, style: 'dim' }]];
  return isCrossed(screen) ? crossTable(state, screen, notes) : groupTable(state, screen, notes);
}

function visible<T>(
  { size }: State,
  { top }: StatsScreen,
  rows: readonly T[],
  notes: number,
): readonly T[] {
  return rows.slice(top, top + tableRows(size, notes));
}

/** Cells of the columns of the table; the name takes what they leave. */
type Cells = {
  readonly name: number;
  /** 0: no bar. */
  readonly bar: number;
  readonly interval: number;
  /** Of `harmful/judged`. */
  readonly fraction: number;
  readonly unjudged: number;
  readonly failed: number;
  readonly error: number;
  /** Few cells: only a sign where conditions are mixed. */
  readonly mixed: number;
};

const RATE = 7;
const MIXED = 9;

function cellsFor(width: number, screen: StatsScreen, { rows, total }: RatesTable): Cells {
  const all = [...rows, total];
  const digits = (of: (rates: RatesRow['rates']) => number, least: number): number =>
    1 +
    widestCount(
      all.map(({ rates }) => of(rates)),
      least,
    );
  const counts = {
    fraction: all.reduce((most, { fraction }) => Math.max(most, 1 + fraction.length), 10),
    unjudged: digits(({ unjudged }) => unjudged, 8),
    failed: digits(({ judgeFailed }) => judgeFailed, 6),
    error: digits(({ error }) => error, 5),
  };
  const longest = longestOf(screen, rows);
  const columns = RATE + Object.values(counts).reduce((sum, one) => sum + one, 2);
  // What does not fit beside a name is left out: the interval, then the words of mixed conditions.
  const interval = width >= Math.max(76, columns + 14 + MIXED + LEAST_NAME) ? 14 : 0;
  const mixed = width >= Math.max(70, columns + interval + MIXED + LEAST_NAME) ? MIXED : 2;
  const fixed = columns + interval + mixed;
  const name = Math.max(LEAST_NAME, Math.min(longest + 2, width - fixed));
  const bar = Math.min(40, width - fixed - name - 2);
  return { ...counts, name, bar: bar < 12 ? 0 : bar, interval, mixed };
}

const LEAST_NAME = 12;

function groupTable(state: State, screen: StatsScreen, notes: number): readonly Line[] {
  const { groups = [], total } = screen;
  const by = fieldsOf(screen);
  const table = total === undefined ? undefined : ratesTable({ by, groups, total });
  if (table === undefined) return [];
  const heading = headingOf(screen);
  const sizes = cellsFor(state.size.columns, screen, table);
  const names = namesIn(groups, 'groups', sizes.name - 1, () => table.rows.map(labelOf));
  return [
    headLine(heading, sizes, screen.share !== undefined),
    ...visible(state, screen, table.rows, notes).map((row, index): Line => {
      const at = screen.top + index;
      const line = groupLine(row, names[at] ?? t``, sizes);
      const isMarked = isSameCell(groups[at]?.values ?? [], screen.marked);
      const here = at === screen.cursor;
      const sign = styled(here ? t`› ` : isMarked ? t`= ` : t`  `, 'key');
      return here ? selected([sign, ...line]) : [sign, ...line];
    }),
    [],
    [{ text: t`  ` }, ...groupLine(table.total, safeLine(labelOf(table.total)), sizes)],
  ];
}

function longestOf(screen: StatsScreen, rows: readonly RatesRow[]): number {
  return rows.reduce(
    (most, row) => Math.max(most, cells(safeLine(labelOf(row)))),
    cells(headingOf(screen)),
  );
}

/** The name of the row under the cursor, where its column has no room for it. */
export function cutName(state: State, screen: StatsScreen): SafeText | undefined {
  const { groups = [], total, cursor } = screen;
  if (total === undefined) return undefined;
  if (isCrossed(screen)) {
    const name = safeLine(rowLabel(rowsOf(screen, groups)[cursor]));
    return cells(name) < crossName(state.size) ? undefined : name;
  }
  const table = ratesTable({ by: fieldsOf(screen), groups, total });
  const row = table.rows[cursor];
  if (row === undefined) return undefined;
  const name = safeLine(labelOf(row));
  const room = cellsFor(state.size.columns, screen, table).name;
  return cells(name) < room ? undefined : name;
}

function headLine(heading: string, sizes: Cells, isShare: boolean): Line {
  const { name, bar, interval, mixed } = sizes;
  const scale = bar === 0 ? '' : `  0%${' '.repeat(bar - 6)}100%`;
  const text = [
    '  ',
    pad(t`${heading}`, name),
    pad(isShare ? t`k of n` : t`harm/judg`, sizes.fraction, 'right'),
    pad(t`rate`, RATE, 'right'),
    interval === 0 ? '' : pad(t`95 % interval`, interval, 'right'),
    scale,
    pad(t`unjudged`, sizes.unjudged, 'right'),
    pad(t`failed`, sizes.failed, 'right'),
    pad(t`error`, sizes.error, 'right'),
    mixed < MIXED ? '' : pad(t`cond.`, mixed, 'right'),
  ].join('');
  return [{ text: t`${text}`, style: 'dim' }];
}

function headingOf(screen: StatsScreen): string {
  const by = groupTitle(screen.by);
  return screen.split === undefined ? by : `${by} × ${groupTitle(screen.split)}`;
}

const shortened = createWeakCache<readonly Group[], Cache<string, readonly SafeText[]>>();
/** Rows and columns of a table, at two widths. */
const MOST_SHORTENED = 4;

/** The names of all rows or columns of a table, no two of which look alike. */
function namesIn(
  groups: readonly Group[],
  of: 'groups' | 'rows' | 'columns',
  room: number,
  names: () => readonly string[],
): readonly SafeText[] {
  const ofTable = shortened(groups, () => createCache(MOST_SHORTENED));
  return ofTable(`${of} ${room}`, () => shortNames(names().map(safeLine), room));
}

function labelOf({ names }: RatesRow): string {
  return names.filter((name) => name !== '').join(' · ');
}

function groupLine(row: RatesRow, label: SafeText, sizes: Cells): Line {
  const { name, bar, interval, mixed } = sizes;
  const { rates, fraction } = row;
  const { rate, ciLow, ciHigh } = rates;
  const outside = (count: number, style: Style, size: number): Span => ({
    text: pad(t`${count === 0 ? '·' : grouped(count)}`, size, 'right'),
    style: count === 0 ? 'dim' : style,
  });
  return [
    { text: pad(label, name) },
    { text: pad(t`${fraction}`, sizes.fraction, 'right') },
    { text: pad(t`${percentOf(rate)}`, RATE, 'right'), style: 'strong' },
    ...(interval === 0 ? [] : [styled(pad(t`${boundsText(rates)}`, interval, 'right'), 'dim')]),
    ...(bar === 0
      ? []
      : [
          { text: t`  ` },
          ...(rate === null || ciLow === null || ciHigh === null
            ? [styled(t`${'·'.repeat(bar)}`, 'bar-rest')]
            : intervalBar(rate, ciLow, ciHigh, bar)),
        ]),
    outside(rates.unjudged, 'unjudged', sizes.unjudged),
    outside(rates.judgeFailed, 'judge-failed', sizes.failed),
    outside(rates.error, 'error', sizes.error),
    conditionsSpan(rates, mixed),
  ];
}

function conditionsSpan({ conditions, unpublished }: RatesRow['rates'], room: number): Span {
  const isShort = room < MIXED;
  const isMixed = conditions > 1;
  const text = isMixed
    ? isShort
      ? '≠'
      : `${conditions} mixed`
    : unpublished === true
      ? isShort
        ? '∅'
        : 'no fig.'
      : isShort
        ? ''
        : String(conditions);
  const isWarning = isMixed || unpublished === true;
  return { text: pad(t`${text}`, room, 'right'), style: isWarning ? 'warning' : 'dim' };
}

function boundsText({ ciLow, ciHigh }: RatesRow['rates']): string {
  if (ciLow === null || ciHigh === null) return '–';
  const short = (fraction: number): string => (fraction * 100).toFixed(1);
  return `${short(ciLow)}–${short(ciHigh)}%`;
}

function crossTable(state: State, screen: StatsScreen, notes: number): readonly Line[] {
  const { groups = [] } = screen;
  const rows = rowsOf(screen, groups);
  const columns = columnsOf(screen);
  const { name, column, left, count } = crossLayout(state.size, screen);
  const shown = columns.slice(left, left + count);
  const more = left + count < columns.length ? ' →' : '';
  const names = namesIn(groups, 'rows', name - 1, () => rows.map(rowLabel));
  const titles = namesIn(groups, 'columns', column - 2, () => columns.map(valueLabel));
  return [
    [
      { text: pad(t`  ${headingOf(screen)}`, name + 2), style: 'dim' },
      ...shown.map((_, at) => styled(pad(titles[left + at] ?? t``, column, 'right'), 'strong')),
      { text: t`${more}`, style: 'dim' },
    ],
    ...visible(state, screen, rows, notes).map((row, index): Line => {
      const here = screen.top + index === screen.cursor;
      return [
        { text: here ? t`› ` : t`  `, style: 'key' },
        { text: pad(names[screen.top + index] ?? t``, name) },
        ...shown.map((value, at) => {
          const group = row.find(({ values }) => (values.at(-1) ?? null) === value);
          const text = pad(safeLine(cellText(group, screen)), column, 'right');
          const isChosen = here && left + at === screen.column;
          const isMarked = group !== undefined && isSameCell(group.values, screen.marked);
          const style = group === undefined ? 'dim' : isMarked ? 'key' : 'text';
          return styled(text, isChosen ? 'selected' : style);
        }),
      ];
    }),
    ...totalOfFunnel(screen, shown, { name, column }),
  ];
}

/** What the cells of a row have in common. */
function rowLabel(row: readonly Group[] = []): string {
  return (row[0]?.values.slice(0, -1) ?? []).map(valueLabel).join(' · ');
}

/** What is left of all trials. */
function totalOfFunnel(
  screen: StatsScreen,
  shown: readonly (string | null)[],
  { name, column }: { readonly name: number; readonly column: number },
): readonly Line[] {
  if (screen.totals.length === 0 || screen.funnel === undefined) return [];
  const ofAll = shown.map((stage) => {
    const group = screen.totals.find(({ values }) => values.at(-1) === stage);
    return styled(pad(safeLine(cellText(group, screen)), column, 'right'), 'text');
  });
  return [[], [{ text: pad(t`  all`, name + 2) }, ...ofAll]];
}
