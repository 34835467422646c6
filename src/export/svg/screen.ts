/**
 * Screens of a terminal as SVG pictures: rectangles and text alone, so that they can stand in a
 * paper or a page. Nothing in them can run, link or load.
 */
import type { Line } from '../../text/spans.ts';
import { lookOf, type ThemeName } from '../../text/styles.ts';
import { width } from '../../text/width.ts';
import { withFewEntities } from '../entities.ts';
import type { Palette } from '../palette.ts';

/** How a cell looks. Colours: a number, of which the first sixteen are the palette's, or as CSS has it. */
export type CellStyle = {
  readonly foreground?: number | string | undefined;
  readonly background?: number | string | undefined;
  readonly bold?: boolean | undefined;
  readonly dim?: boolean | undefined;
  readonly italic?: boolean | undefined;
  readonly underline?: boolean | undefined;
  readonly inverse?: boolean | undefined;
};

/** Cells side by side that look the same. */
export type Run = CellStyle & { readonly text: string; readonly cells: number };

/** The runs of a line, as a theme has its styles. Plain spans side by side are one run. */
export function runsOf(line: Line, theme: ThemeName): readonly Run[] {
  const runs: Run[] = [];
  let wasPlain = false;
  for (const { text, style = 'text' } of line) {
    if (text === '') continue;
    const look = lookOf(style, theme);
    const isPlain = Object.keys(look).length === 0;
    const before = isPlain && wasPlain ? runs.pop() : undefined;
    const cells = width(text) + (before?.cells ?? 0);
    runs.push({ ...look, text: (before?.text ?? '') + text, cells });
    wasPlain = isPlain;
  }
  return runs;
}

/** A screen, row by row. */
export type Cells = readonly (readonly Run[])[];

const CELL = { width: 8.4, height: 17 };
const FONT_SIZE = 14;
const FONTS = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace";
const MARGIN = 14;
const BASELINE = 0.76 * CELL.height;

export type PictureSize = { readonly columns: number; readonly rows: number };

/** One screen. `title` is read out to those who do not see it. */
export function svgOf(screen: Cells, size: PictureSize, palette: Palette, title: string): string {
  return svgPage(
    size,
    palette,
    title,
    screen.map((runs, row) => rowOf(runs, palette, row * CELL.height)).join(''),
  );
}

/** The picture around what is in it. The origin of `content` is its first cell. */
export function svgPage(
  size: PictureSize,
  { background, foreground }: Palette,
  title: string,
  content: string,
): string {
  const { width, height } = pixelsOf(size);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width + 2 * MARGIN)} ${round(height + 2 * MARGIN)}" role="img" font-family="${FONTS}" font-size="${FONT_SIZE}" fill="${foreground}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${background}"/>`,
    `<svg x="${MARGIN}" y="${MARGIN}" width="${round(width)}" height="${round(height)}">`,
    `${content}</svg>`,
    '</svg>',
    '',
  ].join('\n');
}

/** The cells of a screen in the picture's own measure. */
export function pixelsOf({ columns, rows }: PictureSize): {
  readonly width: number;
  readonly height: number;
} {
  return { width: columns * CELL.width, height: rows * CELL.height };
}

/** The height of a row. */
export const ROW_HEIGHT = CELL.height;

/** A row whose upper edge is at `y`: first what is behind its letters, then those. */
export function rowOf(runs: readonly Run[], palette: Palette, y: number): string {
  let boxes = '';
  let texts = '';
  let cell = 0;
  for (const run of runs) {
    const x = cell * CELL.width;
    const width = run.cells * CELL.width;
    cell += run.cells;
    const { ink, paper } = colours(run, palette);
    if (paper !== undefined) {
      boxes += `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${CELL.height}" fill="${paper}"/>`;
    }
    texts += textOf(run, ink, x, y);
  }
  return boxes + texts;
}

/** Letters keep to the grid whatever the font: they are set as wide as their cells. */
function textOf(run: Run, ink: string | undefined, x: number, y: number): string {
  const text = run.text.trimEnd();
  const indent = text.length - text.trimStart().length;
  const letters = text.slice(indent);
  if (letters === '') return '';
  // Spaces are one cell each.
  const cells = run.cells - indent - (run.text.length - text.length);
  const look = [
    ink === undefined ? '' : ` fill="${ink}"`,
    run.bold === true ? ' font-weight="bold"' : '',
    run.italic === true ? ' font-style="italic"' : '',
    run.underline === true ? ' text-decoration="underline"' : '',
    run.dim === true ? ' opacity="0.7"' : '',
  ].join('');
  return `<text x="${round(x + indent * CELL.width)}" y="${round(y + BASELINE)}" textLength="${round(cells * CELL.width)}" lengthAdjust="spacingAndGlyphs"${look}>${escaped(spaced(letters))}</text>\n`;
}

/** Renderers make one space of several, whatever they are asked: all but the first do not break. */
function spaced(text: string): string {
  return text.replace(/(?<= ) /g, '\u00A0');
}

/** The colours of letters and of what is behind them; undefined: as everywhere. */
function colours(
  { foreground, background, inverse }: Run,
  palette: Palette,
): { readonly ink: string | undefined; readonly paper: string | undefined } {
  const ink = cssOf(foreground, palette);
  const paper = cssOf(background, palette);
  return inverse === true
    ? { ink: paper ?? palette.background, paper: ink ?? palette.foreground }
    : { ink, paper };
}

function cssOf(colour: number | string | undefined, { colours: all }: Palette): string | undefined {
  if (typeof colour !== 'number') return colour;
  return colour < 16 ? all[colour] : fixedColour(colour);
}

/** Colours 16 to 255, which are the same in all terminals: a cube of 6 x 6 x 6, and 24 grays. */
function fixedColour(colour: number): string {
  const level = (step: number): number => (step === 0 ? 0 : 55 + 40 * step);
  const cube = colour - 16;
  const parts =
    colour < 232
      ? [level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)]
      : Array.from({ length: 3 }, () => 8 + 10 * (colour - 232));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function round(pixels: number): string {
  return String(Math.round(pixels * 10) / 10);
}

/** What XML cannot hold, even escaped. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function escaped(text: string): string {
  return withFewEntities(text.replace(FORBIDDEN, '\uFFFD'));
}
