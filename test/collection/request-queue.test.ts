/** Of several requests of one name the newest counts, and every request that counts is answered. */
import { madeKey } from '../support/keys.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Request, RequestName } from '../../src/collection/protocol.ts';
import {
  createRequestQueue,
  type Answered,
  type RequestQueue,
  type ToAnswerer,
} from '../../src/collection/request-queue.ts';

type Sent = Extract<ToAnswerer, { type: 'request' }>;

function start(now = () => 0): {
  readonly queue: RequestQueue;
  readonly sent: readonly ToAnswerer[];
  readonly got: readonly Answered[];
} {
  const sent: ToAnswerer[] = [];
  const got: Answered[] = [];
  return {
    queue: createRequestQueue(
      (one) => sent.push(one),
      (one) => got.push(one),
      now,
    ),
    sent,
    got,
  };
}

const trial = (key: number): Request => ({ name: 'trial', params: { key: madeKey(key) } });
const preview = (key: number): Request => ({ name: 'preview', params: { key: madeKey(key) } });
const answer = (key: number, status: 'answered' | 'part' = 'answered'): Answer<RequestName> => ({
  status,
  result: { key: madeKey(key) },
});
const keysOf = (got: readonly Answered[]): readonly unknown[] =>
  got.map((one) => (one.answer.status === 'refused' ? one.answer.reason : one.answer.result));

describe('the queue of requests', () => {
  it('cancels a request that a newer one replaces, and drops its answer', () => {
    const { queue, sent, got } = start();
    queue.submit(trial(1));
    queue.submit(trial(2));
    expect(sent).toEqual([
      { type: 'request', id: 1, request: trial(1) },
      { type: 'cancel', id: 1 },
      { type: 'request', id: 2, request: trial(2) },
    ]);
    for (const status of ['part', 'answered'] as const) queue.take(1, answer(1, status));
    queue.take(2, answer(2));
    queue.take(2, answer(2));
    expect(keysOf(got)).toEqual([{ key: 2 }]);
  });

  it('cancels what reads all texts for a regular expression, once something else is asked for', () => {
    const list = (text: string): Request => ({
      name: 'list',
      params: { query: { text }, sort: { field: 'order', descending: false }, offset: 0 },
    });
    const { queue, sent, got } = start();
    queue.submit(list('in:reasoning /a.*b/'));
    // The same again, as more is read: that is finished.
    queue.submit(list('in:reasoning /a.*b/'));
    expect(sent).toHaveLength(1);
    queue.submit(list('risky'));
    queue.submit(list('unethical'));
    expect(sent.slice(1)).toEqual([
      { type: 'cancel', id: 1 },
      { type: 'request', id: 2, request: list('risky') },
    ]);
    queue.take(1, { status: 'refused', reason: { type: 'failure', message: 'ended' } });
    expect(got).toEqual([]);
  });

  it('cancels what takes long, once another query is asked for', () => {
    const list = (text: string, offset: number): Request => ({
      name: 'list',
      params: { query: { text }, sort: { field: 'order', descending: false }, offset },
    });
    let time = 0;
    const { queue, sent } = start(() => time);
    queue.submit(list('a', 0));
    time = 250;
    queue.submit(list('ab', 0));
    time = 400;
    expect(sent).toHaveLength(1);
    queue.submit(list('a', 60));
    expect(sent).toHaveLength(1);
    queue.submit(list('abc', 0));
    expect(sent.slice(1)).toEqual([
      { type: 'cancel', id: 1 },
      { type: 'request', id: 2, request: list('abc', 0) },
    ]);
  });

  it('finishes what is asked again and again, then sends the newest', () => {
    const { queue, sent, got } = start();
    for (const key of [1, 2, 3]) queue.submit(preview(key));
    expect(sent).toEqual([{ type: 'request', id: 1, request: preview(1) }]);
    queue.take(1, answer(1));
    expect(sent.slice(1)).toEqual([{ type: 'request', id: 2, request: preview(3) }]);
    queue.take(2, answer(3));
    expect(keysOf(got)).toEqual([{ key: 1 }, { key: 3 }]);
    expect(sent).toHaveLength(2);
  });

  it('lets the newest say whether it is refused', () => {
    const { queue, got } = start();
    const refused = (message: string): Answer<RequestName> => ({
      status: 'refused',
      reason: { type: 'failure', message },
    });
    for (const key of [1, 2]) queue.submit(preview(key));
    queue.take(1, refused('not there yet'));
    expect(got).toEqual([]);
    queue.take(2, refused('not there'));
    expect(keysOf(got)).toEqual([{ type: 'failure', message: 'not there' }]);
  });

  it('delivers parts until the answer', () => {
    const { queue, got } = start();
    queue.submit({ name: 'search', params: { query: { text: 'a' } } });
    for (const status of ['part', 'part', 'answered', 'part'] as const) {
      queue.take(1, answer(1, status));
    }
    expect(got.map((one) => one.answer.status)).toEqual(['part', 'part', 'answered']);
  });

  it('refuses everything that is open, once', () => {
    const { queue, sent, got } = start();
    queue.submit(trial(1));
    queue.submit(preview(1));
    queue.submit(preview(2));
    queue.refuseAll('gone');
    const reason = { type: 'failure', message: 'gone' };
    expect(got.map(({ name }) => name)).toEqual(['trial', 'preview']);
    expect(keysOf(got)).toEqual([reason, reason]);
    queue.take(1, answer(1));
    queue.refuseAll('gone');
    expect(got).toHaveLength(2);
    queue.submit(trial(3));
    expect(sent.at(-1)).toMatchObject({ type: 'request', request: trial(3) });
  });

  it('answers the newest request of each name, whatever comes in which order', () => {
    const names = ['trial', 'preview', 'list', 'search'] as const;
    const step = fc.oneof(
      fc.constantFrom(...names).map((name) => ({ type: 'submit' as const, name })),
      fc.nat(9).map((at) => ({ type: 'answer' as const, at })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { queue, sent, got } = start();
        const newest = new Map<RequestName, number>();
        const open = (): readonly Sent[] => {
          const cancelled = new Set(sent.flatMap((one) => (one.type === 'cancel' ? [one.id] : [])));
          return sent.filter(
            (one): one is Sent =>
              one.type === 'request' && !cancelled.has(one.id) && !done.has(one.id),
          );
        };
        const done = new Set<number>();
        const answerOne = ({ id, request }: Sent): void => {
          done.add(id);
          queue.take(id, answer(Number((request.params as { readonly key: unknown }).key)));
        };
        steps.forEach((one, at) => {
          if (one.type === 'submit') {
            newest.set(one.name, at);
            queue.submit({ name: one.name, params: { key: at } } as unknown as Request);
          } else {
            const waiting = open();
            const chosen = waiting[one.at % Math.max(1, waiting.length)];
            if (chosen !== undefined) answerOne(chosen);
          }
          // Never two of one name at once.
          const running = open().map(({ request }) => request.name);
          expect(new Set(running).size).toBe(running.length);
        });
        for (let next = open()[0]; next !== undefined; next = open()[0]) answerOne(next);
        const last = new Map(
          got.map((one) => [one.name, (keysOf([one])[0] as { readonly key: number }).key]),
        );
        expect(last).toEqual(newest);
      }),
    );
  });
});
