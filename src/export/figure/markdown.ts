/** A figure as Markdown. */
import { safe, type SafeText } from '../../text/safe.ts';
import { inline, tableRow } from '../markdown/pieces.ts';
import { tablesOf, type Figure, type FigureTable } from './figure.ts';

export function figureMarkdown(figure: Figure): SafeText {
  return safe(
    [
      `**${inline(figure.title)}**`,
      '',
      ...tablesOf(figure).flatMap((one, at) => [...(at === 0 ? [] : ['']), ...table(one)]),
      '',
      ...figure.method.map(inline),
      ...figure.warnings.map((one) => `\n*${inline(one)}*`),
      '',
    ].join('\n'),
  );
}

function table({ columns, names, rows }: FigureTable): readonly string[] {
  return [
    tableRow(columns.map(inline)),
    tableRow(columns.map((_, at) => (at < names ? '---' : '---:'))),
    ...rows.map((row) => tableRow(row.map(inline))),
  ];
}
