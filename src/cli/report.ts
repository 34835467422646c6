/**
 * A report of a mistake of our own, which can be sent to others: it holds no text of transcripts, no
 * paths and nothing that was typed. An error's message may quote all of these, so it is left out.
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { makeOwnFolder } from '../base/own-folder.ts';
import { terminalFacts, versions } from './environment.ts';
import { reportFolder } from '../process/folders.ts';
import { PACKAGE_ROOT } from '../process/package-root.ts';
import { createProgram } from './program.ts';
import { recentMessages } from '../viewer/recent-messages.ts';

/** Older ones are deleted. */
const MOST_REPORTS = 20;
const NAME = /^\d{4}-\d\d-\d\dT[\d-]+Z-\d+\.json$/;

/**
 * Writes a report (mode 0600) into the state folder. Returns what to tell a person of it: where it
 * is, or why there is none.
 */
export function reportMistake(error: unknown, argv: readonly string[]): string {
  try {
    const folder = reportFolder();
    if (folder === undefined) return `no report could be written (there is no home folder)`;
    const fault = makeOwnFolder(folder);
    if (fault !== undefined) return `no report could be written (${fault})`;
    const when = new Date().toISOString();
    const report = {
      when,
      versions: versions(),
      terminal: terminalFacts(),
      ...commandFacts(argv),
      error: errorFacts(error),
      messages: recentMessages(),
    };
    const file = path.join(folder, `${when.replaceAll(/[:.]/g, '-')}-${process.pid}.json`);
    writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
    const reports = readdirSync(folder).filter((name) => NAME.test(name));
    for (const old of reports.toSorted().slice(0, -MOST_REPORTS)) {
      rmSync(path.join(folder, old), { force: true });
    }
    return `a report without transcript text is in ${file}`;
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException;
    return `no report could be written (${code ?? 'unknown reason'})`;
  }
}

/** The command's name and the names of its options. Only names that the command line has. */
function commandFacts(argv: readonly string[]): {
  readonly command: string;
  readonly options: readonly string[];
} {
  const program = createProgram(
    async () => undefined,
    () => undefined,
  );
  const commands = allCommands(program);
  const known = new Set(
    commands.flatMap(({ options }) => options.flatMap(({ short, long }) => [short, long])),
  );
  const names = new Set(commands.slice(1).map((one) => one.name()));
  // A short option may have its value right behind it.
  const given = argv.map((one) =>
    one.startsWith('--') ? (one.split('=', 1)[0] ?? '') : one.slice(0, 2),
  );
  return {
    command: argv.find((one) => names.has(one)) ?? 'view',
    options: [...new Set(given.filter((one) => known.has(one)))],
  };
}

function allCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

/** What the engine says of itself, and never of data. */
const HARMLESS_MESSAGES = ['Maximum call stack size exceeded', 'Invalid string length'];

function errorFacts(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { name: `no error but a ${typeof error}` };
  const { name, message, code } = error as NodeJS.ErrnoException;
  return {
    name: /^\w{1,60}$/.test(name) ? name : 'Error',
    ...(typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? { code } : {}),
    ...(HARMLESS_MESSAGES.includes(message) ? { message } : {}),
    stack: framesOf(error),
    ...(error.cause === undefined ? {} : { cause: errorFacts(error.cause) }),
  };
}

/** Where a frame is: `at name (file:///…/file.js:1:2)`, or without a name. */
const FRAME = /^ {4}at (?:(.+) \()?((?:file:\/\/)?(?:\/|[A-Z]:|node:)[^()]*:\d+:\d+)\)?$/;

/** The frames in our own files and in Node; others are only counted. */
function framesOf({ stack = '', message }: Error): readonly string[] {
  // The message stands first, and may have lines that look like frames.
  const at = stack.indexOf(message);
  const lines = stack.slice(at < 0 ? 0 : at + message.length).split('\n');
  return lines.flatMap((line) => {
    const [, name = '', place = ''] = FRAME.exec(line) ?? [];
    const file = ownPlace(place);
    if (file !== undefined) return [/^[\w.$ <>[\]#]{1,80}$/.test(name) ? `${name} ${file}` : file];
    return place === '' ? [] : ['elsewhere'];
  });
}

/** A place in Node or, relative to the package, in a file of ours. */
function ownPlace(place: string): string | undefined {
  if (place.startsWith('node:')) return place;
  const file = place.startsWith('file:') ? pathOf(place) : place;
  const relative = path.relative(fileURLToPath(PACKAGE_ROOT), file);
  return /^(?:dist|src|bin|node_modules)[\\/]/.test(relative) ? relative : undefined;
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
}
