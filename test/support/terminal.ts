/** A real terminal for tests and pictures: the program in a pty, its screen read by xterm. */
import path from 'node:path';
import { spawn, type IPty } from '@lydell/node-pty';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import xterm, { type Terminal as XTerm } from '@xterm/headless';

export const ROOT = path.resolve(import.meta.dirname, '../..');

export type TerminalOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
};

export type TestTerminal = {
  readonly xterm: XTerm;
  /** Lines as a person sees them, right-trimmed. */
  readonly lines: () => readonly string[];
  readonly text: () => string;
  /** Writes keys as a terminal would send them. */
  readonly type: (keys: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Resolves with the screen's text as soon as it satisfies the condition; else fails with it. */
  readonly until: (
    condition: string | RegExp | ((text: string) => boolean),
    ms?: number,
  ) => Promise<string>;
  readonly exit: Promise<{ readonly code: number; readonly signal: number | undefined }>;
  readonly kill: (signal?: string) => void;
  /** Closes the terminal, as when its window is closed or the line drops. */
  readonly hangUp: () => void;
  readonly pid: number;
  /** Everything the program has written. */
  readonly raw: () => string;
  /** Resolves when the next frame has arrived whole. */
  readonly frame: () => Promise<void>;
};

/** Keys by name, as terminals send them. */
export const KEYS = {
  enter: '\r',
  esc: '\u001B',
  tab: '\t',
  up: '\u001B[A',
  down: '\u001B[B',
  right: '\u001B[C',
  left: '\u001B[D',
  pageDown: '\u001B[6~',
  pageUp: '\u001B[5~',
  backspace: '\u007F',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  ctrlU: '\u0015',
  ctrlZ: '\u001A',
  ctrlL: '\f',
} as const;

const UPDATE_BEGINS = '\u001B[?2026h';
const UPDATE_ENDS = '\u001B[?2026l';

/** Starts a command in a pty of the given size. CI is unset: the child is on a terminal. */
export function openTerminal(
  file: string,
  args: readonly string[],
  options: TerminalOptions = {},
): TestTerminal {
  const { columns = 120, rows = 40 } = options;
  const env: Record<string, string> = { ...process.env, TERM: 'xterm-256color' };
  for (const name of ['CI', 'NO_COLOR', 'FORCE_COLOR', 'COLORFGBG', 'NODE_OPTIONS', 'VITEST']) {
    delete env[name];
  }
  const pty: IPty = spawn(file, [...args], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd: options.cwd ?? ROOT,
    env: { ...env, ...options.env },
  });
  const screen = new xterm.Terminal({
    cols: columns,
    rows,
    allowProposedApi: true,
    scrollback: 500,
  });
  screen.loadAddon(new UnicodeGraphemesAddon());
  screen.unicode.activeVersion = '15-graphemes';
  let raw = '';
  const frameWaiters: (() => void)[] = [];
  /** What of it the screen shows already. */
  let drawn = '';
  const watchers = new Set<() => void>();
  pty.onData((data) => {
    raw += data;
    if (data.includes(UPDATE_ENDS)) {
      for (const waiting of frameWaiters.splice(0)) waiting();
    }
    screen.write(data, () => {
      drawn += data;
      for (const watcher of watchers) watcher();
    });
  });
  screen.onData((data) => pty.write(data));
  const exit = new Promise<{ code: number; signal: number | undefined }>((resolve) => {
    pty.onExit(({ exitCode, signal }) => resolve({ code: exitCode, signal }));
  });

  function lines(): readonly string[] {
    const buffer = screen.buffer.active;
    return Array.from(
      { length: screen.rows },
      (_, row) => buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? '',
    );
  }
  const text = (): string => lines().join('\n');

  function until(
    condition: string | RegExp | ((text: string) => boolean),
    ms = 20_000,
  ): Promise<string> {
    const holds = (): boolean => {
      // Inside a synchronized update the screen is half drawn.
      if (drawn.lastIndexOf(UPDATE_BEGINS) > drawn.lastIndexOf(UPDATE_ENDS)) return false;
      const now = text();
      if (typeof condition === 'string') return now.includes(condition);
      return typeof condition === 'function' ? condition(now) : condition.test(now);
    };
    return new Promise((resolve, reject) => {
      const watcher = (): void => {
        if (!holds()) return;
        clearTimeout(timer);
        watchers.delete(watcher);
        resolve(text());
      };
      const timer = setTimeout(() => {
        watchers.delete(watcher);
        reject(new Error(`the screen never showed ${String(condition)}; it shows:\n${text()}`));
      }, ms);
      watchers.add(watcher);
      watcher();
    });
  }

  return {
    xterm: screen,
    lines,
    text,
    type: (keys) => pty.write(keys),
    resize: (newColumns, newRows) => {
      screen.resize(newColumns, newRows);
      pty.resize(newColumns, newRows);
    },
    until,
    exit,
    kill: (signal) => pty.kill(signal),
    hangUp: () => (pty as unknown as { readonly destroy: () => void }).destroy(),
    pid: pty.pid,
    raw: () => raw,
    frame: () => new Promise((resolve) => frameWaiters.push(resolve)),
  };
}

/** The program itself, as a user starts it. */
export function openInquest(args: readonly string[], options: TerminalOptions = {}): TestTerminal {
  return openTerminal(process.execPath, [path.join(ROOT, 'bin/inquest'), ...args], options);
}
