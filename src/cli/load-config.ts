/** Reads the config file, if there is one. */
import { readFile } from 'node:fs/promises';
import { UserError } from '../trial/user-error.ts';
import { DEFAULT_CONFIG, type Config } from './config.ts';
import { configFile } from './folders.ts';

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
