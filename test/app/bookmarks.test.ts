/** Keys in, state out: bookmarks set while reading, arranged, and saved. */
import { splitPaths } from '../../src/walkthrough/file.ts';
import { afterEach, describe, expect, it } from 'vitest';
import type { Effect, Message } from '../../src/app/message.ts';
import type { State } from '../../src/app/state.ts';
import { topScreen } from '../../src/app/transition.ts';
import { contentHash } from '../../src/walkthrough/reference.ts';
import type { Stop } from '../../src/walkthrough/types.ts';
import { openSession, type Session, type SessionOptions } from '../support/session.ts';
import { shownIn } from '../support/frames.tsx';
import { SMALL_STUDY, trialOf } from '../support/trials.ts';

let session: Session | undefined;

async function open(trials = SMALL_STUDY, options: SessionOptions = {}): Promise<Session> {
  session = await openSession(trials, options);
  return session;
}

afterEach(async () => {
  await session?.close();
  session = undefined;
});

const stopsOf = ({ bookmarks }: State): readonly Stop[] => bookmarks.walkthrough.stops;
const titles = (state: State): readonly unknown[] =>
  stopsOf(state).map(({ title, text }) => title ?? text);

/** The last effect of a type. */
function last<T extends Effect['type']>(type: T): Extract<Effect, { type: T }> | undefined {
  return session?.effects().findLast((effect) => effect.type === type) as
    | Extract<Effect, { type: T }>
    | undefined;
}

describe('b in a replay', () => {
  it('bookmarks the turn, with a note that is typed', async () => {
    const { press } = await open();
    const asked = await press('<enter>eb');
    expect(asked.prompt).toMatchObject({ label: 'Note', field: { text: '' } });
    const state = await press('Read bj q?<enter>');
    expect(state.prompt).toBeUndefined();
    expect(topScreen(state).type).toBe('replay');
    const [trial] = SMALL_STUDY;
    expect(stopsOf(state)).toEqual([
      {
        title: 'Quarterly figures',
        trial: 'model-a/cell/001',
        hash: trial === undefined ? '' : contentHash(trial),
        turns: { first: 3, last: 3 },
        quotes: [],
        note: 'Read bj q?',
        reveal: [],
      },
    ]);
  });

  it('keeps the bookmark when the note is left, and takes the note up again', async () => {
    const { press } = await open();
    await press('<enter>rbno<esc>');
    const again = await press('b');
    expect(stopsOf(again)).toHaveLength(1);
    const state = await press('ted<enter>b!<enter>');
    expect(stopsOf(state)[0]?.note).toBe('ted!');
    expect(stopsOf(await press('b<ctrl+u><enter>'))[0]?.note).toBeUndefined();
  });

  it('of the verdict is a stop that reveals', async () => {
    const { press } = await open();
    const [stop] = stopsOf(await press('<enter>Vb<enter>'));
    expect(stop).toMatchObject({ title: 'The verdict', reveal: ['verdict', 'model'] });
    expect(stop?.turns).toBeUndefined();
    expect(stopsOf(await press('b<enter>'))).toHaveLength(1);
  });

  it("takes along the judge's quote that was jumped to", async () => {
    const { press } = await open();
    const [stop] = stopsOf(await press('<enter>V1b<enter>'));
    expect(stop?.quotes).toEqual(['everybody will hear of it']);
  });

  it('takes along the sentence of the hit', async () => {
    const reasoning = 'I have thought. This is quite unethical, yes! Then again\nwho knows.';
    const { press } = await open([trialOf({ reasoning })]);
    const [stop] = stopsOf(await press('/unethical<enter><enter>b<enter>'));
    expect(stop?.turns).toEqual({ first: 6, last: 6 });
    expect(stop?.quotes).toEqual(['This is quite unethical, yes!']);
  });

  it('pauses', async () => {
    const { press } = await open();
    expect(topScreen(await press('<enter>pb<enter>'))).toMatchObject({ playing: false });
  });

  it('keeps a draft outside after every change, until there is nothing left', async () => {
    const { press } = await open();
    await press('<enter>b');
    expect(last('keep')?.walkthrough).toMatchObject({ title: 'Bookmarks in trials.jsonl' });
    await press('note<enter>');
    expect(last('keep')?.walkthrough?.stops[0]?.note).toBe('note');
    await press('Bd');
    expect(last('keep')).toEqual({ type: 'keep', change: 3, walkthrough: undefined });
    await press('u');
    expect(last('keep')?.walkthrough?.stops).toHaveLength(1);
  });
});

describe('the list of bookmarks', () => {
  /** Three bookmarks, the list open. */
  async function three(): Promise<Session> {
    const opened = await open();
    await opened.press('<enter>eb<enter>eb<enter>rb<enter>B');
    return opened;
  }

  it('says how to set one where there is none', async () => {
    const { press } = await open();
    const state = await press('B');
    expect(topScreen(state).type).toBe('docket');
    expect(state.notice?.text).toContain('b in a trial');
  });

  it.each([
    ['J', ['Shutdown at five', 'Quarterly figures', 'Its private reasoning'], 1],
    ['JJ', ['Shutdown at five', 'Its private reasoning', 'Quarterly figures'], 2],
    ['JJJ', ['Shutdown at five', 'Its private reasoning', 'Quarterly figures'], 2],
    ['G<shift+up>', ['Quarterly figures', 'Its private reasoning', 'Shutdown at five'], 1],
    ['K', ['Quarterly figures', 'Shutdown at five', 'Its private reasoning'], 0],
    ['jd', ['Quarterly figures', 'Its private reasoning'], 1],
    ['Gd', ['Quarterly figures', 'Shutdown at five'], 1],
    ['dddd', [], 0],
    ['JdKuuu', ['Quarterly figures', 'Shutdown at five', 'Its private reasoning'], 0],
    [
      'aWords.<enter>',
      ['Quarterly figures', 'Words.', 'Shutdown at five', 'Its private reasoning'],
      1,
    ],
    ['a<enter>', ['Quarterly figures', 'Shutdown at five', 'Its private reasoning'], 0],
    [
      'aW<enter>e<ctrl+u><enter>',
      ['Quarterly figures', 'Shutdown at five', 'Its private reasoning'],
      1,
    ],
    ['t<ctrl+u>Money<enter>', ['Money', 'Shutdown at five', 'Its private reasoning'], 0],
    ['t<ctrl+u>Money<esc>', ['Quarterly figures', 'Shutdown at five', 'Its private reasoning'], 0],
  ])('%s', async (keys, expected, cursor) => {
    const { press } = await three();
    const state = await press(keys);
    expect(titles(state)).toEqual(expected);
    expect(topScreen(state)).toMatchObject({ type: 'bookmarks', cursor });
  });

  it('reveals the verdict and the model at a stop, in the order asked for', async () => {
    const { press } = await three();
    expect(stopsOf(await press('mv'))[0]?.reveal).toEqual(['model', 'verdict']);
    expect(stopsOf(await press('m'))[0]?.reveal).toEqual(['verdict']);
    const words = await press('aWords<enter>v');
    expect(stopsOf(words)[1]?.reveal).toEqual([]);
    expect(words.notice?.text).toContain('nothing to reveal');
  });

  it('marks a stop whose trial is gone', async () => {
    const { press, send, state } = await open();
    await press('<enter>b<enter>q');
    const { walkthrough } = state().bookmarks;
    const [stop] = walkthrough.stops;
    if (stop === undefined) throw new Error('no stop');
    const stops = [{ ...stop, trial: 'model-z/none/9' }, ...walkthrough.stops];
    await send({ type: 'bookmarks', walkthrough: { ...walkthrough, stops }, file: undefined });
    const lines = shownIn(await press('B')).split('\n');
    expect(lines.filter((line) => line.includes('(gone)'))).toHaveLength(1);
    expect(lines.find((line) => line.includes('(gone)'))).toContain('model-z/none/9');
    expect(lines.join('\n')).toContain('no trial here has this id');
  });

  it('goes to the turn in the trial that is open', async () => {
    const { press } = await three();
    const state = await press('j<enter>');
    expect(topScreen(state)).toMatchObject({ type: 'replay', step: 4 });
    expect(state.screens).toHaveLength(2);
    expect(topScreen(await press('<backspace>'))).toMatchObject({ step: 6 });
  });

  it('goes to the turn in another trial', async () => {
    const { press } = await three();
    const state = await press('q]BG<enter>');
    expect(topScreen(state)).toMatchObject({
      type: 'replay',
      step: 6,
      loaded: { trial: { id: 'model-a/cell/001' } },
    });
    expect(state.screens).toHaveLength(2);
    expect(topScreen(await press('qB<enter>'))).toMatchObject({ step: 3 });
  });
});

describe('saving', () => {
  it.each([
    ['talk', 'talk.walkthrough.yaml'],
    ['talk.yaml', 'talk.walkthrough.yaml'],
    ['~/talks/my.talk', '~/talks/my.talk.walkthrough.yaml'],
    ['talk.walkthrough.yml', 'talk.walkthrough.yml'],
  ])(
    'under the name %s, it is a file that every command takes for a walkthrough',
    async (typed, file) => {
      const { press } = await open();
      await press(`<enter>rb<enter>w<ctrl+u>${typed}<enter>`);
      expect(last('save')).toMatchObject({ file });
      expect(splitPaths([file, 'logs'])).toEqual({ file, paths: ['logs'] });
    },
  );

  it('asks for a name, and writes a whole walkthrough', async () => {
    const { press } = await open();
    const asked = await press('<enter>rb<enter>w');
    expect(asked.prompt?.field.text).toBe('trials.walkthrough.yaml');
    await press('<esc>BTA Talk: on é!<enter>');
    expect((await press('w')).prompt?.field.text).toBe('a-talk-on-e.walkthrough.yaml');
    await press('<enter>');
    expect(last('save')).toMatchObject({
      file: 'a-talk-on-e.walkthrough.yaml',
      walkthrough: { title: 'A Talk: on é!', stops: [{ turns: { first: 6, last: 6 } }] },
      replace: false,
    });
  });

  it('replaces another walkthrough only when told again', async () => {
    const { press, send } = await open();
    await press('<enter>rb<enter>wx<enter>');
    const effect = last('save');
    if (effect === undefined) throw new Error('nothing is saved');
    const { file, walkthrough } = effect;
    const asked = await send({ type: 'saved', file, walkthrough, outcome: { type: 'exists' } });
    expect(asked.prompt?.label).toContain('Enter replaces it');
    await press('<enter>');
    expect(last('save')).toMatchObject({ file, replace: true });
    await send({ type: 'saved', file, walkthrough, outcome: { type: 'exists' } });
    await press('y<enter>');
    expect(last('save')).toMatchObject({ file: `${file}y.walkthrough.yaml`, replace: false });
  });

  it('tells what went wrong, and asks for the name again', async () => {
    const { press, send } = await open();
    await press('<enter>rb<enter>w<enter>');
    const effect = last('save');
    if (effect === undefined) throw new Error('nothing is saved');
    const state = await send({
      ...effect,
      type: 'saved',
      outcome: { type: 'failed', message: 'the disk is full' },
    });
    expect(state.notice).toMatchObject({ text: 'the disk is full', tone: 'error' });
    expect(state.prompt?.field.text).toBe(effect.file);
    expect(state.bookmarks.saved).toBe(false);
  });

  it('is done only for what was there when it was written', async () => {
    const { press, send } = await open();
    await press('<enter>rb<enter>w<enter>');
    const effect = last('save');
    if (effect === undefined) throw new Error('nothing is saved');
    const { file, walkthrough } = effect;
    await press('eb<enter>');
    const late = await send({ type: 'saved', file, walkthrough, outcome: { type: 'written' } });
    expect(late.bookmarks.saved).toBe(false);
    expect(last('keep')?.walkthrough?.stops).toHaveLength(2);
    await press('w<enter>');
    const now = last('save')?.walkthrough ?? walkthrough;
    const done = await send({
      type: 'saved',
      file,
      walkthrough: now,
      outcome: { type: 'written' },
    });
    expect(done.bookmarks.saved).toBe(true);
    expect(done.notice?.text).toContain(`inquest present ${file}`);
    expect(last('keep')?.walkthrough).toBeUndefined();
  });
});

describe('what is confirmed', () => {
  const awaited = (): Promise<Session> => open(SMALL_STUDY, { drafts: 'awaited' });
  const kept = (change: number, problem?: string): Message => ({ type: 'kept', change, problem });

  it('is on the disk', async () => {
    const { press, send } = await awaited();
    expect((await press('<enter>rbnote<enter>')).notice).toBeUndefined();
    // The bookmark is written, its note is not yet.
    expect((await send(kept(1))).notice).toBeUndefined();
    expect((await send(kept(2))).notice?.text).toBe('Bookmarked; B shows it');
  });

  it('is confirmed at once where it is on the disk already', async () => {
    const { press, send } = await awaited();
    await press('<enter>rb');
    await send(kept(1));
    expect((await press('<enter>')).notice?.text).toBe('Bookmarked; B shows it');
  });

  it('is the newest of several that were made fast', async () => {
    const { press, send, state } = await awaited();
    await press('<enter>eb<enter>eb<enter>rb<enter>');
    expect(stopsOf(state())).toHaveLength(3);
    expect((await send(kept(1))).notice).toBeUndefined();
    expect((await send(kept(3))).notice?.text).toBe('Bookmarked; B shows all 3');
  });

  it('does not disturb who is typing the next', async () => {
    const { press, send } = await awaited();
    const typing = await press('<enter>eb<enter>rbno');
    expect((await send(kept(2))).notice).toBeUndefined();
    expect(typing.prompt?.field.text).toBe('no');
    expect((await press('<esc>')).notice?.text).toBe('Bookmarked; B shows all 2');
  });

  it('is a deletion too', async () => {
    const { press, send } = await awaited();
    expect((await press('<enter>eb<enter>Bd')).notice).toBeUndefined();
    expect((await send(kept(2))).notice?.text).toContain('is deleted; u brings it back');
  });

  it('is nothing that could not be written: that is told, until it can', async () => {
    const { press, send } = await awaited();
    await press('<enter>eb<enter>');
    const full = await send(kept(1, 'the disk is full'));
    expect(full.notice).toMatchObject({ tone: 'error' });
    expect(full.notice?.text).toContain('the disk is full');
    await press('rb<enter>');
    expect((await send(kept(2, 'the disk is full'))).notice?.tone).toBe('error');
    expect((await press('qq')).notice?.text).toContain('on no disk');
    // Every change is tried again, with all that is there.
    await press('<enter>V1b<enter>');
    expect(last('keep')?.walkthrough?.stops).toHaveLength(3);
    expect((await send(kept(3))).notice?.text).toBe('Bookmarked; B shows all 3');
  });

  it('is told once for changes that nothing is said of', async () => {
    const { press, send, tick } = await awaited();
    await press('<enter>eb<enter>rb<enter>B');
    await send(kept(2));
    await press('J');
    expect((await send(kept(3, 'no space'))).notice?.tone).toBe('error');
    await tick('notice');
    await press('K');
    expect((await send(kept(4, 'no space'))).notice).toBeUndefined();
  });
});

describe('a program that is told to end', () => {
  it.each([
    ['<enter>rbtyped so far', 'note'],
    ['<enter>rb<enter>Ba<enter>atyped so far', 'text'],
    ['<enter>rb<enter>Bt<ctrl+u>typed so far', 'title'],
  ] as const)('keeps the words that are being typed: %s', async (keys, part) => {
    const { press, send, effects } = await open();
    await press(keys);
    const state = await send({ type: 'stop' });
    expect(state.quitting).toBe(true);
    expect(last('keep')?.walkthrough?.stops.some((stop) => stop[part] === 'typed so far')).toBe(
      true,
    );
    const types = effects().map(({ type }) => type);
    expect(types.lastIndexOf('quit')).toBeGreaterThan(types.lastIndexOf('keep'));
  });

  it('saves nothing under a name that is half typed', async () => {
    const { press, send, effects } = await open();
    await press('<enter>rb<enter>wtalk');
    await send({ type: 'stop' });
    expect(effects().map(({ type }) => type)).not.toContain('save');
    expect(last('keep')?.walkthrough?.stops).toHaveLength(1);
  });
});

describe('leaving', () => {
  it('asks nothing where bookmarks that are not saved are kept for the next opening', async () => {
    const { press, effects } = await open();
    await press('<enter>rb<enter>q');
    expect(effects().some(({ type }) => type === 'quit')).toBe(false);
    await press('q');
    expect(effects().some(({ type }) => type === 'quit')).toBe(true);
    expect(last('keep')?.walkthrough?.stops).toHaveLength(1);
  });

  it('asks once about bookmarks that are on no disk, and again after another change', async () => {
    const { press, send, effects } = await open(undefined, { drafts: 'awaited' });
    await press('<enter>rb<enter>q');
    const problem = 'the disk is full';
    await send({ type: 'kept', change: last('keep')?.change ?? 0, problem });
    const asked = await press('q');
    expect(asked.notice).toMatchObject({ tone: 'warning' });
    expect(asked.notice?.text).toContain('q again loses them');
    await press('<enter>eb<enter>');
    await send({ type: 'kept', change: last('keep')?.change ?? 0, problem });
    await press('qq');
    expect(effects().some(({ type }) => type === 'quit')).toBe(false);
    await press('q');
    expect(effects().some(({ type }) => type === 'quit')).toBe(true);
  });

  it('does not hold up Ctrl-C', async () => {
    const { press, effects } = await open();
    await press('<enter>rb<ctrl+c>');
    expect(effects().some(({ type }) => type === 'quit')).toBe(true);
  });
});

describe('bookmarks of last time', () => {
  it('stand before those set since, and are not saved', async () => {
    const { press, send, state } = await open();
    await press('<enter>rb<enter>');
    const { walkthrough } = state().bookmarks;
    const stops: readonly Stop[] = [{ text: 'Before.', quotes: [], reveal: [] }];
    const restored = await send({
      type: 'bookmarks',
      walkthrough: { ...walkthrough, title: 'Bookmarks in trials.jsonl', stops },
      file: undefined,
    });
    expect(titles(restored)).toEqual(['Before.', 'Its private reasoning']);
    expect(restored.bookmarks).toMatchObject({ saved: false, walkthrough: { title: '' } });
    expect(restored.notice?.text).toBe('1 bookmark of last time, not saved yet; B shows them');
  });
});
