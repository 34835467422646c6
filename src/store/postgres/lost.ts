/** Connections that are lost, or on which what costs nothing is not answered: other ones take their place. */
import type { QueryConfig } from 'pg';
import { UserError } from '../../base/user-error.ts';

/**
 * A connection ended in the middle of a question, or a replica ended the question since its primary had removed rows
 * that it needed.
 */
export class LostConnection extends UserError {}

/** How long a server may take for what costs it nothing. Milliseconds. */
const ANSWER_MS = 5000;

/** A statement that costs nothing: it fails where the server does not answer soon. */
export function quickly(text: string): QueryConfig {
  const statement: QueryConfig & { readonly query_timeout: number } = {
    text,
    query_timeout: ANSWER_MS,
  };
  return statement;
}
