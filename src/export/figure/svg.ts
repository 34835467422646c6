/** A figure as a picture: a forest plot, a row a group, with its figures beside it. */
import { safe, safeLine, type SafeText } from '../../text/safe.ts';
import { tablePercent } from '../../stats/rates-table.ts';
import type { Figure } from './figure.ts';

/** Units of the picture. */
const ROW = 24;
const NAMES = 260;
const PLOT = 360;
const FIGURES = 190;
const MARGIN = 20;
const WIDTH = 2 * MARGIN + NAMES + PLOT + FIGURES;
const TICKS = [0, 0.25, 0.5, 0.75, 1];
const LETTERS = 110;

export function figureSvg(figure: Figure): SafeText {
  const top = MARGIN + 2 * ROW;
  const bottom = top + figure.intervals.length * ROW;
  const compared = (figure.compared?.rows ?? []).map(
    ([first, second, difference]) => `${first} against ${second}: ${difference}`,
  );
  const corrected = (figure.audited?.rows ?? []).map((cells) =>
    cells.map((cell, at) => `${figure.audited?.columns[at] ?? ''} ${cell}`).join(', '),
  );
  const notes = [...compared, ...corrected, ...figure.method, ...figure.warnings].flatMap(wrapped);
  const height = bottom + 2 * ROW + notes.length * 16 + MARGIN;
  const x = (share: number): number => MARGIN + NAMES + share * PLOT;
  return safe(
    [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="13" role="img">`,
      `<title>${text(figure.title)}</title>`,
      `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
      `<text x="${MARGIN}" y="${MARGIN + 12}" font-weight="bold">${text(figure.title)}</text>`,
      ...TICKS.map(
        (tick) =>
          `<line x1="${x(tick)}" y1="${top}" x2="${x(tick)}" y2="${bottom}" stroke="#ddd"/>` +
          `<text x="${x(tick)}" y="${bottom + 18}" text-anchor="middle" fill="#555">${tick * 100} %</text>`,
      ),
      ...figure.intervals.map(({ name, estimate, low, high }, at) => {
        const y = top + (at + 0.5) * ROW;
        const figures = `${tablePercent(estimate)} (${tablePercent(low)} – ${tablePercent(high)})`;
        return (
          `<text x="${MARGIN}" y="${y + 4}">${text(short(name))}</text>` +
          `<line x1="${x(low)}" y1="${y}" x2="${x(high)}" y2="${y}" stroke="#222" stroke-width="1.5"/>` +
          `<rect x="${x(estimate) - 4}" y="${y - 4}" width="8" height="8" fill="#222"/>` +
          `<text x="${MARGIN + NAMES + PLOT + 12}" y="${y + 4}">${text(figures)}</text>`
        );
      }),
      ...notes.map(
        (note, at) =>
          `<text x="${MARGIN}" y="${bottom + 2 * ROW + at * 16}" font-size="11" fill="#333">${text(note)}</text>`,
      ),
      '</svg>',
      '',
    ].join('\n'),
  );
}

function short(name: string): string {
  const letters = [...name];
  return letters.length > 36 ? `${letters.slice(0, 35).join('')}…` : name;
}

/** Lines of a sentence; SVG breaks none. */
function wrapped(sentence: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of sentence.split(' ')) {
    if (line !== '' && line.length + word.length >= LETTERS) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function text(value: string): string {
  return safeLine(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
