/** `inquest stats`: harmful rates of groups with their intervals, and what no rate counts. */
import type { Group } from '../../query/results.ts';
import { GROUP_FIELDS, type GroupField } from '../../trial/catalogue.ts';
import { ratesOf, statsRows } from '../../stats/rates.ts';
import {
  ratesTable,
  scopeNotes,
  tableInterval,
  tablePercent,
  UNPUBLISHED,
  type RatesRow,
} from '../../stats/rates-table.ts';
import { joinSafe, safeLine, t, type SafeText } from '../../text/safe.ts';
import { shortNames } from '../../text/short-names.ts';
import { pad, width } from '../../text/width.ts';
import { grouped, intervalBar } from '../../stats/bars.ts';
import { formOf, withCollection, type Context } from '../context.ts';
import { tell } from '../../process/streams.ts';
import { unknownName } from '../../base/nearest.ts';
import { UserError } from '../../base/user-error.ts';
import { RATE_COLUMNS, sortGroups, type GroupSort } from '../../stats/sort-groups.ts';
import { fieldNamed } from '../field-option.ts';
import type { Output } from '../../process/output.ts';
import type { StatsOptions } from './stats-options.ts';
import { asksForShares, runShares } from './stats-shares.ts';
import { printCsv, printJson, printJsonLines } from '../print-rows.ts';

export async function runStats(
  context: Context<StatsOptions>,
  paths: readonly string[],
): Promise<number> {
  const { options, out } = context;
  if (asksForShares(options)) {
    if (options.sort === undefined) return runShares(context, paths);
    throw new UserError('--sort orders rates', 'leave it out with shares and comparisons');
  }
  const by = fieldsOf('--by', options.by ?? ['model']);
  const split = fieldsOf('--split', options.split ?? []);
  const fields = [...new Set([...by, ...split])];
  const sort = sortOf(options.sort, fields);
  const query = options.query ?? '';
  return withCollection(paths, context, async ({ ask }) => {
    const found = await ask('stats', { query: { text: query }, by: fields });
    const { total, leftOut } = found;
    const groups = sort === undefined ? found.groups : sortGroups(found.groups, fields, sort);
    const rows = statsRows(groups, fields);
    const form = formOf(options);
    if (form === 'json') {
      const { ofJudge = [] } = total;
      const head = { query, leftOut, ofJudge, by, split, total: ratesOf(total) };
      await printJson(out, rows, { head, name: 'groups' });
    } else if (form === 'jsonl') await printJsonLines(out, rows);
    else if (form === 'csv') {
      await printCsv(out, [...fields, ...Object.keys(ratesOf(total))], rows);
    } else if (groups.length > 0) await printText(out, groups, total, fields);
    if (groups.length === 0) tell('no trial matches');
    else for (const note of scopeNotes(found)) tell(note);
    return groups.length === 0 ? 1 : 0;
  });
}

function fieldsOf(option: string, names: readonly string[]): readonly GroupField[] {
  const fields: GroupField[] = [];
  for (const name of names) {
    fields.push(fieldNamed(option, name, GROUP_FIELDS));
  }
  return fields;
}

/** `rate`, or `-rate` for the other way round. */
function sortOf(text: string | undefined, fields: readonly GroupField[]): GroupSort | undefined {
  if (text === undefined) return undefined;
  const descending = text.startsWith('-');
  const name = descending ? text.slice(1) : text;
  const column = fieldNamed('--sort', name, [...fields, ...RATE_COLUMNS]);
  if (![...fields, ...RATE_COLUMNS].includes(column)) {
    throw unknownName('--sort: rates have no column', name, [...fields, ...RATE_COLUMNS]);
  }
  return { column, descending };
}

const BAR_CELLS = 30;
const SHORTEST_BAR = 10;
const LONGEST_NAME = 44;

type Table = {
  readonly heading: readonly SafeText[];
  readonly rows: readonly (readonly SafeText[])[];
};

async function printText(
  out: Output,
  groups: readonly Group[],
  total: Group,
  fields: readonly GroupField[],
): Promise<void> {
  const whole = tableOf(groups, total, fields, BAR_CELLS);
  // On a terminal the bar gives way first: its figures stand beside it.
  const excess = Math.max(0, widthOf(whole) - (out.columns ?? Number.POSITIVE_INFINITY));
  const bar = BAR_CELLS - excess;
  const table = excess === 0 ? whole : tableOf(groups, total, fields, bar < SHORTEST_BAR ? 0 : bar);
  const cells = cellsOf(table);
  const line = (row: readonly SafeText[]): SafeText =>
    joinSafe(
      row.map((cell, at) =>
        pad(
          cell,
          cells[at] ?? 0,
          isNumber(table.heading[at] ?? t``, at, fields) ? 'right' : 'left',
        ),
      ),
      t`  `,
    );
  for (const row of [table.heading, ...table.rows]) {
    await out.text(t`${line(row).trimEnd()}\n`);
  }
  await out.text(
    t`\nrate = harmful of judged, with its 95 % Wilson interval; unjudged, judge-failed and error count as neither.\n`,
  );
}

function tableOf(
  groups: readonly Group[],
  total: Group,
  fields: readonly GroupField[],
  bar: number,
): Table {
  const table = ratesTable({ by: fields, groups, total });
  const shortened = shortenedNames(table.rows);
  return {
    heading: [
      ...fields.map((field) => t`${field}`),
      t`harmful/judged`,
      t`rate`,
      t`95 % interval`,
      ...(bar === 0 ? [] : [t`0${' '.repeat(bar - 5)}100%`]),
      t`unjudged`,
      bar === 0 ? t`failed` : t`judge-failed`,
      t`error`,
      t``,
    ],
    rows: [...table.rows, table.total].map((row) =>
      cellsOfRow(row, bar, (name, at) => shortened[at]?.get(name) ?? safeLine(name)),
    ),
  };
}

/** Cells of each column. */
function cellsOf({ heading, rows }: Table): readonly number[] {
  return heading.map((name, at) =>
    Math.max(width(name), ...rows.map((row) => width(row[at] ?? t``))),
  );
}

function widthOf(table: Table): number {
  const cells = cellsOf(table);
  return cells.reduce((sum, size) => sum + size, 2 * (cells.length - 1));
}

/** Columns of numbers stand on the right: all but the names, the bar and the remark. */
function isNumber(heading: SafeText, at: number, fields: readonly GroupField[]): boolean {
  return at >= fields.length && heading !== '' && !heading.startsWith('0 ');
}

/** The different names of each column, no two of which look alike. */
function shortenedNames(rows: readonly RatesRow[]): readonly ReadonlyMap<string, SafeText>[] {
  return (rows[0]?.names ?? []).map((_, at) => {
    const names = [...new Set(rows.map((row) => row.names[at] ?? ''))];
    const short = shortNames(names.map(safeLine), LONGEST_NAME);
    return new Map(names.map((name, index) => [name, short[index] ?? t``]));
  });
}

function cellsOfRow(
  { names, rates, fraction }: RatesRow,
  bar: number,
  short: (name: string, column: number) => SafeText,
): readonly SafeText[] {
  const { rate, ciLow, ciHigh, unjudged, judgeFailed, error, conditions, unpublished } = rates;
  const drawn =
    rate === null || ciLow === null || ciHigh === null
      ? t``
      : joinSafe(
          intervalBar(rate, ciLow, ciHigh, bar).map(({ text }) => text),
          t``,
        );
  return [
    ...names.map(short),
    t`${fraction}`,
    t`${tablePercent(rate)}`,
    t`${tableInterval(rates)}`,
    ...(bar === 0 ? [] : [drawn]),
    t`${grouped(unjudged)}`,
    t`${grouped(judgeFailed)}`,
    t`${grouped(error)}`,
    safeLine(
      [
        ...(conditions > 1 ? [`${conditions} conditions mixed`] : []),
        ...(unpublished === true ? [UNPUBLISHED] : []),
      ].join(', '),
    ),
  ];
}
