import type { QueryError } from '../query/ast.ts';

/** A mistake in a query, thrown up to where the answer is made. */
export class QueryMistake extends Error {
  readonly queryError: QueryError;
  constructor(queryError: QueryError) {
    super(queryError.message);
    this.queryError = queryError;
  }
}
