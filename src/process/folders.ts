/** The folders that the system has for what a program keeps (XDG Base Directory Specification). */
import { statSync } from 'node:fs';
import path from 'node:path';
import {
  folderState,
  homeFolder,
  isTrustedFile,
  temporaryRoot,
  type FolderState,
} from '../base/own-folder.ts';

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

/** Where one's own notes on trials are kept: `$XDG_DATA_HOME/inquest/notes.jsonl`. */
export function notesFile(): string | undefined {
  return inFolder(notesFolder(), 'notes.jsonl');
}

function notesFolder(): string | undefined {
  return within('XDG_DATA_HOME', path.join('.local', 'share'));
}

/** Where it is kept where the viewer was left: `$XDG_STATE_HOME/inquest/sessions`. */
export function sessionFolder(): string | undefined {
  return within('XDG_STATE_HOME', path.join('.local', 'state'), 'sessions');
}

/** Where reports of our own mistakes are written: `$XDG_STATE_HOME/inquest/reports`. */
export function reportFolder(): string | undefined {
  return within('XDG_STATE_HOME', path.join('.local', 'state'), 'reports');
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
function absolute(variable: string): string | undefined {
  const set = process.env[variable];
  return set !== undefined && path.isAbsolute(set) ? set : undefined;
}

/** Folders for the socket of the speaker notes, the better first. */
export function socketFolders(): readonly string[] {
  const runtime = absolute('XDG_RUNTIME_DIR');
  return [
    ...(runtime === undefined ? [] : [path.join(runtime, 'inquest')]),
    path.join(temporaryRoot(), `inquest-${process.getuid?.() ?? 'user'}`),
  ];
}

/** A place as it was found; `path` is missing where there is no home folder to have it in. */
export type PlaceReport = FolderState & { readonly what: string; readonly path?: string };

/**
 * Every place that is read or written besides what is opened, without changing any. `fault` says what
 * is not as it should be; a folder that is not there yet is no fault.
 */
export function lookAtPlaces(): readonly PlaceReport[] {
  const cache = cacheFolder();
  const folders: readonly (readonly [string, string | undefined])[] = [
    ['indexes', cache],
    ['compiled code', inFolder(cache, 'compiled')],
    ['notes on trials', notesFolder()],
    ['unsaved bookmarks', draftFolder()],
    ['places of last time', sessionFolder()],
    ...socketFolders().map((folder) => ['socket of the speaker notes', folder] as const),
  ];
  return [
    configReport(configFile()),
    ...folders.map(([what, folder]) =>
      folder === undefined
        ? { what, fault: 'there is no home folder' }
        : { what, path: folder, ...privacyOf(folder) },
    ),
  ];
}

function privacyOf(folder: string): FolderState {
  const state = folderState(folder);
  if (state.fault !== undefined || ((state.mode ?? 0) & 0o077) === 0) return state;
  return { ...state, fault: `${folder} is open to other users until it is next used` };
}

function configReport(file: string | undefined): PlaceReport {
  const what = 'config file';
  if (file === undefined) return { what, fault: 'there is no home folder' };
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return { what, path: file };
  const facts = { what, path: file, owner: found.uid, mode: found.mode & 0o7777 };
  return isTrustedFile(found) ? facts : { ...facts, fault: `another user can change ${file}` };
}
