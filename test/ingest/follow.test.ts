/** Files that are followed: what is added, changed or taken away while the collection is open. */
import { appendFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ingest } from '../../src/ingest/ingest.ts';
import type { IngestMessage } from '../../src/ingest/messages.ts';
import { contents, createPlace, lines, resultOf, type Contents } from './helpers.ts';

const place = createPlace();

/** Follows some paths: `next` resolves with what is there when a change has been read. */
function follow(paths: readonly string[]): {
  readonly next: () => Promise<Contents>;
  readonly stop: () => Promise<void>;
} {
  const abort = new AbortController();
  const messages: IngestMessage[] = [];
  let seen = 0;
  let wake: () => void = () => undefined;
  const ended = ingest(place.request(paths, { follow: true }), {
    send: (message) => {
      messages.push(message);
      wake();
    },
    signal: abort.signal,
  });
  const dones = (): number => messages.filter(({ type }) => type === 'done').length;
  return {
    next: async () => {
      while (dones() <= seen) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      seen = dones();
      return contents(resultOf(messages));
    },
    stop: async () => {
      abort.abort();
      await ended;
    },
  };
}

describe('following', () => {
  it('reads what is added to a file, and what it was not finished with', async () => {
    const file = place.write('a.jsonl', lines({ id: 'a1' }));
    const { next, stop } = follow(['a.jsonl']);
    expect((await next()).ids).toEqual(['a1']);
    const added = lines({ id: 'a2' });
    appendFileSync(file, added.slice(0, 30));
    const unfinished = await next();
    expect(unfinished.ids).toEqual(['a1']);
    expect(unfinished.problems).toMatchObject([{ place: 'line 2', severity: 'notice' }]);
    appendFileSync(file, added.slice(30) + lines({ id: 'a3' }));
    const whole = await next();
    expect(whole.ids).toEqual(['a1', 'a2', 'a3']);
    expect(whole.problems).toEqual([]);
    await stop();
  });

  it('sees files come, change and go', async () => {
    place.write('logs/b.jsonl', lines({ id: 'b' }));
    const { next, stop } = follow(['logs']);
    expect((await next()).ids).toEqual(['b']);
    const first = place.write('logs/a.jsonl', lines({ id: 'a' }));
    expect((await next()).ids).toEqual(['a', 'b']);
    place.write('logs/b.jsonl', lines({ id: 'b, written anew' }));
    expect((await next()).ids).toEqual(['a', 'b, written anew']);
    rmSync(first);
    const gone = await next();
    // Marked as long as this opening lasts, whatever else comes.
    place.write('logs/c.jsonl', lines({ id: 'c' }));
    expect((await next()).ids).toEqual(['b, written anew', 'c', 'a']);
    expect(gone.ids).toEqual(['b, written anew', 'a']);
    expect(gone.rows.map(({ source }) => source)).toEqual(['logs/b.jsonl', 'logs/a.jsonl (gone)']);
    await stop();
  });

  it('goes on where all files are gone, and when they are back', async () => {
    const file = place.write('a.jsonl', lines({ id: 'a' }));
    const { next, stop } = follow(['a.jsonl']);
    await next();
    rmSync(file);
    const gone = await next();
    expect(gone.ids).toEqual(['a']);
    expect(gone.sources).toMatchObject([{ missing: true }]);
    place.write('a.jsonl', lines({ id: 'a' }, { id: 'a2' }));
    expect((await next()).ids).toEqual(['a', 'a2']);
    await stop();
  });

  it('lets another process read the same collection meanwhile', async () => {
    const file = place.write('a.jsonl', lines({ id: 'a1' }));
    const one = follow(['a.jsonl']);
    const other = follow(['a.jsonl']);
    await Promise.all([one.next(), other.next()]);
    appendFileSync(file, lines({ id: 'a2' }));
    for (const { ids } of await Promise.all([one.next(), other.next()])) {
      expect(ids).toEqual(['a1', 'a2']);
    }
    await Promise.all([one.stop(), other.stop()]);
  });
});
