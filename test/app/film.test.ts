/** A trial as a film: its times, and what playing does on the screen. */
import { array, assert, constantFrom, double, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Size } from '../../src/app/message.ts';
import { filmOf, placeAt, timeAt } from '../../src/app/screens/replay/film.ts';
import { filmTimes, readingRow } from '../../src/app/screens/replay/play.ts';
import { scrollOf, visibleRows } from '../../src/app/screens/replay/scroll.ts';
import type { State } from '../../src/app/state.ts';
import { TURN_KINDS } from '../../src/trial/types.ts';
import { createSessions, replay } from '../support/sessions.ts';
import { trialOf } from '../support/trials.ts';

const { open, current } = createSessions();

const words = (count: number): string =>
  Array.from({ length: count }, (_, word) => `word${word}`).join(' ');

/** Milliseconds of every timer of the film that was started. */
const timers = (): readonly number[] =>
  (current()?.effects() ?? []).flatMap((effect) =>
    effect.type === 'timer' && effect.name === 'play' ? [effect.ms] : [],
  );

/** The place of the mark in the view, from 0; -1: it is not to be seen. */
function markAt(state: State): number {
  const screen = replay(state);
  if (screen.loaded === undefined) return -1;
  const row = readingRow(state, screen);
  return visibleRows(scrollOf(state.size, screen, screen.loaded), screen.anchor).findIndex(
    (place) => place.page.step === screen.step && place.row === row,
  );
}

const elapsedIn = (state: State): number => filmTimes(state, replay(state))?.elapsed ?? Number.NaN;

describe('the times of a film', () => {
  it('turn into places and back', () => {
    const turns = array(record({ kind: constantFrom(...TURN_KINDS), text: string() }), {
      minLength: 1,
      maxLength: 12,
    });
    assert(
      property(turns, double({ min: 0, max: 1, noNaN: true }), (made, share) => {
        const trial = trialOf({ turns: made });
        const film = filmOf(trial, { byTime: false, folded: [] }, 240);
        const time = film.total * share;
        const place = placeAt(film, trial, time);
        expect(timeAt(film, place.step, place.share)).toBeCloseTo(time, 3);
        expect(placeAt(film, trial, film.total).step).toBe(made.length + 1);
        expect(placeAt(film, trial, -1)).toEqual({ step: 1, share: 0 });
      }),
    );
  });

  it('give an email less time than the same words of reasoning', () => {
    const film = filmOf(
      trialOf({
        turns: [
          { kind: 'email', text: words(100) },
          { kind: 'reasoning', text: words(100) },
        ],
      }),
      { byTime: false, folded: [] },
      240,
    );
    const [email, reasoning] = film.scenes;
    expect(email?.ms).toBeLessThan((reasoning?.ms ?? 0) * 0.6);
  });

  it('are had at once for a text of any length', () => {
    const text = 'word '.repeat(4_000_000);
    const film = filmOf(
      trialOf({ turns: [{ kind: 'reasoning', text }] }),
      { byTime: false, folded: [] },
      240,
    );
    expect(film.total / 60_000).toBeCloseTo(4_000_000 / 240, -2);
  });
});

describe('playing', () => {
  it('takes as long as it says, whatever the speed', async () => {
    const { press, tick, state } = await open([
      trialOf({ turns: [{ kind: 'reasoning', text: words(300) }] }),
    ]);
    await press('<enter>p');
    const total = filmTimes(state(), replay(state()))?.total ?? 0;
    const before = timers().length - 1;
    while (replay(state()).playing) await tick('play');
    const played = timers().slice(before);
    expect(played.length).toBeGreaterThan(10);
    expect(played.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(total, 3);
    await press('p++');
    const from = timers().length - 1;
    while (replay(state()).playing) await tick('play');
    expect(
      timers()
        .slice(from)
        .reduce((sum, ms) => sum + ms, 0),
    ).toBeCloseTo(total / 2, 3);
  });

  it.each([
    [{ columns: 40, rows: 10 }, ''],
    [{ columns: 80, rows: 24 }, ''],
    [{ columns: 80, rows: 24 }, 'u'],
    [{ columns: 200, rows: 60 }, 'i'],
  ] as const)('at %j%s the line being read is always in view', async (size: Size, keys) => {
    const text = Array.from({ length: 30 }, (_, at) => words(3 + ((at * 17) % 90))).join('\n\n');
    const { press, tick, state } = await open(
      [
        trialOf({
          turns: [
            { kind: 'message', text: words(40) },
            { kind: 'reasoning', text },
            { kind: 'action', name: 'email', to: 'x', subject: 'y', text: words(200) },
          ],
        }),
      ],
      { size },
    );
    await press(`<enter>${keys}p`);
    let anchors = 0;
    let last = -1;
    for (let count = 0; replay(state()).playing; count += 1) {
      expect(count).toBeLessThan(2000);
      expect(markAt(state())).toBeGreaterThanOrEqual(0);
      expect(elapsedIn(state())).toBeGreaterThan(last);
      last = elapsedIn(state());
      const before = replay(state()).anchor;
      await tick('play');
      if (replay(state()).anchor !== before) anchors += 1;
    }
    expect(replay(state()).step).toBe(4);
    // The text stays still most of the time.
    expect(anchors).toBeLessThan(timers().length / 2);
  });

  it('never asks for a timer in no time, at the highest pace', async () => {
    const { press, tick, state } = await open([trialOf({ sent: words(500) })], {
      settings: { wordsPerMinute: 3000 },
    });
    await press('<enter>p++++++');
    while (replay(state()).playing) await tick('play');
    expect(Math.min(...timers())).toBeGreaterThanOrEqual(80);
  });

  it('stops at the verdict, and begins anew from there', async () => {
    const { press, tick, state } = await open();
    await press('<enter>p');
    while (replay(state()).playing) await tick('play');
    expect(replay(state()).step).toBe(8);
    expect((await press(' ')).notice?.text).toContain('This is the verdict');
    expect(replay(await press('p'))).toMatchObject({ step: 1, playing: true });
  });

  it('is paused and goes on with Space, which else is the next turn', async () => {
    const { press, tick } = await open([
      trialOf({ turns: [{ kind: 'message', text: words(90) }] }),
    ]);
    await press('<enter>p');
    await tick('play');
    const paused = await press(' ');
    expect(replay(paused)).toMatchObject({ playing: false, step: 1 });
    const at = replay(paused).reading;
    expect(at?.offset).toBeGreaterThan(0);
    expect(await tick('play')).toBe(paused);
    expect(replay(await press(' '))).toMatchObject({ playing: true, reading: at });
    await press(' <right>');
    expect(replay(await press('<left>')).reading).toBeUndefined();
    expect(replay(await press(' ')).step).toBe(2);
  });

  it('goes on where somebody went by hand', async () => {
    const { press, tick } = await open();
    await press('<enter>pr');
    const state = await tick('play');
    expect(replay(state)).toMatchObject({ step: 7, playing: true });
  });

  it('goes on in the next trial', async () => {
    const { press, tick } = await open();
    const state = await press('<enter>p]');
    expect(replay(state).loaded?.trial.id).toBe('model-a/cell/002');
    expect(replay(await tick('play'))).toMatchObject({ step: 2, playing: true });
  });

  it('waits while something else is on top', async () => {
    const { press, tick } = await open();
    await press('<enter>p?');
    await tick('play');
    expect(replay(await press('q'))).toMatchObject({ step: 1, playing: false });
  });

  it('keeps its place when the terminal changes size', async () => {
    const turns = [{ kind: 'reasoning', text: words(600) }] as const;
    const { press, send, tick, state } = await open([trialOf({ turns })]);
    await press('<enter>p');
    for (let count = 0; count < 20; count += 1) await tick('play');
    const before = replay(state()).reading;
    const small = await send({ type: 'resize', size: { columns: 44, rows: 11 } });
    expect(replay(small)).toMatchObject({ reading: before, playing: true });
    expect(markAt(small)).toBeGreaterThanOrEqual(0);
    const next = await tick('play');
    expect(replay(next).reading?.offset).toBeGreaterThan(before?.offset ?? 0);
    expect(markAt(next)).toBeGreaterThanOrEqual(0);
  });

  it('keeps its turn in view when the order of the emails changes', async () => {
    const turns = [
      ...['03', '02', '01'].map((day) => ({
        kind: 'email' as const,
        text: words(30),
        at: `2026-01-${day}T09:00:00Z`,
      })),
      { kind: 'reasoning' as const, text: words(300) },
    ];
    const { press, state, send } = await open([trialOf({ turns })]);
    await send({ type: 'resize', size: { columns: 60, rows: 14 } });
    await press('<enter>rukkp');
    expect(replay(state()).anchor.turn).toBe(3);
    await press('t');
    expect(markAt(state())).toBeGreaterThanOrEqual(0);
  });
});

describe('scrubbing', () => {
  const long = trialOf({ turns: [{ kind: 'reasoning', text: words(600) }] });

  it('goes ten seconds forward and back, to the beginning of a line', async () => {
    const { press, state } = await open([long]);
    await press('<enter>p>>>>>>');
    expect(elapsedIn(state())).toBeGreaterThan(35_000);
    expect(elapsedIn(state())).toBeLessThanOrEqual(60_000);
    expect(markAt(state())).toBeGreaterThanOrEqual(0);
    const before = elapsedIn(state());
    await press(' ,');
    expect(before - elapsedIn(state())).toBeGreaterThanOrEqual(10_000);
    expect(replay(state()).playing).toBe(false);
    await press(',,,,,,,,');
    expect(elapsedIn(state())).toBe(0);
    expect(markAt(state())).toBeGreaterThanOrEqual(0);
  });

  it('always gets on, however slow the pace', async () => {
    const { press, state } = await open([long], { settings: { wordsPerMinute: 30 } });
    await press('<enter>p');
    for (let last = -1; replay(state()).playing; await press('.')) {
      expect(elapsedIn(state())).toBeGreaterThan(last);
      last = elapsedIn(state());
    }
    expect(replay(state()).step).toBe(2);
  });

  it('goes from turn to turn', async () => {
    const { press, state } = await open();
    await press('<enter>p>>');
    expect(replay(state()).step).toBeGreaterThan(1);
    for (let count = 0; count < 4; count += 1) await press(',');
    expect(replay(state()).step).toBe(1);
  });
});
