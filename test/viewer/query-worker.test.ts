/** The thread that answers, as the viewer talks to it: messages in, messages out. */
import { madeKey } from '../support/keys.ts';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import type {
  FromQueryWorker,
  QueryWorkerData,
  ToQueryWorker,
} from '../../src/viewer/query-worker.ts';
import { workerFile } from '../../src/collection/worker-files.ts';
import { openTrials } from '../support/session.ts';
import { trialOf } from '../support/trials.ts';

type AnswerMessage = Extract<FromQueryWorker, { type: 'answer' }>;

const TRIALS = Array.from({ length: 1000 }, (_, at) =>
  trialOf({
    id: `t${at}`,
    turns: [{ kind: 'reasoning', text: `risky and unethical, number ${at}` }],
    verdict: { rationale: '' },
  }),
);

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A worker over a thousand trials, which tells what it has after each ten. */
async function start(): Promise<{
  readonly tell: (message: ToQueryWorker) => void;
  /** Every answer so far. */
  readonly answers: readonly AnswerMessage[];
  /** Resolves with the first answer that fits. */
  readonly until: (fits: (answer: AnswerMessage) => boolean) => Promise<AnswerMessage>;
}> {
  const { location, close } = await openTrials(TRIALS);
  const workerData: QueryWorkerData = { options: { signals: {}, firstPart: 0 }, chunk: 10 };
  const worker = new Worker(workerFile('query-worker'), { workerData });
  closing.push(() => worker.terminate(), close);
  const answers: AnswerMessage[] = [];
  const waiting = new Set<() => void>();
  const ready = Promise.withResolvers<void>();
  worker.on('error', ready.reject);
  worker.on('message', (message: FromQueryWorker) => {
    if (message.type === 'ready') ready.resolve();
    else if (message.type === 'answer') answers.push(message);
    for (const look of waiting) look();
  });
  const tell = (message: ToQueryWorker): void => worker.postMessage(message);
  tell({ type: 'open', location, tentative: false });
  await ready.promise;
  return {
    tell,
    answers,
    until: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = answers.find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

const search = (id: number, text: string): ToQueryWorker => ({
  type: 'request',
  id,
  request: { name: 'search', params: { query: { text }, limit: 20 } },
});
const passagesOf = ({ answer }: AnswerMessage): number =>
  answer.status !== 'refused' && 'passages' in answer.result ? answer.result.passages : Number.NaN;
const isPart = ({ answer }: AnswerMessage): boolean => answer.status === 'part';

describe('a search', () => {
  it('tells what it has so far, and at last the whole', async () => {
    const { tell, answers, until } = await start();
    tell(search(1, 'risky unethical'));
    const whole = await until((one) => !isPart(one));
    expect(passagesOf(whole)).toBe(1000);
    const counts = answers.map(passagesOf);
    expect(counts).toEqual(Array.from({ length: 100 }, (_, at) => 10 * (at + 1)));
    expect(answers.map(isPart)).toEqual(answers.map((_, at) => at < 99));
  });

  it('ends where the query is typed on: nothing of it comes after an answer to the newer', async () => {
    const { tell, answers, until } = await start();
    // All at once: a first one that is waited for may be over before the next is sent.
    tell(search(1, 'risky'));
    tell({ type: 'cancel', id: 1 });
    tell(search(2, 'risky unethical'));
    tell({ type: 'cancel', id: 2 });
    tell(search(3, 'risky unethical number'));
    const last = await until((one) => one.id === 3 && !isPart(one));
    expect(passagesOf(last)).toBe(1000);
    const ids = answers.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(answers.some((one) => one.id < 3 && !isPart(one))).toBe(false);
  });

  it('lets a trial be opened while it goes on', async () => {
    const { tell, answers, until } = await start();
    tell(search(1, 'risky unethical'));
    tell({ type: 'request', id: 2, request: { name: 'trial', params: { key: madeKey(1) } } });
    const whole = await until((one) => one.id === 1 && !isPart(one));
    expect(passagesOf(whole)).toBe(1000);
    const order = answers.map(({ id }) => id);
    expect(order).toContain(2);
    expect(order.indexOf(2)).toBeLessThan(order.lastIndexOf(1));
  });
});
