/** Reads the config file, if there is one. */
import { readFile } from 'node:fs/promises';
import { DEFAULT_CONFIG, type Config } from './config.ts';
import { configFile } from './folders.ts';
import { unreadable } from './unreadable.ts';

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
    throw unreadable(error, `the config file ${file}`);
  }
  // The schema library is only loaded by those who have a config file.
  const { readConfig } = await import('./config-schema.ts');
  return readConfig(text, file);
}
