/**
 * A film as an asciicast: a recording of a terminal, made without one. Every screen is written where
 * it differs from the one before, so that what a player shows at any time is a whole screen.
 * https://docs.asciinema.org/manual/asciicast/v2/, and v3 beside it.
 */
import { jsonText } from '../../text/json.ts';
import type { Line } from '../../text/spans.ts';
import type { Frame } from '../film.ts';
import type { Palette } from '../palette.ts';
import type { StageSize } from '../../walkthrough/stage.ts';

/** Versions of the format: 2 is what most players know. */
export type CastVersion = 2 | 3;

export type CastOptions = {
  readonly version: CastVersion;
  readonly size: StageSize;
  readonly title: string;
  /** A line with its escape codes. */
  readonly paint: (line: Line) => string;
  readonly palette: Palette;
  /** Seconds since 1970; only where the same data need not give the same cast. */
  readonly timestamp?: number | undefined;
  /** What is said of where it comes from, for programs that read the header. */
  readonly origin: Readonly<Record<string, string>>;
};

/** Hides the cursor, lets long rows not run into the next, and clears the screen: once. */
const BEGIN = '\u001B[?25l\u001B[?7l\u001B[H\u001B[2J';

/** The last screen stays, the cursor on its last row. */
function endOf({ rows }: StageSize): string {
  return `\u001B[${rows};1H\u001B[?7h\u001B[?25h`;
}

/** The lines of the file, each with its line break. */
export async function* castLines(
  frames: AsyncIterable<Frame> | Iterable<Frame>,
  options: CastOptions,
): AsyncGenerator<string, void> {
  const { size, version, paint } = options;
  yield jsonLine(header(options));
  let now = 0;
  let before = 0;
  const event = (code: 'o' | 'm', data: string): string => {
    const ms = version === 3 ? now - before : now;
    before = now;
    return jsonLine([ms / 1000, code, data]);
  };
  let screen: readonly string[] | undefined;
  for await (const { lines, forMs, chapter } of frames) {
    const next = lines.map(paint);
    const changes = (screen === undefined ? BEGIN : '') + changed(screen ?? [], next);
    if (changes !== '') yield event('o', changes);
    if (chapter !== undefined) yield event('m', chapter);
    screen = next;
    now += forMs;
  }
  yield event('o', endOf(size));
}

/** Writes the rows that differ; one that is new is cleared first. */
function changed(screen: readonly string[], next: readonly string[]): string {
  return next
    .map((row, at) => {
      const old = screen[at] ?? '';
      return row === old ? '' : `\u001B[${at + 1};1H${old === '' ? '' : '\u001B[2K'}${row}`;
    })
    .join('');
}

function header({ version, size, title, palette, timestamp, origin }: CastOptions): unknown {
  const type = 'xterm-256color';
  const theme = {
    fg: palette.foreground,
    bg: palette.background,
    palette: palette.colours.join(':'),
  };
  const about = { ...(timestamp === undefined ? {} : { timestamp }), title, origin };
  return version === 3
    ? { version, term: { cols: size.columns, rows: size.rows, type, theme }, ...about }
    : { version, width: size.columns, height: size.rows, ...about, env: { TERM: type }, theme };
}

/** JSON, in which half a surrogate pair and what acts on a terminal are escapes. */
function jsonLine(value: unknown): string {
  return `${jsonText(value)}\n`;
}
