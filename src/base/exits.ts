/** Ways to end that are no failure of the program, thrown to where the exit code is decided. */
import { UserError } from './user-error.ts';

/** A person, or the system, stopped the program. `code` is 128 plus the signal's number. */
export class Interrupted extends Error {
  readonly code: number;
  constructor(code: number) {
    super('stopped');
    this.code = code;
  }
}

/** Nothing fits what was asked for: said in a line, exit code 1. */
export class NothingMatched extends UserError {}

/** Nobody reads the output any more (`| head -1`): not even worth a line. */
export class OutputClosed extends Error {}
