/** The folders that the system has for what a program keeps (XDG Base Directory Specification). */
import path from 'node:path';
import { homeFolder } from '../base/own-folder.ts';

/** Where the config file is looked for: `$XDG_CONFIG_HOME/inquest/config.json`. */
export function configFile(): string | undefined {
  return within('XDG_CONFIG_HOME', '.config', 'config.json');
}

/** Where indexes and compiled code are kept: `$XDG_CACHE_HOME/inquest`. */
export function cacheFolder(): string | undefined {
  return within('XDG_CACHE_HOME', '.cache');
}

/** Where bookmarks wait until they are saved: `$XDG_STATE_HOME/inquest/bookmarks`. */
export function draftFolder(): string | undefined {
  return within('XDG_STATE_HOME', path.join('.local', 'state'), 'bookmarks');
}

/** Undefined where the variable says nothing and there is no home folder. */
function within(variable: string, inHome: string, ...names: readonly string[]): string | undefined {
  const base = absolute(variable) ?? inFolder(homeFolder(), inHome);
  return base === undefined ? undefined : path.join(base, 'inquest', ...names);
}

function inFolder(folder: string | undefined, name: string): string | undefined {
  return folder === undefined ? undefined : path.join(folder, name);
}

/** A folder that a variable names. The specification says to ignore relative ones. */
export function absolute(variable: string): string | undefined {
  const set = process.env[variable];
  return set !== undefined && path.isAbsolute(set) ? set : undefined;
}
