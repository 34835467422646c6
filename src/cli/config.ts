/** The config file: what may be in it, its defaults, and reading it. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { FieldMap } from '../formats/format.ts';
import { BUILT_IN_SIGNALS } from '../query/signals.ts';
import { UserError } from '../trial/user-error.ts';

/** Settings of the program, whole: what the file leaves out has its default. Plain data. */
export type Config = {
  readonly theme: 'auto' | 'dark' | 'light' | 'none';
  /** Keys by command, in place of the built-in ones; see docs/keys.md. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Name → query; the built-in ones included, less those the file sets to null. */
  readonly signals: Readonly<Record<string, string>>;
  /** Field maps by name, for `--map NAME`. */
  readonly maps: Readonly<Record<string, FieldMap>>;
  /** Pace of auto-play. */
  readonly wordsPerMinute: number;
};

export const DEFAULT_CONFIG: Config = {
  theme: 'auto',
  keys: {},
  signals: BUILT_IN_SIGNALS,
  maps: {},
  wordsPerMinute: 240,
};

/** Where the config file is looked for: `$XDG_CONFIG_HOME/inquest/config.json`. */
export function configFile(): string {
  return path.join(baseFolder('XDG_CONFIG_HOME', '.config'), 'inquest', 'config.json');
}

/** Where indexes are kept: `$XDG_CACHE_HOME/inquest`. */
export function cacheFolder(): string {
  return path.join(baseFolder('XDG_CACHE_HOME', '.cache'), 'inquest');
}

/** Relative paths in these variables are to be ignored (XDG Base Directory Specification). */
function baseFolder(variable: string, inHome: string): string {
  const set = process.env[variable];
  return set !== undefined && path.isAbsolute(set) ? set : path.join(homedir(), inHome);
}

/**
 * Reads the config file; one that is not there means the defaults, unless it was asked for by name.
 * Throws a `UserError` that names the file and the key.
 */
export async function loadConfig(asked?: string): Promise<Config> {
  const file = asked ?? configFile();
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (asked === undefined && (code === 'ENOENT' || code === 'ENOTDIR')) return DEFAULT_CONFIG;
    throw new UserError(`cannot read the config file ${file}: ${reason(code)}`);
  }
  // The schema library is only loaded by those who have a config file.
  const { readConfig } = await import('./config-schema.ts');
  return readConfig(text, file);
}

function reason(code: string | undefined): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES') return 'permission denied';
  if (code === 'EISDIR') return 'it is a folder';
  return code ?? 'unknown reason';
}
