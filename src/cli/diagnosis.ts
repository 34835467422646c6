/** What `inquest doctor` finds: the program, the terminal, the folders, the indexes, what to mend. */
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { folderState, homeFolder } from '../base/own-folder.ts';
import { indexNameOf, locationIn } from '../ingest/locate.ts';
import { openStore } from '../store/open.ts';
import { UserError } from '../base/user-error.ts';
import { terminalFacts, versions, type TerminalFacts, type Versions } from './environment.ts';
import { cacheFolder, configFile, reportFolder } from '../process/folders.ts';
import { loadConfig } from './load-config.ts';
import { createLockFinder } from './locks.ts';

type FolderFacts = {
  readonly folder: string;
  readonly path: string | null;
  /** `you`, `root`, `user 1001`; null: the folder is not there. */
  readonly owner: string | null;
  /** Permission bits, e.g. `0700`. */
  readonly mode: string | null;
  readonly state: string;
};

type IndexFacts = {
  readonly file: string;
  readonly bytes: number;
  /** Null where it cannot be read. */
  readonly version: number | null;
  readonly trials: number | null;
  readonly sources: number | null;
  readonly state: string;
  /** Whether a running program has it open; null: the system does not say. */
  readonly inUse: boolean | null;
  /** Only where paths were asked for. */
  readonly paths?: readonly string[];
};

/** Something that is not as it should be, and what to do about it. */
type ToMend = { readonly what: string; readonly remedy: string };

export type Diagnosis = {
  readonly versions: Versions;
  readonly terminal: TerminalFacts;
  readonly folders: readonly FolderFacts[];
  readonly indexes: readonly IndexFacts[];
  readonly toMend: readonly ToMend[];
};

/**
 * Looks at everything. Without `withPaths` nothing in the answer tells where files are: folders of the
 * user's are named by the variable they come from. Nothing of a transcript is ever in it.
 */
export async function diagnose(
  config: string | undefined,
  { withPaths }: { readonly withPaths: boolean },
): Promise<Diagnosis> {
  const shown = withPaths ? (text: string) => text : hidden;
  const terminal = terminalFacts();
  const looked = FOLDERS.map((one) => lookAt(one, shown));
  const indexes = await indexesIn(cacheFolder(), withPaths);
  const toMend = [
    ...(await configFaults(config)),
    ...looked.flatMap(({ toMend: faults }) => faults),
    ...indexes.flatMap(indexFaults),
    ...terminalFaults(terminal),
  ];
  return {
    versions: versions(),
    terminal,
    folders: looked.map(({ facts }) => facts),
    indexes,
    toMend: toMend.map(({ what, remedy }) => ({ what: shown(what), remedy: shown(remedy) })),
  };
}

type Folder = {
  readonly name: string;
  readonly find: () => string | undefined;
  readonly variable: string;
  /** Permission bits that nobody but the owner may have. */
  readonly forbidden: number;
};

const FOLDERS: readonly Folder[] = [
  {
    name: 'config',
    find: () => above(configFile()),
    variable: 'XDG_CONFIG_HOME',
    forbidden: 0o022,
  },
  { name: 'cache', find: cacheFolder, variable: 'XDG_CACHE_HOME', forbidden: 0o077 },
  {
    name: 'state',
    find: () => above(reportFolder()),
    variable: 'XDG_STATE_HOME',
    forbidden: 0o077,
  },
  { name: 'temporary', find: tmpdir, variable: 'TMPDIR', forbidden: 0 },
];

function above(file: string | undefined): string | undefined {
  return file === undefined ? undefined : path.dirname(file);
}

function lookAt(
  { name, find, variable, forbidden }: Folder,
  shown: (text: string) => string,
): { readonly facts: FolderFacts; readonly toMend: readonly ToMend[] } {
  const folder = find();
  const isTemporary = variable === 'TMPDIR';
  const elsewhere = `set ${variable} to a folder of your own`;
  if (folder === undefined) {
    const facts = { folder: name, path: null, owner: null, mode: null, state: 'there is none' };
    return {
      facts,
      toMend: [{ what: `there is no home folder for the ${name} folder`, remedy: elsewhere }],
    };
  }
  const { owner, mode, fault } = folderState(folder);
  const facts = {
    folder: name,
    path: shown(folder),
    owner: owner === undefined ? null : ownerName(owner),
    mode: mode === undefined ? null : mode.toString(8).padStart(4, '0'),
  };
  if (mode === undefined && !isTemporary) {
    return { facts: { ...facts, state: 'not there yet' }, toMend: [] };
  }
  const wrong = (state: string, what: string, remedy: string): ReturnType<typeof lookAt> => ({
    facts: { ...facts, state },
    toMend: [{ what, remedy }],
  });
  // Temporary files lie in folders of their own, so that the one around them may be everybody's.
  if (fault !== undefined && !(isTemporary && mode !== undefined && isFolder(folder))) {
    return wrong('not safe', fault, elsewhere);
  }
  if (((mode ?? 0) & forbidden) !== 0) {
    return wrong('open to others', `${folder} is open to others`, `chmod 700 ${folder}`);
  }
  if (!isWritable(folder) && name !== 'config') {
    return wrong('cannot be written', `${folder} cannot be written`, elsewhere);
  }
  return { facts: { ...facts, state: 'fine' }, toMend: [] };
}

function isFolder(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** No names of people: a report may be sent. */
function ownerName(owner: number): string {
  if (owner === process.getuid?.()) return 'you';
  return owner === 0 ? 'root' : `user ${owner}`;
}

async function indexesIn(
  folder: string | undefined,
  withPaths: boolean,
): Promise<readonly IndexFacts[]> {
  if (folder === undefined || !existsSync(folder)) return [];
  const isInUse = createLockFinder();
  const names = readdirSync(folder).filter((name) => indexNameOf(name) === name);
  const found: IndexFacts[] = [];
  for (const name of names.toSorted()) {
    const { files, examine } = openStore(locationIn(folder, name));
    // Before it is looked at, which takes locks of its own.
    const locks = files.map(isInUse);
    const { version, trials, sources, state } = await examine();
    found.push({
      file: name,
      bytes: statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0,
      version: version ?? null,
      trials: trials ?? null,
      sources: sources?.length ?? null,
      state,
      inUse: locks.includes(true) ? true : (locks[0] ?? null),
      ...(withPaths ? { paths: sources ?? [] } : {}),
    });
  }
  return found;
}

function indexFaults({ file, state }: IndexFacts): readonly ToMend[] {
  if (['sound', 'of another version', 'being written'].includes(state)) return [];
  const remedy = 'it is made anew when its files are opened again; inquest index clear deletes all';
  return [{ what: `index ${file}: ${state}`, remedy }];
}

async function configFaults(file: string | undefined): Promise<readonly ToMend[]> {
  const found: ToMend[] = [];
  const say = (what: string): void => {
    found.push({ what, remedy: 'make it yours, with mode 600' });
  };
  try {
    await loadConfig(file, say);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    found.push({ what: error.message, remedy: error.hint ?? 'mend the config file' });
  }
  return found;
}

function terminalFaults({ columns, locale, utf8 }: TerminalFacts): readonly ToMend[] {
  if (columns === null || utf8) return [];
  const said = locale === null ? 'nothing' : locale;
  return [
    {
      what: `the environment does not say that the terminal shows UTF-8 (LANG is ${said})`,
      remedy: 'set LANG to C.UTF-8, if the terminal does',
    },
  ];
}

/** Paths of the user's, each as the variable it comes from. */
function hidden(text: string): string {
  const names: readonly (readonly [string | undefined, string])[] = [
    ...['XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME', 'TMPDIR'].map(
      (name) => [process.env[name], `$${name}`] as const,
    ),
    [process.cwd(), '.'],
    [homeFolder(), '~'],
  ];
  let rest = text;
  for (const [value, name] of names.toSorted(([a = ''], [b = '']) => b.length - a.length)) {
    // A root folder as a home would be found everywhere.
    if (value !== undefined && value.length > 1) rest = rest.replaceAll(value, name);
  }
  return rest;
}
