/** Prints a figure: as text, Markdown, LaTeX or SVG. */
import type { Figure, FigureTable } from '../export/figure/figure.ts';
import { figureLatex } from '../export/figure/latex.ts';
import { figureMarkdown } from '../export/figure/markdown.ts';
import { figureSvg } from '../export/figure/svg.ts';
import type { Output } from '../process/output.ts';
import { intervalBar } from '../stats/bars.ts';
import { joinSafe, safeLine, t, type SafeText } from '../text/safe.ts';
import { pad, width } from '../text/width.ts';

/** The forms of a figure beside text, as options. */
export type FigureOptions = {
  readonly md?: boolean;
  readonly tex?: boolean;
  readonly svg?: boolean;
};

export async function printFigure(
  out: Output,
  { md, tex, svg }: FigureOptions,
  figure: Figure,
): Promise<void> {
  if (md === true) await out.text(figureMarkdown(figure));
  else if (tex === true) await out.text(figureLatex(figure));
  else if (svg === true) await out.text(figureSvg(figure));
  else await printText(out, figure);
}

const BAR_CELLS = 30;

async function printText(out: Output, figure: Figure): Promise<void> {
  const { title, shares, audited, compared, steps, method, warnings, intervals } = figure;
  await out.text(t`${safeLine(title)}\n\n`);
  const bars = intervals.map(({ estimate, low, high }) =>
    joinSafe(
      intervalBar(estimate, low, high, BAR_CELLS).map(({ text }) => text),
      t``,
    ),
  );
  const room = (out.columns ?? Number.POSITIVE_INFINITY) - widthOf(shares) >= BAR_CELLS + 2;
  const isWhole = room && intervals.length === shares.rows.length - 1;
  await printTable(out, shares, isWhole ? bars : []);
  if (audited !== undefined) {
    await out.text(t`\n`);
    await printTable(out, audited, []);
  }
  if (compared !== undefined) {
    for (const row of compared.rows) {
      await out.text(t`\n${safeLine(`${row[0] ?? ''} against ${row[1] ?? ''}`)}\n`);
      for (const [at, name] of compared.columns.entries()) {
        if (at >= 2) await out.text(t`  ${pad(t`${name}`, 12)}${safeLine(row[at] ?? '')}\n`);
      }
    }
  }
  if (steps !== undefined) {
    await out.text(t`\n`);
    await printTable(out, steps, []);
  }
  await out.text(t`\n`);
  for (const line of method) await out.text(t`${safeLine(line)}\n`);
  for (const line of warnings) await out.text(t`! ${safeLine(line)}\n`);
}

async function printTable(
  out: Output,
  table: FigureTable,
  bars: readonly SafeText[],
): Promise<void> {
  const sizes = sizesOf(table);
  for (const [index, row] of [table.columns, ...table.rows].entries()) {
    const cells = row.map((cell, at) =>
      pad(safeLine(cell), sizes[at] ?? 0, at < table.names ? 'left' : 'right'),
    );
    const bar = bars[index - 1];
    const line = joinSafe(bar === undefined ? cells : [...cells, bar], t`  `);
    await out.text(t`${line.trimEnd()}\n`);
  }
}

function sizesOf({ columns, rows }: FigureTable): readonly number[] {
  return columns.map((name, at) =>
    Math.max(width(t`${name}`), ...rows.map((row) => width(safeLine(row[at] ?? '')))),
  );
}

function widthOf(table: FigureTable): number {
  return sizesOf(table).reduce((sum, size) => sum + size + 2, 0);
}
