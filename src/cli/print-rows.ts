/** Prints rows of data in every form: an aligned table, JSON, JSON lines, CSV. */
import { jsonText } from '../text/json.ts';
import { joinSafe, safeLine, sliceSafe, t, type SafeText } from '../text/safe.ts';
import { pad, truncate, truncateMiddle, width } from '../text/width.ts';
import { csvLine, csvName, type Row, type Value } from '../export/csv-line.ts';
import type { Output } from '../process/output.ts';
import { tell } from '../process/streams.ts';

/** A JSON document of rows, row by row: `{"head": …, "name": [` … `]}`, or just the array. */
export async function printJson(
  out: Output,
  rows: AsyncIterable<unknown> | Iterable<unknown>,
  wrapper?: { readonly head: Readonly<Record<string, unknown>>; readonly name: string },
): Promise<void> {
  if (wrapper !== undefined) {
    const head = jsonText(wrapper.head).slice(1, -1);
    await out.json(`{${head}${head === '' ? '' : ','}${jsonText(wrapper.name)}:`);
  }
  let separator = '[\n';
  for await (const row of rows) {
    await out.json(separator + jsonText(row));
    separator = ',\n';
  }
  await out.json(separator === '[\n' ? '[]' : '\n]');
  await out.json(wrapper === undefined ? '\n' : '}\n');
}

/** One JSON object a line. */
export async function printJsonLines(
  out: Output,
  rows: AsyncIterable<unknown> | Iterable<unknown>,
): Promise<void> {
  for await (const row of rows) await out.json(`${jsonText(row)}\n`);
}

/** CSV (RFC 4180, lines end with LF) with a line of names first. */
export async function printCsv(
  out: Output,
  names: readonly string[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): Promise<void> {
  await out.text(t`${joinSafe(names.map(csvName), t`,`)}\n`);
  await printCsvRows(out, names, rows);
}

/** Rows of CSV below those that were printed. */
export async function printCsvRows(
  out: Output,
  names: readonly string[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): Promise<void> {
  for await (const row of rows) {
    await out.text(csvLine(names.map((name) => row[name] ?? null)));
  }
}

export type Column = {
  readonly name: string;
  readonly align?: 'left' | 'right';
  /** On a terminal: the share of its width that the column may take. */
  readonly share?: number;
  /** Cut in the middle instead of at the end: what tells ids apart is at both ends. */
  readonly cutMiddle?: boolean;
  /** Never cut, since it is copied to name the row; other columns give way. */
  readonly whole?: boolean;
  /** Gets its room before other columns. */
  readonly early?: boolean;
};

/**
 * An aligned table with its names on top. On a terminal wide columns are cut, columns without a
 * single value are left out, and so are, which is said, those that do not fit beside one that is
 * never cut; elsewhere every value is whole. Gives what prints more rows below it, in the same
 * columns.
 */
export async function printTable(
  out: Output,
  columns: readonly Column[],
  rows: readonly Row[],
): Promise<(more: readonly Row[]) => Promise<void>> {
  const edge = out.columns;
  const shown =
    edge === undefined
      ? columns
      : columns.filter(({ name }) => rows.some((row) => !isBlank(row[name] ?? null)));
  const all = shown.map((column) => {
    const widest = rows.reduce(
      (most, row) => Math.max(most, width(cellText(row[column.name] ?? null))),
      width(column.name),
    );
    const most = edge === undefined ? widest : Math.floor(edge * (column.share ?? 1));
    const room = Math.min(widest, Math.max(most, width(column.name)));
    return { column, room: column.whole === true ? widest : room };
  });
  const hasWhole = all.some(({ column }) => column.whole === true);
  const measured = edge !== undefined && hasWhole ? fitting(all, edge) : all;
  const line = (cells: readonly SafeText[]): SafeText => {
    const padded = joinSafe(
      measured.map(({ column, room }, at) => {
        const text = cells[at] ?? t``;
        const fit = column.cutMiddle === true ? truncateMiddle(text, room) : text;
        return pad(fit, room, column.align);
      }),
      t`  `,
    );
    const trimmed = sliceSafe(padded, 0, padded.trimEnd().length);
    return edge === undefined || hasWhole ? trimmed : truncate(trimmed, edge);
  };
  const print = async (some: readonly Row[]): Promise<void> => {
    for (const row of some) {
      const cells = measured.map(({ column }) => cellText(row[column.name] ?? null));
      await out.text(t`${line(cells)}\n`);
    }
  };
  await out.text(t`${line(measured.map(({ column }) => safeLine(column.name)))}\n`);
  await print(rows);
  const left = all.filter((one) => !measured.includes(one)).map(({ column }) => column.name);
  if (left.length > 0) {
    await out.finish();
    tell(`no room here for ${left.join(', ')}; --csv and --jsonl have them`);
  }
  return print;
}

type Measured = { readonly column: Column; readonly room: number };

/** The columns that fit into a row beside those that are never cut. */
function fitting(columns: readonly Measured[], edge: number): readonly Measured[] {
  let left = edge + GAP;
  const rankOf = ({ column: { whole, early } }: Measured): number =>
    whole === true ? 0 : early === true ? 1 : 2;
  const fit = columns
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .filter((one) => {
      const fits = rankOf(one) === 0 || one.room + GAP <= left;
      if (fits) left -= one.room + GAP;
      return fits;
    });
  return columns.filter((one) => fit.includes(one));
}

/** Cells between two columns. */
const GAP = 2;

function isBlank(value: Value): boolean {
  return value === null || value === '' || value === false;
}

function cellText(value: Value): SafeText {
  if (value === null) return t``;
  if (typeof value === 'boolean') return value ? t`yes` : t``;
  return typeof value === 'number' ? t`${value}` : safeLine(value);
}
