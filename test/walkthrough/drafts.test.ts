/** Drafts of bookmarks on the disk: whose they are, what is read again, and what is said. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBookmarkFiles, type BookmarkFiles } from '../../src/viewer/bookmark-files.ts';
import { leftDrafts } from '../../src/walkthrough/drafts.ts';
import type { Stop, Walkthrough } from '../../src/walkthrough/types.ts';

let state = '';
let openings: BookmarkFiles[] = [];
const before = process.env['XDG_STATE_HOME'];

beforeEach(() => {
  state = mkdtempSync(path.join(os.tmpdir(), 'inquest-test-'));
  process.env['XDG_STATE_HOME'] = state;
  openings = [];
});
afterEach(async () => {
  for (const one of openings) await one.close();
  if (before === undefined) delete process.env['XDG_STATE_HOME'];
  else process.env['XDG_STATE_HOME'] = before;
  rmSync(state, { recursive: true, force: true });
});

const folder = (): string => path.join(state, 'inquest/bookmarks');
const drafts = (): readonly string[] =>
  existsSync(folder()) ? readdirSync(folder()).map((name) => path.join(folder(), name)) : [];

type Told = readonly [number, string | undefined];

/** An opening of a collection. `told` is what it has said of its changes. */
function open(paths = ['trials.jsonl']): { files: BookmarkFiles; told: Told[] } {
  const told: Told[] = [];
  const files = createBookmarkFiles(
    { request: { paths, cwd: state, cacheFolder: undefined }, sample: false, redact: undefined },
    (change, problem) => told.push([change, problem]),
  );
  openings.push(files);
  return { files, told };
}

const noted = (...notes: readonly string[]): Walkthrough => ({
  title: 'Bookmarks',
  paths: [],
  spoilers: 'hold',
  stops: notes.map((note): Stop => ({ trial: '\u3000', note, quotes: [], reveal: [] })),
});
const notesOf = (walkthrough: Walkthrough | undefined): readonly unknown[] | undefined =>
  walkthrough?.stops.map(({ note }) => note);

async function leave(...notes: readonly string[]): Promise<void> {
  const { files } = open();
  files.keep(1, noted(...notes));
  await files.close();
}

describe('a draft', () => {
  it('is on the disk when its change is told', async () => {
    const { files, told } = open();
    files.keep(1, noted('a'));
    await expect.poll(() => told).toEqual([[1, undefined]]);
    expect(readFileSync(drafts()[0] ?? '', 'utf8')).toContain('note: a');
    for (let change = 2; change < 40; change += 1) files.keep(change, noted(`${change}`));
    await expect.poll(() => told.at(-1)).toEqual([39, undefined]);
    expect(readFileSync(drafts()[0] ?? '', 'utf8')).toContain('note: "39"');
    // Of those that waited only the newest was written.
    expect(told.length).toBeLessThan(39);
  });

  it('of an opening that has ended is the next one’s, and stays on the disk all the time', async () => {
    await leave('a', 'b');
    const { files } = open();
    expect(notesOf((await files.restore()).walkthrough)).toEqual(['a', 'b']);
    await files.close();
    const again = open();
    expect(notesOf((await again.files.restore()).walkthrough)).toEqual(['a', 'b']);
    again.files.keep(1, undefined);
    await again.files.close();
    expect(drafts()).toEqual([]);
  });

  it('of an opening that goes on is nobody else’s', async () => {
    const first = open();
    first.files.keep(1, noted('mine'));
    await expect.poll(() => first.told).toHaveLength(1);
    const second = open();
    expect(await second.files.restore()).toEqual({ walkthrough: undefined, problems: [] });
    second.files.keep(1, noted('other'));
    await expect.poll(() => second.told).toHaveLength(1);
    first.files.keep(2, noted('mine', 'too'));
    await expect.poll(() => first.told).toHaveLength(2);
    expect(drafts()).toHaveLength(2);
    await first.files.close();
    await second.files.close();
    const third = open();
    expect(notesOf((await third.files.restore()).walkthrough)).toEqual(['mine', 'too', 'other']);
  });

  it('of another process is free as soon as that is killed, whatever its number', async () => {
    mkdirSync(folder(), { recursive: true });
    const module = new URL('../../src/walkthrough/drafts.ts', import.meta.url).href;
    const code = `const { newDraft } = await import(${JSON.stringify(module)});
      const { writeFileSync } = await import('node:fs');
      const { file } = await newDraft(${JSON.stringify(folder())}, 'p.');
      writeFileSync(file, 'title: T\\nstops: [{text: words}]\\n');
      process.stdout.write('held'); setInterval(() => {}, 1e6);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    expect((await leftDrafts(folder(), 'p.')).drafts).toEqual([]);
    child.kill('SIGKILL');
    await once(child, 'close');
    const { drafts: left } = await leftDrafts(folder(), 'p.');
    expect(left.map(({ walkthrough }) => walkthrough.stops)).toMatchObject([[{ text: 'words' }]]);
    for (const draft of left) draft.release();
  });

  it('is not lost between two that become one', async () => {
    const both = [open(), open()];
    for (const [at, { files, told }] of both.entries()) {
      files.keep(1, noted(`${at}`));
      await expect.poll(() => told).toHaveLength(1);
    }
    for (const { files } of both) await files.close();
    const killed = open();
    expect(notesOf((await killed.files.restore()).walkthrough)).toEqual(['0', '1']);
    // Killed before it has written anything, and again after it has: nothing is there twice.
    await killed.files.close();
    expect(drafts()).toHaveLength(2);
    const next = open();
    const restoring = next.files.restore();
    next.files.keep(1, noted('new'));
    const { walkthrough } = await restoring;
    expect(notesOf(walkthrough)).toEqual(['0', '1']);
    next.files.keep(2, noted('0', '1', 'new'));
    await expect.poll(() => next.told).toEqual([[2, undefined]]);
    expect(drafts()).toHaveLength(1);
    await leaveCopyOf(drafts()[0] ?? '');
    await next.files.close();
    expect(notesOf((await open().files.restore()).walkthrough)).toEqual(['0', '1', 'new']);
  });

  it.each([
    ['no YAML', 'title: [', /bookmarks\/.*\.7\.walkthrough\.yaml:1:/],
    ['another version', 'title: T\nstops: [{text: x, colour: red}]\n', /unknown key "colour"/],
    ['empty', '', /the file is empty/],
  ])('that cannot be read is said and stays: %s', async (_what, text, expected) => {
    await leave('good');
    const broken = (drafts()[0] ?? '').replace('.1.walk', '.7.walk');
    writeFileSync(broken, text);
    const { files, told } = open();
    const { walkthrough, problems } = await files.restore();
    expect(notesOf(walkthrough)).toEqual(['good']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(expected);
    expect(problems[0]).toContain(broken);
    files.keep(1, noted('good', 'more'));
    files.keep(2, undefined);
    await expect.poll(() => told.at(-1)?.[0]).toBe(2);
    expect(drafts()).toEqual([broken]);
    expect(readFileSync(broken, 'utf8')).toBe(text);
  });

  it('that cannot be written is told, kept, and tried at the next change and at the end', async () => {
    writeFileSync(path.join(state, 'inquest'), 'in the way');
    const { files, told } = open();
    files.keep(1, noted('a'));
    await expect.poll(() => told).toHaveLength(1);
    expect(told[0]?.[1]).toContain(path.join(state, 'inquest'));
    files.keep(2, noted('a', 'b'));
    await expect.poll(() => told).toHaveLength(2);
    expect(told[1]?.[1]).toContain('cannot be written');
    rmSync(path.join(state, 'inquest'));
    expect(await files.close()).toBeUndefined();
    expect(notesOf((await open().files.restore()).walkthrough)).toEqual(['a', 'b']);
  });

  it('that can never be written is said in the end', async () => {
    writeFileSync(path.join(state, 'inquest'), 'in the way');
    const { files } = open();
    files.keep(1, noted('a'));
    expect(await files.close()).toContain('cannot be written');
  });

  it('does not exist for what comes through a pipe, and that is said', async () => {
    const { files, told } = open(['-']);
    files.keep(1, noted('a'));
    expect(told).toEqual([[1, 'what comes through a pipe has no draft; w saves them']]);
    expect(drafts()).toEqual([]);
  });

  it('is written although another file lies where it is made', async () => {
    await leave('a');
    const [file = ''] = drafts();
    writeFileSync(`${file}.tmp`, 'half of one');
    chmodSync(`${file}.tmp`, 0o400);
    const { files } = open();
    await files.restore();
    files.keep(1, noted('a', 'b'));
    expect(await files.close()).toBeUndefined();
    expect(drafts()).toEqual([file]);
  });
});

/** As a program leaves it that is killed after it has written two drafts as one. */
async function leaveCopyOf(file: string): Promise<void> {
  writeFileSync(file.replace(/\.\d+\.walk/, '.5.walk'), readFileSync(file));
}
