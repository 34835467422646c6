/** Opening a collection again, after its files have changed or not. */
import {
  appendFileSync,
  chmodSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { contents, createPlace, lines, type Result } from './helpers.ts';

const place = createPlace();
const THEN = new Date('2025-06-11T12:00:00Z');
/** A format that is always read whole. */
const ATIF = JSON.stringify({
  schema_version: 'ATIF-v1.6',
  session_id: 'one',
  agent: { name: 'a', version: '1' },
  steps: [{ source: 'agent', message: 'a message' }],
});

async function keysOf(result: Result): Promise<readonly (readonly [string, unknown])[]> {
  return (await contents(result)).rows.map(({ id, key }) => [id, key]);
}

describe('a second opening', () => {
  it('reads no file again whose contents are the same', async () => {
    const file = place.write('a.jsonl', lines({ id: 'a' }));
    const other = place.write('b.jsonl.gz', gzipSync(lines({ id: 'b' })));
    const before = await keysOf(await place.read(['a.jsonl', 'b.jsonl.gz']));
    expect(await keysOf(await place.read(['a.jsonl', 'b.jsonl.gz']))).toEqual(before);
    // Only the times and the mode change; then the files are others with the same contents.
    for (const one of [file, other]) {
      utimesSync(one, new Date(), new Date('2025-06-11T12:00:00Z'));
      chmodSync(one, 0o600);
    }
    expect(await keysOf(await place.read(['a.jsonl', 'b.jsonl.gz']))).toEqual(before);
    for (const one of [file, other]) {
      writeFileSync(`${one}.new`, readFileSync(one));
      renameSync(`${one}.new`, one);
    }
    const last = await place.read(['a.jsonl', 'b.jsonl.gz']);
    expect(await keysOf(last)).toEqual(before);
    expect(last.done).toMatchObject({ trials: 2, filesDone: 2 });
  });

  it.each([
    ['in place', (file: string, text: string) => writeFileSync(file, text)],
    [
      'by a rename',
      (file: string, text: string) => {
        writeFileSync(`${file}.new`, text);
        utimesSync(`${file}.new`, THEN, THEN);
        renameSync(`${file}.new`, file);
      },
    ],
  ])('sees other contents of the same size and time, written %s', async (_, rewrite) => {
    for (const [name, text] of [
      ['a.jsonl', lines({ id: 'old' })],
      ['run.json', ATIF.replace('one', 'old')],
    ] as const) {
      const file = place.write(name, text);
      utimesSync(file, THEN, THEN);
      await place.read([name]);
      rewrite(file, text.replaceAll('old', 'new'));
      utimesSync(file, THEN, THEN);
      expect((await contents(await place.read([name]))).ids).toEqual(['new']);
    }
  });

  it('reads a file anew that grew and was changed anywhere before its old end', async () => {
    const sketches = Array.from({ length: 60 }, (_, at) => ({
      id: `t${10 + at}`,
      reasoning: `the thought ${at} `.repeat(200),
    }));
    const text = lines(...sketches);
    for (const share of [0, 0.3, 0.5, 0.9, 0.98]) {
      const file = place.write(`${share}.jsonl`, text);
      await place.read([`${share}.jsonl`]);
      const changed = Math.floor(share * sketches.length);
      const id = `t${10 + changed}`;
      writeFileSync(file, text.replace(`"${id}"`, `"n${10 + changed}"`) + lines({ id: 'more' }));
      const { ids } = await contents(await place.read([`${share}.jsonl`]));
      expect(ids).toEqual(
        [...sketches.map((one) => one.id), 'more'].with(changed, `n${10 + changed}`),
      );
    }
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

  it('forgets a file that is gone, and reads it anew when it is back', async () => {
    place.write('logs/a.jsonl', lines({ id: 'a' }));
    const file = place.write('logs/b.jsonl', lines({ id: 'b', reasoning: 'only here' }));
    await place.read(['logs']);
    renameSync(file, path.join(place.folder(), 'away'));
    const after = await place.read(['logs']);
    expect(after.done?.trials).toBe(1);
    const { ids, sources } = await contents(after);
    expect([ids, sources.length]).toEqual([['a'], 1]);
    renameSync(path.join(place.folder(), 'away'), file);
    expect((await contents(await place.read(['logs']))).ids).toEqual(['a', 'b']);
  });

  it('calls trials the same as a first opening would, whatever was there before', async () => {
    const steps: (readonly [string, string | undefined])[] = [
      ['b', lines({ id: 'x' }, { id: 'y' })],
      ['c', lines({ id: 'x' }, { id: 'x #2' }, { id: 'y' })],
      ['a', lines({ id: 'y' }, { id: 'x' })],
      ['b', lines({ id: 'x' }, { id: 'y' }, { id: 'x' })],
      ['c', undefined],
      ['a', lines({ id: 'z' })],
      ['c', lines({ id: 'x #2' })],
      ['b', undefined],
    ];
    for (const [at, [name, text]] of steps.entries()) {
      if (text === undefined) rmSync(path.join(place.folder(), `logs/${name}.jsonl`));
      else place.write(`logs/${name}.jsonl`, text);
      const [again, first] = [
        await place.read(['logs']),
        await place.read(['logs'], { cacheFolder: path.join(place.folder(), `.fresh${at}`) }),
      ];
      const [seen, wanted] = [await contents(again), await contents(first)];
      expect(seen.ids).toEqual(wanted.ids);
      expect(seen.problems).toEqual(wanted.problems);
      expect(again.done).toEqual(first.done);
    }
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
