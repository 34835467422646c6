/**
 * A mistake of input or use that a person can mend: printed as one line, never with a stack trace.
 * `message` says what and where; `hint`, if any, what to do about it.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** An error where it is a mistake of our own; undefined where the system or a person is the reason. */
export function mistakeIn(error: unknown): Error | undefined {
  const isOurs =
    error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  return isOurs ? error : undefined;
}
