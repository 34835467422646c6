/** Moving pictures for pages that play no casts: an SVG whose screens follow each other. */
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import xterm from '@xterm/headless';
import type { Palette } from '../src/export/palette.ts';
import {
  pixelsOf,
  ROW_HEIGHT,
  rowOf,
  svgPage,
  type Cells,
  type PictureSize,
} from '../src/export/svg/screen.ts';
import { cellsOf } from './screen-cells.ts';

/** A screen, and how long it is shown. */
export type ShownScreen = { readonly cells: Cells; readonly ms: number };

/** A page's reader stays for less time than an audience, and has seen emails before. */
const SHORTEST_MS = 1500;
const LONGEST_MS = 6000;
const LAST_MS = 5000;
const SPEED = 2;

/** The picture of a cast (version 2). Where movement is not wanted, it shows the first screen. */
export async function movingPicture(cast: string, palette: Palette): Promise<string> {
  const [header = '', ...events] = cast.trimEnd().split('\n');
  const { width, height, title } = JSON.parse(header) as Record<'width' | 'height', number> & {
    readonly title: string;
  };
  const size = { columns: width, rows: height };
  return movingScreens(await screensOf(events, size), size, palette, title);
}

async function screensOf(
  events: readonly string[],
  { columns, rows }: PictureSize,
): Promise<readonly ShownScreen[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  terminal.loadAddon(new UnicodeGraphemesAddon());
  terminal.unicode.activeVersion = '15-graphemes';
  const screens: { readonly atMs: number; readonly cells: Cells }[] = [];
  for (const event of events) {
    const [time, code, data] = JSON.parse(event) as [number, string, string];
    if (code !== 'o') continue;
    await new Promise<void>((resolve) => terminal.write(data, resolve));
    screens.push({ atMs: time * 1000, cells: cellsOf(terminal) });
  }
  // The last event only gives the cursor back.
  return screens.slice(0, -1).map(({ atMs, cells }, index, shown) => {
    const next = shown[index + 1];
    return { cells, ms: next === undefined ? LAST_MS : lengthOf(next.atMs - atMs) };
  });
}

/** All screens below one another, moved past a window; rows that look the same are drawn once. */
export function movingScreens(
  screens: readonly ShownScreen[],
  size: PictureSize,
  palette: Palette,
  title: string,
): string {
  const rows = new Map<string, string>();
  // Some letters are taller than their row: those of the next screen must not show.
  const height = pixelsOf(size).height + ROW_HEIGHT;
  const frames = screens.map(({ cells }, index) => {
    const uses = cells.map((runs, row) => {
      const drawn = rowOf(runs, palette, 0);
      if (drawn === '') return '';
      const id = rows.get(drawn) ?? `r${rows.size}`;
      rows.set(drawn, id);
      return `<use href="#${id}" y="${row * ROW_HEIGHT}"/>`;
    });
    return `<g transform="translate(0,${index * height})">${uses.join('')}</g>\n`;
  });
  const shared = [...rows].map(([drawn, id]) => `<g id="${id}">${drawn.trimEnd()}</g>\n`);
  return svgPage(
    size,
    palette,
    title,
    `<style>${styleOf(screens, height)}</style>\n<defs>${shared.join('')}</defs>\n<g class="film">${frames.join('')}</g>`,
  );
}

function styleOf(screens: readonly ShownScreen[], height: number): string {
  let ms = 0;
  const starts = screens.map((screen) => {
    const start = ms;
    ms += screen.ms;
    return start;
  });
  const steps = starts.map(
    (start, index) =>
      `${((100 * start) / ms).toFixed(3)}%{transform:translateY(${-index * height}px)}`,
  );
  return [
    `.film{animation:film ${(ms / 1000).toFixed(1)}s step-end infinite}`,
    `@keyframes film{${steps.join('')}}`,
    '@media (prefers-reduced-motion:reduce){.film{animation:none}}',
  ].join('\n');
}

function lengthOf(ms: number): number {
  return Math.max(SHORTEST_MS, Math.min(LONGEST_MS, ms / SPEED));
}
