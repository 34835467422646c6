/** What the program runs on: versions and the terminal, without asking anything outside of it. */
import os from 'node:os';
import { supportsColor } from 'chalk';
import { DEFAULT_STORE } from '../store/open.ts';
import { packageVersion } from '../process/package-root.ts';

export type Versions = {
  readonly inquest: string;
  readonly node: string;
  /** Of the tables of an index. Indexes of another version are made anew. */
  readonly index: number;
  readonly system: string;
  /** Of the program behind the store, by its name. */
  readonly [engine: string]: string | number;
};

export function versions(): Versions {
  const { key, version, tables } = DEFAULT_STORE.engine;
  return {
    inquest: packageVersion(),
    node: process.versions.node,
    [key]: version,
    index: tables,
    system: `${os.type()} ${os.release()} ${process.arch}`,
  };
}

type Known = 'yes' | 'no' | 'if allowed' | 'unknown';

export type TerminalFacts = {
  readonly term: string | null;
  /** The terminal's program, where it says so. */
  readonly program: string | null;
  /** What stands between: `tmux`, `screen`, `ssh`. */
  readonly through: readonly string[];
  /** Null: standard output is no terminal. */
  readonly columns: number | null;
  readonly rows: number | null;
  readonly colours: 'none' | '16' | '256' | '16 million';
  /** What the environment says of letters, e.g. `C.UTF-8`; null: nothing. */
  readonly locale: string | null;
  readonly utf8: boolean;
  /** Whether `y` reaches the clipboard (OSC 52). */
  readonly clipboard: Known;
  /** Whether frames are shown whole (mode 2026). Others show them too, perhaps in two steps. */
  readonly synchronised: Known;
};

const COLOURS = ['none', '16', '256', '16 million'] as const;

/** What is known of terminals, by `TERM_PROGRAM` or the beginning of `TERM`. */
const TERMINALS: Readonly<Record<string, readonly [clipboard: Known, synchronised: Known]>> = {
  kitty: ['yes', 'yes'],
  ghostty: ['yes', 'yes'],
  wezterm: ['yes', 'yes'],
  alacritty: ['yes', 'yes'],
  foot: ['yes', 'yes'],
  contour: ['if allowed', 'yes'],
  iterm: ['if allowed', 'yes'],
  vscode: ['yes', 'unknown'],
  apple_terminal: ['no', 'no'],
  tmux: ['if allowed', 'yes'],
  screen: ['no', 'no'],
  linux: ['no', 'no'],
};

/** Reads the environment and the size of standard output; writes nothing to the terminal. */
export function terminalFacts(
  env: Readonly<Record<string, string | undefined>> = process.env,
  stdout: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'rows'> = process.stdout,
): TerminalFacts {
  const term = env['TERM'] ?? null;
  const program = env['TERM_PROGRAM'] ?? null;
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((one) => (one ?? '') !== '');
  // The one that is nearest takes what the program writes, and passes on what it likes.
  const nearest = isSet(env['TMUX']) ? 'tmux' : isSet(env['STY']) ? 'screen' : (program ?? term);
  const name = (nearest ?? '').toLowerCase().replace(/^xterm-/, '');
  const [, known] = Object.entries(TERMINALS).find(([start]) => name.startsWith(start)) ?? [];
  const [clipboard, synchronised] = known ?? ['unknown', 'unknown'];
  return {
    term,
    program,
    through: [
      ...(isSet(env['TMUX']) ? ['tmux'] : []),
      ...(isSet(env['STY']) ? ['screen'] : []),
      ...(isSet(env['SSH_CONNECTION']) ? ['ssh'] : []),
    ],
    columns: stdout.isTTY ? stdout.columns : null,
    rows: stdout.isTTY ? stdout.rows : null,
    colours: COLOURS[supportsColor === false ? 0 : supportsColor.level] ?? 'none',
    locale: locale ?? null,
    utf8: /utf-?8/i.test(locale ?? ''),
    clipboard,
    synchronised,
  };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
