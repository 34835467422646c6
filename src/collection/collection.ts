/** An opened collection: what commands, the viewer, tests and the bench ask. */
import type { TrialKey } from '../query/results.ts';
import { UserError } from '../base/user-error.ts';
import type { QueryError } from '../query/ast.ts';
import { brief } from '../query/fields.ts';
import type { Redactor } from '../redact/redactor.ts';
import { UnusableStore, type Store } from '../store/store.ts';
import type { Trial } from '../trial/types.ts';
import { createEngine, type EngineOptions } from './engine.ts';
import type { Params, Progress, Refusal, RequestName, Result } from './protocol.ts';
import type { View } from './view.ts';

/** What can be asked of a view. */
export type Questions = {
  /** What was read; with `redaction`, what that left of it. */
  readonly store: Store;
  /** What was hidden, if something was to be. */
  readonly redaction: Redactor | undefined;
  /** Asks the engine; a mistake in the query, or a failure, is thrown as a `UserError`. */
  readonly ask: <N extends RequestName>(name: N, params: Params<N>) => Promise<Result<N>>;
  /** The trials with these keys, in this order, read one by one; those that are gone are left out. */
  readonly trials: (keys: Iterable<TrialKey>) => AsyncGenerator<Trial, void>;
};

export type Collection = Questions & {
  /** How much was read. */
  readonly summary: Progress;
  /** The files that were read, by their real names: never to be shown. */
  readonly files: readonly string[];
  /**
   * Where files are followed: resolves when something has changed since the last call. Rejects when
   * told to stop, or where following failed.
   */
  readonly changed: () => Promise<void>;
  /** Stops reading and removes temporary databases. */
  readonly close: () => Promise<void>;
};

/** Asks a view. It does not close the view's store. */
export function questionsOf(
  { store, prepare, redactor }: View,
  options: Omit<EngineOptions, 'prepare'>,
): Questions {
  const engine = createEngine(store, { ...options, prepare });
  return {
    store,
    redaction: redactor,
    ask: async (name, params) => {
      const answer = await engine.ask(name, params);
      if (answer.status === 'refused') throw errorOf(answer.reason, textOf(params));
      return answer.result;
    },
    trials: async function* (keys) {
      for await (const { trial } of store.trials(keys)) yield trial;
    },
  };
}

function errorOf(reason: Refusal, query: string): Error {
  if (reason.type === 'query') return new UserError(queryComplaint(reason.error, query));
  if (reason.isDamaged === true) return new UnusableStore(reason.message);
  return reason.error ?? new UserError(reason.message);
}

/** One line: where in the query, the text at that place, and what is wrong with it. */
function queryComplaint({ message, at }: QueryError, query: string): string {
  const wrong = brief(query.slice(at.start, at.end));
  const shown = wrong === '' ? '' : ` (${wrong})`;
  return `in the query, at character ${at.start + 1}${shown}: ${message}`;
}

function textOf(params: Params<RequestName>): string {
  return 'query' in params ? params.query.text : '';
}
