/**
 * Draws panes itself, at their places, over what Ink draws: Ink looks again at every character of
 * every frame, which is most of the time of a key press. Ink keeps the tree, the layout, the keys and
 * the terminal's life (alternate screen, cursor, raw mode); it is given `stdout` in debug mode, in
 * which it hands over each frame whole, as text. What changed is written as one synchronised update.
 */
import { Writable } from 'node:stream';
import { measureElement, type DOMElement } from 'ink';
import { padLine, truncateLine, type Line } from '../../text/spans.ts';
import { changes, composeRows, type PlacedPane, type ScreenRow } from './rows.ts';

/** A pane's content: exactly `width` x `height` cells of it are drawn. */
export type PaneContent = {
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
};

export type Painter = {
  /** Where Ink writes. */
  readonly stdout: Writable;
  /** What to draw in a box; drawn with everything else of the same commit. */
  readonly put: (box: DOMElement, content: PaneContent) => void;
  readonly remove: (box: DOMElement) => void;
  /** While it is held back, everything is made ready, and nothing is drawn. */
  readonly hold: (isHeld: boolean) => void;
  /** Draws every cell anew: the terminal may show something else by now. */
  readonly redraw: () => void;
  /** Whether the terminal reports what the mouse does. */
  readonly setMouse: (isOn: boolean) => void;
  /** Stops following the terminal. */
  readonly close: () => void;
};

type Terminal = NodeJS.EventEmitter & {
  readonly write: (text: string) => unknown;
  readonly columns: number;
  readonly rows: number;
};

// A character wider than was thought must not run into the next row: no wrapping meanwhile.
const BEGIN = '\u001B[?2026h\u001B[?7l';
const END = '\u001B[?7h\u001B[?2026l';
const RESET_STYLE = '\u001B[m';
const ENTER_SCREEN = '\u001B[?1049h';
const LEAVE_SCREEN = '\u001B[?1049l';
/** Buttons and the wheel are reported, in SGR form; held back again. */
const MOUSE_ON = '\u001B[?1000h\u001B[?1006h';
const MOUSE_OFF = '\u001B[?1006l\u001B[?1000l';
/** Modes of the terminal begin so, and no frame does. */
const CONTROL = /^\u001B\[[?<>=]/;

export function createPainter(
  terminal: Terminal,
  paint: (line: Line) => string,
  mouse = false,
): Painter {
  let isMouseOn = mouse;
  const panes = new Map<DOMElement, PaneContent>();
  let frame = '';
  let shown: readonly ScreenRow[] = [];
  /** The alternate screen is ours: not while suspended, nor after the end. */
  let isOurs = false;
  let isScheduled = false;
  let isHeld = false;

  /** Ink hands over its frame in the middle of a commit, before the panes are put. */
  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    queueMicrotask(() => {
      isScheduled = false;
      draw();
    });
  }

  function draw(): void {
    if (!isOurs) return;
    const rows = composeRows(frame, placed(panes), stdout.rows);
    const text = changes(shown, rows, paint);
    if (isHeld) return;
    const start = shown.length === 0 ? RESET_STYLE : '';
    shown = rows;
    if (text !== '') terminal.write(BEGIN + start + text + END);
  }

  function take(text: string): void {
    if (text === '') return;
    if (!CONTROL.test(text)) {
      frame = text;
      schedule();
      return;
    }
    if (text.includes(ENTER_SCREEN)) [isOurs, shown] = [true, []];
    if (text.includes(LEAVE_SCREEN)) isOurs = false;
    terminal.write(isMouseOn ? withMouse(text) : text);
  }

  const stdout = new InkOutput(terminal, take);
  const resized = (): void => {
    shown = [];
    stdout.emit('resize');
    schedule();
  };
  terminal.on('resize', resized);
  return {
    stdout,
    put: (box, content) => {
      panes.set(box, content);
      schedule();
    },
    remove: (box) => {
      panes.delete(box);
      schedule();
    },
    hold: (wanted) => {
      isHeld = wanted;
      schedule();
    },
    redraw: () => {
      shown = [];
      schedule();
    },
    setMouse: (isOn) => {
      if (isOn !== isMouseOn && isOurs) terminal.write(isOn ? MOUSE_ON : MOUSE_OFF);
      isMouseOn = isOn;
    },
    close: () => {
      terminal.off('resize', resized);
    },
  };
}

/** The mouse is reported from when the screen is ours until it is given back. */
function withMouse(modes: string): string {
  return modes
    .replace(ENTER_SCREEN, ENTER_SCREEN + MOUSE_ON)
    .replace(LEAVE_SCREEN, MOUSE_OFF + LEAVE_SCREEN);
}

function placed(panes: ReadonlyMap<DOMElement, PaneContent>): readonly PlacedPane[] {
  return [...panes].map(([box, content]) => {
    const { x, y } = measureElement(box);
    return { x, y, width: content.width, lines: fitted(content) };
  });
}

function fitted({ lines, width, height }: PaneContent): readonly Line[] {
  return Array.from({ length: height }, (_, row) =>
    padLine(truncateLine(lines[row] ?? [], width), width),
  );
}

/** What Ink takes for the terminal. */
class InkOutput extends Writable {
  readonly isTTY = true;
  readonly #terminal: Terminal;

  constructor(terminal: Terminal, take: (text: string) => void) {
    super({
      decodeStrings: false,
      write: (text: string, _encoding, done) => {
        take(text);
        done();
      },
    });
    this.#terminal = terminal;
  }

  /** A serial line, or a pty that was never given a size, has none: 0 cells. */
  get columns(): number {
    return this.#terminal.columns || 80;
  }

  get rows(): number {
    return this.#terminal.rows || 24;
  }
}
