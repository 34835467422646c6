/**
 * Makes the README's pictures from the real program: runs it in a pty on the sample study, types
 * keys, and writes the screen as SVG. `npm run pictures`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { IBufferCell, Terminal } from '@xterm/headless';
import { KEYS, openInquest, ROOT, type TestTerminal } from '../test/support/terminal.ts';

const CELL = { width: 8.4, height: 17 };
const FONT = 14;
const MARGIN = 14;
const DEFAULT = { foreground: '#d7dae0', background: '#16181d' };
const PALETTE = [
  '#3b3f4a',
  '#e0565b',
  '#7fb069',
  '#e0af54',
  '#5b8def',
  '#b07fd8',
  '#4fb3bf',
  '#c8ccd4',
  '#7d8493',
  '#ff7a70',
  '#9ccf84',
  '#ffd479',
  '#84aeff',
  '#d0a3f5',
  '#76d7e0',
  '#ffffff',
] as const;

/** The colour of a cell as CSS. */
function colour(mode: 'default' | 'palette' | 'rgb', value: number, fallback: string): string {
  if (mode === 'default') return fallback;
  if (mode === 'rgb') return `#${value.toString(16).padStart(6, '0')}`;
  return PALETTE[value] ?? fallback;
}

function colours(cell: IBufferCell): { foreground: string; background: string } {
  const mode = (rgb: boolean, palette: boolean): 'rgb' | 'palette' | 'default' =>
    rgb ? 'rgb' : palette ? 'palette' : 'default';
  const foreground = colour(
    mode(cell.isFgRGB(), cell.isFgPalette()),
    cell.getFgColor(),
    DEFAULT.foreground,
  );
  const background = colour(
    mode(cell.isBgRGB(), cell.isBgPalette()),
    cell.getBgColor(),
    DEFAULT.background,
  );
  return cell.isInverse()
    ? { foreground: background, background: foreground }
    : { foreground, background };
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A terminal's screen as an SVG picture, a `<text>` for each run of equal cells. */
export function svgOf(terminal: Terminal): string {
  const width = terminal.cols * CELL.width + 2 * MARGIN;
  const height = terminal.rows * CELL.height + 2 * MARGIN;
  const boxes: string[] = [];
  const texts: string[] = [];
  for (let row = 0; row < terminal.rows; row += 1) {
    const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + row);
    let run = { start: 0, text: '', style: '', background: '', cells: 0 };
    const flush = (): void => {
      const x = (MARGIN + run.start * CELL.width).toFixed(1);
      const y = MARGIN + row * CELL.height;
      if (run.background !== DEFAULT.background && run.cells > 0) {
        boxes.push(
          `<rect x="${x}" y="${y}" width="${(run.cells * CELL.width).toFixed(1)}" height="${CELL.height}" fill="${run.background}"/>`,
        );
      }
      if (run.text.trim() !== '') {
        const escaped = run.text.replace(/[&<>]/g, (char) => ESCAPES[char] ?? char);
        const length = (run.cells * CELL.width).toFixed(1);
        texts.push(
          `<text x="${x}" y="${(y + CELL.height * 0.76).toFixed(1)}" textLength="${length}" lengthAdjust="spacingAndGlyphs" ${run.style}>${escaped}</text>`,
        );
      }
    };
    for (let column = 0; column < terminal.cols; column += 1) {
      const cell = line?.getCell(column);
      if (cell === undefined || cell.getWidth() === 0) continue;
      const { foreground, background } = colours(cell);
      const style = [
        `fill="${foreground}"`,
        cell.isBold() ? 'font-weight="bold"' : '',
        cell.isItalic() ? 'font-style="italic"' : '',
        cell.isUnderline() ? 'text-decoration="underline"' : '',
        cell.isDim() ? 'opacity="0.7"' : '',
      ]
        .filter((part) => part !== '')
        .join(' ');
      if (style !== run.style || background !== run.background) {
        flush();
        run = { start: column, text: '', style, background, cells: 0 };
      }
      run.text += cell.getChars() === '' ? ' ' : cell.getChars();
      run.cells += cell.getWidth();
    }
    flush();
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toFixed(0)} ${height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${FONT}" xml:space="preserve">`,
    `<rect width="100%" height="100%" rx="8" fill="${DEFAULT.background}"/>`,
    ...boxes,
    ...texts,
    '</svg>',
    '',
  ].join('\n');
}

type Picture = { readonly name: string; readonly go: (terminal: TestTerminal) => Promise<void> };

const PICTURES: readonly Picture[] = [
  {
    name: 'docket',
    go: async (terminal) => {
      await terminal.until('2,221 trials');
      terminal.type('F');
      await terminal.until('Filter');
      terminal.type('model:grok-3-beta verdict:harmful');
      terminal.type(KEYS.enter);
      await terminal.until('80 of 2,221 trials');
      await terminal.until(/grok-3-beta[^]*email sent/);
    },
  },
  {
    name: 'replay',
    go: async (terminal) => {
      await terminal.until('2,221 trials');
      terminal.type('/');
      await terminal.until('Search');
      terminal.type('model:grok-3-beta sample:17 unehtical');
      await terminal.until(/passages? in 1 trial/);
      terminal.type(KEYS.enter);
      await terminal.until('r related');
      terminal.type(KEYS.enter);
      await terminal.until('step');
    },
  },
  {
    name: 'search',
    go: async (terminal) => {
      await terminal.until('2,221 trials');
      terminal.type('/');
      await terminal.until('Search');
      terminal.type('unehtical in:reasoning');
      await terminal.until(
        (text) => text.includes('unehtical in:reasoning') && / passages in/.test(text),
      );
      terminal.type(KEYS.enter);
      await terminal.until('r related');
    },
  },
  {
    name: 'stats',
    go: async (terminal) => {
      await terminal.until('2,221 trials');
      terminal.type('S');
      await terminal.until(/ all +838/);
    },
  },
];

async function main(): Promise<void> {
  const folder = path.join(ROOT, 'docs/pictures');
  mkdirSync(folder, { recursive: true });
  const cache = mkdtempSync(path.join(os.tmpdir(), 'inquest-pictures-'));
  for (const { name, go } of PICTURES) {
    const terminal = openInquest([], {
      columns: 120,
      rows: 34,
      env: { XDG_CACHE_HOME: cache, XDG_CONFIG_HOME: cache, COLORTERM: '' },
    });
    await go(terminal);
    writeFileSync(path.join(folder, `${name}.svg`), svgOf(terminal.xterm));
    terminal.type(KEYS.ctrlC);
    await terminal.exit;
  }
  rmSync(cache, { recursive: true, force: true });
}

if (import.meta.main) await main();
