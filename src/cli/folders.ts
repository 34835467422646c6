/** The folders that the system has for what a program keeps. */
import { homedir } from 'node:os';
import path from 'node:path';

/** Where the config file is looked for: `$XDG_CONFIG_HOME/inquest/config.json`. */
export function configFile(): string {
  return path.join(baseFolder('XDG_CONFIG_HOME', '.config'), 'inquest', 'config.json');
}

/** Where indexes are kept: `$XDG_CACHE_HOME/inquest`. */
export function cacheFolder(): string {
  return path.join(baseFolder('XDG_CACHE_HOME', '.cache'), 'inquest');
}

/** Where bookmarks wait until they are saved: `$XDG_STATE_HOME/inquest/bookmarks`. */
export function draftFolder(): string {
  return path.join(
    baseFolder('XDG_STATE_HOME', path.join('.local', 'state')),
    'inquest',
    'bookmarks',
  );
}

/** Relative paths in these variables are to be ignored (XDG Base Directory Specification). */
function baseFolder(variable: string, inHome: string): string {
  const set = process.env[variable];
  return set !== undefined && path.isAbsolute(set) ? set : path.join(homedir(), inHome);
}
