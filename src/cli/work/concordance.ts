/** `inquest concordance`: words in context, and in how many trials they are said in private, in what was sent, or both. */
import { UserError } from '../../base/user-error.ts';
import { alignedLine, kindOf, lineCells } from '../../concordance/aligned.ts';
import { methodOf, warningsOf } from '../../concordance/notes.ts';
import { rowsOf, SHARE_COLUMNS, shareRows, validationRows } from '../../concordance/table.ts';
import type { Concordance, ConcordanceLine } from '../../concordance/types.ts';
import { concordanceFigure, linesFigure } from '../../export/figure/concordance.ts';
import type { Figure, FigureTable } from '../../export/figure/figure.ts';
import { figureLatex } from '../../export/figure/latex.ts';
import { figureMarkdown } from '../../export/figure/markdown.ts';
import { figureSvg } from '../../export/figure/svg.ts';
import type { Row } from '../../export/csv-line.ts';
import type { Output } from '../../process/output.ts';
import { tell } from '../../process/streams.ts';
import { grouped } from '../../stats/bars.ts';
import { joinSafe, safeLine, t } from '../../text/safe.ts';
import { pad, width } from '../../text/width.ts';
import { GROUP_FIELDS } from '../../trial/catalogue.ts';
import { formOf, withCollection, type Context } from '../context.ts';
import { fieldNamed } from '../field-option.ts';
import { printCsv, printJson, printJsonLines } from '../print-rows.ts';
import type { ConcordanceOptions } from './concordance-options.ts';

/** Lines that are printed where no other number is asked for. */
const MOST_LINES = 100;

export async function runConcordance(
  context: Context<ConcordanceOptions>,
  text: string,
  paths: readonly string[],
): Promise<number> {
  const { options, out } = context;
  if (text.trim() === '') throw new UserError('there is no word to look for');
  if (options.svg === true && options.lines === true) {
    throw new UserError('--svg draws shares: it does not go with --lines');
  }
  const names = options.by ?? ['model'];
  const by = [...new Set(names)].map((name) => fieldNamed('--by', name, GROUP_FIELDS));
  const corrected = await correcting(context, by);
  if (corrected === undefined) return 1;
  return withCollection(paths, context, async ({ ask }) => {
    const found = await ask('concordance', {
      query: { text: options.query ?? '' },
      text,
      by,
      limit: options.limit ?? MOST_LINES,
      order: options.sort,
    });
    const made = corrected(found);
    await print(out, options, made, by);
    if (made.trials === 0) tell('no trial says it');
    return made.trials === 0 ? 1 : 0;
  });
}

/** What adds to a concordance what an audit says of it; undefined where that is open. */
async function correcting(
  context: Context<ConcordanceOptions>,
  by: readonly string[],
): Promise<((made: Concordance) => Concordance) | undefined> {
  const { audit, label, key } = context.options;
  if (audit !== undefined) {
    const { readValidation } = await import('./concordance-audit.ts');
    return readValidation(context, audit, by);
  }
  if (label === undefined && key === undefined) return (made) => made;
  throw new UserError(`--${label === undefined ? 'key' : 'label'} needs --audit FILES`);
}

async function print(
  out: Output,
  options: ConcordanceOptions,
  made: Concordance,
  by: readonly string[],
): Promise<void> {
  const figure = options.lines === true ? linesFigure(made) : concordanceFigure(made, by);
  if (options.md === true) return out.text(figureMarkdown(figure));
  if (options.tex === true) return out.text(figureLatex(figure));
  if (options.svg === true) return out.text(figureSvg(figure));
  const rows =
    options.lines === true
      ? made.lines.map(lineRow)
      : [
          ...shareRows(rowsOf(made.groups, made.total, by), by),
          ...validationRows(made.validation, by),
        ];
  const form = formOf(options);
  if (form === 'json') return printWhole(out, made, by);
  if (form === 'jsonl') return printJsonLines(out, rows);
  if (form === 'csv') {
    const columns = options.lines === true ? LINE_COLUMNS : [...by, ...SHARE_COLUMNS];
    await printCsv(out, columns, rows);
    for (const note of figure.warnings) tell(note);
    return undefined;
  }
  return printText(out, options, made, by);
}

/** Shares and lines in one document. */
async function printWhole(out: Output, made: Concordance, by: readonly string[]): Promise<void> {
  const { query, asked, counted, exact, says, forms, trials, passages, total } = made;
  const head = {
    query,
    asked,
    counted,
    exact: exact ?? null,
    says,
    forms: forms.map(({ text, forms: some, more, off }) => ({
      text,
      forms: some.map((one) => ({ form: one.form, trials: one.trials })),
      more,
      notCounted: off.map(({ form }) => form),
    })),
    by,
    trials,
    passages,
    total: total.counts,
    groups: shareRows(rowsOf(made.groups, total, by), by),
    method: methodOf(made),
    validation: made.validation ?? null,
    warnings: warningsOf(made),
  };
  await printJson(out, made.lines.map(lineRow), { head, name: 'lines' });
}

const LINE_COLUMNS = [
  'trial',
  'model',
  'outcome',
  'turn',
  'kind',
  'before',
  'form',
  'after',
  'sameIn',
] as const;

function lineRow(line: ConcordanceLine): Row {
  const { trial, model, outcome, turn, before, form, after, sameIn } = line;
  return { trial, model, outcome, turn, kind: kindOf(line), before, form, after, sameIn };
}

async function printText(
  out: Output,
  options: ConcordanceOptions,
  made: Concordance,
  by: readonly string[],
): Promise<void> {
  const { lines, passages, forms } = made;
  const figure = concordanceFigure(made, by);
  await out.text(t`${safeLine(figure.title)}\n\n`);
  const cells = lineCells(lines, out.columns);
  for (const line of lines) {
    // Only the form is set off.
    const parts = alignedLine(line, cells);
    await out.line(parts.map(({ text, style }) => (style === 'hit' ? { text, style } : { text })));
  }
  if (lines.length === (options.limit ?? MOST_LINES)) {
    await out.text(
      t`the first ${grouped(lines.length)} lines, of ${grouped(passages)} passages (--limit N)\n`,
    );
  }
  if (options.lines === true) return;
  await out.text(t`\n`);
  await printTable(out, fitting(out, made, by).shares);
  if (figure.audited !== undefined) {
    await out.text(t`\n`);
    await printTable(out, figure.audited);
  }
  await out.text(t`\n`);
  const left = forms.flatMap(({ off }) => off.map(({ form }) => form));
  const notes = left.length === 0 ? [] : [`Not counted: ${left.join(', ')}.`];
  for (const line of [...figure.method, ...notes]) await out.text(t`${safeLine(line)}\n`);
  for (const line of figure.warnings) await out.text(t`! ${safeLine(line)}\n`);
}

/** The table with as much in its cells as there is room for. */
function fitting(out: Output, made: Concordance, by: readonly string[]): Figure {
  const forms = (['interval', 'share', 'count'] as const).map((form) =>
    concordanceFigure(made, by, form),
  );
  const room = out.columns ?? Number.POSITIVE_INFINITY;
  const found = forms.find(({ shares }) => widthOf(shares) <= room) ?? forms.at(-1);
  if (found === undefined) throw new Error('there is no form of the table');
  return found;
}

async function printTable(out: Output, table: FigureTable): Promise<void> {
  const sizes = sizesOf(table);
  for (const row of [table.columns, ...table.rows]) {
    const cells = row.map((cell, at) =>
      pad(safeLine(cell), sizes[at] ?? 0, at < table.names ? 'left' : 'right'),
    );
    await out.text(t`${joinSafe(cells, t`  `).trimEnd()}\n`);
  }
}

function sizesOf({ columns, rows }: FigureTable): readonly number[] {
  return columns.map((name, at) =>
    Math.max(width(t`${name}`), ...rows.map((row) => width(safeLine(row[at] ?? '')))),
  );
}

function widthOf(table: FigureTable): number {
  return sizesOf(table).reduce((sum, size) => sum + size + 2, -2);
}
