/**
 * The requests of the viewer on their way to whoever answers them. Of several requests of one name
 * only the newest counts: the only place that decides so. Answers to any other are dropped here, so
 * that those who take answers need not know what was asked meanwhile.
 */
import { tokenize } from '../query/tokenize.ts';
import type { Answer, Request, RequestName } from './protocol.ts';

/** What goes to whoever answers. */
export type ToAnswerer =
  | { readonly type: 'request'; readonly id: number; readonly request: Request }
  /** Its answer is not wanted any more. */
  | { readonly type: 'cancel'; readonly id: number };

/** An answer with the name of its request. */
export type Answered = {
  [N in RequestName]: {
    readonly type: 'answer';
    readonly name: N;
    readonly answer: Answer<N>;
  };
}[RequestName];

export type RequestQueue = {
  readonly submit: (request: Request) => void;
  /** Takes an answer; one that is not wanted any more is dropped. */
  readonly take: (id: number, answer: Answer<RequestName>) => void;
  /** Refuses everything that is open: there will be no answer. */
  readonly refuseAll: (message: string) => void;
};

/**
 * What happens to a request that is being answered when a newer one of its name comes.
 * - `replace`: it is cancelled
 * - `finish`: it is answered, since its answer is of use; then the newest that waits is sent. What is
 *   asked again and again while files are read would otherwise never be answered. What takes long is
 *   cancelled all the same where the newer one is of another query.
 */
const WHEN_NEWER: Readonly<Record<RequestName, 'replace' | 'finish'>> = {
  list: 'finish',
  facets: 'finish',
  fields: 'finish',
  preview: 'finish',
  find: 'finish',
  missing: 'finish',
  deck: 'finish',
  trial: 'replace',
  notes: 'replace',
  noted: 'finish',
  compare: 'replace',
  concordance: 'replace',
  place: 'replace',
  search: 'replace',
  shares: 'replace',
  funnel: 'replace',
  claims: 'replace',
  secondLook: 'replace',
  stats: 'replace',
  problems: 'replace',
  words: 'replace',
};

/** What takes longer is not finished for a query that was typed on meanwhile. Milliseconds. */
const SLOW_MS = 300;

/**
 * Whether a request takes long, or reads all texts for a regular expression, and the newer one asks for something
 * else. `passed`: for how long it has been answered, in milliseconds.
 */
function isInTheWay(running: Request, newer: Request, passed: number): boolean {
  const text = textOf(running);
  if (text === textOf(newer)) return false;
  if (passed > SLOW_MS) return true;
  const scanned = tokenize(text);
  return scanned.ok && scanned.tokens.some(({ type }) => type === 'regex');
}

function textOf({ params }: Request): string {
  return 'query' in params ? params.query.text : '';
}

export function createRequestQueue(
  send: (message: ToAnswerer) => void,
  deliver: (answered: Answered) => void,
  now: () => number = () => performance.now(),
): RequestQueue {
  let lastId = 0;
  /** The request of each name that is being answered. */
  const running = new Map<
    RequestName,
    { readonly id: number; readonly request: Request; readonly since: number }
  >();
  /** The newest request of each name that is sent when the running one has been answered. */
  const waiting = new Map<RequestName, Request>();

  function start(request: Request): void {
    lastId += 1;
    running.set(request.name, { id: lastId, request, since: now() });
    send({ type: 'request', id: lastId, request });
  }

  const answered = (name: RequestName, answer: Answer<RequestName>): void =>
    // The compiler cannot see that the answer has the name of its request.
    deliver({ type: 'answer', name, answer } as Answered);

  return {
    submit: (request) => {
      const { name } = request;
      const before = running.get(name);
      if (before === undefined) start(request);
      else if (
        WHEN_NEWER[name] === 'finish' &&
        !isInTheWay(before.request, request, now() - before.since)
      ) {
        waiting.set(name, request);
      } else {
        waiting.delete(name);
        send({ type: 'cancel', id: before.id });
        start(request);
      }
    },
    take: (id, answer) => {
      const name = [...running].find(([, one]) => one.id === id)?.[0];
      if (name === undefined) return;
      if (answer.status !== 'part') running.delete(name);
      const next = waiting.get(name);
      // What was refused while files were read may be answered by now: the newer request tells.
      if (answer.status !== 'refused' || next === undefined) answered(name, answer);
      if (answer.status === 'part') return;
      waiting.delete(name);
      // Taking the answer may have asked anew already.
      if (next !== undefined && !running.has(name)) start(next);
    },
    refuseAll: (message) => {
      const open = new Set([...running.keys(), ...waiting.keys()]);
      running.clear();
      waiting.clear();
      const refused = { status: 'refused', reason: { type: 'failure', message } } as const;
      for (const name of open) answered(name, refused);
    },
  };
}
