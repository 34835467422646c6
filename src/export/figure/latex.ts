/** A figure as LaTeX, for the packages booktabs and (in other scripts) fontspec. */
import { safe, safeLine, type SafeText } from '../../text/safe.ts';
import { tablesOf, type Figure, type FigureTable } from './figure.ts';

export function figureLatex(figure: Figure): SafeText {
  const notes = [...figure.method, ...figure.warnings].map(latex).join(' ');
  return safe(
    [
      '\\begin{table}',
      '\\centering',
      `\\caption{${latex(figure.title)}}`,
      ...tablesOf(figure).flatMap((table, at) => [
        ...(at === 0 ? [] : ['', '\\medskip', '']),
        ...tabular(table),
      ]),
      '',
      `\\par\\smallskip{\\footnotesize ${notes}}`,
      '\\end{table}',
      '',
    ].join('\n'),
  );
}

function tabular({ columns, names, rows }: FigureTable): readonly string[] {
  const line = (cells: readonly string[]): string => `${cells.map(latex).join(' & ')} \\\\`;
  return [
    `\\begin{tabular}{${columns.map((_, at) => (at < names ? 'l' : 'r')).join('')}}`,
    '\\toprule',
    line(columns),
    '\\midrule',
    ...rows.map(line),
    '\\bottomrule',
    '\\end{tabular}',
  ];
}

const COMMANDS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '–': '--',
  '−': '$-$',
  '·': '$\\cdot$',
  χ: '$\\chi$',
  '²': '$^2$',
  '’': "'",
  "'": '\\textquotesingle{}',
  '"': '\\textquotedbl{}',
  '|': '\\textbar{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
};

/** Text in which nothing is a command. */
function latex(text: string): string {
  return safeLine(text).replace(
    /[\\~^–−·χ²’'"|<>&%$#_{}]/g,
    (mark) => COMMANDS[mark] ?? `\\${mark}`,
  );
}
