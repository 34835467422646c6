/** Casts for tests: read strictly, and played into a terminal without a program. */
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import xterm, { type Terminal } from '@xterm/headless';
import { z } from 'zod';
import type { Line } from '../../src/text/spans.ts';

const theme = z.object({
  fg: z.string().regex(/^#[0-9a-f]{6}$/),
  bg: z.string().regex(/^#[0-9a-f]{6}$/),
  palette: z.string().regex(/^#[0-9a-f]{6}(:#[0-9a-f]{6}){15}$/),
});
const cells = z.int().min(1);
const timestamp = z.int().optional();
const about = { title: z.string(), timestamp, origin: z.record(z.string(), z.string()) };
const HEADERS = {
  2: z.strictObject({
    version: z.literal(2),
    width: cells,
    height: cells,
    env: z.record(z.string(), z.string()),
    theme,
    ...about,
  }),
  3: z.strictObject({
    version: z.literal(3),
    term: z.strictObject({ cols: cells, rows: cells, type: z.string(), theme }),
    ...about,
  }),
};
const event = z.tuple([z.number().min(0), z.enum(['o', 'm']), z.string()]);

type CastEvent = { readonly at: number; readonly code: 'o' | 'm'; readonly data: string };
export type ReadCast = {
  readonly header: Readonly<Record<string, unknown>>;
  readonly size: { readonly columns: number; readonly rows: number };
  /** Times in milliseconds since the beginning, whatever the version writes. */
  readonly events: readonly CastEvent[];
};

/** Reads a cast; throws where it is not what the format's description asks for. */
export function readCast(text: string, version: 2 | 3): ReadCast {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const [first = '', ...rest] = text.slice(0, -1).split('\n');
  const header: z.infer<(typeof HEADERS)[2 | 3]> = HEADERS[version].parse(JSON.parse(first));
  let now = 0;
  const events = rest.map((line): CastEvent => {
    const [time, code, data] = event.parse(JSON.parse(line));
    const at = version === 3 ? now + Math.round(time * 1000) : Math.round(time * 1000);
    if (at < now) throw new Error(`time runs backwards: ${line}`);
    if (!data.isWellFormed()) throw new Error(`half a surrogate pair: ${line}`);
    now = at;
    return { at, code, data };
  });
  const size =
    header.version === 3
      ? { columns: header.term.cols, rows: header.term.rows }
      : { columns: header.width, rows: header.height };
  return { header, size, events };
}

/** A terminal that shows nothing yet. */
export function emptyTerminal({ columns, rows }: ReadCast['size']): Terminal {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  terminal.loadAddon(new UnicodeGraphemesAddon());
  terminal.unicode.activeVersion = '15-graphemes';
  return terminal;
}

export function feed(terminal: Terminal, data: string): Promise<void> {
  return new Promise((resolve) => terminal.write(data, resolve));
}

/** Every cell of a screen: its letter, its width and how it looks. */
export function cellsOf(terminal: Terminal): readonly string[] {
  const { active } = terminal.buffer;
  return Array.from({ length: terminal.rows }, (_, row) => {
    const line = active.getLine(active.baseY + row);
    return Array.from({ length: terminal.cols }, (__, column) => {
      const cell = line?.getCell(column);
      const look = [
        cell?.getFgColorMode(),
        cell?.getFgColor(),
        cell?.getBgColorMode(),
        cell?.getBgColor(),
        cell?.isBold(),
        cell?.isItalic(),
        cell?.isUnderline(),
        cell?.isDim(),
        cell?.isInverse(),
      ];
      return `${cell?.getChars() === '' ? ' ' : (cell?.getChars() ?? '')}${cell?.getWidth()}${look.join()}`;
    }).join('|');
  });
}

/** The rows of a screen as a person reads them. */
export function textOf(terminal: Terminal): string {
  const { active } = terminal.buffer;
  return Array.from(
    { length: terminal.rows },
    (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
  ).join('\n');
}

/** What a screen looks like when its lines are painted on an empty one. */
export async function painted(
  lines: readonly Line[],
  paint: (line: Line) => string,
  size: ReadCast['size'],
): Promise<readonly string[]> {
  const terminal = emptyTerminal(size);
  await feed(terminal, lines.map((line, row) => `\u001B[${row + 1};1H${paint(line)}`).join(''));
  return cellsOf(terminal);
}
