/** Casts: they are what the format says, and a player shows the screens of the deck, in time. */
import { describe, expect, it } from 'vitest';
import { safeLine } from '../../src/text/safe.ts';
import { createTheme } from '../../src/text/theme.ts';
import { castLines, type CastVersion } from '../../src/export/cast/lines.ts';
import { chaptersOf } from '../../src/walkthrough/deck.ts';
import { film, positionsOf, type FilmLook, type Frame } from '../../src/export/film.ts';
import { PALETTES } from '../../src/export/palette.ts';
import { stageLines } from '../../src/walkthrough/stage-lines.ts';
import { atSlide, pauseAt, readingTime, type StageSize } from '../../src/walkthrough/stage.ts';
import { cellsOf, emptyTerminal, feed, painted, readCast, textOf } from '../support/casts.ts';
import { DECK, REVEAL_TITLE, TOLD } from '../support/stage-deck.ts';

const SIZES: readonly StageSize[] = [
  { columns: 80, rows: 24 },
  { columns: 100, rows: 30 },
  { columns: 41, rows: 12 },
];
const { paint } = createTheme('dark', 1, {}, 'palette');

function look(size: StageSize, changes: Partial<FilmLook> = {}): FilmLook {
  return { size, wordsPerMinute: 240, speed: 1, typing: false, ...changes };
}

async function castOf(
  version: CastVersion,
  size: StageSize,
  changes: Partial<FilmLook> = {},
): Promise<string> {
  let text = '';
  const options = { version, size, title: 'A title', paint, palette: PALETTES.dark, origin: {} };
  for await (const line of castLines(film(DECK, look(size, changes)), options)) text += line;
  return text;
}

/** The cells after every event, without those of the same screen twice. */
async function screensOf(
  text: string,
  version: CastVersion,
): Promise<readonly { readonly at: number; readonly cells: readonly string[] }[]> {
  const { events, size } = readCast(text, version);
  const terminal = emptyTerminal(size);
  const screens: { at: number; cells: readonly string[] }[] = [];
  for (const { at, code, data } of events) {
    if (code !== 'o') continue;
    await feed(terminal, data);
    screens.push({ at, cells: cellsOf(terminal) });
  }
  return screens;
}

describe.each(SIZES)('a cast of $columns by $rows', (size) => {
  it('shows each screen of the deck for as long as it is read', async () => {
    const screens = await screensOf(await castOf(2, size), 2);
    let at = 0;
    const expected: { at: number; cells: readonly string[] }[] = [];
    for (const position of positionsOf(DECK, size)) {
      const cells = await painted(stageLines(DECK, position, size), paint, size);
      expected.push({ at, cells });
      const pause = pauseAt(DECK, position, size);
      at += readingTime(DECK, position, size, 240) + (pause === true ? 4000 : pause * 1000);
    }
    // The last event gives the cursor back and changes no cell.
    expected.push({ at, cells: expected.at(-1)?.cells ?? [] });
    expect(screens).toEqual(expected);
  });

  it.each([2, 3] as const)('marks every stop where it begins (v%i)', async (version) => {
    const { events } = readCast(await castOf(version, size), version);
    const terminal = emptyTerminal(size);
    const chapters = chaptersOf(DECK);
    expect(events.filter(({ code }) => code === 'm').map(({ data }) => data)).toEqual(
      chapters.map(({ title }) => safeLine(title)),
    );
    let chapter = 0;
    for (const { code, data } of events) {
      if (code === 'o') {
        await feed(terminal, data);
        continue;
      }
      const slide = chapters[chapter]?.slide ?? 0;
      chapter += 1;
      const lines = stageLines(DECK, atSlide(DECK, slide), size);
      expect(cellsOf(terminal)).toEqual(await painted(lines, paint, size));
    }
    expect(chapter).toBe(DECK.walkthrough.stops.length);
  });

  it('tells nothing before it is revealed', async () => {
    const { events } = readCast(await castOf(2, size), 2);
    const reveal = events.findIndex(({ code, data }) => code === 'm' && data === REVEAL_TITLE);
    expect(reveal).toBeGreaterThan(0);
    const terminal = emptyTerminal(size);
    let before = '';
    for (const { code, data } of events.slice(0, reveal + 1)) {
      before += data;
      if (code === 'o') await feed(terminal, data);
      before += textOf(terminal);
    }
    for (const word of Object.values(TOLD))
      expect(before.toLowerCase()).not.toContain(word.toLowerCase());
    const after = events
      .slice(reveal)
      .map(({ data }) => data)
      .join('');
    for (const word of Object.values(TOLD)) expect(after).toContain(word);
    // One thing at a time: the verdict is there before the model is.
    expect(after.indexOf(TOLD.outcome)).toBeLessThan(after.indexOf(TOLD.model));
  });
});

describe('a cast', () => {
  const size = { columns: 80, rows: 24 };

  it('is the same film in both versions', async () => {
    const two = await castOf(2, size, { typing: true });
    const three = await castOf(3, size, { typing: true });
    expect(readCast(three, 3).events).toEqual(readCast(two, 2).events);
  });

  it('tells nothing early while it types', async () => {
    const { events } = readCast(await castOf(2, size, { typing: true }), 2);
    const reveal = events.findIndex(({ code, data }) => code === 'm' && data === REVEAL_TITLE);
    const before = events
      .slice(0, reveal + 1)
      .map(({ data }) => data)
      .join('');
    for (const word of Object.values(TOLD))
      expect(before.toLowerCase()).not.toContain(word.toLowerCase());
  });

  it('clears the screen once, and writes only rows that change', async () => {
    const { events } = readCast(await castOf(2, size), 2);
    const all = events.map(({ data }) => data).join('');
    expect(all.split('\u001B[2J')).toHaveLength(2);
    const terminal = emptyTerminal(size);
    let before = cellsOf(terminal);
    for (const { code, data } of events) {
      if (code === 'm') continue;
      await feed(terminal, data);
      const after = cellsOf(terminal);
      const written = new Set(
        [...data.matchAll(/\u001B\[(\d+);1H/g)].map(([, row]) => Number(row)),
      );
      after.forEach((row, at) => {
        if (row !== before[at]) expect(written).toContain(at + 1);
      });
      before = after;
    }
    // A highlight is a row or two, not a screen.
    const highlight = events.find(({ data }) => data.includes('\u001B[103m'));
    expect(highlight?.data.match(/;1H/g)?.length).toBeLessThan(4);
  });

  it('gives back the cursor and the wrapping of lines', async () => {
    const { events } = readCast(await castOf(2, size), 2);
    expect(events[0]?.data).toContain('\u001B[?25l\u001B[?7l');
    expect(events.at(-1)?.data).toBe('\u001B[24;1H\u001B[?7h\u001B[?25h');
  });

  it('writes no sequence but its own', async () => {
    const own = /\u001B\[(?:\?25[lh]|\?7[lh]|H|2J|2K|\d+;1H|[\d;]*m)/g;
    for (const { data } of readCast(await castOf(2, size, { typing: true }), 2).events) {
      // oxlint-disable-next-line no-control-regex
      expect(data.replace(own, '')).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202E]/);
    }
  });

  it('reads twice as fast at twice the speed; pauses stay', () => {
    const length = (speed: number): number => lengthOf([...film(DECK, look(size, { speed }))]);
    const pauses = 4000 + 2500;
    expect(length(2) - pauses).toBeCloseTo((length(1) - pauses) / 2, -2);
  });

  it('types a text letter by letter, and ends with the whole of it', () => {
    const frames = [...film(DECK, look(size, { typing: true }))];
    const whole = [...film(DECK, look(size))];
    const typed = new Map<string, Frame[]>();
    for (const frame of frames) {
      const key = JSON.stringify(frame.position);
      typed.set(key, [...(typed.get(key) ?? []), frame]);
    }
    expect(frames.length).toBeGreaterThan(whole.length * 10);
    expect([...typed.values()].map((of) => frameText(of.at(-1)))).toEqual(whole.map(frameText));
    for (const of of typed.values()) {
      // Text only grows, and no letter is cut: every row begins the row that it becomes.
      const last = frameText(of.at(-1)).split('\n');
      for (const frame of of) {
        frameText(frame)
          .split('\n')
          .forEach((row, at) => expect(last[at]?.startsWith(row)).toBe(true));
        expect(frameText(frame).isWellFormed()).toBe(true);
      }
    }
  });
});

function lengthOf(frames: readonly Frame[]): number {
  return frames.reduce((sum, { forMs }) => sum + forMs, 0);
}

function frameText(frame: Frame | undefined): string {
  return (frame?.lines ?? [])
    .map((line) =>
      line
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    )
    .join('\n');
}
