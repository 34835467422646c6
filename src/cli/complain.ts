/** Says on standard error what went wrong: one line for a person, a stack trace only for `--debug`. */
import { CommanderError } from 'commander';
import { UserError } from '../base/user-error.ts';
import { tell, tellLines } from '../process/streams.ts';

/** Whether an error is a mistake of our own, and nothing that the user can put right. */
export function isMistake(error: unknown): boolean {
  return !(error instanceof CommanderError) && !(error instanceof UserError);
}

/**
 * Prints the complaint. False where there is none: help was asked for, and printed. `report` says
 * where the report of a mistake of our own is.
 */
export function complain(error: unknown, debug: boolean, report = 'please report it'): boolean {
  if (error instanceof CommanderError && error.exitCode === 0) return false;
  // Our own mistakes in a rule are shown over several lines, with a pointer to the place.
  if (error instanceof UserError) tellLines(`inquest: ${shortened(lineOf(error, report))}`);
  else tell(shortened(lineOf(error, report)));
  if (debug && error instanceof Error) tellLines(error.stack ?? '');
  return true;
}

/** Of a complaint that quotes something longer, its beginning and its end are printed. */
const LONGEST = 2000;

function shortened(line: string): string {
  if (line.length <= LONGEST) return line;
  return `${line.slice(0, LONGEST / 2)} … ${line.slice(-LONGEST / 2)}`;
}

function lineOf(error: unknown, report: string): string {
  if (error instanceof CommanderError) {
    // `help NAME` prints the general help where there is no such command.
    if (error.code === 'commander.help') return 'there is no such command; these are all';
    return commanderLine(error.message);
  }
  if (error instanceof UserError) {
    return error.hint === undefined ? error.message : `${error.message}; ${error.hint}`;
  }
  const message = error instanceof Error ? error.message : String(error);
  return `something went wrong inside: ${message} (--debug shows where); ${report}`;
}

/** `error: unknown option '--jsn'\n(Did you mean --json?)` as one line, in our words. */
function commanderLine(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean one of (.+?)\?\)/s, '; did you mean one of $1?')
    .replace(/\n\(Did you mean (.+?)\?\)/s, '; did you mean $1?')
    .replaceAll('\n', ' ');
}
