/** The Concordance as lines: forms, occurrences in context, the table, and what has to be said. */
import type { ConcordanceScreen } from '../../app/screens/concordance/state.ts';
import {
  cellText,
  COLUMNS,
  columnTitle,
  countIn,
  formParts,
  isCell,
  tableRows,
} from '../../app/screens/concordance/table.ts';
import { alignedLine, lineCells, type Cells } from '../../concordance/aligned.ts';
import { methodOf, warningsOf } from '../../concordance/notes.ts';
import { shareOf, type ConcordanceRow } from '../../concordance/table.ts';
import { CELLS, type ConcordanceLine } from '../../concordance/types.ts';
import { grouped, shortCount, widestCount } from '../../stats/bars.ts';
import { tablePercent } from '../../stats/rates-table.ts';
import { createCache, createWeakCache, type Cache } from '../../text/remember.ts';
import { safeLine, t, type SafeText } from '../../text/safe.ts';
import { shortNames } from '../../text/short-names.ts';
import { styled, type Line, type Span } from '../../text/spans.ts';
import { selected } from '../../text/theme.ts';
import { pad, width } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import { groupTitle } from '../../trial/catalogue.ts';
import { choicesLine } from './choices-line.ts';

const measured = createWeakCache<readonly ConcordanceLine[], Cache<number, Cells>>();

/** The occurrences in view, each form in the same column. */
export function contextLines(
  { result, cursor, top, pane }: ConcordanceScreen,
  columns: number,
  height: number,
): readonly Line[] {
  if (result === undefined) return [];
  const { lines } = result;
  if (lines.length === 0) return [[styled(t`  No trial says it.`, 'dim')]];
  const cells = measured(lines, () => createCache(2))(columns - 2, (cols) =>
    lineCells(lines, cols),
  );
  return lines.slice(top, top + height).map((line, index): Line => {
    const here = top + index === cursor;
    const drawn: Line = [
      here ? styled(t`› `, 'key') : { text: t`  ` },
      ...alignedLine(line, cells),
    ];
    return here && pane === 'lines' ? selected(drawn) : drawn;
  });
}

/** The forms that are counted with their trials, and those that are not, from the one under the cursor on. */
export function formsLine({ result, form, pane }: ConcordanceScreen, columns: number): Line {
  const parts = formParts(result?.forms ?? []);
  const spans = parts.map((part, index): Span => {
    const text = part.isOn
      ? t`${safeLine(part.form)} ${grouped(part.trials ?? 0)}`
      : t`+${safeLine(part.form)}`;
    const style = pane === 'forms' && index === form ? 'selected' : part.isOn ? 'text' : 'dim';
    return styled(text, style);
  });
  return choicesLine(spans, { at: form, margin: 2, columns });
}

const LEAST_NAME = 10;
const OUTCOME = 8;
/** Cells of a share with its interval, and without. */
const INTERVAL = 24;
const SHARE = 15;
/** Of a count alone. */
const COUNT = 7;
/** From so many cells on, titles are whole. */
const WIDE = 100;
const MOST_OF_NAME = 24;

type Sizes = {
  /** Cells of the name, and of each column after it. */
  readonly name: number;
  readonly sizes: readonly number[];
  /** What cells have room for. */
  readonly kind: number;
  /** How counts are written. */
  readonly text: (count: number) => string;
};

/** Where millions do not fit they are told in short: the line below has the count under the cursor. */
function sizesFor(columns: number, longest: number, rows: readonly ConcordanceRow[]): Sizes {
  const whole = sizesWith(grouped, columns, longest, rows);
  return whole.name >= Math.min(longest, LEAST_NAME)
    ? whole
    : sizesWith(shortCount, columns, longest, rows);
}

function sizesWith(
  text: Sizes['text'],
  columns: number,
  longest: number,
  rows: readonly ConcordanceRow[],
): Sizes {
  const isWide = columns >= WIDE;
  const digits = (column: (typeof COLUMNS)[number]): number =>
    widestCount(
      rows.map((row) => countIn(row, column)),
      0,
      text,
    );
  const plain = {
    trials: Math.max(isWide ? 8 : 6, 1 + digits('trials')),
    withheld: Math.max(isWide ? 10 : 7, 1 + digits('withheld')),
    absent: Math.max(7, 1 + digits('absent')),
    draft: Math.max(6, 1 + digits('draft')),
  } as const;
  // Beyond counts of five cells.
  const extra = Math.max(0, ...CELLS.map((column) => digits(column) - 5));
  const others = 2 + OUTCOME + plain.trials + plain.withheld + plain.absent + plain.draft;
  const room = Math.floor((columns - others - Math.min(longest, MOST_OF_NAME)) / CELLS.length);
  const kind = [INTERVAL, SHARE].find((one) => room >= one + extra) ?? COUNT;
  const cell = kind + extra;
  const name = Math.max(1, Math.min(longest, columns - others - CELLS.length * cell));
  const sizes = COLUMNS.map((column) => (isCell(column) ? cell : plain[column]));
  return { name, sizes, kind, text };
}

/** The table: titles, then the rows in view. */
export function tableLines(
  screen: ConcordanceScreen,
  columns: number,
  height: number,
): readonly Line[] {
  const rows = tableRows(screen);
  if (rows.length === 0) return [];
  const longest = rows.reduce((most, row) => Math.max(most, width(nameOf(row)) + 1), LEAST_NAME);
  const how = sizesFor(columns, longest, rows);
  const { name, sizes } = how;
  const heading: Line = [
    { text: pad(t`  ${groupTitle(screen.by)}`, 2 + name), style: 'dim' },
    { text: pad(t`of`, OUTCOME), style: 'dim' },
    ...COLUMNS.map((column, at) =>
      styled(pad(titleIn(columnTitle(column), sizes[at] ?? 0), sizes[at] ?? 0, 'right'), 'dim'),
    ),
  ];
  const groups = rows.filter(({ outcome }) => outcome === 'all');
  const short = shortNames(groups.map(nameOf), name - 1);
  const nameIn = ({ group }: ConcordanceRow): SafeText =>
    short[groups.findIndex((one) => one.group === group)] ?? t``;
  const shown = rows.slice(screen.rowTop, screen.rowTop + height);
  return [
    heading,
    ...shown.map((row, index): Line => {
      const here = screen.rowTop + index === screen.row;
      const isNamed = index === 0 || row.outcome === 'all';
      return [
        here ? styled(t`› `, 'key') : { text: t`  ` },
        { text: pad(isNamed ? nameIn(row) : t``, name) },
        row.outcome === 'all'
          ? { text: pad(t`all`, OUTCOME) }
          : styled(pad(t`${row.outcome}`, OUTCOME), row.outcome),
        ...COLUMNS.map((column, at): Span => {
          const text = pad(cellIn(row, column, how), sizes[at] ?? 0, 'right');
          const isHere = here && screen.pane === 'table' && at === screen.column;
          return isHere ? styled(text, 'selected') : { text };
        }),
      ];
    }),
  ];
}

/** Titles where there is little room. */
const SHORT: Readonly<Record<string, string>> = {
  'reasoning only': 'r.only',
  'message only': 'm.only',
  neither: 'none',
  withheld: 'withh.',
};

function titleIn(title: string, cells: number): SafeText {
  return title.length < cells ? t`${title}` : t`${SHORT[title] ?? title}`;
}

function cellIn(
  row: ConcordanceRow,
  column: (typeof COLUMNS)[number],
  { kind, text }: Sizes,
): SafeText {
  const count = t`${text(countIn(row, column))}`;
  if (!isCell(column)) return count;
  const { share, ciLow, ciHigh } = shareOf(row.counts, column);
  if (share === null || ciLow === null || ciHigh === null || kind < SHARE) return count;
  const percent = t`${count} ${tablePercent(share)}`;
  return kind < INTERVAL
    ? percent
    : t`${percent} (${tablePercent(ciLow).slice(0, -1)}–${tablePercent(ciHigh).slice(0, -1)})`;
}

function nameOf({ names }: ConcordanceRow): SafeText {
  return safeLine(names.join(' · '));
}

/** Of the table the cell under the cursor in words; else what limits all figures. */
export function noteLine(screen: ConcordanceScreen): Line {
  const { result, pane, row, column } = screen;
  if (result === undefined) return [];
  const here = tableRows(screen)[row];
  if (pane === 'table' && here !== undefined) {
    return [styled(safeLine(`  ${cellText(here, COLUMNS[column] ?? 'trials')}`), 'text')];
  }
  if (pane === 'forms') {
    return [styled(t`  Space counts a form, or leaves it out; + is not counted`, 'dim')];
  }
  const [first, ...others] = warningsOf(result);
  const more = others.map((one) => one.replace(/[:.].*/, '').toLowerCase());
  return [
    styled(safeLine(`  ! ${(first ?? '').replace(/:.*/, '')}`), 'warning'),
    styled(safeLine(more.map((one) => ` · ${one}`).join('')), 'warning'),
  ];
}

/** Everything that limits the figures, and how they were counted. */
export function wholeNote(
  { result }: ConcordanceScreen,
  columns: number,
  height: number,
): readonly Line[] {
  if (result === undefined) return [];
  const said = [
    ...warningsOf(result).map((text): Line => [styled(safeLine(`  ! ${text}`), 'warning')]),
    ...methodOf(result).map((text): Line => [styled(safeLine(`  ${text}`), 'text')]),
  ];
  const lines = said.flatMap((line) => wrapLine(line, columns - 1, 4));
  const rest = [styled(t`  … y copies the command that prints all of it`, 'dim')];
  return lines.length <= height ? lines : [...lines.slice(0, height - 1), rest];
}
