/** Opening a collection again, after its files have changed or not. */
import { appendFileSync, renameSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { contents, createPlace, lines } from './helpers.ts';

const place = createPlace();

describe('a second opening', () => {
  it('reads no file again that did not change', async () => {
    const then = new Date('2025-06-11T12:00:00Z');
    const file = place.write('a.jsonl', lines({ id: 'old' }));
    utimesSync(file, then, then);
    await place.read(['a.jsonl']);
    // Other words of the same length: that the file was not read shows by the old ones.
    place.write('a.jsonl', lines({ id: 'new' }));
    utimesSync(file, then, then);
    const unseen = await place.read(['a.jsonl']);
    expect((await contents(unseen)).ids).toEqual(['old']);
    expect(unseen.done).toMatchObject({ trials: 1, filesDone: 1 });
    utimesSync(file, then, new Date());
    expect((await contents(await place.read(['a.jsonl']))).ids).toEqual(['new']);
  });

  it('reads on where a file only grew', async () => {
    const file = place.write('a.jsonl', lines({ id: 'a1' }, { id: 'a2' }));
    const before = await contents(await place.read(['a.jsonl']));
    appendFileSync(file, lines({ id: 'a3' }));
    const result = await place.read(['a.jsonl']);
    const after = await contents(result);
    expect(after.ids).toEqual(['a1', 'a2', 'a3']);
    expect(after.rows.slice(0, 2)).toEqual(before.rows);
    expect(result.done).toMatchObject({ trials: 3, problems: 0 });
    expect(after.sources).toMatchObject([
      { trials: 3, readLines: 3, readBytes: after.sources[0]?.size },
    ]);
  });

  it('reads a file anew when a file comes that belongs to it', async () => {
    const part = (text: string, more = {}) =>
      JSON.stringify({
        schema_version: 'ATIF-v1.6',
        session_id: text,
        agent: { name: 'a', version: '1' },
        steps: [{ source: 'agent', message: text }],
        ...more,
      });
    place.write('run/1.json', part('one', { continued_trajectory_ref: '2.json' }));
    const before = await contents(await place.read(['run']));
    expect(before).toMatchObject({ rows: [{ id: 'one', turns: 1 }], problems: [{}] });
    place.write('run/2.json', part('two'));
    const after = await contents(await place.read(['run']));
    expect(after).toMatchObject({
      rows: [{ id: 'one', turns: 3 }],
      problems: [{ source: 'run/2.json', severity: 'notice' }],
    });
  });

  it('reads a line that was not finished, when it is', async () => {
    const [whole, cut] = [lines({ id: 'a1' }), lines({ id: 'a2' })];
    const file = place.write('a.jsonl', whole + cut.slice(0, 40));
    const first = await place.read(['a.jsonl']);
    expect(await contents(first)).toMatchObject({
      ids: ['a1'],
      problems: [{ place: 'line 2', severity: 'notice' }],
    });
    appendFileSync(file, cut.slice(40) + '{"odd": \n' + lines({ id: 'a4' }));
    const second = await place.read(['a.jsonl']);
    expect(await contents(second)).toMatchObject({
      ids: ['a1', 'a2', 'a4'],
      problems: [{ place: 'line 3', severity: 'error' }],
    });
    expect(second.done?.problems).toBe(1);
  });

  it('reads a file anew that was written anew, whatever it begins with', async () => {
    const same = { id: 'same', reasoning: 'the same first record '.repeat(400) };
    place.write('a.jsonl', lines(same, { id: 'old' }));
    await place.read(['a.jsonl']);
    place.write('a.jsonl', lines(same, { id: 'new' }, { id: 'more' }));
    const result = await place.read(['a.jsonl']);
    expect((await contents(result)).ids).toEqual(['same', 'new', 'more']);
    expect(result.done?.trials).toBe(3);
  });

  it('never reads a compressed file on from its middle', async () => {
    const first = gzipSync(lines({ id: 'a1' }, { id: 'a2' }));
    place.write('a.jsonl.gz', first);
    await place.read(['a.jsonl.gz']);
    place.write('a.jsonl.gz', Buffer.concat([first, gzipSync(lines({ id: 'a3' }))]));
    const { ids, problems } = await contents(await place.read(['a.jsonl.gz']));
    expect(ids).toEqual(['a1', 'a2', 'a3']);
    expect(problems).toEqual([]);
  });

  it('keeps the trials of a file that is gone, and takes it back', async () => {
    place.write('logs/a.jsonl', lines({ id: 'a' }));
    const file = place.write('logs/b.jsonl', lines({ id: 'b' }));
    await place.read(['logs']);
    renameSync(file, path.join(place.folder(), 'away'));
    const gone = await contents(await place.read(['logs']));
    expect(gone.ids).toEqual(['a', 'b']);
    expect(gone.sources.map(({ missing }) => missing)).toEqual([false, true]);
    renameSync(path.join(place.folder(), 'away'), file);
    const back = await place.read(['logs']);
    expect((await contents(back)).ids).toEqual(['a', 'b']);
    expect((await contents(back)).sources.map(({ missing }) => missing)).toEqual([false, false]);
    expect(back.done?.trials).toBe(2);
  });

  it('forgets a file that is still gone at the opening after, and reads it anew when it is back', async () => {
    place.write('logs/a.jsonl', lines({ id: 'a' }));
    const file = place.write('logs/b.jsonl', lines({ id: 'b', reasoning: 'only here' }));
    await place.read(['logs']);
    renameSync(file, path.join(place.folder(), 'away'));
    expect((await place.read(['logs'])).done?.trials).toBe(2);
    const after = await place.read(['logs']);
    expect(after.done?.trials).toBe(1);
    const { ids, sources } = await contents(after);
    expect([ids, sources.length]).toEqual([['a'], 1]);
    renameSync(path.join(place.folder(), 'away'), file);
    expect((await contents(await place.read(['logs']))).ids).toEqual(['a', 'b']);
  });

  it('forgets what a file held that holds nothing any more', async () => {
    place.write('logs/a.jsonl', lines({ id: 'a' }));
    place.write('logs/b.jsonl', lines({ id: 'b1' }, { id: 'b2' }));
    place.write('logs/c.jsonl', lines({ id: 'c' }));
    await place.read(['logs']);
    place.write('logs/b.jsonl', '');
    place.write('logs/c.jsonl', 'words, and no JSON');
    const result = await place.read(['logs']);
    expect((await contents(result)).ids).toEqual(['a']);
    expect((await contents(result)).sources).toHaveLength(1);
    expect(result.done?.trials).toBe(1);
  });

  it('gives trials in the order of the files, whichever came first', async () => {
    place.write('logs/b.jsonl', lines({ id: 'b1' }, { id: 'b2' }));
    place.write('logs/d.jsonl', lines({ id: 'd' }));
    await place.read(['logs']);
    place.write('logs/a.jsonl', lines({ id: 'a' }));
    place.write('logs/c.jsonl', lines({ id: 'c' }));
    expect((await contents(await place.read(['logs']))).ids).toEqual(['a', 'b1', 'b2', 'c', 'd']);
    place.write('logs/b.jsonl', lines({ id: 'b3' }));
    expect((await contents(await place.read(['logs']))).ids).toEqual(['a', 'b3', 'c', 'd']);
  });
});
