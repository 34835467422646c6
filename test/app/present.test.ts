/** The stage: keys and clocks in, what the audience may see out. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Effect } from '../../src/app/message.ts';
import { elapsedMs, notesNow, placeTyped } from '../../src/app/screens/present/stage.ts';
import type { PresentScreen, PresentStart } from '../../src/app/screens/present/state.ts';
import { film } from '../../src/export/film.ts';
import type { Line } from '../../src/text/spans.ts';
import { stageLines } from '../../src/walkthrough/stage-lines.ts';
import { openSession, type Session } from '../support/session.ts';
import { SMALL_STUDY } from '../support/trials.ts';

const START: PresentStart = {
  walkthrough: {
    title: 'A small study',
    paths: [],
    spoilers: 'hold',
    stops: [
      { title: 'Words', text: 'What you are about to see.', quotes: [], reveal: [] },
      {
        trial: 'model-a/cell/001',
        turns: { first: 4, last: 4 },
        quotes: ['switch it off'],
        note: 'Read it aloud.',
        pause: 2,
        reveal: [],
      },
      { trial: 'model-a/cell/001', quotes: [], reveal: ['verdict', 'model'], pause: true },
    ],
  },
  playing: false,
  typing: false,
  speed: 1,
  from: undefined,
};

let session: Session;
afterEach(() => session.close());

const open = async (start: Partial<PresentStart> = {}): Promise<void> => {
  session = await openSession(SMALL_STUDY, { present: { ...START, ...start } });
};

function stage(): PresentScreen {
  const found = session.state().screens.findLast((screen) => screen.type === 'present');
  if (found?.type !== 'present') throw new Error('no stage');
  return found;
}

function place(): string {
  const { position } = stage();
  return `${position.slide}.${position.cue}`;
}

function lastTimer(name: string): Extract<Effect, { type: 'timer' }> | undefined {
  return session
    .effects()
    .filter((effect) => effect.type === 'timer')
    .findLast((effect) => effect.name === name);
}

describe('keys on the stage', () => {
  beforeEach(() => open());

  it.each([
    ['', '0.0'],
    [' ', '1.0'],
    ['<right>l<enter>', '2.1'],
    ['<pagedown><down>j', '2.1'],
    ['   ', '2.1'],
    ['      ', '3.2'],
    ['       ', '4.0'],
    ['        ', '4.0'],
    ['   <left>', '2.0'],
    ['   <backspace>h', '1.0'],
    ['<left>', '0.0'],
    ['G', '4.0'],
    ['Gg', '0.0'],
    [']', '1.0'],
    [']]', '2.0'],
    [']]][', '2.0'],
    ['G<left>', '3.2'],
    ['cj<enter>', '2.0'],
    ['  cj<enter>', '3.0'],
    ['  cc', '2.0'],
    ['  c<esc>', '2.0'],
  ])('%s leads to slide and cue %s', async (keys, expected) => {
    await session.press(keys);
    expect(place()).toBe(expected);
    expect(session.state().screens.at(-1)?.type).toBe('present');
  });

  it('an Esc too many does not end the talk, and q does', async () => {
    await session.press('<esc><esc>');
    expect(session.state().quitting).toBe(false);
    await session.press('q');
    expect(session.state().quitting).toBe(true);
  });

  it('help comes back to the same place', async () => {
    await session.press('  ?<esc>');
    expect(place()).toBe('2.0');
  });
});

describe('auto-advance', () => {
  it('shows each thing for as long as it is read, and waits where the script says so', async () => {
    await open({ playing: true });
    const seen = [place()];
    const times = [lastTimer('stage')?.ms ?? 0];
    for (let step = 0; step < 5; step += 1) {
      await session.tick('stage');
      seen.push(place());
      times.push(lastTimer('stage')?.ms ?? 0);
    }
    expect(seen).toEqual(['0.0', '1.0', '2.0', '2.1', '3.0', '3.1']);
    expect(Math.min(...times)).toBeGreaterThan(1000);
    // The pause of the stop comes at its end.
    expect(times[3]).toBeGreaterThanOrEqual(4000);
    await session.tick('stage');
    expect(place()).toBe('3.2');
    // `pause: true`: only a key goes on.
    const before = session.effects().length;
    await session.send({ type: 'timer', name: 'stage', timerId: -1, now: 0 });
    expect(session.effects()).toHaveLength(before);
    await session.press(' ');
    expect(place()).toBe('4.0');
    await session.tick('stage');
    expect(stage().playing).toBe(false);
  });

  it('stops at p, and a timer that was running means nothing any more', async () => {
    await open({ playing: true });
    const timerId = lastTimer('stage')?.timerId ?? 0;
    await session.press('p');
    await session.send({ type: 'timer', name: 'stage', timerId, now: 0 });
    expect(place()).toBe('0.0');
    expect(stage().playing).toBe(false);
  });

  it.each(['?', 'c'])('waits while %s is over the stage', async (key) => {
    await open({ playing: true });
    await session.press(key);
    await session.tick('stage');
    await session.tick('stage');
    expect(place()).toBe('0.0');
    await session.press('<esc>');
    await session.tick('stage');
    expect(place()).toBe('1.0');
  });

  it('goes faster and slower', async () => {
    await open({ playing: true });
    const normal = lastTimer('stage')?.ms ?? 0;
    await session.press('++');
    expect(stage().speed).toBe(2);
    expect(lastTimer('stage')?.ms).toBeCloseTo(normal / 2, -1);
    await session.press('---');
    expect(stage().speed).toBe(0.75);
  });
});

describe('stops that do not match', () => {
  it('are counted in front of the audience, and not named', async () => {
    const trial = 'model-a/cell/001';
    const stops = [
      { trial, hash: 'sha256:0000000000000000', quotes: ['I am model-a'], reveal: [] },
      { trial: 'model-b/cell/999', quotes: [], reveal: [] },
    ];
    await open({ walkthrough: { ...START.walkthrough, stops } });
    expect(stage().deck?.problems).toHaveLength(3);
    expect(session.state().notice?.text).toMatch(/^2 stops not as saved; /);
    expect(session.state().notice?.text).not.toContain('model-');
  });
});

describe('typing', () => {
  it('brings a text letter by letter; a key completes it before it goes on', async () => {
    await open({ typing: true });
    await session.press('  ');
    expect(stage().typed).toBe(0);
    await session.tick('typing');
    expect(stage().typed).toBeGreaterThan(0);
    await session.press(' ');
    expect(stage().typed).toBeUndefined();
    expect(place()).toBe('2.0');
    await session.press(' ');
    expect(place()).toBe('2.1');
  });

  it('waits while help is over it', async () => {
    await open({ typing: true });
    await session.press('  ?');
    await session.tick('typing');
    expect(stage().typed).toBe(0);
    await session.press('<esc>');
    await session.tick('typing');
    expect(stage().typed).toBeGreaterThan(0);
  });

  it('comes to the end by itself', async () => {
    await open({ typing: true });
    await session.press('  ');
    for (let stroke = 0; stroke < 2000 && stage().typed !== undefined; stroke += 1) {
      await session.tick('typing');
    }
    expect(stage().typed).toBeUndefined();
    expect(place()).toBe('2.0');
  });

  it.each([0.5, 1, 2] as const)('draws what a cast records, at speed %s', async (speed) => {
    await open({ typing: true, speed });
    await session.press('  ');
    const { deck, position } = stage();
    if (deck === undefined) throw new Error('no deck');
    const { size, settings } = session.state();
    const { wordsPerMinute } = settings;
    const typed = [...film(deck, { size, wordsPerMinute, speed, typing: true })].filter(
      (frame) => frame.position.slide === 2 && frame.position.cue === 0,
    );
    const drawn: (readonly Line[])[] = [];
    for (let tick = 0; stage().typed !== undefined && tick < 1000; tick += 1) {
      const place = placeTyped(session.state(), stage());
      drawn.push(stageLines(deck, position, size, { typed: place }));
      expect(lastTimer('typing')?.ms).toBe(typed[tick]?.forMs);
      await session.tick('typing');
    }
    drawn.push(stageLines(deck, position, size));
    expect(drawn.length).toBeGreaterThan(5);
    expect(drawn).toEqual(typed.map(({ lines }) => lines));
  });

  it('keeps its place at another speed', async () => {
    await open({ typing: true });
    await session.press('  ');
    for (let stroke = 0; stroke < 20; stroke += 1) await session.tick('typing');
    const before = placeTyped(session.state(), stage()) ?? 0;
    for (const key of ['+', '-', '-']) {
      await session.press(key);
      const place = placeTyped(session.state(), stage()) ?? 0;
      expect(before).toBeGreaterThan(4);
      expect(Math.abs(place - before)).toBeLessThan(2);
    }
  });

  it('begins anew at another size', async () => {
    await open({ typing: true });
    await session.press('  ');
    await session.tick('typing');
    await session.send({ type: 'resize', size: { columns: 60, rows: 20 } });
    expect(stage().typed).toBe(0);
  });
});

describe('the clock and the notes', () => {
  it('tell the time since the first card', async () => {
    await open();
    await session.tick('clock', 10_000);
    await session.tick('clock', 14_000);
    expect(elapsedMs(stage())).toBe(4000);
    expect(notesNow(session.state())?.elapsedMs).toBe(4000);
  });

  it('tell the speaker what comes next, and what is still held back', async () => {
    await open();
    await session.press('  ');
    expect(notesNow(session.state())).toMatchObject({
      chapter: 2,
      chapters: 3,
      note: 'Read it aloud.',
      next: 'highlights “switch it off”',
      nextTitle: 'The verdict, The model',
      trial: { model: 'model-a', held: ['verdict', 'model'] },
    });
    await session.press('    ');
    expect(notesNow(session.state())).toMatchObject({
      next: 'shows the closing card',
      trial: { held: [] },
    });
  });
});

describe('the list of chapters', () => {
  const chapters = (): { readonly cursor: number; readonly top: number } => {
    const screen = session.state().screens.at(-1);
    if (screen?.type !== 'chapters') throw new Error('no list');
    return screen;
  };

  it('ends at its last chapter', async () => {
    await open();
    await session.press('cjjjjj');
    expect(chapters().cursor).toBe(2);
    await session.press('<enter>');
    expect(place()).toBe('3.0');
  });

  it('scrolls where it is longer than the screen', async () => {
    const stops = Array.from({ length: 50 }, (_, at) => ({
      title: `Stop ${at + 1}`,
      text: 'Words.',
      quotes: [],
      reveal: [],
    }));
    await open({ walkthrough: { ...START.walkthrough, stops } });
    await session.send({ type: 'resize', size: { columns: 80, rows: 24 } });
    await session.press('cG');
    expect(chapters()).toMatchObject({ cursor: 49, top: 30 });
    await session.press('<pageup>');
    expect(chapters()).toMatchObject({ cursor: 30, top: 30 });
    await session.press('k');
    expect(chapters()).toMatchObject({ cursor: 29, top: 29 });
  });
});

describe('a presentation from the bookmarks', () => {
  it('shows them as they are, and q comes back to them', async () => {
    session = await openSession(SMALL_STUDY);
    await session.press('<enter>eb<enter>BP');
    expect(stage().deck?.slides.map(({ type }) => type)).toEqual(['title', 'turn', 'closing']);
    await session.press('q');
    expect(session.state().screens.at(-1)?.type).toBe('bookmarks');
    expect(session.state().quitting).toBe(false);
  });
});

describe("the speaker's terminal", () => {
  it('scrolls a long note to its last row and no further', async () => {
    await open();
    const notes = notesNow(session.state());
    if (notes === undefined) throw new Error('no notes');
    await session.close();
    session = await openSession(SMALL_STUDY, { notes: true, size: { columns: 60, rows: 20 } });
    const note = Array.from({ length: 9 }, (_, row) => `Row ${row + 1}.`).join('\n\n');
    await session.send({ type: 'follow', notes: { ...notes, note }, now: 0 });
    const top = (): number => {
      const screen = session.state().screens.at(-1);
      return screen?.type === 'notes' ? screen.top : -1;
    };
    await session.press('jjj<pagedown><pagedown>');
    expect(top()).toBe(16);
    await session.press('k');
    expect(top()).toBe(15);
    for (const [key, row] of [
      ['g', 0],
      ['<ctrl+d>', 5],
      ['<ctrl+d>', 10],
      ['<ctrl+u>', 5],
      ['G', 16],
      ['<home>', 0],
      ['<end>', 16],
    ] as const) {
      await session.press(key);
      expect([key, top()]).toEqual([key, row]);
    }
    // Another note begins at its beginning.
    await session.send({ type: 'follow', notes, now: 0 });
    expect(top()).toBe(0);
  });
});
