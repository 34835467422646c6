/** Reads the config file, if there is one. */
import { open } from 'node:fs/promises';
import { isTrustedFile } from '../base/own-folder.ts';
import { UserError } from '../base/user-error.ts';
import { DEFAULT_CONFIG, type Config } from './config.ts';
import { configFile } from '../process/folders.ts';
import { unreadable } from '../base/file-errors.ts';

/**
 * Reads the config file; one that is not there means the defaults, unless it was asked for by name.
 * `say` is told, in a line, that another user can change a file that was asked for. Throws a
 * `UserError` that names the file and the key, and where another user can change the default file.
 */
export async function loadConfig(
  asked: string | undefined,
  say: (line: string) => void,
): Promise<Config> {
  const file = asked ?? configFile();
  if (file === undefined) return DEFAULT_CONFIG;
  let text: string;
  try {
    const handle = await open(file);
    try {
      const found = await handle.stat();
      if (found.isFile() && !isTrustedFile(found)) {
        const line = `another user can change the config file ${file}`;
        if (asked === undefined) {
          throw new UserError(line, 'make it yours, with mode 600, or name it with --config');
        }
        say(line);
      }
      text = await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (asked === undefined && (code === 'ENOENT' || code === 'ENOTDIR')) return DEFAULT_CONFIG;
    throw unreadable(error, `the config file ${file}`);
  }
  // The schema library is only loaded by those who have a config file.
  const { readConfig } = await import('./config-schema.ts');
  return readConfig(text, file);
}
