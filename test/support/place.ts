/** A folder of its own for each test of the program, with the terminals that were opened in it. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { openInquest, type TerminalOptions, type TestTerminal } from './terminal.ts';

export type Place = {
  /** The folder of the test that runs now. */
  readonly folder: string;
  /** Keeps the program's cache, config and state in the folder. */
  readonly env: () => Record<string, string>;
  /** Starts the program there; further variables go beside `env()`. */
  readonly start: (args: readonly string[], options?: TerminalOptions) => TestTerminal;
  /** Ends a terminal that was opened by other means together with the others. */
  readonly add: (terminal: TestTerminal) => TestTerminal;
};

/** Makes the folder before each test; afterwards ends the terminals and removes it. */
export function createPlace(): Place {
  let folder = '';
  let terminals: TestTerminal[] = [];

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-program-'));
    terminals = [];
  });
  afterEach(async () => {
    for (const terminal of terminals) {
      terminal.kill('SIGKILL');
      await terminal.exit;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const env = (): Record<string, string> => ({
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    XDG_CONFIG_HOME: path.join(folder, 'config'),
    XDG_STATE_HOME: path.join(folder, 'state'),
    XDG_DATA_HOME: path.join(folder, 'data'),
  });
  const add = (terminal: TestTerminal): TestTerminal => {
    terminals.push(terminal);
    return terminal;
  };
  return {
    get folder() {
      return folder;
    },
    env,
    start: (args, options = {}) =>
      add(openInquest(args, { ...options, env: { ...env(), ...options.env } })),
    add,
  };
}

/** Presses keys one after the other, each as soon as the screen has answered the one before. */
export async function walk(
  terminal: TestTerminal,
  steps: readonly (readonly [string, string | RegExp])[],
): Promise<void> {
  for (const [keys, shows] of steps) {
    terminal.type(keys);
    await terminal.until(shows);
  }
}
